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
from tracker.models.plan import (
    Action,
    Measure,
    Milestone,
    Objective,
    Recurrence,
    Strategy,
    Theme,
)

__all__ = [
    "APPEND_ONLY",
    "Action",
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
