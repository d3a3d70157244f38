"""Every table, imported here so that ``Record.metadata`` is always complete."""

from tracker.models.base import Edited, Record
from tracker.models.bookkeeping import DataVersion, ProgressDay, Setting
from tracker.models.groups import (
    Attendance,
    Deliverable,
    Group,
    GroupAction,
    GroupChange,
    Meeting,
    Membership,
    TermsOfReference,
)
from tracker.models.ledger import (
    APPEND_ONLY,
    NOT_KEPT,
    AuditEntry,
    DateChange,
    PlannedMilestone,
    PlanVersion,
    StateChange,
)
from tracker.models.people import DataReturn, Organisation, Person, Reminder
from tracker.models.plan import (
    Action,
    Measure,
    Milestone,
    Objective,
    Recurrence,
    Strategy,
    Theme,
)
from tracker.models.posts import Appointment, Offer, Post
from tracker.models.rounds import (
    DateAgreement,
    Evidence,
    Exemption,
    FlagAnswer,
    ReportingRound,
    Review,
    Reviewer,
    Update,
)

__all__ = [
    "APPEND_ONLY",
    "NOT_KEPT",
    "Action",
    "Appointment",
    "Attendance",
    "AuditEntry",
    "DataReturn",
    "DataVersion",
    "DateAgreement",
    "DateChange",
    "Deliverable",
    "Edited",
    "Evidence",
    "Exemption",
    "FlagAnswer",
    "Group",
    "GroupAction",
    "GroupChange",
    "Measure",
    "Meeting",
    "Membership",
    "Milestone",
    "Objective",
    "Offer",
    "Organisation",
    "Person",
    "PlanVersion",
    "PlannedMilestone",
    "Post",
    "ProgressDay",
    "Record",
    "Recurrence",
    "Reminder",
    "ReportingRound",
    "Review",
    "Reviewer",
    "Setting",
    "StateChange",
    "Strategy",
    "TermsOfReference",
    "Theme",
    "Update",
]
