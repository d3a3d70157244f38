"""What a done milestone brings about: in its action, in what recurs, in what follows it."""

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
from tests.tracker.services.milestone_calls import TODAY, complete, drop, reopen
from tracker.models import Milestone, StateChange
from tracker.vocabulary import ActionState, MilestoneState, Precision


@pytest.fixture
def action(session):
    return make_action(session)


@pytest.fixture
def milestone(session, action):
    return make_milestone(session, action, timing="by October 2021, if available")


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
