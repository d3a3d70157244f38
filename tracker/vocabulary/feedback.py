"""The words of feedback: rounds of questions, suggestions, and what became of them."""

from tracker.vocabulary.words import Word


class QuestionKind(Word):
    """How a question is answered."""

    AGREEMENT = "agreement"
    CHOICE = "choice"
    TEXT = "text"

    @property
    def label(self) -> str:
        return _QUESTION_LABELS[self]


_QUESTION_LABELS = {
    QuestionKind.AGREEMENT: "How far somebody agrees, in five steps",
    QuestionKind.CHOICE: "A choice of one",
    QuestionKind.TEXT: "In their own words",
}

# The steps of agreement, by the number that is stored: 1 to 5.
AGREEMENT = (
    "Strongly disagree",
    "Disagree",
    "Neither agree nor disagree",
    "Agree",
    "Strongly agree",
)

# Whoever speaks for a group of which fewer people were asked is told so before they send.
SMALL_GROUP = 10


class FeedbackState(Word):
    """Where a round of questions is in its life: built, answered, then read."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class DecisionKind(Word):
    """What becomes of a suggestion, or of a theme found in comments."""

    WE_WILL = "we_will"
    ALREADY_DOING = "already_doing"
    WILL_NOT = "will_not"
    NEED_TO_KNOW = "need_to_know"

    @property
    def label(self) -> str:
        return _DECISION_LABELS[self]


_DECISION_LABELS = {
    DecisionKind.WE_WILL: "We will",
    DecisionKind.ALREADY_DOING: "We are already doing it",
    DecisionKind.WILL_NOT: "We will not, because",
    DecisionKind.NEED_TO_KNOW: "We need to know more",
}

# These name the action by which it is done.
WITH_ACTION = frozenset({DecisionKind.WE_WILL, DecisionKind.ALREADY_DOING})
