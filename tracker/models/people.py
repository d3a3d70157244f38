"""The least about people that reminders and calendars need."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from tracker.models.base import Edited, Record


class Person(Edited, table=True):
    """Somebody who is reminded: a name, a work address, and the post that the plan names."""

    __tablename__ = "person"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "email", "calendar_hash"})

    name: str = Field(max_length=200)
    email: str = Field(max_length=200, unique=True)
    post: str = Field(max_length=200, index=True)  # as actions name it: "Data lead"
    wants_reminders: bool = True
    # Names this person in the address of a private calendar; blank: there is none.
    calendar_hash: str = Field(default="", max_length=64, index=True)


class Reminder(Record, table=True):
    """That a person was reminded in a round; there is never a second one."""

    __tablename__ = "reminder"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    round_id: int = Field(foreign_key="reporting_round.id", primary_key=True)
    sent_at: datetime
