"""Groups: what they are for, who is in them from when to when, and what they deliver."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from tracker.models.base import Edited, Record, word_type
from tracker.vocabulary import GroupKind, GroupRole, GroupState

COUNTS = text("NOT is_void")


class Group(Edited, table=True):
    """An action group, task-and-finish group, working group, member group or shadow board."""

    __tablename__ = "group"

    name: str = Field(max_length=200, unique=True)
    kind: GroupKind = Field(sa_type=word_type(GroupKind))
    state: GroupState = Field(default=GroupState.PROPOSED, sa_type=word_type(GroupState))
    state_reason: str = Field(default="", max_length=500)
    parent_id: int | None = Field(default=None, foreign_key="group.id", index=True)
    began_on: date | None = None  # became active
    ends_on: date | None = None  # as planned
    ended_on: date | None = None  # closed or stopped
    outputs: str = Field(default="", sa_type=Text)
    lessons: str = Field(default="", sa_type=Text)


class GroupChange(Record, table=True):
    """One change of one group's state, or of its end. Together they are its life."""

    __tablename__ = "group_change"

    id: int = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="group.id", index=True)
    changed_at: datetime = Field(index=True)
    changed_by: str = Field(max_length=200)
    reason: str = Field(default="", max_length=500)
    from_state: GroupState = Field(sa_type=word_type(GroupState, "from_state"))
    to_state: GroupState = Field(sa_type=word_type(GroupState, "to_state"))
    from_ends_on: date | None = None
    to_ends_on: date | None = None


class TermsOfReference(Record, table=True):
    """What a group is there for, as agreed: a change is a new version."""

    __tablename__ = "terms_of_reference"
    __table_args__ = (UniqueConstraint("group_id", "number"),)

    id: int = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="group.id", index=True)
    number: int
    agreed_at: datetime
    agreed_by: str = Field(max_length=200)
    purpose: str = Field(sa_type=Text)
    in_scope: str = Field(default="", sa_type=Text)
    out_of_scope: str = Field(default="", sa_type=Text)
    composition: str = Field(default="", sa_type=Text)
    decisions: str = Field(default="", sa_type=Text)  # that it may take
    deliverables: str = Field(default="", sa_type=Text)  # one a line
    handover_plan: str = Field(default="", sa_type=Text)


class Deliverable(Edited, table=True):
    """One thing that a group promised to deliver, as a line of its terms of reference says."""

    __tablename__ = "deliverable"
    __table_args__ = (UniqueConstraint("group_id", "title"),)

    group_id: int = Field(foreign_key="group.id", index=True)
    title: str = Field(max_length=200)
    accepted_on: date | None = None
    withdrawn_on: date | None = None  # the terms no longer name it
    position: int = 0


class GroupAction(Edited, table=True):
    """Which group an action is at home in. Without a group, its lead carries it alone."""

    __tablename__ = "group_action"

    action_id: int = Field(foreign_key="action.id", unique=True)
    group_id: int | None = Field(default=None, foreign_key="group.id", index=True)


class Membership(Edited, table=True):
    """A spell of a person in a group, both days included. One person's spells don't overlap."""

    __tablename__ = "membership"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),)

    group_id: int = Field(foreign_key="group.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: GroupRole = Field(default=GroupRole.MEMBER, sa_type=word_type(GroupRole))
    starts_on: date
    ends_on: date | None = None  # missing: goes on
    hours_a_month: float | None = None  # offered; missing: not said
    is_void: bool = False  # recorded by mistake


class Meeting(Edited, table=True):
    """That a group met on a day."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index(
            "ix_meeting_one_a_day",
            *("group_id", "held_on"),
            unique=True,
            sqlite_where=COUNTS,
            postgresql_where=COUNTS,
        ),
    )

    group_id: int = Field(foreign_key="group.id", index=True)
    held_on: date
    note: str = Field(default="", max_length=500)
    is_void: bool = False  # recorded by mistake


class Attendance(Edited, table=True):
    """That a person came to a meeting."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    is_void: bool = False  # recorded by mistake
