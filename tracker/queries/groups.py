"""Groups: what is recorded of their lives, their terms, their deliverables and their actions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import String, type_coerce
from sqlmodel import Session, select

from tracker.clock import day_of, end_of
from tracker.models import Deliverable, Group, GroupAction, GroupChange, TermsOfReference
from tracker.queries._frames import read_frame
from tracker.queries._recorded import recorded

_TABLES: dict[Any, tuple[str, ...]] = {
    Group: (
        *("name", "kind", "state", "state_reason", "parent_id", "began_on", "ends_on", "ended_on"),
        *("outputs", "lessons", "created_at", "version"),
    ),
    Deliverable: ("group_id", "title", "accepted_on", "withdrawn_on", "position", "version"),
    GroupAction: ("action_id", "group_id"),
}
_CHANGE = (
    *("group_id", "changed_at", "changed_by", "reason", "from_state", "to_state"),
    *("from_ends_on", "to_ends_on"),
)
_TERMS = (
    *("group_id", "number", "agreed_at", "agreed_by", "purpose", "in_scope", "out_of_scope"),
    *("composition", "decisions", "deliverables", "handover_plan"),
)


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups as recorded; who is in them stands in ``queries.group_people``.

    Attributes:
        groups: In alphabetical order: ``id``, ``name``, ``kind``, ``state``, ``state_reason``,
            ``parent_id``, ``proposed_on``, ``began_on``, ``ends_on``, ``ended_on`` (days; missing:
            not yet, or no end is stated), ``outputs``, ``lessons``, ``version``.
        changes: Their lives, the first change first: ``group_id``, ``on`` (a day),
            ``changed_by``, ``reason``, ``from_state``, ``to_state``, ``from_ends_on``,
            ``to_ends_on`` (both states the same: only the end moved).
        terms: Every version of every group's, by number: ``group_id``, ``number``, ``agreed_on``,
            ``agreed_by``, ``purpose``, ``in_scope``, ``out_of_scope``, ``composition``,
            ``decisions``, ``deliverables``, ``handover_plan``.
        deliverables: ``id``, ``group_id``, ``title``, ``accepted_on``, ``withdrawn_on``,
            ``version``; in the order of their group's terms.
        actions: Where each action is at home: ``action_id``, ``group_id`` (missing: its lead
            carries it alone).
    """

    groups: pd.DataFrame
    changes: pd.DataFrame
    terms: pd.DataFrame
    deliverables: pd.DataFrame
    actions: pd.DataFrame


def read_groups(session: Session, *, as_at: date | None = None) -> Groups:
    """Every group with its terms, its deliverables, its actions and its life.

    Args:
        as_at: Show what had been recorded by the end of this day; ``None`` shows the present.
    """
    frames = recorded(session, _TABLES, as_at=as_at)
    return Groups(
        groups=_in_order(frames["group"]),
        changes=_ledger(session, GroupChange, _CHANGE, "changed_at", as_at),
        terms=_ledger(session, TermsOfReference, _TERMS, "agreed_at", as_at),
        deliverables=frames["deliverable"].sort_values(["group_id", "position"], kind="stable"),
        actions=frames["group_action"][["action_id", "group_id"]],
    )


def _in_order(groups: pd.DataFrame) -> pd.DataFrame:
    proposed_on = _days(groups["created_at"])
    found = groups.assign(proposed_on=proposed_on).drop(columns="created_at")
    return found.sort_values("name", key=lambda names: names.str.casefold(), kind="stable")


def _ledger(
    session: Session, model: Any, names: tuple[str, ...], moment: str, as_at: date | None
) -> pd.DataFrame:
    """The rows of what is only ever added to, each moment as its day."""
    table = model.__table__
    words = ("from_state", "to_state")
    columns = [type_coerce(table.c[n], String) if n in words else table.c[n] for n in names]
    statement = select(*columns).order_by(table.c.id)
    if as_at is not None:
        statement = statement.where(table.c[moment] <= end_of(as_at))
    frame = read_frame(session, statement, names)
    days = {name: frame[name].astype("datetime64[s]") for name in names if name.endswith("_on")}
    on = "on" if moment == "changed_at" else moment.replace("_at", "_on")
    return frame.assign(**days, **{on: _days(frame[moment])}).drop(columns=moment)


def _days(moments: pd.Series) -> pd.Series:
    days = [day_of(each) for each in moments]
    return pd.Series(days, index=moments.index, dtype="datetime64[s]")
