"""Feedback: questions, answers that nobody can be recognised by, suggestions and decisions.

While a round is open, everything said in it lies in one row, its ballot box: rows of their own
would show by their order in the database who said what.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from tracker.models.base import Edited, Record, word_type
from tracker.vocabulary import DecisionKind, FeedbackState, QuestionKind


class FeedbackRound(Edited, table=True):
    """A round of questions to chosen member groups; it closes at the end of ``closes_on``."""

    __tablename__ = "feedback_round"
    __table_args__ = (CheckConstraint("closes_on >= opens_on", name="closes_after_it_opens"),)

    title: str = Field(max_length=200)
    introduction: str = Field(default="", max_length=1000)
    opens_on: date
    closes_on: date
    state: FeedbackState = Field(default=FeedbackState.DRAFT, sa_type=word_type(FeedbackState))


class Question(Edited, table=True):
    """A question. One that comes back in a later round is the same one, so change can be seen."""

    __tablename__ = "question"

    kind: QuestionKind = Field(sa_type=word_type(QuestionKind))
    wording: str = Field(max_length=300)
    options: str = Field(default="", max_length=1000)  # of a choice, one a line


class RoundQuestion(Edited, table=True):
    """That a question is asked in a round, and at which place."""

    __tablename__ = "round_question"
    __table_args__ = (UniqueConstraint("round_id", "question_id"),)

    round_id: int = Field(foreign_key="feedback_round.id", index=True)
    question_id: int = Field(foreign_key="question.id", index=True)
    position: int = 0
    is_required: bool = False
    is_asked: bool = True  # taken out again before the round opened: no longer


class Invitation(Edited, table=True):
    """That a member group is asked in a round, and how many people it was asked with."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("round_id", "group_id"),
        CheckConstraint("invited >= 0", name="invited_is_not_negative"),
    )

    round_id: int = Field(foreign_key="feedback_round.id", index=True)
    group_id: int = Field(foreign_key="group.id", index=True)
    invited: int | None = None  # missing: unknown, and then no rate is shown
    is_asked: bool = True


class BallotBox(Record, table=True):
    """What was said in an open round, and who has answered: one sealed whole (``ballots``).

    ``key`` and a secret that isn't in the database open it together. The row goes when the round
    closes, and the key with it.
    """

    __tablename__ = "ballot_box"

    round_id: int = Field(foreign_key="feedback_round.id", primary_key=True)
    key: bytes = Field(sa_type=LargeBinary)
    sealed: bytes = Field(sa_type=LargeBinary)


class Response(Record, table=True):
    """A set of answers in a closed round: for which group, and by nobody.

    It has no day: whoever knows who answered on a quiet day would know who said what.
    """

    __tablename__ = "response"

    key: str = Field(primary_key=True, max_length=32)  # random
    round_id: int = Field(foreign_key="feedback_round.id", index=True)
    group_id: int = Field(foreign_key="group.id")


class Answer(Record, table=True):
    """One answer of a response. A text is emptied when it is redacted, or its time is over."""

    __tablename__ = "answer"

    response_key: str = Field(foreign_key="response.key", primary_key=True, max_length=32)
    question_id: int = Field(foreign_key="question.id", primary_key=True, index=True)
    value: int | None = None  # 1 to 5, or the option's place from 1
    words: str = Field(default="", sa_type=Text)
    is_checked: bool = False  # a moderator has seen that the words name nobody


class Tally(Record, table=True):
    """How many gave each answer: counted once, when the round closes."""

    __tablename__ = "tally"

    round_id: int = Field(foreign_key="feedback_round.id", primary_key=True)
    group_id: int = Field(foreign_key="group.id", primary_key=True)
    question_id: int = Field(foreign_key="question.id", primary_key=True)
    value: int = Field(primary_key=True)  # 0: a text was given
    count: int


class ReleasedTable(Record, table=True):
    """A table about people that was shown, so that a later one can't be held against it."""

    __tablename__ = "released_table"

    id: int = Field(default=None, primary_key=True)
    released_on: date
    name: str = Field(max_length=200)  # what was shown: rounds, question, filters
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class CommentTheme(Edited, table=True):
    """What people write about, with the words by which it is proposed."""

    __tablename__ = "comment_theme"

    name: str = Field(max_length=100, unique=True)
    keywords: str = Field(default="", max_length=2000)  # one a line
    # The theme of the plan it belongs to: whoever leads an action of that may reply.
    plan_theme_id: int | None = Field(default=None, foreign_key="theme.id", index=True)


class CommentCode(Edited, table=True):
    """That somebody has found a theme in a comment."""

    __tablename__ = "comment_code"
    __table_args__ = (
        UniqueConstraint("response_key", "question_id", "theme_id"),
        Index(None, "theme_id"),
    )

    response_key: str = Field(foreign_key="response.key", max_length=32)
    question_id: int = Field(foreign_key="question.id")
    theme_id: int = Field(foreign_key="comment_theme.id")
    is_void: bool = False  # taken back


class Suggestion(Edited, table=True):
    """An improvement that a member proposes, signed or anonymous."""

    __tablename__ = "suggestion"
    personal: ClassVar[frozenset[str]] = frozenset({"words", "signed_by"})

    words: str = Field(sa_type=Text)
    signed_by: str = Field(default="", max_length=200)  # blank: anonymous
    theme_id: int | None = Field(default=None, foreign_key="theme.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="group.id", index=True)
    made_on: date
    is_public: bool = False  # a moderator has seen that it names nobody
    joined_into_id: int | None = Field(default=None, foreign_key="suggestion.id", index=True)


class Backing(Record, table=True):
    """That somebody backs a suggestion: a keyed hash, so that nobody does twice."""

    __tablename__ = "backing"

    suggestion_id: int = Field(foreign_key="suggestion.id", primary_key=True)
    hash: str = Field(primary_key=True, max_length=32)


class Decision(Record, table=True):
    """A public reply: what becomes of a suggestion or of a comments' theme. The latest counts."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(
            "(suggestion_id IS NULL) <> (comment_theme_id IS NULL)", name="answers_one_thing"
        ),
        CheckConstraint("(comment_theme_id IS NULL) = (round_id IS NULL)", name="themes_in_rounds"),
    )

    id: int = Field(default=None, primary_key=True)
    suggestion_id: int | None = Field(default=None, foreign_key="suggestion.id", index=True)
    comment_theme_id: int | None = Field(default=None, foreign_key="comment_theme.id", index=True)
    round_id: int | None = Field(default=None, foreign_key="feedback_round.id", index=True)
    kind: DecisionKind = Field(sa_type=word_type(DecisionKind))
    reply: str = Field(sa_type=Text)
    action_id: int | None = Field(default=None, foreign_key="action.id", index=True)
    decided_at: datetime
    decided_by: str = Field(max_length=200)
