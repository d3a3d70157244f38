"""Milestones are done, taken back, dropped and settled, by whoever may."""

from datetime import date, timedelta
from functools import partial

import pytest

from tests.factories import (
    make_action,
    make_actor,
    make_milestone,
)
from tests.tracker.services.milestone_calls import (
    EVERY_SERVICE,
    NOW,
    ON_PLANNED,
    TODAY,
    complete,
    drop,
    move,
    refused,
    reopen,
    settle,
)
from tests.tracker.trail import latest_entry
from tracker.errors import EditConflict, InvalidChange, NotAllowed, NotFound
from tracker.permissions import SYSTEM
from tracker.vocabulary import ActionState, ConditionState, MilestoneState, Role


@pytest.fixture
def action(session):
    return make_action(session)


@pytest.fixture
def milestone(session, action):
    return make_milestone(session, action, timing="by October 2021, if available")


def test_a_milestone_is_marked_done_with_its_day_and_what_shows_it(session, action, milestone):
    link = "https://example.org/blog?page=1"
    complete(session, milestone, done_on=date(2021, 11, 5), evidence=f" {link} ")
    assert milestone.state is MilestoneState.DONE
    assert (milestone.done_on, milestone.evidence) == (date(2021, 11, 5), link)
    entry = latest_entry(session)
    assert entry.sentence == "Delivered: marked as done on 5 November 2021"
    assert (entry.actor, entry.role, entry.at) == ("Data lead", Role.LEAD, NOW)
    assert entry.action_id == action.id


def test_today_is_not_ahead_but_tomorrow_is(session, action):
    complete(session, make_milestone(session, action, title="Today"), done_on=TODAY)
    tomorrow = make_milestone(session, action, title="Tomorrow")
    work = partial(complete, session, tomorrow, done_on=TODAY + timedelta(days=1))
    assert refused(session, work, InvalidChange, "lies ahead").field == "done_on"
    assert tomorrow.state is MilestoneState.PLANNED


@pytest.mark.parametrize(
    "link",
    [
        "on the shared drive",
        "example.org/report",
        "javascript:alert(1)",
        "data:text/html,hello",
        "file:///etc/passwd",
        "https://",
        "http://[half",
        "https://example.org/" + "x" * 500,
    ],
)
def test_evidence_is_a_link_to_the_web(session, milestone, link):
    work = partial(complete, session, milestone, done_on=TODAY, evidence=link)
    assert refused(session, work, InvalidChange, "link").field == "evidence"
    assert milestone.state is MilestoneState.PLANNED


def test_reopening_takes_back_what_was_said(session, milestone):
    complete(session, milestone, done_on=TODAY, evidence="https://example.org")
    reopen(session, milestone, reason="It was the draft")
    assert milestone.state is MilestoneState.PLANNED
    assert (milestone.done_on, milestone.evidence) == (None, "")
    entry = latest_entry(session)
    assert entry.sentence == "Delivered: planned again, not done after all"
    assert entry.reason == "It was the draft"

    drop(session, milestone, reason="Not wanted")
    reopen(session, milestone, reason="Wanted")
    assert milestone.state_reason == ""
    assert latest_entry(session).sentence == "Delivered: planned again, not dropped after all"


def test_what_is_planned_cannot_be_reopened(session, milestone):
    work = partial(reopen, session, milestone, reason="To be sure")
    refused(session, work, InvalidChange, "Delivered is planned already")


def test_a_milestone_is_dropped_with_its_reason(session, milestone):
    drop(session, milestone, reason="  Done by another department  ")
    assert milestone.state is MilestoneState.DROPPED
    assert milestone.state_reason == "Done by another department"
    entry = latest_entry(session)
    assert (entry.sentence, entry.reason) == ("Delivered: dropped", "Done by another department")


