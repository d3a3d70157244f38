from datetime import date, timedelta
from functools import partial

import pytest
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    make_action,
    make_actor,
    make_milestone,
    make_milestones,
    make_strategy,
)
from tracker.errors import EditConflict, InvalidChange, NotAllowed, NotFound
from tracker.models import AuditEntry, DateChange, Milestone, StateChange
from tracker.permissions import SYSTEM
from tracker.services import milestones
from tracker.vocabulary import ActionState, ConditionState, MilestoneState, Precision, Role

NOW = BEGINNING + timedelta(days=100)  # 10 December 2021
TODAY = NOW.date()
LEAD = make_actor(Role.LEAD)


def call(service, session, milestone, **details):
    """Do it as the lead who has just opened the milestone."""
    seen = {"milestone_id": milestone.id, "version": milestone.version}
    service(session, **{"actor": LEAD, "now": NOW} | seen | details)


complete = partial(call, milestones.complete_milestone)
reopen = partial(call, milestones.reopen_milestone)
drop = partial(call, milestones.drop_milestone)
move = partial(call, milestones.move_milestone)
settle = partial(call, milestones.settle_condition)

EVERY_SERVICE = [
    pytest.param(partial(complete, done_on=TODAY), id="complete"),
    pytest.param(partial(reopen, reason="Not after all"), id="reopen"),
    pytest.param(partial(drop, reason="Not wanted"), id="drop"),
    pytest.param(partial(move, timing="by 2023", reason="Too soon"), id="move"),
    pytest.param(partial(settle, state=ConditionState.MET), id="settle"),
]
# Those that change what is still planned, so all but reopening.
ON_PLANNED = [param for param in EVERY_SERVICE if param.id != "reopen"]


def latest_entry(session):
    return session.exec(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def refused(session, work, error, message):
    """``work`` is refused in these words, and leaves nothing behind."""
    session.flush()
    entries = len(session.exec(select(AuditEntry)).all())
    with pytest.raises(error, match=message) as refusal:
        work()
    assert not session.dirty
    assert not session.new
    assert len(session.exec(select(AuditEntry)).all()) == entries
    return refusal.value


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


def test_an_action_begins_and_finishes_with_its_milestones(session, action):
    first, second = (make_milestone(session, action, title=title) for title in ("One", "Two"))
    assert action.state is ActionState.NOT_STARTED
    complete(session, first, done_on=TODAY)
    assert action.state is ActionState.IN_PROGRESS
    complete(session, second, done_on=TODAY)
    assert action.state is ActionState.DONE
    reopen(session, second, reason="Found wanting")
    assert action.state is ActionState.IN_PROGRESS
    drop(session, second, reason="Not wanted")
    assert action.state is ActionState.DONE

    kept = [(c.from_state, c.to_state) for c in session.exec(select(StateChange))]
    assert kept == [
        (ActionState.NOT_STARTED, ActionState.IN_PROGRESS),
        (ActionState.IN_PROGRESS, ActionState.DONE),
        (ActionState.DONE, ActionState.IN_PROGRESS),
        (ActionState.IN_PROGRESS, ActionState.DONE),
    ]


def test_an_action_of_which_everything_is_dropped_is_not_done(session, action, milestone):
    drop(session, milestone, reason="Not wanted")
    assert action.state is ActionState.NOT_STARTED


@pytest.mark.parametrize("timing", ["from March 2021", "quarterly from October 2021"])
def test_an_action_without_a_stated_end_is_never_finished_by_itself(session, action, timing):
    make_milestones(session, action, timing=timing)
    for _ in range(30):  # each quarter done brings no end nearer
        left = select(Milestone).where(Milestone.state == MilestoneState.PLANNED)
        following = session.exec(left.limit(1)).one_or_none()
        if following:
            complete(session, following, done_on=TODAY)
    assert action.state is ActionState.IN_PROGRESS


def test_a_recurrence_with_an_end_finishes(session, action):
    for occurrence in make_milestones(session, action, timing="yearly from 2019 until 2021"):
        complete(session, occurrence, done_on=TODAY)
    assert action.state is ActionState.DONE


def test_a_done_occurrence_completes_the_year_ahead(session, action):
    first, *_ = make_milestones(session, action, timing="quarterly from October 2021")
    assert len(session.exec(select(Milestone)).all()) == 4  # to July 2022, within a year
    complete(session, first, done_on=TODAY)
    latest = session.exec(select(Milestone).order_by(Milestone.id.desc()).limit(1)).one()
    assert (latest.title, latest.due_on) == ("Delivered, October 2022", date(2022, 10, 31))


def test_what_follows_is_dated_when_its_first_is_done_and_undated_when_it_is_not(session):
    make_strategy(session)
    first = make_milestone(session, make_action(session, ref="DATA-A6"))
    follower = make_milestone(session, timing="1 month after DATA-A6")
    assert (follower.due_on, follower.due_precision) == (None, None)

    complete(session, first, done_on=date(2021, 10, 31))
    assert (follower.due_on, follower.due_precision) == (date(2021, 11, 30), Precision.DAY)

    reopen(session, first, reason="Found wanting")
    assert (follower.due_on, follower.due_precision) == (None, None)


@pytest.mark.parametrize("end", [drop, partial(complete, done_on=TODAY)])
def test_what_is_taken_up_again_is_dated_by_what_has_become_of_its_first(session, end):
    first = make_milestone(session, make_action(session, ref="DATA-A6"))
    follower = make_milestone(session, timing="1 month after DATA-A6")
    details = {"reason": "Not wanted"} if end is drop else {}
    end(session, follower, **details)
    complete(session, first, done_on=date(2021, 10, 31))
    reopen(session, follower, reason="Wanted after all")
    assert (follower.due_on, follower.due_precision) == (date(2021, 11, 30), Precision.DAY)

    end(session, follower, **details)
    reopen(session, first, reason="Found wanting")
    reopen(session, follower, reason="Wanted after all")
    assert (follower.due_on, follower.due_precision) == (None, None)


def test_each_occurrence_is_followed_by_its_own(session):
    action = make_action(session, ref="DATA-A6")
    first, second = make_milestones(session, action, timing="yearly from 2020 until 2021")
    followers = make_milestones(session, timing="30 days after DATA-A6")
    assert [follower.title for follower in followers] == [
        "Delivered, for 2020",
        "Delivered, for 2021",
    ]
    complete(session, second, done_on=date(2021, 11, 1))
    assert [follower.due_on for follower in followers] == [None, date(2021, 12, 1)]


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
