"""Every fixed word, each written once.

The value is stored and appears in addresses; the label is shown.
"""

from tracker.vocabulary.feedback import (
    AGREEMENT,
    SMALL_GROUP,
    WITH_ACTION,
    DecisionKind,
    FeedbackState,
    QuestionKind,
)
from tracker.vocabulary.groups import (
    ENDED,
    TEMPORARY,
    UNLED,
    GroupKind,
    GroupRole,
    GroupState,
    PostKind,
    Strand,
)
from tracker.vocabulary.plan import (
    DELIVERED,
    HEAVIEST,
    LEFT_OUT,
    MOST_NEEDS,
    OWED,
    TO_BE_SET,
    ActionState,
    ConditionState,
    MilestoneState,
    Precision,
    Standing,
)
from tracker.vocabulary.reporting import (
    REPORTED,
    Answer,
    Status,
    Verdict,
)
from tracker.vocabulary.roles import (
    ROLE_PERMISSIONS,
    Permission,
    Role,
)
from tracker.vocabulary.words import (
    Word,
)

__all__ = [
    "AGREEMENT",
    "ActionState",
    "Answer",
    "ConditionState",
    "DELIVERED",
    "DecisionKind",
    "ENDED",
    "FeedbackState",
    "GroupKind",
    "GroupRole",
    "GroupState",
    "HEAVIEST",
    "LEFT_OUT",
    "MOST_NEEDS",
    "MilestoneState",
    "OWED",
    "Permission",
    "PostKind",
    "Precision",
    "QuestionKind",
    "REPORTED",
    "ROLE_PERMISSIONS",
    "Role",
    "SMALL_GROUP",
    "Standing",
    "Status",
    "Strand",
    "TEMPORARY",
    "TO_BE_SET",
    "UNLED",
    "Verdict",
    "WITH_ACTION",
    "Word",
]
