"""Every table, imported here so that ``Record.metadata`` is always complete."""

from tracker.models.base import Edited, Record
from tracker.models.bookkeeping import DataVersion, ProgressDay, Setting
from tracker.models.ledger import (
    APPEND_ONLY,
    AuditEntry,
    DateChange,
    PlannedMilestone,
    PlanVersion,
    StateChange,
)
from tracker.models.people import Person, Reminder
from tracker.models.plan import (
    Action,
    Measure,
    Milestone,
    Objective,
    Recurrence,
    Strategy,
    Theme,
)
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
    "Action",
    "Update",
    "Reviewer",
    "Review",
    "ReportingRound",
    "FlagAnswer",
    "Exemption",
    "Evidence",
    "DateAgreement",
    "Reminder",
    "Person",
    "AuditEntry",
    "DataVersion",
    "DateChange",
    "Edited",
    "Measure",
    "Milestone",
    "Objective",
    "PlanVersion",
    "PlannedMilestone",
    "ProgressDay",
    "Record",
    "Recurrence",
    "Setting",
    "StateChange",
    "Strategy",
    "Theme",
]
