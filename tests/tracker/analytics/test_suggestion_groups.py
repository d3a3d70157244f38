from datetime import date

import pandas as pd
import pytest

from tracker.analytics.suggestion_groups import IN_TIME, NOT_IN_TIME, by_group
from tracker.working_days import england_and_wales

CALENDAR = england_and_wales()
Q1, Q2 = date(2026, 2, 3), date(2026, 5, 5)
Q1_IS_TOLD = date(2026, 5, 1)  # 20 working days after 31 March, and a day
LONG_AGO, LATER = date(2020, 1, 1), date(2026, 4, 1)


def said(**counts):
    """By group, how many suggestions of which day were answered in time: ``A=[(Q1, 6, 4)]``."""
    rows = [
        {"group_id": number, "made_on": pd.Timestamp(day), "in_time": place < in_time}
        for number, groups in enumerate(counts.values(), start=1)
        for day, count, in_time in groups
        for place in range(count)
    ]
    frame = pd.DataFrame(rows, columns=["group_id", "made_on", "in_time"])
    return frame.astype({"group_id": "Int64"}).assign(id=range(1, len(frame) + 1))


def told(counts, *, day, began_on=LONG_AGO, threshold=5, made=None):
    """By row: what is written, or how many were made and answered in time."""
    made = said(**counts) if made is None else made
    began = [LONG_AGO] * (len(counts) - 1) + [began_on]
    groups = pd.DataFrame(
        {
            "id": range(1, len(counts) + 1),
            "name": [*counts],
            "began_on": pd.to_datetime(pd.Series(began, dtype="object")),
        }
    )
    in_time = made.set_index("id")["in_time"]
    table = by_group(made, in_time, groups, day=day, calendar=CALENDAR, threshold=threshold)
    cells = table.cells.set_index(["label", "answer"])["count"]
    return {
        row["label"]: row["words"] or (row["base"], cells[row["label"], IN_TIME])
        for row in table.rows.to_dict("records")
    }


def test_large_groups_are_told_to_the_nearest_five_and_small_ones_withheld():
    found = told({"A": [(Q1, 21, 11)], "B": [(Q1, 4, 4)], "C": [(Q1, 0, 0)]}, day=Q1_IS_TOLD)
    assert "fewer than 5" in found["B"]
    assert "fewer than 5" in found["C"]
    assert not any(isinstance(found[name], tuple) and found[name][0] == 4 for name in found)
    assert found["All groups"] == (25, 15)


def test_a_quarter_is_told_only_once_its_last_clock_has_run_out():
    counts = {"A": [(Q1, 12, 6), (Q2, 12, 12)], "B": [(Q1, 13, 13), (Q2, 7, 7)]}
    assert told(counts, day=date(2026, 4, 30)) == {}
    assert told(counts, day=Q1_IS_TOLD)["A"] == (10, 5)
    assert told(counts, day=date(2026, 8, 1))["A"] == (25, 20)


def test_a_later_quarter_and_a_later_group_change_nothing_of_an_earlier_one():
    first = told({"A": [(Q1, 12, 6)], "B": [(Q1, 3, 1)]}, day=Q1_IS_TOLD)
    more = {"A": [(Q1, 12, 6), (Q2, 9, 9)], "B": [(Q1, 3, 1)], "New": [(Q2, 7, 7)]}
    later = told(more, day=date(2026, 6, 1), began_on=LATER)
    assert {label: later[label] for label in first} == first


def test_suggestions_of_no_group_are_in_no_row():
    counts = {"A": [(Q1, 12, 6)]}
    made = said(**counts, none=[(Q1, 9, 9)])
    made["group_id"] = made["group_id"].mask(made["group_id"] == 2)
    assert told(counts, day=Q1_IS_TOLD, made=made)["All groups"] == (10, 5)


def test_both_answers_add_up_to_what_is_told():
    made = said(A=[(Q1, 20, 10)])
    groups = pd.DataFrame({"id": [1], "name": ["A"], "began_on": [pd.Timestamp(LONG_AGO)]})
    table = by_group(
        made,
        made.set_index("id")["in_time"],
        groups,
        day=Q1_IS_TOLD,
        calendar=CALENDAR,
        threshold=5,
    )
    own = table.cells[table.cells["label"] == "A"].set_index("answer")["count"]
    assert own.to_dict() == {IN_TIME: 10, NOT_IN_TIME: 10}


@pytest.mark.parametrize("threshold", [1, 2])
def test_a_threshold_that_hides_nothing_is_refused(threshold):
    with pytest.raises(ValueError, match="below 3"):
        told({"A": [(Q1, 9, 9)]}, day=Q1_IS_TOLD, threshold=threshold)
