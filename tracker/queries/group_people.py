"""Who is in groups from when to when, what they offer, and to which meetings they came."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import Date, case, distinct, func, literal
from sqlmodel import Session, col, or_, select

from tracker.analytics import group_hours
from tracker.analytics import groups as group_analytics
from tracker.models import Attendance, Group, Meeting, Membership, Person
from tracker.permissions import chair_of
from tracker.queries._frames import read_frame
from tracker.queries._recorded import recorded
from tracker.queries.posts import named
from tracker.vocabulary import ENDED, GroupRole

_MEMBERSHIP = (
    *("group_id", "person_id", "role", "starts_on", "ends_on", "hours_a_month", "is_void"),
    "version",
)
_MEETING = ("group_id", "held_on", "note", "is_void", "version")
_ATTENDANCE = ("meeting_id", "person_id", "is_void", "version")


@dataclass(frozen=True, slots=True)
class GroupPeople:
    """Who takes part in some groups. No frame holds a name: ``read_names`` has them.

    Attributes:
        memberships: Spells that count: ``id``, ``group_id``, ``person_id``, ``role``,
            ``starts_on``, ``ends_on`` (missing: goes on), ``hours_a_month``, ``version``.
        meetings: Those that count: ``id``, ``group_id``, ``held_on``, ``note``, ``version`` (of
            it and of all who came, added up).
        attendance: ``meeting_id``, ``person_id``.
    """

    memberships: pd.DataFrame
    meetings: pd.DataFrame
    attendance: pd.DataFrame


def read_people(
    session: Session, group_ids: Collection[int], *, as_at: date | None = None
) -> GroupPeople:
    """Who takes part in these groups.

    Args:
        as_at: Show what had been recorded by the end of this day; ``None`` shows the present.
    """
    meetings = select(Meeting.id).where(col(Meeting.group_id).in_(group_ids))
    frames = recorded(
        session,
        {Membership: _MEMBERSHIP, Meeting: _MEETING, Attendance: _ATTENDANCE},
        as_at=as_at,
        where={
            Membership: col(Membership.group_id).in_(group_ids),
            Meeting: col(Meeting.group_id).in_(group_ids),
            Attendance: col(Attendance.meeting_id).in_(meetings),
        },
    )
    raised = frames["attendance"].groupby("meeting_id")["version"].sum()
    own = frames["meeting"]
    versions = own["version"] + own["id"].map(raised).fillna(0).astype("int64")
    return GroupPeople(
        memberships=_that_count(frames["membership"]),
        meetings=_that_count(own.assign(version=versions)),
        attendance=_that_count(frames["attendance"])[["meeting_id", "person_id"]],
    )


def count_members(session: Session, *, day: date, as_at: date | None = None) -> pd.DataFrame:
    """How many people each group has on ``day``, as ``analytics.groups.members`` gives it.

    The database counts the present: reading every spell would take ten times as long.
    """
    if as_at is not None:
        return group_analytics.members(_every_spell(session, as_at), day)
    is_chair = case((col(Membership.role) == GroupRole.CHAIR, 1), else_=0)
    statement = (
        select(
            Membership.group_id, func.count(distinct(col(Membership.person_id))), func.max(is_chair)
        )
        .where(~col(Membership.is_void), *_in_spell(day))
        .group_by(col(Membership.group_id))
        .order_by(col(Membership.group_id))
    )
    found = read_frame(session, statement, ["group_id", "members", "has_chair"])
    return found.astype({"group_id": "int64", "members": "int64", "has_chair": "bool"})


def count_hours(session: Session, *, day: date, as_at: date | None = None) -> group_hours.Pooled:
    """What everybody in a group that hasn't ended offers in the coming weeks, pooled."""
    if as_at is not None:
        offers = group_hours.offered(_every_spell(session, as_at), day)
        return group_hours.pooled(offers["hours"].sum(), offers["person_id"].nunique())
    first, last = day + timedelta(days=1), day + group_hours.AHEAD
    begins = case((col(Membership.starts_on) < first, literal(first, Date)), else_=_START)
    ends = case((func.coalesce(_END, last) >= last, literal(last, Date)), else_=_END)
    offering = (
        ~col(Membership.is_void),
        col(Membership.hours_a_month) > 0,
        *(last >= _START, or_(_END.is_(None), first <= _END)),
    )
    days = select(begins, ends, func.sum(Membership.hours_a_month)).where(*offering)
    names = ["starts_on", "ends_on", "hours_a_month"]
    kinds = {"starts_on": "datetime64[s]", "ends_on": "datetime64[s]", "hours_a_month": "float64"}
    sums = read_frame(session, days.group_by(begins, ends), names).astype(kinds)
    people = select(func.count(distinct(col(Membership.person_id)))).where(*offering)
    # Sums of hours are offered by nobody in particular.
    offers = group_hours.offered(sums.assign(group_id=0, person_id=0), day)
    return group_hours.pooled(offers["hours"].sum(), session.exec(people).one())


def read_names(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """The names of people by key; "former member" once erased."""
    asked = col(Person.id).in_(person_ids)
    merged = select(Person.merged_into_id).where(asked, col(Person.merged_into_id).is_not(None))
    statement = select(Person.id, Person.name, Person.merged_into_id).where(
        or_(asked, col(Person.id).in_(merged))
    )
    columns = ["id", "name", "merged_into_id"]
    people = named(pd.DataFrame(session.exec(statement).all(), columns=columns, dtype=object))
    return dict(zip(people["id"], people["name"], strict=True))


def chairs(session: Session, *, day: date) -> list[str]:
    """How the history calls whoever chairs a group that hasn't ended, by the groups' names."""
    statement = (
        select(Group.name)
        .join(Membership, col(Membership.group_id) == col(Group.id))
        .where(
            col(Group.state).not_in([*ENDED]),
            *(col(Membership.role) == GroupRole.CHAIR, ~col(Membership.is_void)),
            *_in_spell(day),
        )
        .order_by(col(Group.name))
    )
    return [chair_of(name) for name in session.exec(statement)]


_START, _END = col(Membership.starts_on), col(Membership.ends_on)


def _in_spell(day: date) -> tuple[Any, Any]:
    return day >= _START, or_(_END.is_(None), day <= _END)


def _every_spell(session: Session, as_at: date) -> pd.DataFrame:
    """Every spell that counts, as recorded by the end of a day."""
    return _that_count(recorded(session, {Membership: _MEMBERSHIP}, as_at=as_at)["membership"])


def _that_count(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[~rows["is_void"]].drop(columns="is_void")
