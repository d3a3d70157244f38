"""Who speaks for which organisation, which have returned data, and where actions are at home."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlmodel import Session, col, or_, select

from tracker.models import DataReturn, Group, GroupAction, Membership
from tracker.queries._recorded import recorded
from tracker.vocabulary import GroupKind

_TABLES = {
    Group: ("name", "kind", "state"),
    GroupAction: ("action_id", "group_id"),
    DataReturn: ("organisation_id", "year", "returned_on"),
    Membership: ("group_id", "person_id", "role", "starts_on", "ends_on", "is_void"),
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the coverage grid and the search for phantom owners are made of, as recorded.

    Attributes:
        groups: ``id``, ``name``, ``kind``, ``state``.
        memberships: Those that aren't void, at least of the action groups and of the groups that
            actions are at home in: ``group_id``, ``person_id``, ``role``, ``starts_on``,
            ``ends_on`` (missing: goes on).
        homes: ``action_id``, ``group_id`` (missing: its lead carries it alone).
        returns: ``organisation_id``, ``year``, ``returned_on``; those that have come.
    """

    groups: pd.DataFrame
    memberships: pd.DataFrame
    homes: pd.DataFrame
    returns: pd.DataFrame


def read_coverage(session: Session, *, as_at: date | None = None) -> Coverage:
    """What had been recorded by the end of ``as_at``; ``None`` shows the present."""
    # Of an earlier day, actions may have been at home in any group.
    where = {Membership: _is_of_use()} if as_at is None else None
    frames = recorded(session, _TABLES, as_at=as_at, where=where)
    memberships, returns = frames["membership"], frames["data_return"]
    return Coverage(
        groups=frames["group"],
        memberships=memberships[~memberships["is_void"]].drop(columns="is_void"),
        homes=frames["group_action"],
        returns=returns.dropna(subset="returned_on"),
    )


def _is_of_use() -> object:
    """Few of all spells: those in action groups and in groups that actions are at home in."""
    action_groups = select(Group.id).where(Group.kind == GroupKind.ACTION_GROUP)
    homes = select(GroupAction.group_id).where(col(GroupAction.group_id).is_not(None))
    of_group = col(Membership.group_id)
    return or_(of_group.in_(action_groups), of_group.in_(homes))
