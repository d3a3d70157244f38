"""Offers: somebody says that a vacant post interests them, and the secretariat answers."""

from datetime import datetime

from sqlmodel import Session, col, or_, select

from tracker import audit, emails, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Appointment, Offer, Post
from tracker.permissions import Actor
from tracker.services._finding import find, line_of, text_of
from tracker.vocabulary import Permission

LONGEST_WORDS = 1_000


def offer(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    post_id: int,
    name: str,
    email: str,
    words: str = "",
) -> int:
    """Say "I'm interested" in a vacant post; returns the offer's key.

    Args:
        name, email: Of whoever is interested; kept until the secretariat has answered.
        words: What they want to say besides.

    Raises:
        NotAllowed: ``actor`` may not offer.
        NotFound: There is no such post.
        InvalidChange: The post isn't vacant or doesn't exist any more, somebody with this address
            has offered already, or a field is missing, too long or no address.
    """
    permissions.require(actor, Permission.POST_OFFER)
    post = find(session, Post, post_id)
    _check_vacant(session, post, now)
    made = Offer(
        created_at=now,
        post_id=post.id,
        name=line_of(name, "Your name", field="name"),
        email=_new_address(session, post, email),
        words=text_of(words, "The text", field="words", most=LONGEST_WORDS, required=False),
        offered_on=day_of(now),
    )
    session.add(made)
    session.flush()
    audit.record(
        session, actor=actor, now=now, sentence=f"{post.title}: somebody is interested in the post"
    )
    return made.id


def answer_offer(
    session: Session, *, actor: Actor, now: datetime, offer_id: int, version: int
) -> None:
    """Note that an offer has been answered; from then on it holds nothing personal.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        NotFound: There is no such offer.
        EditConflict: Somebody changed it in between.
        InvalidChange: It was answered already.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    made = find(session, Offer, offer_id)
    if made.answered_on:
        raise InvalidChange(f"This offer was answered on {wording.day(made.answered_on)} already.")
    made = find(session, Offer, offer_id, version=version)
    post = find(session, Post, made.post_id)
    made.name = made.email = made.words = ""
    made.answered_on = day_of(now)
    audit.record(session, actor=actor, now=now, sentence=f"{post.title}: an offer is answered")


def _check_vacant(session: Session, post: Post, now: datetime) -> None:
    today = day_of(now)
    if post.abolished_on:
        raise InvalidChange("This post was abolished: choose another one.", field="post_id")
    held_or_filled = select(Appointment).where(
        Appointment.post_id == post.id,
        ~col(Appointment.is_void),
        or_(col(Appointment.ends_on).is_(None), col(Appointment.ends_on) >= today),
    )
    terms = sorted(session.exec(held_or_filled), key=lambda each: each.starts_on)
    if not terms:
        return
    first = terms[0].starts_on
    when = "is held" if first <= today else f"is filled from {wording.day(first)}"
    raise InvalidChange(f"{post.title} {when}: choose a vacant post.", field="post_id")


def _new_address(session: Session, post: Post, email: str) -> str:
    address = text_of(email, "Your work e-mail", field="email", most=emails.LONGEST).lower()
    if not emails.is_address(address):
        raise InvalidChange(
            "This is not an e-mail address. Write one such as name@example.org.", field="email"
        )
    same = select(Offer).where(Offer.post_id == post.id, Offer.email == address)
    if earlier := session.exec(same).first():
        raise InvalidChange(
            f"Somebody with this address is interested in {post.title} since "
            f"{wording.day(earlier.offered_on)}: the secretariat will answer.",
            field="email",
        )
    return address
