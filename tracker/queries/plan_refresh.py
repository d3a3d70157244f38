"""The present plan kept from one change to the next: only the actions that changed are read again.

The audit trail says which records have changed since a plan was read: its entries are written in
the same transactions, one after another, and nothing of a plan is ever deleted. What has come has
a higher number than all that was there. Whatever is about more than single actions, such as a
theme or a published version, has the whole plan read again.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from tracker.analytics import deadlines
from tracker.models import (
    Action,
    AuditEntry,
    Edited,
    Measure,
    Milestone,
    Objective,
    PlanVersion,
    Recurrence,
    Strategy,
    Theme,
)
from tracker.queries._frames import read_frame
from tracker.queries.plan import (
    TYPES,
    Plan,
    columns_of,
    in_order,
    rows_of,
    times_moved,
    with_references,
)
from tracker.queries.progress import plan_on, with_figures

# Where more has changed, reading everything is no slower.
MOST_ENTRIES, MOST_ACTIONS = 200, 50

_KINDS: tuple[Any, ...] = (
    *(AuditEntry, Strategy, Theme, Objective, Measure),
    *(PlanVersion, Action, Recurrence, Milestone),
)
_OF_ACTIONS = ("audit_entry", "recurrence", "milestone")
# Fields that say where a record belongs: with another value, the plan has another order.
_PLACES = frozenset({"strategy_id", "objective_id", "action_id", "position", "ref"})

# Made once: making a statement takes longer than asking the database.
_NEWEST = select(
    *(
        select(func.max(kind.__table__.c.id)).scalar_subquery().label(str(kind.__tablename__))
        for kind in _KINDS
    )
)
_ENTRIES = (
    select(AuditEntry.changes)
    .where(col(AuditEntry.id) > bindparam("audit_entry"))
    .limit(MOST_ENTRIES + 1)
)
_NEW_ONES = (
    select(col(Milestone.action_id)).where(col(Milestone.id) > bindparam("milestone"))
).union(select(col(Recurrence.action_id)).where(col(Recurrence.id) > bindparam("recurrence")))


def _of(model: type[Edited], key: Any) -> Any:
    return rows_of(model).where(key.in_(bindparam("ids", expanding=True)))


_ROWS: dict[type[Edited], Any] = {
    Action: _of(Action, col(Action.id)),
    Recurrence: _of(Recurrence, col(Recurrence.action_id)),
    Milestone: _of(Milestone, col(Milestone.action_id)),
}

# Records of single actions: their frame in the plan, and the column that says which action.
_PARTS = {
    "action": ("actions", "id"),
    "recurrence": ("recurrences", "action_id"),
    "milestone": ("milestones", "action_id"),
}
_WHOLE = frozenset({"strategy", "theme", "objective", "measure"})
_FOLLOWED = ["milestone_id", "action_id", "title", "state"]


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan, and how new it is.

    Attributes:
        plan: As ``plan_on`` made it for ``day``.
        newest: The highest number of each kind of record, by the name of its table.
    """

    plan: Plan
    day: date
    newest: dict[str, int | None]


def refreshed(session: Session, kept: KeptPlan | None, *, day: date) -> KeptPlan:
    """The plan with its rules applied on ``day``, as ``plan_on`` gives it.

    Args:
        kept: What this gave for the same database before; ``None``: nothing yet. It stays as it
            is, and the same plan is given when nothing of it has changed.
    """
    newest = dict(session.connection().execute(_NEWEST).one()._mapping)
    changed = None
    if kept and kept.day == day and _only_actions_differ(kept.newest, newest):
        changed = _changed_actions(session, kept)
    if kept is None or changed is None:
        return KeptPlan(plan_on(session, day=day), day, newest)
    plan = _with_again(session, kept.plan, changed, day) if changed else kept.plan
    return KeptPlan(plan, day, newest)


