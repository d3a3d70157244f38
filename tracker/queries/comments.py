"""Comments, as the person who checks them reads them, and the themes they are about."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from tracker.models import Answer, CommentCode, CommentTheme, FeedbackRound, Response
from tracker.queries.results import lot_of
from tracker.vocabulary import FeedbackState


@dataclass(frozen=True, slots=True)
class Theme:
    """What people write about.

    Attributes:
        keywords: The words by which it is proposed.
        plan_theme_id: The theme of the plan that it belongs to; ``None``: to none.
    """

    id: int
    version: int
    name: str
    keywords: tuple[str, ...]
    plan_theme_id: int | None


@dataclass(frozen=True, slots=True)
class CommentKey:
    """Where a comment is kept; of its response nothing else is told."""

    question_id: int
    response_key: str
    is_checked: bool


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment.

    Attributes:
        theme_ids: What somebody has found that it is about.
        version: Raised by whoever checks it or finds other themes.
    """

    question_id: int
    response_key: str
    words: str
    is_checked: bool
    theme_ids: tuple[int, ...]
    version: int


def read_comment_themes(session: Session) -> tuple[Theme, ...]:
    """Every theme, in alphabetical order."""
    statement = select(CommentTheme).order_by(col(CommentTheme.name))
    return tuple(
        Theme(
            id=each.id,
            version=each.version,
            name=each.name,
            keywords=tuple(each.keywords.splitlines()),
            plan_theme_id=each.plan_theme_id,
        )
        for each in session.exec(statement)
    )


def read_comment_keys(session: Session, round_id: int) -> tuple[CommentKey, ...]:
    """The comments of a closed round that still have words, question by question.

    Within each they stand in an order of its own, which tells nothing.
    """
    statement = (
        select(Answer.question_id, Answer.response_key, Answer.is_checked)
        .join(Response, col(Response.key) == col(Answer.response_key))
        .join(FeedbackRound, col(FeedbackRound.id) == col(Response.round_id))
        .where(Response.round_id == round_id, FeedbackRound.state == FeedbackState.CLOSED)
        .where(Answer.words != "")
    )
    found = (CommentKey(*row) for row in session.exec(statement))
    return tuple(sorted(found, key=lambda each: (each.question_id, _lot(each))))


def read_comment(session: Session, question_id: int, response_key: str) -> Comment | None:
    """The comment; ``None`` when there is none any more."""
    answer = session.get(Answer, (response_key, question_id))
    if answer is None or not answer.words:
        return None
    codes = codes_of(session, question_id, response_key)
    return Comment(
        question_id=question_id,
        response_key=response_key,
        words=answer.words,
        is_checked=answer.is_checked,
        theme_ids=tuple(each.theme_id for each in codes if not each.is_void),
        version=version_of(answer, codes),
    )


def codes_of(session: Session, question_id: int, response_key: str) -> list[CommentCode]:
    """What was ever found in a comment, also what was taken back."""
    statement = select(CommentCode).where(
        CommentCode.question_id == question_id, CommentCode.response_key == response_key
    )
    return list(session.exec(statement.order_by(col(CommentCode.theme_id))))


def version_of(answer: Answer, codes: list[CommentCode]) -> int:
    """A number that grows with whatever is done about a comment."""
    return int(answer.is_checked) + sum(each.version for each in codes)


def _lot(key: CommentKey) -> bytes:
    return lot_of(key.question_id, key.response_key)
