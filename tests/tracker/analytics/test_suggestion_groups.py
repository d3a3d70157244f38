from datetime import date

import pandas as pd
import pytest

from tracker.analytics.suggestion_groups import by_group, count_quarter, over, quarter_of
from tracker.vocabulary import DecisionKind
from tracker.working_days import england_and_wales

CALENDAR = england_and_wales()
Q1, Q2 = date(2026, 2, 3), date(2026, 5, 5)
Q1_IS_OVER = date(2026, 5, 1)  # 20 working days after 31 March, and a day
LONG_AGO, LATER = date(2020, 1, 1), date(2026, 4, 1)
NAMES = {"1": "A", "2": "B", "3": "C"}


def said(group, number, day=Q1, *, days=None, kind="", reply=""):
    """So many suggestions of a group, made on ``day`` and answered after so many working days."""
    row = {"group_id": group, "made_on": pd.Timestamp(day), "reply_days": days}
    return [row | {"kind": kind, "reply": reply}] * number


def released(*made, quarter=Q1, began_on=LONG_AGO, threshold=5):
    rows = pd.DataFrame([row for rows in made for row in rows])
    rows = rows.astype({"group_id": "Int64", "reply_days": "Int64"})
    began = pd.to_datetime(pd.Series([LONG_AGO, LONG_AGO, began_on]))
    groups = pd.DataFrame({"id": [1, 2, 3], "began_on": began})
    return count_quarter(rows, groups, quarter_of(quarter), threshold)


def told(*quarters):
    found = by_group(quarters, NAMES)
    return {row["label"]: row for row in found.to_dict("records")}


def test_large_groups_are_told_to_the_nearest_five_and_small_ones_withheld():
    made = released(said(1, 21, days=3), said(2, 4, days=3), said(3, 10))
    found = told(made)
    assert "fewer than 5" in found["B"]["words"]
    assert pd.isna(found["B"]["answered"])
    assert (found["All groups"]["suggestions"], found["All groups"]["answered"]) == (35, 25)


def test_share_median_and_reasons_are_told_by_group():
    refused = {"days": 12, "kind": DecisionKind.WILL_NOT}
    made = released(
        said(1, 6, days=4),
        said(1, 5, **refused, reply="It would name people"),
        said(1, 5, **refused, reply=" "),
        said(1, 10),
        said(2, 30, days=40),
        said(3, 20),
    )
    first, second, third = (told(made)[name] for name in "ABC")
    assert (first["suggestions"], first["answered"], first["within"]) == (25, 15, 15)
    assert (first["will_not"], first["with_reason"]) == (10, 5)
    assert (second["answered"], second["will_not"]) == (30, 0)
    assert pd.isna(second["within"])
    assert third["answered"] == 0


def test_the_median_is_only_known_by_its_step():
    """Otherwise the days of one reply, which everybody can read, would name the group."""
    others = said(2, 20), said(3, 20)
    made = [released(said(1, 9, days=days), *others) for days in (6, 8, 10)]
    assert [told(each)["A"]["within"] for each in made] == [10, 10, 10]


def test_a_quarter_is_over_once_its_last_clock_has_run_out():
    days = [Q1, Q2]
    assert over(days, date(2026, 4, 30), CALENDAR) == []
    assert over(days, Q1_IS_OVER, CALENDAR) == [quarter_of(Q1)]
    assert over(days, date(2026, 8, 1), CALENDAR) == [quarter_of(Q1), quarter_of(Q2)]


def test_quarters_are_added_up_by_whole_blocks():
    first = released(said(1, 12, days=3), said(2, 15), said(3, 8))
    second = released(said(1, 13, Q2, days=3), said(2, 2, Q2), said(3, 30, Q2), quarter=Q2)
    found = told(first, second)
    assert found["All groups"]["suggestions"] == 80
    assert found["All groups"]["answered"] == 25
    assert found["B"]["suggestions"] == 15  # of the first quarter alone


def test_a_group_that_came_later_has_no_part_in_an_earlier_quarter():
    made = released(said(1, 12), said(2, 15), began_on=LATER)
    assert set(made.ledger["unit"]) == {"1", "2"}


def test_a_pool_of_all_groups_is_the_total_and_no_row_beside_it():
    found = told(released(said(1, 3), said(2, 2), said(3, 1)))
    assert [*found] == ["A", "B", "C", "All groups"]
    assert found["All groups"]["suggestions"] == 5


def test_before_a_quarter_is_counted_there_is_no_row():
    assert by_group([], NAMES).empty


@pytest.mark.parametrize("threshold", [1, 2])
def test_a_threshold_that_hides_nothing_is_refused(threshold):
    with pytest.raises(ValueError, match="below 3"):
        released(said(1, 9), threshold=threshold)
