from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import formats


@pytest.mark.parametrize(
    ("share", "words"),
    [(None, "–"), (0, "0%"), (0.4567, "46%"), (1, "100%"), (0.001, "1%"), (0.999, "99%")],
)
def test_a_share_is_whole_percent_and_a_missing_one_is_not_zero(share, words):
    assert formats.percent(share) == words


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0%"), (0.001, "1%"), (0.1999, "19%"), (0.29, "29%"), (1, "100%")]
)
def test_a_chance_is_rounded_down_so_that_it_never_reads_like_a_limit_it_missed(share, words):
    assert formats.chance(share) == words


@given(st.floats(min_value=0, max_value=1, exclude_min=True, exclude_max=True))
def test_something_is_never_nothing_and_never_everything(share):
    assert formats.percent(share) not in {"0%", "100%"}


@pytest.mark.parametrize(
    ("share", "other", "words"),
    [
        (None, 0.5, "–"),
        (0.5, None, "–"),
        (0.617, 0.5, "12 points ahead"),
        (0.49, 0.5, "1 point behind"),
        (0.502, 0.498, "level"),
        (0.346, 0.704, "35 points behind"),  # as 35% is behind 70%
    ],
)
def test_a_difference_says_its_direction_in_words(share, other, words):
    assert formats.points(share, other) == words


def test_numbers_ratios_hours_and_days():
    assert formats.number(1234) == "1,234"
    assert [formats.hours(value) for value in (7.5, 8.0, 1234.56)] == ["7.5", "8", "1,234.6"]
    assert formats.ratio(0.8653) == "0.87"
    assert formats.day(date(2026, 5, 2)) == "2 May 2026"


@pytest.mark.parametrize("write", [formats.number, formats.ratio, formats.hours, formats.day])
def test_what_is_missing_is_a_dash(write):
    assert write(None) == "–"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "–"),
        (12, "12 days later"),
        (0, "as published"),
        (-1, "1 day earlier"),
    ],
)
def test_a_slip_says_its_direction_in_words(days, words):
    assert formats.slip(days) == words


@pytest.mark.parametrize(
    ("day", "precision", "words"),
    [
        (date(2021, 10, 31), "month", "October 2021"),
        (date(2023, 6, 30), "quarter", "Q2 2023"),
        (date(2024, 12, 31), "year", "2024"),
        (date(2022, 1, 15), "day", "15 January 2022"),
        (None, "", "–"),
    ],
)
def test_a_due_date_is_as_exact_as_it_is_known(day, precision, words):
    assert formats.due(day, precision) == words
