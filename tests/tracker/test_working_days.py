import csv
from datetime import date, timedelta

import pandas as pd
import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from tracker.working_days import FILE, NoSuchCalendar, england_and_wales, reply_clock

CALENDAR = england_and_wales()
days = st.dates(date(2021, 1, 1), date(2028, 10, 31))

# Proclaimed for one year; and what was moved from its usual day for it.
ADDED = {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
MOVED = {date(2022, 5, 30)}


def first_monday(year, month):
    return next(day for day in (date(year, month, n) for n in range(1, 8)) if day.weekday() == 0)


def last_monday(year, month, days_in_month=31):
    end = date(year, month, days_in_month)
    return end - timedelta(days=end.weekday())


def by_the_rules(year):
    """The usual eight: those that fall on a weekend move to the next day that is free."""
    sunday = easter(year)
    found = {sunday - timedelta(days=2), sunday + timedelta(days=1)}
    found |= {first_monday(year, 5), last_monday(year, 5), last_monday(year, 8)}
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while day.weekday() > 4 or day in found:
            day += timedelta(days=1)
        found.add(day)
    return found


def test_the_file_has_what_the_rules_and_proclamations_say():
    usual = set().union(*(by_the_rules(year) for year in range(2021, 2029)))
    assert CALENDAR.holidays == (usual - MOVED) | ADDED
    assert (CALENDAR.first, CALENDAR.last) == (date(2021, 1, 1), date(2028, 12, 31))


def test_the_file_is_in_order_and_names_each_day():
    rows = list(csv.DictReader(FILE.open(encoding="utf-8")))
    assert [row["day"] for row in rows] == sorted({row["day"] for row in rows})
    assert all(row["name"] for row in rows)
    substitutes = {row["day"] for row in rows if "substitute" in row["name"]}
    assert substitutes == {
        *("2021-12-27", "2021-12-28", "2022-01-03", "2022-12-27", "2023-01-02"),
        *("2026-12-28", "2027-12-27", "2027-12-28", "2028-01-03"),
    }


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        (date(2026, 5, 1), True),
        (date(2026, 5, 2), False),  # a Saturday
        (date(2026, 5, 4), False),  # early May bank holiday
        (date(2022, 9, 19), False),
        (date(2022, 5, 30), True),  # the spring bank holiday was in June that year
        (date(2026, 12, 26), False),
        (date(2026, 12, 28), False),
    ],
)
def test_weekends_and_bank_holidays_are_no_working_days(day, is_one):
    assert CALENDAR.between(day - timedelta(days=1), day) == is_one


@pytest.mark.parametrize(
    ("day", "number", "later"),
    [
        (date(2026, 5, 1), 1, date(2026, 5, 5)),
        (date(2026, 5, 2), 1, date(2026, 5, 5)),  # made on a Saturday
        (date(2026, 5, 2), 20, date(2026, 6, 2)),  # two bank holidays lie between
        (date(2022, 5, 31), 2, date(2022, 6, 6)),
        (date(2023, 12, 22), 20, date(2024, 1, 24)),
    ],
)
def test_working_days_are_counted_from_the_next_day_on(day, number, later):
    assert CALENDAR.after(day, number) == later
    assert CALENDAR.between(day, later) == number


@given(days, days)
def test_counting_agrees_with_looking_at_each_day(start, end):
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    working = [each for each in between if each.weekday() < 5 and each not in CALENDAR.holidays]
    assert CALENDAR.between(start, end) == len(working)


@given(days, st.integers(1, 40))
def test_the_last_day_is_a_working_day_and_the_count_up_to_it_is_exact(day, number):
    last = CALENDAR.after(day, number)
    assert CALENDAR.between(day, last) == number
    assert CALENDAR.between(day, last - timedelta(days=1)) == number - 1


def test_many_pairs_are_counted_at_once_and_missing_ones_stay_missing():
    starts = pd.to_datetime(pd.Series(["2026-05-01", None, "2026-05-01"], index=[7, 8, 9]))
    ends = pd.to_datetime(pd.Series(["2026-05-05", "2026-05-05", None], index=[7, 8, 9]))
    found = CALENDAR.between_all(starts, ends)
    assert found.index.tolist() == [7, 8, 9]
    assert found.tolist() == [1, pd.NA, pd.NA]
    assert CALENDAR.between_all(starts[:0], ends[:0]).empty


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.after(date(2020, 12, 31), 1),
        lambda: CALENDAR.between(date(2020, 12, 31), date(2021, 1, 4)),
        lambda: CALENDAR.after(date(2028, 12, 20), 20),
        lambda: CALENDAR.between(date(2028, 12, 20), date(2029, 1, 2)),
    ],
)
def test_a_day_outside_the_years_that_are_known_is_refused(ask):
    with pytest.raises(NoSuchCalendar, match="known from 1 January 2021 to 31 December 2028, and"):
        ask()


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 5, 2), 20),
        (date(2026, 5, 5), 19),
        (date(2026, 6, 1), 1),
        (date(2026, 6, 2), 0),
        (date(2026, 6, 3), -1),
        (date(2026, 6, 6), -3),
    ],
)
def test_the_clock_of_a_reply_runs_for_twenty_working_days(today, left):
    clock = reply_clock(date(2026, 5, 2), today, CALENDAR)
    assert (clock.due_on, clock.days_left) == (date(2026, 6, 2), left)


def test_a_reply_is_overdue_on_the_weekend_after_its_last_day():
    clock = reply_clock(date(2026, 5, 5), date(2026, 6, 6), CALENDAR)
    assert (clock.due_on, clock.days_left) == (date(2026, 6, 3), -2)
    friday = reply_clock(date(2026, 5, 7), date(2026, 6, 6), CALENDAR)
    assert (friday.due_on, friday.days_left) == (date(2026, 6, 5), -1)