def test_a_condition_is_settled_with_its_reason(session, milestone):
    settle(session, milestone, state=ConditionState.NOT_MET, reason="HR holds no data")
    assert milestone.condition_state is ConditionState.NOT_MET
    assert milestone.condition_reason == "HR holds no data"
    entry = latest_entry(session)
    assert entry.sentence == "Delivered: “if available” marked not met"
    assert entry.reason == "HR holds no data"

    settle(session, milestone, state=ConditionState.MET)
    assert (milestone.condition_state, milestone.condition_reason) == (ConditionState.MET, "")
    assert latest_entry(session).sentence == "Delivered: “if available” marked met"


def test_a_condition_that_is_not_there_or_that_already_cannot_be_settled(session, milestone):
    plain = make_milestone(session)
    work = partial(settle, session, plain, state=ConditionState.MET)
    refused(session, work, InvalidChange, "has no condition")
    work = partial(settle, session, milestone, state=ConditionState.UNDECIDED)
    refused(session, work, InvalidChange, "marked “undecided” already")


@pytest.mark.parametrize("reason", ["", "  ", "ok", "x" * 501])
@pytest.mark.parametrize(
    "work",
    [
        pytest.param(drop, id="drop"),
        pytest.param(partial(move, timing="by 2023"), id="move"),
        pytest.param(partial(settle, state=ConditionState.NOT_MET), id="settle"),
    ],
)
def test_a_reason_says_something_in_at_most_500_characters(session, milestone, work, reason):
    problem = refused(
        session, partial(work, session, milestone, reason=reason), InvalidChange, "why|500"
    )
    assert problem.field == "reason"


def test_a_reason_that_is_not_asked_for_can_still_be_too_long(session, milestone):
    work = partial(settle, session, milestone, state=ConditionState.MET, reason="x" * 501)
    refused(session, work, InvalidChange, "500")


@pytest.mark.parametrize("state", [MilestoneState.DONE, MilestoneState.DROPPED])
@pytest.mark.parametrize("work", ON_PLANNED)
def test_what_is_done_or_dropped_stays_as_it_is(session, milestone, work, state):
    if state is MilestoneState.DONE:
        complete(session, milestone, done_on=TODAY)
    else:
        drop(session, milestone, reason="Not wanted")
    refused(session, partial(work, session, milestone), InvalidChange, f"is {state.value} already")


@pytest.mark.parametrize("state", [ActionState.PAUSED, ActionState.STOPPED])
@pytest.mark.parametrize("work", ON_PLANNED)
def test_nothing_is_changed_in_an_action_that_is_left_out(session, work, state):
    action = make_action(session, state=state, state_reason="No budget")
    milestone = make_milestone(session, action, timing="by October 2021, if available")
    message = f"{action.ref} is {state.value}. Put it in progress first."
    refused(session, partial(work, session, milestone), InvalidChange, message)


@pytest.mark.parametrize("work", EVERY_SERVICE)
def test_only_its_lead_and_the_secretariat_may(session, milestone, work):
    for actor in (
        make_actor(Role.MEMBER),
        make_actor(Role.SPONSOR),
        make_actor(Role.LEAD, name="Survey lead"),
    ):
        message = "Only Data lead and the secretariat can update this action."
        refused(session, partial(work, session, milestone, actor=actor), NotAllowed, message)


@pytest.mark.parametrize("work", EVERY_SERVICE)
def test_who_opened_an_older_version_is_told_who_changed_it(session, action, milestone, work):
    version = milestone.version
    settle(session, milestone, state=ConditionState.MET, actor=SYSTEM)
    other = make_milestone(session, action, title="Another")
    drop(session, other, reason="Not wanted")
    conflict = refused(
        session,
        partial(work, session, milestone, version=version),
        EditConflict,
        "This was changed while you had it open",
    )
    assert '(the system: "Delivered: “if available” marked met")' in str(conflict)
    assert "What you typed is kept" in str(conflict)


@pytest.mark.parametrize("work", EVERY_SERVICE)
def test_a_milestone_that_is_not_there_is_not_found(session, milestone, work):
    work = partial(work, session, milestone, milestone_id=12345)
    refused(session, work, NotFound, "There is no such milestone")
