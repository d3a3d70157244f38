"""Appointments to posts: one holder at a time, for a term, with a hand-over."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import audit, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Appointment, Person, Post
from tracker.permissions import Actor
from tracker.services import _spells
from tracker.services._finding import find, text_of
from tracker.vocabulary import Permission


def appoint(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    post_id: int,
    person_id: int,
    starts_on: date | None = None,
    ends_on: date | None = None,
    deputy_id: int | None = None,
    appointed_by: str = "",
) -> int:
    """Appoint a person to a post; returns the appointment's key.

    Args:
        starts_on: ``None``: today.
        ends_on: The term's end; ``None``: none is stated.

    Raises:
        NotAllowed: ``actor`` may not edit posts.
        NotFound: There is no such post or person.
        InvalidChange: The term ends before it starts or overlaps another's, the person is no
            longer in the directory or their own deputy, or the post doesn't exist then.
    """
    permissions.require(actor, Permission.POST_EDIT)
    post = find(session, Post, post_id)
    start = starts_on or day_of(now)
    _check_people(session, person_id, deputy_id)
    _spells.check_days(start, ends_on)
    _check_post(post, start)
    _spells.check_overlap(
        _terms(session, post_id), start, ends_on, what="The term of another holder"
    )
    appointment = Appointment(
        created_at=now,
        post_id=post_id,
        person_id=person_id,
        deputy_id=deputy_id,
        starts_on=start,
        ends_on=ends_on,
        appointed_by=text_of(
            appointed_by, "Who appoints", field="appointed_by", most=200, required=False
        ),
    )
    session.add(appointment)
    session.flush()
    sentence = f"{post.title}: person {person_id} appointed from {_spells.in_words(appointment)}"
    audit.record(session, actor=actor, now=now, sentence=sentence)
    return appointment.id


def _check_people(session: Session, person_id: int, deputy_id: int | None) -> None:
    _spells.check_person(find(session, Person, person_id))
    if deputy_id is None:
        return
    _spells.check_person(find(session, Person, deputy_id))
    if deputy_id == person_id:
        raise InvalidChange("A holder can't be their own deputy.", field="deputy_id")


def _check_post(post: Post, start: date) -> None:
    if post.abolished_on:
        raise InvalidChange(
            f"This post was abolished on {wording.day(post.abolished_on)}.", field="post_id"
        )
    if start < post.exists_from:
        raise InvalidChange(
            f"This post exists from {wording.day(post.exists_from)} on: start then or later.",
            field="starts_on",
        )


def _terms(session: Session, post_id: int) -> list[Appointment]:
    """The post's appointments that count."""
    own = select(Appointment).where(Appointment.post_id == post_id, ~col(Appointment.is_void))
    return list(session.exec(own))
