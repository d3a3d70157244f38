"""Who is reminded, and whose a private address is."""

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker import tokens
from tracker.models import Action, Person, Reminder, Setting, Strategy

# The setting under which this database keeps the key that it signs addresses with.
SIGNING_KEY = "signing_key"
# What a signed address in a reminder is good for.
TURN_OFF = "turn reminders off"


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person as mails and calendars need them.

    Attributes:
        handle: Names this record and no later one, in signed addresses.
    """

    id: int
    name: str
    email: str
    post: str
    handle: str


def everyone(session: Session) -> pd.DataFrame:
    """Everybody who is reminded, by name.

    Returns:
        ``id``, ``version``, ``name``, ``email``, ``post``, ``wants_reminders``,
        ``has_calendar``, ``leads`` (how many actions of the current plan name the post).
    """
    led = (
        select(col(Action.responsible), func.count().label("leads"))
        .join(Strategy, col(Strategy.id) == col(Action.strategy_id))
        .where(col(Strategy.is_current))
        .group_by(col(Action.responsible))
        .subquery()
    )
    statement = (
        select(Person, func.coalesce(led.c.leads, 0))
        .outerjoin(led, led.c.responsible == col(Person.post))
        .order_by(func.lower(Person.name), col(Person.id))
    )
    names = ["id", "version", "name", "email", "post", "wants_reminders"]
    rows = [
        [*(getattr(person, name) for name in names), bool(person.calendar_hash), leads]
        for person, leads in session.exec(statement)
    ]
    return pd.DataFrame(rows, columns=[*names, "has_calendar", "leads"])


def to_remind(session: Session, *, round_id: int) -> list[PersonFacts]:
    """Those who want reminders and have had none in this round, in the order of their keys."""
    reminded = select(Reminder.person_id).where(Reminder.round_id == round_id)
    statement = (
        select(Person)
        .where(col(Person.wants_reminders), col(Person.id).not_in(reminded))
        .order_by(col(Person.id))
    )
    return [_facts(person) for person in session.exec(statement)]


def of_calendar(session: Session, token: str) -> PersonFacts | None:
    """Whose calendar has this token in its address."""
    found = select(Person).where(Person.calendar_hash == tokens.fingerprint(token))
    person = session.exec(found).one_or_none()
    return _facts(person) if person else None


def signing_key(session: Session) -> str | None:
    """The key of this database; ``None`` before anything was signed."""
    return session.exec(select(Setting.value).where(Setting.name == SIGNING_KEY)).one_or_none()


def of_reminder(session: Session, token: str) -> PersonFacts | None:
    """Whose reminders the signed address with this token turns off."""
    key = signing_key(session)
    handle = tokens.signed_name(key, TURN_OFF, token) if key else None
    if handle is None:
        return None
    person = session.get(Person, int(handle.partition("-")[0]))
    facts = _facts(person) if person else None
    return facts if facts and facts.handle == handle else None


def _facts(person: Person) -> PersonFacts:
    return PersonFacts(
        id=person.id,
        name=person.name,
        email=person.email,
        post=person.post,
        handle=f"{person.id}-{int(person.created_at.timestamp())}",
    )
