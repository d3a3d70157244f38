from datetime import UTC, date, datetime, timedelta

from sqlmodel import select

from tests.factories import (
    BEGINNING,
    make_action,
    make_milestone,
    make_objective,
    make_organisation,
    make_strategy,
    make_theme,
)
from tracker.models import ProgressDay
from tracker.permissions import SYSTEM
from tracker.services.actions import change_action_state
from tracker.services.milestones import complete_milestone, drop_milestone
from tracker.services.strategies import begin_strategy
from tracker.vocabulary import ActionState

NOW = BEGINNING + timedelta(days=100)
TODAY = date(2021, 12, 10)


def kept(session, day=TODAY):
    rows = session.exec(select(ProgressDay).where(ProgressDay.day == day)).all()
    return {row.scope: row.progress for row in rows}


def theme_with(session, code, *weights, **details):
    """A theme with one action of this weight for each of ``weights``; its milestones."""
    objective = make_objective(session, theme_id=make_theme(session, code=code).id)
    milestones = []
    for weight in weights:
        action = make_action(session, objective_id=objective.id, weight=weight, **details)
        milestones.append(make_milestone(session, action))
    return milestones


def change(session, service, milestone, now=NOW, **details):
    seen = {"milestone_id": milestone.id, "version": milestone.version}
    service(session, actor=SYSTEM, now=now, **seen, **details)


def test_a_change_keeps_the_days_progress_of_the_whole_and_of_every_theme(session):
    data, more = theme_with(session, "DATA", 1.0, 3.0)
    [access] = theme_with(session, "ACCESS", 4.0)
    change(session, complete_milestone, more, done_on=TODAY)
    assert kept(session) == {"": 0.375, "DATA": 0.75, "ACCESS": 0.0}
    change(session, complete_milestone, access, done_on=TODAY)
    assert kept(session) == {"": 0.875, "DATA": 0.75, "ACCESS": 1.0}


def test_an_earlier_day_keeps_what_its_readers_saw(session):
    [first, second] = theme_with(session, "DATA", 1.0, 1.0)
    change(session, complete_milestone, first, done_on=TODAY)
    later = NOW + timedelta(days=1)
    # Done long before, but only said so the day after.
    change(session, complete_milestone, second, now=later, done_on=date(2021, 11, 1))
    assert kept(session)[""] == 0.5
    assert kept(session, TODAY + timedelta(days=1))[""] == 1.0
    assert kept(session, date(2021, 11, 1)) == {}


def test_with_nothing_left_to_count_there_is_no_figure_and_no_old_one(session):
    [milestone] = theme_with(session, "DATA", 1.0)
    theme_with(session, "ACCESS", 1.0)
    change(session, complete_milestone, milestone, done_on=TODAY)
    assert kept(session) == {"": 0.5, "DATA": 1.0, "ACCESS": 0.0}
    action = milestone.action_id
    change_action_state(
        session,
        actor=SYSTEM,
        now=NOW + timedelta(days=1),
        action_id=action,
        version=2,
        state=ActionState.STOPPED,
        reason="No budget",
    )
    assert kept(session, TODAY + timedelta(days=1)) == {"": 0.0, "DATA": None, "ACCESS": 0.0}


def test_a_theme_of_which_everything_is_dropped_has_no_figure(session):
    [milestone] = theme_with(session, "DATA", 1.0)
    change(session, drop_milestone, milestone, reason="Not wanted")
    assert kept(session) == {"": None, "DATA": None}


def test_the_day_is_the_one_in_the_united_kingdom(session):
    just_past_midnight = datetime(2022, 7, 14, 23, 30, tzinfo=UTC)
    make_strategy(session, created_at=just_past_midnight)
    assert kept(session, date(2022, 7, 15)) == {"": None}


def test_what_leaves_the_plan_as_it_is_leaves_no_day(session):
    make_strategy(session)
    another_day = datetime(2022, 7, 20, 9, tzinfo=UTC)
    make_organisation(session, created_at=another_day)
    assert kept(session, another_day.date()) == {}


def test_an_earlier_strategy_keeps_its_days(session):
    [milestone] = theme_with(session, "DATA", 1.0)
    change(session, complete_milestone, milestone, done_on=TODAY)
    before = session.exec(select(ProgressDay.strategy_id)).first()
    begin_strategy(session, actor=SYSTEM, now=NOW, title="The next one", follows=before)
    rows = session.exec(select(ProgressDay).where(ProgressDay.day == TODAY)).all()
    assert {(row.strategy_id == before, row.scope, row.progress) for row in rows} == {
        (True, "", 1.0),
        (True, "DATA", 1.0),
        (False, "", None),
    }
