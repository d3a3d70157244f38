"""Every table, imported here so that ``Record.metadata`` is always complete."""

from tracker.areas import Area
from tracker.models.base import Edited, Record
from tracker.models.bookkeeping import DataVersion, ProgressDay, Setting
from tracker.models.feedback import (
    Answer,
    Backing,
    BallotBox,
    CommentCode,
    CommentTheme,
    Decision,
    FeedbackRound,
    Invitation,
    Question,
    ReleasedTable,
    Response,
    RoundQuestion,
    Suggestion,
    Tally,
)
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
    "Action",
    "Answer",
    "Appointment",
    "Attendance",
    "AuditEntry",
    "Backing",
    "BallotBox",
    "CommentCode",
    "CommentTheme",
    "DataReturn",
    "DataVersion",
    "DateAgreement",
    "DateChange",
    "Decision",
    "Deliverable",
    "Edited",
    "Evidence",
    "Exemption",
    "FeedbackRound",
    "FlagAnswer",
    "Group",
    "GroupAction",
    "GroupChange",
    "Invitation",
    "Measure",
    "Meeting",
    "Membership",
    "Milestone",
    "NOT_KEPT",
    "Objective",
    "Offer",
    "Organisation",
    "Person",
    "PlanVersion",
    "PlannedMilestone",
    "Post",
    "ProgressDay",
    "Question",
    "Record",
    "Recurrence",
    "ReleasedTable",
    "Reminder",
    "ReportingRound",
    "Response",
    "Review",
    "Reviewer",
    "RoundQuestion",
    "Setting",
    "StateChange",
    "Strategy",
    "Suggestion",
    "Tally",
    "TermsOfReference",
    "Theme",
    "Update",
]

_OF_STRATEGY = (Strategy, Theme, Objective, Measure, PlanVersion, PlannedMilestone)
# By the module that defines a table. Those of ``bookkeeping`` belong to none.
_AREAS = {
    **dict.fromkeys(("plan", "ledger"), Area.PLAN),
    **dict.fromkeys(("people", "groups", "posts"), Area.PEOPLE),
    "rounds": Area.ROUNDS,
    "feedback": Area.FEEDBACK,
}


def area_of(model: type[Record]) -> Area | None:
    """The part of the records that ``model``'s table belongs to.

    ``None``: to none, because it only tells of changes in others.
    """
    if model is AuditEntry:  # it tells of all
        return None
    if model in _OF_STRATEGY:
        return Area.STRATEGY
    return _AREAS.get(model.__module__.rpartition(".")[2])
