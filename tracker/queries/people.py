"""The people of the directory: who is reminded, and whose a private address is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from tracker import tokens
from tracker.models import (
    Action,
    Appointment,
    Organisation,
    Person,
    Post,
    Reminder,
    Setting,
    Strategy,
)
from tracker.queries._frames import read_frame
from tracker.queries._words import askable
from tracker.queries.posts import held_posts, of_day

# The setting under which this database keeps the key that it signs addresses with.
SIGNING_KEY = "signing_key"
# What a signed address in a reminder is good for.
TURN_OFF = "turn reminders off"
_IN_THE_DIRECTORY = (col(Person.erased_on).is_(None), col(Person.merged_into_id).is_(None))


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person as mails and calendars need them.

    Attributes:
        posts: What they hold on the day asked for, in alphabetical order.
        handle: Names this record and no later one, in signed addresses.
    """

    id: int
    name: str
    email: str
    posts: tuple[str, ...]
    handle: str


def everyone(session: Session, *, day: date, ids: Collection[int] | None = None) -> pd.DataFrame:
    """Everybody in the directory, by name; without those erased or merged into others.

    Args:
        ids: Only those of these keys; ``None``: all.

    Returns:
        ``id``, ``version``, ``name``, ``email``, ``organisation_id``, ``organisation`` (its
        code; missing: none), ``wants_reminders``, ``has_calendar``, ``posts`` (held on ``day``,
        as a text), ``leads`` (how many actions of the current plan name one of them).
    """
    names = ["id", "version", "name", "email", "organisation_id", "wants_reminders"]
    columns = [*(getattr(Person, name) for name in names), Organisation.code, Person.calendar_hash]
    statement = (
        select(*columns)
        .outerjoin(Organisation, col(Organisation.id) == col(Person.organisation_id))
        .where(*_IN_THE_DIRECTORY)
        .order_by(func.lower(Person.name), col(Person.id))
    )
    if ids is not None:
        statement = statement.where(col(Person.id).in_(ids))
    people = read_frame(session, statement, [*names, "organisation", "calendar_hash"])
    held: dict[int, list[str]] = {}
    for person_id, title in held_posts(session, day=day, ids=ids).itertuples(index=False):
        held.setdefault(person_id, []).append(title)
    led = _led(session)
    posts = [held.get(id_, []) for id_ in people["id"]]
    return people.drop(columns="calendar_hash").assign(
        has_calendar=people["calendar_hash"] != "",
        posts=["; ".join(own) for own in posts],
        leads=[sum(led.get(title, 0) for title in own) for own in posts],
    )


def found(session: Session, words: str, *, day: date) -> tuple[int, ...]:
    """The keys of those in whose name, address, organisation or posts all ``words`` occur.

    In the order of ``everyone``; without words, everybody.
    """
    statement = (
        select(Person.id)
        .outerjoin(Organisation, col(Organisation.id) == col(Person.organisation_id))
        .where(*_IN_THE_DIRECTORY)
        .order_by(func.lower(Person.name), col(Person.id))
    )
    texts = (Person.name, Person.email, Organisation.code, Organisation.name)
    for word in askable(words).split():
        in_their_own = [col(text).icontains(word, autoescape=True) for text in texts]
        statement = statement.where(or_(*in_their_own, col(Person.id).in_(_holders(day, word))))
    return tuple(session.exec(statement))


def _holders(day: date, word: str) -> Any:
    """The keys of those who hold a post on ``day`` in whose title ``word`` occurs."""
    title = col(Post.title).icontains(word, autoescape=True)
    own = select(Appointment.person_id).join(Post, col(Post.id) == col(Appointment.post_id))
    return own.where(*of_day(day), title)


def _led(session: Session) -> dict[str, int]:
    """How many actions of the current plan name each post, by its title."""
    statement = (
        select(Action.responsible, func.count())
        .join(Strategy, col(Strategy.id) == col(Action.strategy_id))
        .where(col(Strategy.is_current))
        .group_by(col(Action.responsible))
    )
    return dict(session.exec(statement).all())


def to_remind(session: Session, *, round_id: int, day: date) -> list[PersonFacts]:
    """Those who want reminders and have had none in this round, in the order of their keys."""
    reminded = select(Reminder.person_id).where(Reminder.round_id == round_id)
    statement = (
        select(Person)
        .where(
            *(col(Person.wants_reminders), col(Person.id).not_in(reminded)),
            col(Person.email).is_not(None),
        )
        .order_by(col(Person.id))
    )
    posts = _posts_by_person(session, day)
    return [_facts(person, posts) for person in session.exec(statement)]


def of_calendar(session: Session, token: str, *, day: date) -> PersonFacts | None:
    """Whose calendar has this token in its address."""
    found = select(Person).where(Person.calendar_hash == tokens.fingerprint(token))
    person = session.exec(found).one_or_none()
    return _facts(person, _posts_by_person(session, day)) if person else None


def signing_key(session: Session) -> str | None:
    """The key of this database; ``None`` before anything was signed."""
    return session.exec(select(Setting.value).where(Setting.name == SIGNING_KEY)).one_or_none()


def of_reminder(session: Session, token: str) -> int | None:
    """The key of whoever's reminders the signed address with this token turns off.

    One sent before two records were merged is good for the one that was kept.
    """
    key = signing_key(session)
    handle = tokens.signed_name(key, TURN_OFF, token) if key else None
    person = session.get(Person, int(handle.partition("-")[0])) if handle else None
    if person is None or _handle(person) != handle or person.erased_on:
        return None
    return person.merged_into_id or person.id


def _posts_by_person(session: Session, day: date) -> dict[int, tuple[str, ...]]:
    held = held_posts(session, day=day)
    return dict(held.groupby("person_id")["title"].agg(tuple))


def _facts(person: Person, posts: Mapping[int, tuple[str, ...]]) -> PersonFacts:
    return PersonFacts(
        id=person.id,
        name=person.name,
        email=person.email or "",
        posts=posts.get(person.id, ()),
        handle=_handle(person),
    )


def _handle(person: Person) -> str:
    return f"{person.id}-{int(person.created_at.timestamp())}"
