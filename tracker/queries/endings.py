"""What ends and concerns one person: their terms in posts, and the groups they chair."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from tracker import permissions
from tracker.models import Appointment, Group, Membership, Post
from tracker.vocabulary import GroupKind, GroupRole, GroupState, Word


class EndingKind(Word):
    """What it is that ends."""

    TERM = "term"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Ending:
    """That something ends on a day.

    Attributes:
        id, version: Of the appointment or the group.
        person_id: Whose term it is, or who chairs the group.
        title: The post's, or the group's name.
        place_id: The post's key, or the group's: what its page is asked for by.
        office: How the person is known there: the post's title, or "Chair of DIAG".
        is_followed: Whether somebody is appointed to follow.
        has_stepped_down: Whether they said so: then nobody asks about an extension.
    """

    kind: EndingKind
    id: int
    version: int
    person_id: int
    title: str
    place_id: int
    office: str
    ends_on: date
    is_followed: bool = False
    has_stepped_down: bool = False


def endings(session: Session, *, day: date) -> list[Ending]:
    """Every term and every group that goes on on ``day`` and has an end, the nearest end first.

    Groups may be past theirs. A group that nobody chairs concerns nobody.
    """
    found = [*_terms(session, day), *_groups(session, day)]
    return sorted(found, key=lambda each: (each.ends_on, each.kind, each.id))


def chairs_of_action_groups(session: Session, *, day: date) -> list[int]:
    """The keys of those who chair an action group on ``day``."""
    statement = (
        select(Membership.person_id)
        .join(Group, col(Group.id) == col(Membership.group_id))
        .where(Group.kind == GroupKind.ACTION_GROUP, *_chaired(day))
        .distinct()
    )
    return sorted(session.exec(statement))


def _terms(session: Session, day: date) -> list[Ending]:
    statement = (
        select(Appointment, Post)
        .join(Post, col(Post.id) == col(Appointment.post_id))
        .where(~col(Appointment.is_void), or_(_goes_on(day), col(Appointment.starts_on) > day))
    )
    rows = session.exec(statement).all()
    followed = {term.post_id for term, _ in rows if term.starts_on > day}
    return [
        Ending(
            kind=EndingKind.TERM,
            id=term.id,
            version=term.version,
            person_id=term.person_id,
            title=post.title,
            place_id=post.id,
            office=post.title,
            ends_on=term.ends_on,
            is_followed=post.id in followed,
            has_stepped_down=term.stepped_down_on is not None,
        )
        for term, post in rows
        if term.starts_on <= day and term.ends_on is not None
    ]


def _goes_on(day: date) -> ColumnElement[bool]:
    return (col(Appointment.starts_on) <= day) & (col(Appointment.ends_on) >= day)


def _groups(session: Session, day: date) -> list[Ending]:
    statement = (
        select(Group, Membership.person_id)
        .join(Membership, col(Membership.group_id) == col(Group.id))
        .where(col(Group.ends_on).is_not(None), *_chaired(day))
    )
    return [
        Ending(
            kind=EndingKind.GROUP,
            id=group.id,
            version=group.version,
            person_id=person_id,
            title=group.name,
            place_id=group.id,
            office=permissions.chair_of(group.name),
            ends_on=group.ends_on,
        )
        for group, person_id in session.exec(statement)
        if group.ends_on is not None
    ]


def _chaired(day: date) -> tuple[Any, ...]:
    """Of a group at work and whoever chairs it on ``day``."""
    return (
        col(Group.state).in_([GroupState.ACTIVE, GroupState.CLOSING]),
        Membership.role == GroupRole.CHAIR,
        ~col(Membership.is_void),
        col(Membership.starts_on) <= day,
        or_(col(Membership.ends_on).is_(None), col(Membership.ends_on) >= day),
    )
