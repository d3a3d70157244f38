from datetime import date, timedelta

import pandas as pd
import pytest

from tracker.analytics import deadlines
from tracker.timing import parse
from tracker.vocabulary import Standing

TODAY = date(2022, 6, 15)
PAST, AHEAD = "2022-05-31", "2022-07-31"

MILESTONE = {
    "action_id": 1,
    "title": "Delivered",
    "state": "planned",
    "due_on": None,
    "after_milestone_id": None,
    "condition": "",
    "condition_state": "undecided",
    "condition_reason": "",
}
WAITS = {"after_milestone_id": 99}  # for the milestone of action 9, which is never done
NOT_MET = {"condition": "available", "condition_state": "not_met", "condition_reason": "No data"}


def frames(*milestones, state="in_progress"):
    """Milestones of action 1 (and of 9, which others wait for), and those two actions."""
    waited_for = {**MILESTONE, "milestone_id": 99, "action_id": 9, "title": "Data received"}
    rows = [
        {**MILESTONE, "milestone_id": number, **details}
        for number, details in enumerate(milestones, start=1)
    ]
    types = {"due_on": "datetime64[s]", "after_milestone_id": "Int64"}
    actions = [(1, "DATA-A1", state), (9, "DATA-A9", "in_progress")]
    return (
        pd.DataFrame([*rows, waited_for]).astype(types),
        pd.DataFrame(actions, columns=["action_id", "ref", "state"]),
    )


def assess(*milestones, state="in_progress", as_at=TODAY):
    """What is said of the first milestone."""
    return deadlines.assess(*frames(*milestones, state=state), as_at).iloc[0]


@pytest.mark.parametrize(
    ("timing", "last_day"),
    [
        ("by 15 January 2022", date(2022, 1, 15)),
        ("by January 2022", date(2022, 1, 31)),
        ("before March 2022", date(2022, 2, 28)),
        ("by Q2 2022", date(2022, 6, 30)),
        ("by 2022", date(2022, 12, 31)),
        ("from March 2022", date(2022, 3, 31)),
    ],
)
def test_a_milestone_is_late_only_once_its_whole_period_is_over(timing, last_day):
    milestone = {"due_on": parse(timing).due_on}
    on_time = assess(milestone, as_at=last_day)
    assert (on_time["is_late"], on_time["days_late"]) == (False, 0)
    too_late = assess(milestone, as_at=last_day + timedelta(days=1))
    assert (too_late["is_late"], too_late["days_late"]) == (True, 1)


@pytest.mark.parametrize(
    ("details", "action_state"),
    [
        ({"state": "done"}, "in_progress"),
        ({"state": "dropped"}, "in_progress"),
        (NOT_MET, "in_progress"),
        ({"due_on": None}, "in_progress"),
        ({"due_on": None} | WAITS, "in_progress"),
        ({}, "paused"),
        ({}, "stopped"),
    ],
)
def test_what_is_closed_waits_or_is_left_out_is_never_late(details, action_state):
    found = assess({"due_on": PAST} | details, state=action_state)
    assert (found["is_late"], found["days_late"]) == (False, 0)


@pytest.mark.parametrize("state", ["undecided", "met"])
def test_the_date_stands_until_someone_says_that_the_condition_is_not_met(state):
    found = assess({"due_on": PAST, "condition": "available", "condition_state": state})
    assert found["is_late"]
    assert found["waiting_for"] == ""


def test_a_milestone_waits_for_the_one_before_it_until_that_is_done():
    assert assess(WAITS)["waiting_for"] == "DATA-A9 is not done yet: Data received"
    assert assess(WAITS | {"due_on": PAST})["waiting_for"] == ""
    assert assess(WAITS | {"due_on": PAST})["is_late"]


def test_a_milestone_waits_while_its_condition_is_not_met_and_says_why():
    expected = "The condition “if available” is not met: No data"
    assert assess({"due_on": PAST} | NOT_MET)["waiting_for"] == expected
    assert assess(WAITS | NOT_MET)["waiting_for"] == expected


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_what_is_closed_waits_for_nothing(state):
    assert assess({"state": state} | NOT_MET)["waiting_for"] == ""
    assert assess({"state": state} | WAITS)["waiting_for"] == ""


def test_a_date_to_be_set_is_a_gap_and_no_waiting():
    found = assess({"timing": "to be set"})
    assert (found["waiting_for"], found["is_late"]) == ("", False)


def test_an_empty_plan_has_nothing_late():
    milestones, actions = (frame.iloc[:0] for frame in frames({}))
    found = deadlines.assess(milestones, actions, TODAY)
    assert found.empty
    assert {"waiting_for", "is_late", "days_late", "is_left_out"} <= set(found.columns)
    assert deadlines.standings(actions, found, TODAY).empty
    assert deadlines.coming(found, TODAY).empty


