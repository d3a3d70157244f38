"""A large invented plan with a long history, for measuring; everything in it says it is invented.

Seeded: made twice at the same moment it is the same. A longer history has more entries of the
same kinds; the same milestones are done, late and dropped.
"""

from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import chain, islice
from operator import attrgetter
from random import Random
from typing import Any

import pandas as pd
from sqlalchemy import bindparam, insert, update
from sqlmodel import Session

from tracker import wording
from tracker.analytics import progress
from tracker.clock import day_of, end_of
from tracker.demo import large_plan
from tracker.demo.large_history import Event, Trail, lives, small_changes
from tracker.demo.large_plan import LargePlan, Row
from tracker.models import (
    Action,
    AuditEntry,
    DateChange,
    Edited,
    Measure,
    Milestone,
    Objective,
    PlannedMilestone,
    PlanVersion,
    ProgressDay,
    Record,
    Recurrence,
    StateChange,
    Strategy,
    Theme,
)
from tracker.permissions import SYSTEM
from tracker.progress_days import WHOLE_STRATEGY
from tracker.vocabulary import MilestoneState

WEEK = timedelta(days=7)
SECOND_VERSION_AFTER = 52  # weeks
OWN_ENTRIES = 3  # the import and two published versions


def fill(session: Session, *, actions: int, history: int, now: datetime, seed: int = 1) -> None:
    """Fill an empty, migrated database with a large invented plan.

    It begins two years before ``now``, with ten milestones an action and two published versions;
    its progress is kept week by week. All of it agrees: undoing the trail's changes after a day
    gives the plan of that day, and the progress that was kept for it.

    Args:
        actions: How many actions, in up to ten themes and one objective for every ten.
        history: How many audit entries; fewer than three become three.
        seed: Another number gives another plan.
    """
    plan = large_plan.invent(actions, now=now, rng=Random(seed))
    events = deque(_events(plan, max(history - OWN_ENTRIES, 0), now=now, seed=seed))
    _insert_plan(session, plan)
    trail = Trail()
    trail.note(plan.begins_at, "Imported the invented plan")
    _publish(session, plan, trail, 1, plan.begins_at)
    for week, until in enumerate(_weeks(plan.begins_at, now)):
        while events and events[0].at <= until:
            trail.happen(events.popleft())
        if week == SECOND_VERSION_AFTER:
            _publish(session, plan, trail, 2, until)
        _keep_progress(session, plan, day_of(until))
        _write(session, trail)
    _write_present(session, plan)


def _events(plan: LargePlan, count: int, *, now: datetime, seed: int) -> list[Event]:
    """``count`` events in the order of time: the milestones' lives, then small changes."""
    own = lives(plan, now=now, rng=Random(seed))
    rng = Random(seed)
    if len(own) > count:
        own = rng.sample(own, count)
    events = chain(own, islice(small_changes(plan, now=now, rng=rng), count - len(own)))
    return sorted(events, key=attrgetter("at"))


def _weeks(begins_at: datetime, now: datetime) -> Iterator[datetime]:
    """The end of every seventh day since ``begins_at``, and ``now``."""
    until = end_of(day_of(begins_at))
    while until < now:
        yield until
        until = end_of(day_of(until) + WEEK)
    yield now


def _insert_plan(session: Session, plan: LargePlan) -> None:
    _insert(session, Strategy, [plan.strategy])
    _insert(session, Theme, plan.themes)
    _insert(session, Objective, plan.objectives)
    _insert(session, Measure, plan.measures)
    _insert(session, Action, [work.row for work in plan.works])
    _insert(session, Recurrence, [row for work in plan.works for row in work.recurrences])
    _insert(session, Milestone, plan.milestones)
    for work in plan.works:
        for follower in work.followers:
            follower["after_milestone_id"] = work.milestones[-1]["id"]


def _insert(session: Session, model: type[Edited], rows: list[Row]) -> None:
    """Write ``rows`` and give each its key; a row in a column stands for its key."""
    if not rows:
        return
    for row in rows:
        row.update({name: value["id"] for name, value in row.items() if isinstance(value, dict)})
    statement = insert(model).returning(_id(model), sort_by_parameter_order=True)
    for row, id_ in zip(rows, session.scalars(statement, rows), strict=True):
        row["id"] = id_


def _write_present(session: Session, plan: LargePlan) -> None:
    """What events changed in the plan's own rows, with the milestones that come after others."""
    _update(session, Action, [work.row for work in plan.works])
    _update(session, Milestone, plan.milestones)


def _update(session: Session, model: type[Edited], rows: list[Row]) -> None:
    # Not through the model, which would look for each row's earlier version.
    table = model.__table__  # type: ignore[attr-defined]
    statement = update(table).where(table.c.id == bindparam("key"))
    session.execute(statement, [row | {"key": row["id"]} for row in rows])


def _publish(session: Session, plan: LargePlan, trail: Trail, number: int, at: datetime) -> None:
    day = day_of(at)
    version = {
        "strategy_id": plan.strategy["id"],
        "number": number,
        "published_on": day,
        "published_at": at,
        "published_by": SYSTEM.name,
        "note": "Invented",
    }
    version_id = session.scalar(insert(PlanVersion).returning(_id(PlanVersion)), version)
    frozen = [
        _frozen(version_id, work.row, milestone)
        for work in plan.works
        for milestone in work.milestones
        if milestone["state"] is not MilestoneState.DROPPED
    ]
    session.execute(insert(PlannedMilestone), frozen)
    trail.note(at, f"Published version {number} of the plan on {wording.day(day)}")


def _frozen(version_id: int, action: Row, milestone: Row) -> Row:
    same = ("title", "timing", "due_on", "due_precision", "weight")
    return {
        "plan_version_id": version_id,
        "milestone_id": milestone["id"],
        "action_id": action["id"],
        "action_ref": action["ref"],
        "action_weight": action["weight"],
        **{name: milestone[name] for name in same},
    }


def _keep_progress(session: Session, plan: LargePlan, day: date) -> None:
    """The progress at the end of ``day``, as ``tracker.progress_days`` would have kept it."""
    milestones = pd.DataFrame(
        [(row["action_id"], row["state"], row["weight"]) for row in plan.milestones],
        columns=["action_id", "state", "weight"],
    )
    actions = pd.DataFrame(
        [(w.row["id"], w.theme, w.row["state"], w.row["weight"]) for w in plan.works],
        columns=["id", "theme", "state", "weight"],
    )
    of_actions = progress.of_actions(milestones).reindex(actions["id"])
    actions["progress"] = of_actions.to_numpy()
    scopes = {WHOLE_STRATEGY: actions} | dict(iter(actions.groupby("theme")))
    rows = [
        {
            "strategy_id": plan.strategy["id"],
            "scope": scope,
            "day": day,
            "progress": progress.overall(own),
        }
        for scope, own in scopes.items()
    ]
    session.execute(insert(ProgressDay), rows)


def _write(session: Session, trail: Trail) -> None:
    """Add what waits to the ledgers; a long history is never whole in memory."""
    ledgers: list[tuple[type[Record], list[Row]]] = [
        (AuditEntry, trail.entries),
        (DateChange, trail.moves),
        (StateChange, trail.states),
    ]
    for model, rows in ledgers:
        if rows:
            session.execute(insert(model), rows)
            rows.clear()


def _id(model: type[Record]) -> Any:
    return model.__table__.c.id  # type: ignore[attr-defined]
