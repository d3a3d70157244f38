"""What is only ever added to: published versions, moved dates, changed states, the audit trail.

The database itself refuses to change or delete a row of these tables (see the migrations).
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field

from tracker.models.base import Record, word_type
from tracker.vocabulary import ActionState, Precision, Role

# Stands in an audit entry for what a personal field held: an entry can't be taken back later.
NOT_KEPT = "(not kept)"


class PlanVersion(Record, table=True):
    """The plan as published on a day."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("strategy_id", "number"),)

    id: int = Field(default=None, primary_key=True)
    strategy_id: int = Field(foreign_key="strategy.id", index=True)
    number: int
    published_on: date
    published_at: datetime
    published_by: str = Field(max_length=200)
    note: str = Field(default="", max_length=500)


class PlannedMilestone(Record, table=True):
    """One milestone as it stood in a published version: its date and weights, frozen."""

    __tablename__ = "planned_milestone"

    plan_version_id: int = Field(foreign_key="plan_version.id", primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", primary_key=True, index=True)
    action_id: int = Field(foreign_key="action.id")
    action_ref: str = Field(max_length=20)
    title: str = Field(max_length=220)
    timing: str = Field(max_length=200)
    due_on: date | None = None
    due_precision: Precision | None = Field(default=None, sa_type=word_type(Precision))
    weight: float
    action_weight: float


class DateChange(Record, table=True):
    """One move of one milestone's due date. Together they are the slip ledger."""

    __tablename__ = "date_change"

    id: int = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    changed_at: datetime = Field(index=True)
    changed_by: str = Field(max_length=200)
    reason: str = Field(max_length=500)
    from_timing: str = Field(max_length=200)
    from_due_on: date | None = None
    to_timing: str = Field(max_length=200)
    to_due_on: date | None = None


class StateChange(Record, table=True):
    """One change of one action's state; says from when it is left out of the count."""

    __tablename__ = "state_change"

    id: int = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id", index=True)
    changed_at: datetime = Field(index=True)
    changed_by: str = Field(max_length=200)
    reason: str = Field(default="", max_length=500)
    from_state: ActionState = Field(sa_type=word_type(ActionState, "from_state"))
    to_state: ActionState = Field(sa_type=word_type(ActionState, "to_state"))


class AuditEntry(Record, table=True):
    """Who changed what, when and why: one entry a change, written in the same transaction.

    ``changes`` lists every changed field of every record as
    ``{"record": "milestone", "id": 5, "field": "due_on", "old": "2022-03-31", "new": null}``.
    Undoing them in reverse order gives the plan as it was recorded on an earlier day.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "actor", "at"),)

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    actor: str = Field(max_length=200)
    role: Role = Field(sa_type=word_type(Role))
    action_id: int | None = Field(default=None, foreign_key="action.id", index=True)
    sentence: str = Field(sa_type=Text)
    reason: str = Field(default="", sa_type=Text)
    needs: str = Field(default="", max_length=40)  # the permission to read it; blank: everyone
    changes: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


APPEND_ONLY = (
    "plan_version",
    "planned_milestone",
    "date_change",
    "state_change",
    "audit_entry",
    "action_update",
    "evidence",
    "exemption",
    "review",
    "flag_answer",
    "date_agreement",
    "group_change",
    "terms_of_reference",
    "tally",
    "released_table",
    "decision",
)