@pytest.mark.parametrize(
    ("state", "milestones", "standing"),
    [
        ("not_started", [{"due_on": AHEAD}], Standing.ON_COURSE),
        ("in_progress", [{"due_on": TODAY}], Standing.ON_COURSE),
        ("in_progress", [{"state": "done"}, {"due_on": AHEAD}], Standing.ON_COURSE),
        ("in_progress", [{"due_on": AHEAD}, {"due_on": None}], Standing.ON_COURSE),
        ("in_progress", [{"due_on": AHEAD}, WAITS], Standing.ON_COURSE),
        ("not_started", [{"due_on": PAST}], Standing.LATE),
        ("in_progress", [{"due_on": AHEAD}, {"due_on": PAST}], Standing.LATE),
        ("in_progress", [{"due_on": None}, {"due_on": PAST}], Standing.LATE),
        ("in_progress", [{"due_on": None}], Standing.UNDATED),
        ("in_progress", [WAITS], Standing.UNDATED),
        ("in_progress", [{"due_on": PAST} | NOT_MET], Standing.UNDATED),
        ("in_progress", [{"due_on": AHEAD} | NOT_MET], Standing.UNDATED),
        # Nothing left to do, and nobody has said that it is done: it has no date ahead.
        ("in_progress", [{"state": "done", "due_on": PAST}], Standing.ON_COURSE),
        ("not_started", [{"state": "dropped", "due_on": AHEAD}], Standing.UNDATED),
        ("done", [{"state": "done", "due_on": PAST}], Standing.DONE),
        ("paused", [{"due_on": PAST}], Standing.LEFT_OUT),
        ("stopped", [{"due_on": AHEAD}], Standing.LEFT_OUT),
    ],
)
def test_the_standing_of_an_action_follows_from_its_dates(state, milestones, standing):
    rows, actions = frames(*milestones, state=state)
    found = deadlines.standings(actions, deadlines.assess(rows, actions, TODAY), TODAY)
    assert found[1] == standing


def test_every_theme_gets_a_count_of_every_standing():
    actions = pd.DataFrame(
        {"theme": ["DATA", "ACCESS", "DATA"], "standing": ["late", "done", "late"]}
    )
    counts = deadlines.count_standings(actions)
    assert len(counts) == 2 * len(Standing)
    assert list(counts["theme"].unique()) == ["DATA", "ACCESS"]
    assert list(counts["standing"][: len(Standing)]) == [standing.value for standing in Standing]
    some = counts[counts["actions"] > 0]
    assert list(some.itertuples(index=False, name=None)) == [
        ("DATA", "late", 2),
        ("ACCESS", "done", 1),
    ]


def ids(rows):
    return list(rows["milestone_id"])


def test_the_longest_overdue_comes_first():
    milestones = [{"due_on": PAST}, {"due_on": "2022-01-31"}, {"due_on": AHEAD}]
    found = deadlines.assess(*frames(*milestones), TODAY)
    assert ids(deadlines.late(found)) == [2, 1]


def test_what_comes_in_eight_weeks_includes_the_first_and_the_last_day():
    due = [-1, 0, 1, 55, 56, 57]
    milestones = [{"due_on": TODAY + timedelta(days=days)} for days in due]
    found = deadlines.assess(*frames(*milestones), TODAY)
    assert ids(deadlines.coming(found, TODAY)) == [2, 3, 4, 5]
    assert ids(deadlines.coming(found, TODAY, weeks=1)) == [2, 3]


def test_what_comes_is_in_the_order_of_its_dates():
    milestones = [{"due_on": TODAY + timedelta(days=days)} for days in (30, 10, 20)]
    found = deadlines.assess(*frames(*milestones), TODAY)
    assert ids(deadlines.coming(found, TODAY)) == [2, 3, 1]


@pytest.mark.parametrize("details", [{"state": "done"}, {"state": "dropped"}, NOT_MET])
def test_what_is_closed_or_waits_is_not_coming(details):
    found = deadlines.assess(*frames({"due_on": TODAY} | details), TODAY)
    assert deadlines.coming(found, TODAY).empty


@pytest.mark.parametrize("state", ["paused", "stopped"])
def test_what_is_left_out_is_not_coming(state):
    found = deadlines.assess(*frames({"due_on": TODAY}, state=state), TODAY)
    assert deadlines.coming(found, TODAY).empty


def test_what_waits_is_listed():
    found = deadlines.assess(*frames(WAITS, {"due_on": AHEAD}, {"due_on": PAST} | NOT_MET), TODAY)
    assert ids(deadlines.waiting(found)) == [1, 3]


def next_due_on(*milestones):
    found = deadlines.next_due_on(deadlines.assess(*frames(*milestones), TODAY))
    return {action_id: str(day.date()) for action_id, day in found.items()}


@pytest.mark.parametrize("earlier", [{"state": "done"}, {"state": "dropped"}, NOT_MET])
def test_the_next_date_is_the_first_that_is_open_and_does_not_wait(earlier):
    milestones = [{"due_on": AHEAD}, {"due_on": PAST}, {}, {"due_on": "2022-01-31"} | earlier]
    assert next_due_on(*milestones) == {1: PAST}


def test_an_action_without_a_date_has_no_next_one():
    assert next_due_on({}, WAITS) == {}
