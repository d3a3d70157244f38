"""Groups in figures: time, deliverables, members, joiners, attendance."""

import time
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analytics import groups
from tracker.analytics.groups import GroupSelection
from tracker.vocabulary import GroupState

DAY = date(2022, 9, 1)
MANY_GROUPS, MANY_SPELLS = 2_000, 50_000
LONGEST = 1.0  # second, on a busy machine


def days(*values):
    return pd.Series(pd.to_datetime(list(values)).astype("datetime64[s]"))


def group_frame(**columns):
    """Groups that are active and have nothing, unless ``columns`` says otherwise."""
    size = len(next(iter(columns.values())))
    none = days(*[None] * size)
    usual = {
        "id": pd.Series(range(1, size + 1)),
        "name": pd.Series([f"Group {number}" for number in range(1, size + 1)], dtype=object),
        "kind": pd.Series(["working_group"] * size, dtype=object),
        "state": pd.Series(["active"] * size, dtype=object),
        "parent_id": pd.Series([pd.NA] * size, dtype="Int64"),
        **dict.fromkeys(("proposed_on", "began_on", "ends_on", "ended_on"), none),
    }
    return pd.DataFrame(usual | columns)


def spells(*rows):
    """``rows``: group, person, first day, last day."""
    group, person, first, last = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pd.DataFrame(
        {
            "group_id": pd.Series(group, dtype="int64"),
            "person_id": pd.Series(person, dtype="int64"),
            "role": pd.Series(["chair" if one == 1 else "member" for one in person], dtype=object),
            "starts_on": days(*first),
            "ends_on": days(*last),
        }
    )


@pytest.mark.parametrize(
    ("began", "ends", "ended", "share"),
    [
        ("2022-09-01", "2022-09-10", None, 0.1),  # both days belong to it
        ("2022-08-23", "2022-09-01", None, 1.0),
        ("2022-08-01", "2022-08-10", None, 1.0),  # past its end: never more than all
        ("2022-08-01", "2022-08-10", "2022-08-05", 0.5),
        ("2022-08-01", None, None, None),
        (None, "2022-10-01", None, None),
        ("2022-09-01", "2022-08-01", None, None),  # an end before it began says nothing
    ],
)
def test_share_of_time(began, ends, ended, share):
    frame = group_frame(began_on=days(began), ends_on=days(ends), ended_on=days(ended))
    [found] = groups.share_of_time(frame, DAY)
    assert pd.isna(found) if share is None else found == pytest.approx(share)


@given(st.sampled_from(GroupState), st.integers(-100, 100))
def test_only_what_is_at_work_overruns_and_only_after_its_last_day(state, past):
    ends = pd.Timestamp(DAY) - pd.Timedelta(days=past)
    frame = group_frame(state=pd.Series([state.value]), ends_on=days(ends))
    at_work = state in (GroupState.ACTIVE, GroupState.CLOSING)
    assert groups.days_over(frame, DAY).tolist() == [max(past, 0) if at_work else 0]


def test_without_an_end_nothing_overruns():
    assert groups.days_over(group_frame(ends_on=days(None)), DAY).tolist() == [0]


def deliverables(*rows):
    group, accepted, withdrawn = zip(*rows, strict=True)
    return pd.DataFrame(
        {"group_id": group, "accepted_on": days(*accepted), "withdrawn_on": days(*withdrawn)}
    )


def test_what_is_withdrawn_is_no_longer_promised():
    found = groups.accepted(
        deliverables(
            (1, "2022-01-01", None),
            (1, None, None),
            (1, None, "2022-01-01"),
            (2, None, "2022-01-01"),
        )
    )
    assert found.to_dict("index") == {1: {"deliverables": 2, "accepted": 1, "share_accepted": 0.5}}


def test_the_sheet_has_every_group_with_what_is_known_of_it():
    frame = group_frame(
        name=pd.Series(["A", "B"]),
        parent_id=pd.Series([pd.NA, 1], dtype="Int64"),
        began_on=days("2022-08-23", None),
        ends_on=days("2022-08-28", None),
    )
    there = spells(
        (1, 1, "2022-01-01", None), (1, 2, "2022-01-01", None), (2, 2, "2022-10-01", None)
    )
    homes = pd.DataFrame({"action_id": [7, 8], "group_id": pd.Series([1, 1], dtype="Int64")})
    rows = groups.sheet(frame, groups.members(there, DAY), deliverables((1, None, None)), DAY)
    rows = groups.with_open_actions(rows, homes).to_dict("records")

    one, two = rows
    assert (one["members"], one["has_chair"], one["open_actions"], one["days_over"]) == (
        *(2, True, 2, 4),
    )
    assert (one["deliverables"], one["accepted"], one["share_accepted"]) == (1, 0, 0.0)
    assert (two["parent"], two["members"], two["has_chair"], two["deliverables"]) == (
        *("A", 0, False, 0),
    )
    assert pd.isna(two["share_of_time"])
    assert pd.isna(two["share_accepted"])


SHEET = group_frame(
    name=pd.Series(["Returners", "Survey", "Pack"]),
    kind=pd.Series(["working_group", "member_group", "working_group"]),
    state=pd.Series(["active", "active", "closed"]),
).assign(days_over=[3, 0, 0])


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (GroupSelection(), [1, 2, 3]),
        (GroupSelection(search="RETURN"), [1, 3]),
        (GroupSelection(search="pack help"), [3]),
        (GroupSelection(kinds=("working_group",), states=("active",)), [1]),
        (GroupSelection(overrun=True), [1]),
        (GroupSelection(search="nothing"), []),
    ],
)
def test_groups_are_found_by_name_purpose_kind_state_and_overrun(selection, found):
    purposes = pd.Series({3: "Help those who return"})
    assert groups.select(SHEET, purposes, selection)["id"].tolist() == found


