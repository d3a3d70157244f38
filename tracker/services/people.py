"""Who is reminded: adding and editing people, their reminders, and their private calendars."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker import audit, emails, permissions, tokens
from tracker.errors import InvalidChange
from tracker.models import Person
from tracker.permissions import Actor
from tracker.services._finding import find, text_of
from tracker.vocabulary import Permission

# Shorter ones could be guessed.
SHORTEST_TOKEN = 32


def add_person(
    session: Session, *, actor: Actor, now: datetime, name: str, email: str, post: str
) -> int:
    """Add somebody who is to be reminded; returns their key.

    Args:
        post: As actions name it: it decides which actions are theirs.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        InvalidChange: A field is missing or too long, the address isn't one or is another
            person's already.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    person = Person(created_at=now, **_checked(session, None, name, email, post))
    session.add(person)
    session.flush()
    audit.record(session, actor=actor, now=now, sentence=f"Added {_called(person)}")
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
    post: str,
) -> None:
    """Change a person's name, address or post.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        NotFound: There is no such person.
        EditConflict: Somebody changed them in between.
        InvalidChange: As for ``add_person``, or nothing is different.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    person = find(session, Person, person_id, version=version)
    given = _checked(session, person, name, email, post)
    changed = [field for field, value in given.items() if getattr(person, field) != value]
    if not changed:
        raise InvalidChange("Nothing of this is different from what is recorded already.")
    before = _called(person)
    for field in changed:
        setattr(person, field, given[field])
    sentence = f"{before}: changed {', '.join(changed)}"
    audit.record(session, actor=actor, now=now, sentence=sentence)


def set_reminders(
    session: Session, *, actor: Actor, now: datetime, person_id: int, wants_reminders: bool
) -> None:
    """Turn a person's reminders on or off; nothing happens where they are so already.

    Raises:
        NotAllowed: ``actor`` is neither the person, known by their post, nor may edit people.
        NotFound: There is no such person.
    """
    person = find(session, Person, person_id)
    permissions.require_person(actor, person.post)
    if person.wants_reminders == wants_reminders:
        return
    person.wants_reminders = wants_reminders
    sentence = f"{_called(person)}: reminders turned {'on' if wants_reminders else 'off'}"
    audit.record(session, actor=actor, now=now, sentence=sentence)


def issue_calendar(
    session: Session, *, actor: Actor, now: datetime, person_id: int, token: str
) -> None:
    """Give a person's calendar a new address; the one before ends.

    Args:
        token: From ``tokens.new_token``. Only its fingerprint is kept: show it once.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        NotFound: There is no such person.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    person = find(session, Person, person_id)
    if len(token) < SHORTEST_TOKEN:
        raise ValueError("A token this short could be guessed.")
    person.calendar_hash = tokens.fingerprint(token)
    sentence = f"{_called(person)}: a calendar address was issued"
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
    sentence = f"{_called(person)}: the calendar address was revoked"
    audit.record(session, actor=actor, now=now, sentence=sentence)


def _called(person: Person) -> str:
    """A person in the history, which is never changed and so never holds a name."""
    return f"Person {person.id} ({person.post})"


def _checked(
    session: Session, person: Person | None, name: str, email: str, post: str
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
    return {
        "name": _one_line(text_of(name, "The name", field="name", most=200)),
        "email": address,
        "post": _one_line(text_of(post, "The post", field="post", most=200)),
    }


def _one_line(text: str) -> str:
    """``text`` without line breaks: it goes into the headers of mails."""
    return " ".join(text.split())
