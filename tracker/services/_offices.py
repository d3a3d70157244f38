"""Who is behind the name by which somebody acts: the holder of a post, or the chair of a group."""

from datetime import date
from typing import Any

from sqlmodel import Session, col, or_, select

from tracker.models import Appointment, Group, Membership, Person, Post
from tracker.permissions import chair_of
from tracker.vocabulary import GroupRole


def person_in(session: Session, office: str, day: date) -> Person | None:
    """Whoever holds ``office`` on ``day``; ``None`` where nobody does.

    Args:
        office: A post's title, or as ``permissions.chair_of`` calls a group's chair.
    """
    held = (
        select(Person)
        .join(Appointment, col(Appointment.person_id) == col(Person.id))
        .join(Post, col(Post.id) == col(Appointment.post_id))
        .where(Post.title == office, ~col(Appointment.is_void), *_holds(Appointment, day))
    )
    chaired = (
        select(Person)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .join(Group, col(Group.id) == col(Membership.group_id))
        .where(
            chair_of("") + col(Group.name) == office,
            *(Membership.role == GroupRole.CHAIR, ~col(Membership.is_void)),
            *_holds(Membership, day),
        )
    )
    return session.exec(held).first() or session.exec(chaired).first()


def _holds(spell: type[Appointment | Membership], day: date) -> tuple[Any, Any]:
    """That a spell goes on on ``day``."""
    ends_on = col(spell.ends_on)
    return col(spell.starts_on) <= day, or_(ends_on.is_(None), ends_on >= day)
