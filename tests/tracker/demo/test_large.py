from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from tracker.analytics import progress
from tracker.db import make_engine, transaction
from tracker.demo import large
from tracker.models import (
    Action,
    AuditEntry,
    DateChange,
    Milestone,
    Objective,
    PlanVersion,
    ProgressDay,
    StateChange,
    Theme,
)
from tracker.permissions import SYSTEM
from tracker.progress_days import WHOLE_STRATEGY
from tracker.queries.progress import plan_on
from tracker.services import milestones as milestone_services
from tracker.services import recurrences
from tracker.vocabulary import ConditionState, MilestoneState

NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)
TODAY = date(2026, 5, 4)
ACTIONS, HISTORY = 60, 3000


@pytest.fixture(scope="module")
def filled(sqlite_databases):
    """A session that reads a plan made once for all of these tests."""
    with made(sqlite_databases, HISTORY) as session:
        yield session


@contextmanager
def made(databases, history):
    with databases.migrated() as url:
        engine = make_engine(url)
        with transaction(engine) as session:
            large.fill(session, actions=ACTIONS, history=history, now=NOW)
        with transaction(engine, writes=False) as session:
            yield session
        engine.dispose()


def count(session, model, *where):
    return session.exec(select(func.count()).select_from(model).where(*where)).one()


def test_it_is_as_large_as_asked_for(filled):
    sizes = [count(filled, model) for model in (Theme, Objective, Action, Milestone, AuditEntry)]
    assert sizes == [6, 6, ACTIONS, 10 * ACTIONS, HISTORY]
    assert count(filled, PlanVersion) == 2


def test_every_way_a_milestone_can_stand_is_there(filled):
    milestones = plan_on(filled, day=TODAY).milestones
    state, due_on, done_on = (milestones[name] for name in ("state", "due_on", "done_on"))
    ways = {
        "done on time": (done_on <= due_on),
        "done late": (done_on > due_on),
        "dropped": state == MilestoneState.DROPPED,
        "late": milestones["is_late"],
        "ahead": (state == MilestoneState.PLANNED) & (due_on > f"{TODAY}"),
        "waits for a condition": milestones["condition_state"] == ConditionState.NOT_MET,
        "waits for another": milestones["waiting_for"].str.contains("is not done yet"),
        "dated by another": milestones["after_milestone_id"].notna() & due_on.notna(),
        "recurs": milestones["recurrence_id"].notna(),
        "to be set": milestones["timing"] == "to be set",
    }
    assert [way for way, rows in ways.items() if not rows.any()] == []


def test_the_first_day_has_the_plan_as_it_began(filled):
    plan = plan_on(filled, day=date(2024, 5, 4), as_at=date(2024, 5, 4))
    assert set(plan.milestones["state"]) == {"planned"}
    assert set(plan.actions["state"]) == {"not_started"}
    dated = plan.milestones["first_due_on"].notna()
    assert (plan.milestones["due_on"] == plan.milestones["first_due_on"])[dated].all()


def test_undoing_the_trail_after_a_day_gives_the_progress_kept_for_it(filled):
    kept = filled.exec(select(ProgressDay).order_by(col(ProgressDay.day))).all()
    by_day = {}
    for row in kept:
        by_day.setdefault(row.day, {})[row.scope] = pytest.approx(row.progress)
    assert len(by_day) == 106
    for day in sorted(by_day)[::15]:
        actions = plan_on(filled, day=day, as_at=day).actions
        found = {theme: progress.overall(rows) for theme, rows in actions.groupby("theme")}
        assert found | {WHOLE_STRATEGY: progress.overall(actions)} == by_day[day]


def test_the_ledgers_tell_what_the_trail_tells(filled):
    changes = [
        (change["record"], change["id"], change["new"])
        for entry in filled.exec(select(AuditEntry).order_by(col(AuditEntry.id)))
        for change in entry.changes
        if (change["record"], change["field"]) in {("milestone", "timing"), ("action", "state")}
    ]
    moves = filled.exec(select(DateChange).order_by(col(DateChange.id))).all()
    states = filled.exec(select(StateChange).order_by(col(StateChange.id))).all()
    told = [("milestone", move.milestone_id, move.to_timing) for move in moves]
    told += [("action", state.action_id, state.to_state.value) for state in states]
    assert told and sorted(changes) == sorted(told)
    assert all(filled.get(Action, s.action_id).state == s.to_state for s in _last(states))


def _last(states):
    return {state.action_id: state for state in states}.values()


def test_nothing_is_recorded_before_it_happened_or_after_now(filled):
    entries = filled.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    moments = [entry.at for entry in entries]
    assert moments == sorted(moments) and moments[-1] <= NOW
    done = plan_on(filled, day=TODAY).milestones["done_on"].dropna()
    assert (done <= f"{TODAY}").all() and (done >= f"{TODAY - timedelta(days=740)}").all()


@pytest.mark.both_databases
def test_people_can_work_with_it_afterwards(session):
    large.fill(session, actions=20, history=300, now=NOW)
    milestone = session.exec(
        select(Milestone)
        .join(Action)
        .where(Milestone.state == "planned", Action.state == "in_progress")
    ).first()
    milestone_services.complete_milestone(
        session,
        actor=SYSTEM,
        now=NOW,
        milestone_id=milestone.id,
        version=milestone.version,
        done_on=TODAY,
    )
    assert recurrences.lay_out_recurrences(session, actor=SYSTEM, now=NOW) == 0
    actions = plan_on(session, day=TODAY).actions
    kept = session.exec(
        select(ProgressDay).where(ProgressDay.day == TODAY, ProgressDay.scope == "")
    )
    assert kept.one().progress == pytest.approx(progress.overall(actions))


def test_a_longer_history_leads_to_the_same_milestones(filled, sqlite_databases):
    with made(sqlite_databases, 2 * HISTORY) as longer:
        states = select(Milestone.state, func.count()).group_by(col(Milestone.state))
        short, long = (dict(each.exec(states).all()) for each in (filled, longer))
    assert {state: pytest.approx(n, rel=0.1) for state, n in short.items()} == long


@pytest.mark.parametrize("actions", [1, 11])
def test_small_ones_can_be_made(session, actions):
    large.fill(session, actions=actions, history=0, now=NOW)
    assert (count(session, Action), count(session, AuditEntry)) == (actions, 3)


def test_everything_says_that_it_is_invented(filled):
    plan = plan_on(filled, day=TODAY)
    titles = [*plan.themes["name"], *plan.objectives["text"], *plan.measures["name"]]
    titles += [*plan.actions["title"], *plan.milestones["title"]]
    assert [title for title in titles if "nvented" not in title] == []