def _only_actions_differ(before: dict[str, int | None], now: dict[str, int | None]) -> bool:
    return all(before[kind] == now[kind] for kind in now if kind not in _OF_ACTIONS)


def _changed_actions(session: Session, kept: KeptPlan) -> set[int] | None:
    """The ids of the actions that have to be read again; ``None``: too much has changed."""
    after = {kind: kept.newest[kind] or 0 for kind in _OF_ACTIONS}
    entries = session.connection().execute(_ENTRIES, after).scalars().all()
    changes = [change for entry in entries for change in entry]
    if len(entries) > MOST_ENTRIES or any(_is_about_more(change) for change in changes):
        return None
    plan = kept.plan
    named = set(session.connection().execute(_NEW_ONES, after).scalars())
    for kind, (frame, key) in _PARTS.items():
        ids = {change["id"] for change in changes if change["record"] == kind}
        rows: pd.DataFrame = getattr(plan, frame)
        named |= set(rows.loc[rows["id"].isin(ids), key]) if ids else set()
    named &= set(plan.actions["id"])
    named |= _followers(plan, named)
    return named if len(named) <= MOST_ACTIONS else None


def _is_about_more(change: dict[str, Any]) -> bool:
    """Whether it changes more of the plan than single actions."""
    moves = change["record"] in _PARTS and change["field"] in _PLACES
    return moves or change["record"] in _WHOLE


def _followers(plan: Plan, action_ids: set[int]) -> set[int]:
    """The actions whose milestones say what they wait for in those of ``action_ids``."""
    milestones = plan.milestones
    followed = milestones.loc[milestones["action_id"].isin(action_ids), "id"]
    return set(milestones.loc[milestones["after_milestone_id"].isin(followed), "action_id"])


def _with_again(session: Session, plan: Plan, action_ids: set[int], day: date) -> Plan:
    """``plan`` with what is recorded now of those actions."""
    read_actions, recurrences, milestones = (
        read_frame(session, statement, columns_of(model), TYPES, ids=sorted(action_ids))
        for model, statement in _ROWS.items()
    )
    actions = _in_place(plan.actions, read_actions)
    is_old = plan.milestones["action_id"].isin(action_ids)
    published = plan.milestones[is_old].set_index("id")["first_due_on"]
    moves = times_moved(session, of=milestones["id"].tolist())
    milestones = with_references(milestones, plan.actions, published, moves)
    milestones = deadlines.assess(
        milestones, actions, day, among=_with_followed(milestones, plan.milestones[~is_old])
    )
    own = with_figures(actions[actions["id"].isin(action_ids)], milestones, day)
    return replace(
        plan,
        actions=_in_place(actions, own),
        recurrences=_put(plan.recurrences, recurrences, plan.actions),
        milestones=_put(plan.milestones, milestones, plan.actions),
    )


def _with_followed(milestones: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """``milestones``, and those of ``others`` that they follow."""
    followed = milestones["after_milestone_id"].dropna()
    if followed.empty:
        return milestones
    found = others.loc[others["id"].isin(followed), _FOLLOWED]
    return pd.concat([found, milestones[_FOLLOWED]])


def _put(frame: pd.DataFrame, rows: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with all rows of some actions as ``rows`` has them; some may have come."""
    if rows["id"].isin(frame["id"]).all():
        return _in_place(frame, rows)
    others = frame[~frame["action_id"].isin(rows["action_id"])]
    return in_order(pd.concat([others, rows]), actions, "action_id")


def _in_place(frame: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with ``rows`` in the place of those of the same id, in the columns of ``rows``.

    Only columns that differ are made anew: joining and sorting takes several times as long.
    """
    at = pd.Index(frame["id"]).get_indexer(pd.Index(rows["id"]))
    found = frame.copy(deep=False)
    for name in rows:
        values, new = frame[name].array, rows[name].array
        if not new.equals(values[at]):
            values = values.copy()
            values[at] = new
            found[name] = pd.Series(values, found.index, dtype=values.dtype)
    return found
