"""People of the directory: adding and editing them, their reminders, their private calendars."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker import audit, emails, permissions, tokens, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Person
from tracker.permissions import Actor
from tracker.queries.posts import held_posts
from tracker.services._directory import find_organisation, find_person
from tracker.services._finding import find, line_of, text_of
from tracker.vocabulary import Permission

# Shorter ones could be guessed.
SHORTEST_TOKEN = 32


def add_person(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    name: str,
    email: str,
    organisation_id: int | None = None,
) -> int:
    """Add somebody to the directory; returns their key.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        NotFound: There is no such organisation.
        InvalidChange: A field is missing or too long, the address isn't one or is another
            person's already.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    person = Person(created_at=now, **_checked(session, None, name, email, organisation_id))
    session.add(person)
    session.flush()
    audit.record(
        session, actor=actor, now=now, sentence=f"Added {permissions.person_called(person.id)}"
    )
    return person.id


def edit_person(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    version: int,
    name: str,
    email: str,
    organisation_id: int | None = None,
) -> None:
    """Change a person's name, address or organisation.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        NotFound: There is no such person or organisation.
        EditConflict: Somebody changed them in between.
        InvalidChange: As for ``add_person``, or nothing is different.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    person = find_person(session, person_id, version=version)
    given = _checked(session, person, name, email, organisation_id)
    changed = [field for field, value in given.items() if getattr(person, field) != value]
    if not changed:
        raise InvalidChange("Nothing of this is different from what is recorded already.")
    for field in changed:
        setattr(person, field, given[field])
    what = wording.listing([field.removesuffix("_id") for field in changed])
    sentence = f"{permissions.person_called(person.id)}: changed {what}"
    audit.record(session, actor=actor, now=now, sentence=sentence)


def set_reminders(
    session: Session, *, actor: Actor, now: datetime, person_id: int, wants_reminders: bool
) -> None:
    """Turn a person's reminders on or off; nothing happens where they are so already.

    Raises:
        NotAllowed: ``actor`` is neither the person, known by a post they hold or by
            ``person_called``, nor may edit people.
        NotFound: There is no such person.
        InvalidChange: They are no longer in the directory.
    """
    person = find_person(session, person_id)
    held = held_posts(session, day=day_of(now))
    own = held.loc[held["person_id"] == person.id, "title"]
    permissions.require_person(actor, [permissions.person_called(person.id), *own])
    if person.wants_reminders == wants_reminders:
        return
    person.wants_reminders = wants_reminders
    word = "on" if wants_reminders else "off"
    sentence = f"{permissions.person_called(person.id)}: reminders turned {word}"
    audit.record(session, actor=actor, now=now, sentence=sentence)


def issue_calendar(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    token: str,
    version: int,
) -> None:
    """Give a person's calendar a new address; the one before ends.

    Args:
        token: From ``tokens.new_token``. Only its fingerprint is kept: show it once.
        version: Of the person as seen: of two who issue one at once, the second is told.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        NotFound: There is no such person.
        EditConflict: Somebody changed them in between.
        InvalidChange: They are no longer in the directory.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    person = find_person(session, person_id, version=version)
    if len(token) < SHORTEST_TOKEN:
        raise ValueError("A token this short could be guessed.")
    person.calendar_hash = tokens.fingerprint(token)
    sentence = f"{permissions.person_called(person.id)}: a calendar address was issued"
    audit.record(session, actor=actor, now=now, sentence=sentence)


def revoke_calendar(session: Session, *, actor: Actor, now: datetime, person_id: int) -> None:
    """End the address of a person's calendar.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        NotFound: There is no such person.
        InvalidChange: There is no address.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    person = find(session, Person, person_id)
    if not person.calendar_hash:
        raise InvalidChange("This person's calendar has no address.")
    person.calendar_hash = ""
    sentence = f"{permissions.person_called(person.id)}: the calendar address was revoked"
    audit.record(session, actor=actor, now=now, sentence=sentence)


def _checked(
    session: Session, person: Person | None, name: str, email: str, organisation_id: int | None
) -> dict[str, Any]:
    """The fields as they are kept; refuses what can't be written to."""
    address = text_of(email, "The work e-mail", field="email", most=emails.LONGEST).lower()
    if not emails.is_address(address):
        raise InvalidChange(
            "This is not an e-mail address. Write one such as name@example.org.", field="email"
        )
    other = session.exec(select(Person.id).where(col(Person.email) == address)).first()
    if other is not None and other != (person.id if person else None):
        raise InvalidChange("Another person has this e-mail address already.", field="email")
    if organisation_id is not None:
        find_organisation(session, organisation_id)
    return {
        "name": line_of(name, "The name", field="name"),
        "email": address,
        "organisation_id": organisation_id,
    }
