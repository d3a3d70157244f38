"""Erasing a person: nothing personal is left, and what they were counted in stays counted."""

from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, func, or_, select

from tracker import audit, permissions
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Appointment, Membership, Offer, Person, Reminder
from tracker.permissions import Actor
from tracker.services._directory import find_person, names
from tracker.services._finding import reason_of
from tracker.vocabulary import Permission

FORMER = "former member"
Spell = TypeVar("Spell", Membership, Appointment)


def erase_person(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    version: int,
    reason: str,
) -> None:
    """Take a person out of the directory for good; the history then says "former member".

    Name and address go, the calendar and the reminders end, and so do their time in groups and
    posts and as a deputy, today. What is past stays counted. It can't be taken back.

    Args:
        reason: Why; it is kept for good, and so may not name them.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        NotFound: There is no such person.
        EditConflict: Somebody changed them in between.
        InvalidChange: They are no longer in the directory, no reason is given, or it names them.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    person = find_person(session, person_id, version=version)
    why = _impersonal(person, reason_of(reason))
    today = day_of(now)
    _end_spells(session, person, today)
    _end_deputyships(session, person, today)
    _empty_offers(session, person, today)
    _take_out_of_words(session, person)
    session.execute(delete(Reminder).where(col(Reminder.person_id) == person.id))
    person.name, person.email, person.calendar_hash = "", None, ""
    person.wants_reminders, person.erased_on = False, today
    sentence = f"{permissions.person_called(person.id)} was erased"
    audit.record(session, actor=actor, now=now, sentence=sentence, reason=why)


def _impersonal(person: Person, reason: str) -> str:
    if names(person, in_parts=True).search(reason):
        raise InvalidChange(
            "The history keeps the reason for good: say why without the person's name or address.",
            field="reason",
        )
    return reason


def _end_spells(session: Session, person: Person, today: date) -> None:
    """Those that go on end today; those still ahead never begin."""
    spells: list[Membership | Appointment] = [
        *_open(session, Membership, col(Membership.person_id) == person.id, today),
        *_open(session, Appointment, col(Appointment.person_id) == person.id, today),
    ]
    for spell in spells:
        if spell.starts_on > today:
            spell.is_void = True
        else:
            spell.ends_on = today


def _end_deputyships(session: Session, person: Person, today: date) -> None:
    for term in _open(session, Appointment, col(Appointment.deputy_id) == person.id, today):
        term.deputy_id = None


def _open(
    session: Session, model: type[Spell], whose: ColumnElement[bool], today: date
) -> list[Spell]:
    """Of the spells that count, those that aren't over by the end of today."""
    goes_on = or_(col(model.ends_on).is_(None), col(model.ends_on) > today)
    return list(session.exec(select(model).where(whose, ~col(model.is_void), goes_on)))


def _empty_offers(session: Session, person: Person, today: date) -> None:
    own = select(Offer).where(func.lower(Offer.email) == (person.email or "").lower())
    for offer in session.exec(own):
        offer.name = offer.email = offer.words = ""
        offer.answered_on = offer.answered_on or today


def _take_out_of_words(session: Session, person: Person) -> None:
    """What was written about terms may name people: there, too, they become "former member"."""
    their = names(person, in_parts=False)
    for term in session.exec(select(Appointment)):
        term.appointed_by = their.sub(FORMER, term.appointed_by)
        term.handover_note = their.sub(FORMER, term.handover_note)
