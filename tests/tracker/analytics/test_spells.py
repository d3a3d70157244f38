"""Who is in a spell on a day, how many there are over time, and stays without a gap."""

import time
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analytics import spells

FIRST = date(2022, 1, 1)
MANY, PEOPLE = 50_000, 20_000
LONGEST = 0.5  # seconds, on a busy machine


def frame(rows):
    """``rows``: person, first day, last day (counted from ``FIRST``; ``None``: goes on)."""
    days = [[None if n is None else FIRST + timedelta(days=n) for n in row[1:]] for row in rows]
    return pd.DataFrame(
        {
            "person_id": pd.Series([row[0] for row in rows], dtype="int64"),
            "starts_on": pd.to_datetime([first for first, _ in days]).astype("datetime64[s]"),
            "ends_on": pd.to_datetime([last for _, last in days]).astype("datetime64[s]"),
        }
    )


def is_there(row, day):
    _, first, last = row
    return first <= day and (last is None or day <= last)


@st.composite
def rows(draw):
    first = draw(st.integers(0, 40))
    last = draw(st.none() | st.integers(first, 45))
    return draw(st.integers(1, 6)), first, last


@given(st.lists(rows(), max_size=20))
def test_whoever_is_there_on_a_day_is_counted_once(there):
    days = pd.date_range(FIRST, periods=50)
    expected = [
        len({row[0] for row in there if is_there(row, number)}) for number in range(len(days))
    ]

    counted = spells.numbers(frame(there), days)

    assert counted.tolist() == expected
    assert list(counted.index) == list(days)


@given(st.lists(rows(), max_size=20), st.integers(0, 50))
def test_current_and_ended_agree_with_the_numbers(there, number):
    day, table = FIRST + timedelta(days=number), frame(there)
    now = spells.current(table, day)
    assert now["person_id"].tolist() == [row[0] for row in there if is_there(row, number)]
    assert not set(now.index) & set(spells.ended(table, day).index)
    assert spells.numbers(table, pd.DatetimeIndex([day])).item() == now["person_id"].nunique()


@pytest.mark.parametrize(
    ("there", "stays"),
    [
        ([(1, 0, 5), (1, 6, 9)], [(1, 0, 9)]),
        ([(1, 0, 5), (1, 7, 9)], [(1, 0, 5), (1, 7, 9)]),
        ([(1, 0, None), (1, 7, 9)], [(1, 0, None)]),
        ([(1, 0, 20), (1, 3, 4), (1, 20, 22)], [(1, 0, 22)]),
        ([(2, 0, 5), (1, 3, 9)], [(1, 3, 9), (2, 0, 5)]),
        ([], []),
    ],
)
def test_a_stay_has_no_gap(there, stays):
    found = spells.unbroken(frame(there))
    offset = (FIRST - date(1970, 1, 1)).days
    days = [
        (person, first - offset, None if last > 10**9 else last - offset)
        for person, first, last in found.itertuples(index=False)
    ]
    assert days == stays


def test_fifty_thousand_spells_are_counted_at_once():
    random = np.random.default_rng(1)
    starts = pd.Timestamp(FIRST) + pd.to_timedelta(random.integers(0, 2000, MANY), unit="D")
    ends = pd.Series(starts + pd.to_timedelta(random.integers(0, 900, MANY), unit="D"))
    table = pd.DataFrame(
        {
            "person_id": random.integers(1, PEOPLE, MANY),
            "starts_on": starts.astype("datetime64[s]"),
            "ends_on": ends.mask(random.random(MANY) < 0.5).astype("datetime64[s]"),
        }
    )
    before = time.perf_counter()
    spells.numbers(table, pd.date_range(FIRST, periods=3000))
    assert time.perf_counter() - before < LONGEST
