"""Deadlines move, with a reason each; the ledger keeps every move."""

from datetime import date
from functools import partial

import pytest
from sqlmodel import select

from tests.factories import (
    make_action,
    make_milestone,
    make_milestones,
    make_strategy,
)
from tests.tracker.services.milestone_calls import (
    NOW,
    TODAY,
    complete,
    move,
    refused,
    settle,
)
from tests.tracker.trail import latest_entry
from tracker.errors import InvalidChange
from tracker.models import DateChange
from tracker.vocabulary import ConditionState, Precision


@pytest.fixture
def action(session):
    return make_action(session)


@pytest.fixture
def milestone(session, action):
    return make_milestone(session, action, timing="by October 2021, if available")


def test_a_moved_date_goes_into_the_ledger(session, milestone):
    move(session, milestone, timing="by Q1 2022", reason="The survey closed late")
    assert milestone.timing == "by Q1 2022, if available"
    assert (milestone.due_on, milestone.due_precision) == (date(2022, 3, 31), Precision.QUARTER)
    [moved] = session.exec(select(DateChange)).all()
    assert (moved.milestone_id, moved.changed_by, moved.changed_at) == (1, "Data lead", NOW)
    assert moved.from_timing == "by October 2021, if available"
    assert moved.to_timing == "by Q1 2022, if available"
    assert (moved.from_due_on, moved.to_due_on) == (date(2021, 10, 31), date(2022, 3, 31))
    assert moved.reason == "The survey closed late"
    assert latest_entry(session).sentence == (
        "Delivered: moved from “by October 2021, if available” to “by Q1 2022, if available”"
    )


def test_a_milestone_can_lose_its_date(session, milestone):
    move(session, milestone, timing="to be set", reason="Nobody knows")
    assert (milestone.due_on, milestone.due_precision) == (None, None)


def test_a_milestone_can_be_moved_behind_another(session, milestone):
    first = make_milestone(session, make_action(session, ref="DATA-A6"))
    move(session, milestone, timing="30 days after DATA-A6", reason="It needs the data")
    assert (milestone.after_milestone_id, milestone.due_on) == (first.id, None)
    move(session, milestone, timing="by 2022", reason="It doesn't after all")
    assert (milestone.after_milestone_id, milestone.due_on) == (None, date(2022, 12, 31))
    complete(session, first, done_on=TODAY)
    assert milestone.due_on == date(2022, 12, 31)


def test_a_new_condition_is_undecided(session, milestone):
    settle(session, milestone, state=ConditionState.NOT_MET, reason="No data")
    move(session, milestone, timing="by 2022, if funded", reason="Another way")
    assert milestone.condition == "funded"
    assert milestone.condition_state is ConditionState.UNDECIDED
    assert milestone.condition_reason == ""


def test_a_move_alone_keeps_what_was_said_of_the_condition(session, milestone):
    settle(session, milestone, state=ConditionState.NOT_MET, reason="No data")
    move(session, milestone, timing="by 2022", reason="Later")
    assert milestone.condition_state is ConditionState.NOT_MET
    assert milestone.condition_reason == "No data"


@pytest.mark.parametrize(
    ("timing", "message"),
    [
        ("", "blank"),
        ("soon", "not a deadline"),
        ("by 31 February 2022", "not a day in the calendar"),
        ("quarterly from 2022", "one deadline"),
        ("by October 2021", "deadline already"),
        ("BY  Oct 2021", "deadline already"),
        ("1 month after DATA-A99", "There is no action DATA-A99"),
        (f"by 2022, if {'x' * 200}", "condition is longer"),
    ],
)
def test_a_deadline_that_cannot_be_is_refused(session, milestone, timing, message):
    work = partial(move, session, milestone, timing=timing, reason="Because")
    assert refused(session, work, InvalidChange, message).field == "timing"
    assert session.exec(select(DateChange)).all() == []


def test_a_milestone_cannot_come_after_its_own_action(session):
    milestone = make_milestone(session, make_action(session, ref="DATA-A1"))
    work = partial(move, session, milestone, timing="1 month after DATA-A1", reason="Because")
    refused(session, work, InvalidChange, "can't come after itself")


def test_milestones_cannot_wait_for_each_other_in_a_circle(session):
    make_strategy(session)
    first = make_milestone(session, make_action(session, ref="DATA-A1"))
    make_milestone(session, make_action(session, ref="DATA-A2"), timing="1 month after DATA-A1")
    make_milestone(session, make_action(session, ref="DATA-A3"), timing="1 month after DATA-A2")
    work = partial(move, session, first, timing="1 month after DATA-A3", reason="Because")
    refused(session, work, InvalidChange, "wait for ever")
    assert first.timing == "by October 2021"


@pytest.mark.both_databases
def test_the_longest_deadline_can_be_stored(session):
    milestone = make_milestone(session)
    start, end = "15 September 2021", "15 September 2022"
    condition = "x" * 120
    make_milestones(
        session, timing=f"quarterly from {start} until {end}, if {condition}", title="t" * 190
    )
    move(session, milestone, timing=f"by {start}, if {condition}", reason="r" * 500)
    assert milestone.condition == condition
