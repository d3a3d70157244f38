from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.periods import Interval, Period, Unit, due_after, read_period
from tracker.vocabulary import Precision

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
periods = st.builds(Period.holding, days, st.sampled_from(Precision))


@given(periods)
def test_a_period_is_followed_by_the_day_after_its_last(period):
    following = Period.holding(period.last + timedelta(days=1), period.precision)

    assert following.first == period.last + timedelta(days=1)
    assert Period.holding(period.last, period.precision) == period


@given(periods, st.sampled_from(Interval), st.integers(0, 40))
def test_a_shifted_period_is_a_whole_period(period, interval, times):
    shifted = period.shifted(interval, times)

    assert shifted == Period.holding(shifted.first, period.precision)


def test_a_period_starts_on_its_first_day():
    with pytest.raises(ValueError, match="does not start"):
        Period(date(2021, 10, 2), Precision.MONTH)


@pytest.mark.parametrize(
    ("done_on", "amount", "unit", "due"),
    [
        (date(2022, 1, 31), 1, Unit.MONTH, date(2022, 2, 28)),
        (date(2024, 1, 31), 1, Unit.MONTH, date(2024, 2, 29)),
        (date(2022, 12, 15), 13, Unit.MONTH, date(2024, 1, 15)),
        (date(2022, 2, 27), 30, Unit.DAY, date(2022, 3, 29)),
    ],
)
def test_due_after_counts_days_or_months(done_on, amount, unit, due):
    assert due_after(done_on, amount, unit) == due


@given(periods)
def test_a_label_is_read_back_as_the_same_period(period):
    assert read_period(period.label) == period


@pytest.mark.parametrize(
    ("precision", "deadline"),
    [
        (Precision.DAY, "31 October 2021"),
        (Precision.MONTH, "the end of October 2021"),
        (Precision.QUARTER, "the end of Q4 2021"),
        (Precision.YEAR, "the end of 2021"),
    ],
)
def test_a_deadline_says_how_exactly_it_is_known(precision, deadline):
    assert Period.holding(date(2021, 10, 31), precision).deadline == deadline
