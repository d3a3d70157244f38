from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.clock import Clock, day_of, end_of

MICROSECOND = timedelta(microseconds=1)
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2022, 1, 15), datetime(2022, 1, 15, 23, 59, 59, 999999, UTC)),
        (date(2022, 7, 15), datetime(2022, 7, 15, 22, 59, 59, 999999, UTC)),
        # The clocks go forward at 1 am on 27 March: that day has 23 hours.
        (date(2022, 3, 26), datetime(2022, 3, 26, 23, 59, 59, 999999, UTC)),
        (date(2022, 3, 27), datetime(2022, 3, 27, 22, 59, 59, 999999, UTC)),
        # And back at 2 am on 30 October: that day has 25.
        (date(2022, 10, 29), datetime(2022, 10, 29, 22, 59, 59, 999999, UTC)),
        (date(2022, 10, 30), datetime(2022, 10, 30, 23, 59, 59, 999999, UTC)),
    ],
)
def test_a_day_ends_at_midnight_in_the_united_kingdom(day, end):
    assert end_of(day) == end


@given(days)
def test_a_day_ends_where_the_next_one_begins(day):
    assert day_of(end_of(day)) == day
    assert day_of(end_of(day) + MICROSECOND) == day + timedelta(days=1)


def test_half_past_midnight_in_summer_is_still_yesterday_in_utc():
    assert day_of(datetime(2022, 7, 14, 23, 30, tzinfo=UTC)) == date(2022, 7, 15)
    assert day_of(datetime(2022, 1, 14, 23, 30, tzinfo=UTC)) == date(2022, 1, 14)


def test_a_moment_from_elsewhere_counts_by_the_day_here():
    tokyo = timezone(timedelta(hours=9))
    assert day_of(datetime(2022, 1, 15, 8, 0, tzinfo=tokyo)) == date(2022, 1, 14)


def test_a_clock_with_an_offset_runs_that_far_away():
    ago = timedelta(days=-400)
    before = datetime.now(UTC) + ago
    now = Clock(ago).now()
    assert before <= now <= datetime.now(UTC) + ago
    assert now.tzinfo is UTC
    assert Clock(ago).today() in (day_of(now), day_of(now + timedelta(minutes=1)))