def test_stages_follow_the_changes_until_the_day_and_leave_the_end_out():
    frame = group_frame(proposed_on=days("2022-01-01", "2022-02-01"))
    changes = pd.DataFrame(
        {
            "group_id": [1, 1, 1, 1, 9],
            "on": days("2022-01-05", "2022-02-05", "2022-03-05", "2022-04-05", "2022-01-01"),
            "from_state": ["proposed", "active", "active", "closing", "proposed"],
            "to_state": ["active", "active", "closing", "closed", "active"],
        }
    )
    found = groups.stages(frame, changes, DAY)
    assert [
        (row.group_id, row.state, f"{row.first:%m-%d}", f"{row.until:%m-%d}")
        for row in found.itertuples()
    ] == [
        (1, "proposed", "01-01", "01-05"),
        (1, "active", "01-05", "03-05"),
        (1, "closing", "03-05", "04-05"),
        (2, "proposed", "02-01", "09-01"),
    ]


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        ([(1, 1, "2022-06-01", None), (1, 2, "2022-08-31", None)], 2),
        ([(1, 1, "2022-05-31", None), (1, 2, "2022-09-01", None)], 0),
        ([(1, 1, "2022-01-01", "2022-06-30"), (1, 1, "2022-07-01", None)], 0),  # another role
        ([(1, 1, "2022-01-01", "2022-06-30"), (1, 1, "2022-07-02", None)], 1),  # came back
        ([(1, 1, "2022-06-01", "2022-06-02"), (1, 1, "2022-07-01", None)], 1),  # twice, one person
        ([], 0),
    ],
)
def test_whoever_was_not_in_it_the_day_before_has_joined(rows, joined):
    assert groups.joiners(spells(*rows), 2022) == joined


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2022, 5, 31), 2021), (date(2022, 6, 1), 2022), (date(2022, 12, 31), 2022)],
)
def test_the_last_summer_is_the_latest_that_has_begun(day, year):
    assert groups.last_summer(day) == year


def test_numbers_over_time_have_every_month_and_the_day_itself():
    counts = groups.over_time(spells((1, 1, "2021-01-15", None), (1, 2, "2022-08-15", None)), DAY)
    assert (counts.index[0], counts.index[-1]) == (pd.Timestamp("2021-01-01"), pd.Timestamp(DAY))
    assert counts.loc["2022-08-01":].tolist() == [1, 2]
    assert groups.over_time(spells(), DAY).empty


def test_attendance_tells_members_from_guests():
    meetings = pd.DataFrame({"id": [5, 6], "held_on": days("2022-03-01", "2022-06-01")})
    came = pd.DataFrame({"meeting_id": [5, 5, 6], "person_id": [1, 9, 2]})
    there = spells(
        (1, 1, "2022-01-01", None), (1, 2, "2022-01-01", "2022-02-01"), (1, 2, "2022-05-01", None)
    )
    found = groups.attendance(meetings, came, there)
    assert found[["id", "members", "members_came", "guests", "share"]].to_numpy().tolist() == [
        [6, 2, 1, 0, 0.5],
        [5, 1, 1, 1, 1.0],
    ]


def test_before_anybody_was_in_it_there_is_no_share():
    meetings = pd.DataFrame({"id": [5], "held_on": days("2022-03-01")})
    came = pd.DataFrame({"meeting_id": [5], "person_id": [1]})
    [row] = groups.attendance(meetings, came, spells()).to_dict("records")
    assert (row["members"], row["members_came"], row["guests"]) == (0, 0, 1)
    assert pd.isna(row["share"])


def test_an_open_action_of_a_group_that_has_ended_is_an_orphan():
    frame = group_frame(state=pd.Series(["active", "closed", "stopped"]))
    homes = pd.DataFrame({"action_id": [1, 2, 3], "group_id": pd.Series([1, 2, 3], dtype="Int64")})
    assert groups.orphans(frame, homes)["action_id"].tolist() == [2, 3]


def test_two_thousand_groups_with_fifty_thousand_spells_are_told_at_once():
    random = np.random.default_rng(1)
    starts = pd.Timestamp(DAY) - pd.to_timedelta(random.integers(0, 900, MANY_SPELLS), unit="D")
    there = pd.DataFrame(
        {
            "group_id": random.integers(1, MANY_GROUPS + 1, MANY_SPELLS),
            "person_id": random.integers(1, 20_000, MANY_SPELLS),
            "role": "member",
            "starts_on": starts.astype("datetime64[s]"),
            "ends_on": pd.Series([pd.NaT] * MANY_SPELLS, dtype="datetime64[s]"),
        }
    )
    frame = group_frame(name=pd.Series([f"Group {n}" for n in range(MANY_GROUPS)]))
    before = time.perf_counter()
    rows = groups.sheet(frame, groups.members(there, DAY), deliverables((1, None, None)), DAY)
    groups.over_time(there, DAY)
    groups.joiners(there, 2022)
    groups.select(rows, pd.Series(dtype=object), GroupSelection(search="group 7"))
    assert time.perf_counter() - before < LONGEST
