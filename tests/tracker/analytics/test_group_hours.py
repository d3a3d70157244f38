"""Hours offered in the coming weeks: one by one, and pooled so that nobody's own can be told."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analytics import group_hours
from tracker.analytics.group_hours import AHEAD, DAYS_A_MONTH, NEAREST_HOURS

DAY = date(2022, 9, 1)


def spell(first, last, hours):
    """From and to so many days after ``DAY``."""
    ends = None if last is None else DAY + timedelta(days=last)
    return pd.DataFrame(
        {
            "group_id": [1],
            "person_id": [1],
            "starts_on": pd.Series(pd.to_datetime([DAY + timedelta(days=first)])),
            "ends_on": pd.Series(pd.to_datetime([ends])),
            "hours_a_month": [hours],
        }
    ).astype({"starts_on": "datetime64[s]", "ends_on": "datetime64[s]"})


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (-100, None, 56),
        (1, 56, 56),
        (0, 1, 1),  # the day itself is over
        (56, None, 1),
        (57, None, 0),
        (-9, 0, 0),
        (10, 12, 3),
    ],
)
def test_only_the_days_in_the_coming_weeks_count(first, last, days):
    found = group_hours.offered(spell(first, last, 4.0), DAY)
    assert found["hours"].sum() == pytest.approx(4 / DAYS_A_MONTH * days)


@pytest.mark.parametrize("hours", [0.0, None])
def test_whoever_offers_nothing_or_has_not_said_is_not_among_them(hours):
    assert group_hours.offered(spell(-9, None, hours).astype({"hours_a_month": float}), DAY).empty


@given(st.floats(0, 10_000), st.integers(0, 50))
def test_fewer_than_five_are_never_told(hours, people):
    told = group_hours.pooled(hours, people)
    if people < 5:
        assert (told.hours, told.words) == (None, "fewer than 5")
    else:
        assert told.words == ""
        assert told.hours % NEAREST_HOURS == 0
        assert abs(told.hours - hours) <= NEAREST_HOURS / 2 + 5


def test_what_is_due_by_then_or_late_counts_and_what_is_done_does_not():
    last = pd.Timestamp(DAY + AHEAD)
    milestones = pd.DataFrame(
        {
            "action_id": [1, 2, 3, 4, 5, 5],
            "state": ["planned", "planned", "planned", "done", "planned", "planned"],
            "due_on": pd.Series(
                [last, last + pd.Timedelta(days=1), pd.NaT, last, "2021-01-01", last]
            ).astype("datetime64[s]"),
        }
    )
    homes = pd.DataFrame({"action_id": [1, 2, 3, 4, 5], "group_id": [1, 1, 1, 1, 2]})
    found = group_hours.due(milestones, homes, DAY)
    assert found.to_numpy().tolist() == [[1, 1], [5, 2]]
