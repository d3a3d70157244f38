"""Organisations and people: the least that groups, posts, reminders and calendars need."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from tracker.models.base import Edited, Record


class Organisation(Edited, table=True):
    """A department or agency. The coverage grid has a row for each that is in scope.

    One that was merged into another is kept, so that earlier days can still be shown; whatever
    belonged to it belongs to the other.
    """

    __tablename__ = "organisation"

    code: str = Field(max_length=20, unique=True)  # short, in capitals: "DEFRA"
    name: str = Field(max_length=200)
    is_in_scope: bool = True
    merged_into_id: int | None = Field(default=None, foreign_key="organisation.id")


class Person(Edited, table=True):
    """Somebody in the directory: a name, a work address, and where they work.

    Of a person who was erased, or merged into another, only the key is kept: spells and counts
    stay right, and history says "former member".
    """

    __tablename__ = "person"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "email", "calendar_hash"})

    name: str = Field(max_length=200)
    email: str | None = Field(default=None, max_length=200, unique=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    wants_reminders: bool = True
    # Names this person in the address of a private calendar; blank: there is none.
    calendar_hash: str = Field(default="", max_length=64, index=True)
    erased_on: date | None = None
    merged_into_id: int | None = Field(default=None, foreign_key="person.id")


class DataReturn(Edited, table=True):
    """That an organisation has returned its diversity data for a year."""

    __tablename__ = "data_return"
    __table_args__ = (UniqueConstraint("organisation_id", "year"),)

    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    year: int
    returned_on: date | None = None  # missing: it was recorded by mistake


class Reminder(Record, table=True):
    """That somebody set out to remind a person in a round; there is never a second one."""

    __tablename__ = "reminder"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    round_id: int = Field(foreign_key="reporting_round.id", primary_key=True)
    claimed_at: datetime
    sent_at: datetime | None = None  # missing: whether it arrived isn't known
