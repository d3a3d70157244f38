"""What members answered: read from what was released, and from nothing beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import pandas as pd
from sqlmodel import Session, col, select

from tracker.analytics.released import Released, counts_of
from tracker.models import Answer, CommentCode, ReleasedTable, Response


@dataclass(frozen=True, slots=True)
class ThemeCounts:
    """How many comments of a round are about what, as they were counted last.

    Attributes:
        counts: As ``Released.counts``: the topics are questions, the answers themes.
    """

    counted_on: date
    counts: pd.DataFrame


_RESULTS, _THEMES, _REPLIES = "results of round ", "themes of round ", "replies of "


def results_name(round_id: int) -> str:
    """What the results of a round are called among what was released."""
    return f"{_RESULTS}{round_id}"


def themes_name(round_id: int) -> str:
    """What the themes of a round's comments are called among what was released."""
    return f"{_THEMES}{round_id}"


def replies_name(quarter: str) -> str:
    """What the replies to a quarter's suggestions are called among what was released."""
    return f"{_REPLIES}{quarter}"


def latest(session: Session, name: str, *, by: date | None = None) -> ReleasedTable | None:
    """What was released last under this name, until the end of the day ``by``."""
    statement = select(ReleasedTable).where(ReleasedTable.name == name)
    if by is not None:
        statement = statement.where(ReleasedTable.released_on <= by)
    return session.exec(statement.order_by(col(ReleasedTable.id).desc()).limit(1)).first()


def released_days(session: Session) -> dict[int, date]:
    """The day on which each closed round's results were released, by the round's id."""
    statement = select(col(ReleasedTable.name), col(ReleasedTable.released_on)).where(
        col(ReleasedTable.name).startswith(_RESULTS)
    )
    return {int(name.removeprefix(_RESULTS)): day for name, day in session.exec(statement)}


def read_results(
    session: Session, round_ids: Collection[int], *, by: date | None = None
) -> dict[int, Released]:
    """What was released of these rounds, by their ids; a round that isn't closed has nothing."""
    names = {results_name(id_): id_ for id_ in round_ids}
    statement = select(ReleasedTable).where(col(ReleasedTable.name).in_(names))
    if by is not None:
        statement = statement.where(ReleasedTable.released_on <= by)
    return {names[each.name]: Released.of(each.content) for each in session.exec(statement)}


def read_themes(session: Session, round_id: int, *, by: date | None = None) -> ThemeCounts | None:
    """The themes of a round's comments; ``None``: nobody has counted them yet."""
    found = latest(session, themes_name(round_id), by=by)
    return ThemeCounts(found.released_on, counts_of(found.content["counts"])) if found else None


def read_theme_counts(session: Session, *, by: date) -> dict[int, list[ThemeCounts]]:
    """Every count of the themes of every round until the end of the day ``by``, in their order."""
    statement = (
        select(ReleasedTable)
        .where(col(ReleasedTable.name).startswith(_THEMES), ReleasedTable.released_on <= by)
        .order_by(col(ReleasedTable.id))
    )
    found: dict[int, list[ThemeCounts]] = {}
    for each in session.exec(statement):
        counted = ThemeCounts(each.released_on, counts_of(each.content["counts"]))
        found.setdefault(int(each.name.removeprefix(_THEMES)), []).append(counted)
    return found


def read_replies(session: Session, *, by: date | None = None) -> dict[str, Released]:
    """What was released of the replies to each quarter's suggestions, by the quarter's label."""
    statement = (
        select(ReleasedTable)
        .where(col(ReleasedTable.name).startswith(_REPLIES))
        .order_by(col(ReleasedTable.id))
    )
    if by is not None:
        statement = statement.where(ReleasedTable.released_on <= by)
    return {
        each.name.removeprefix(_REPLIES): Released.of(each.content)
        for each in session.exec(statement)
    }


def comment_keys(
    session: Session,
    *,
    round_id: int,
    question_id: int,
    group_ids: Collection[int],
    theme_id: int | None,
    other_than: Collection[int] = (),
) -> tuple[str, ...]:
    """The keys of the comments that may be shown, in an order that tells nothing.

    The same response stands at another place in each question, so that its comments can't be put
    together again.

    Args:
        group_ids: Those whose answers to the question may be told: nobody else's are shown.
        theme_id: What they are about; ``None``: none of ``other_than``.
    """
    theme_ids = {theme_id} if theme_id is not None else set(other_than)
    coded = (
        select(CommentCode.response_key)
        .where(CommentCode.question_id == question_id, ~col(CommentCode.is_void))
        .where(col(CommentCode.theme_id).in_(theme_ids))
    )
    is_about = col(Answer.response_key).in_(coded)
    statement = (
        select(Answer.response_key)
        .join(Response, col(Response.key) == col(Answer.response_key))
        .where(Response.round_id == round_id, col(Response.group_id).in_(group_ids))
        .where(Answer.question_id == question_id, Answer.is_checked, Answer.words != "")
        .where(is_about if theme_id is not None else ~is_about)
    )
    return tuple(sorted(session.exec(statement), key=lambda key: lot_of(question_id, key)))


def lot_of(question_id: int, key: str) -> bytes:
    """By what the comments on a question are ordered: another order for every question."""
    return sha256(f"{question_id} {key}".encode()).digest()


def comment_words(session: Session, question_id: int, keys: Sequence[str]) -> tuple[str, ...]:
    """What was written, in the order of the keys; what has gone since is left out."""
    statement = (
        select(Answer.response_key, Answer.words)
        .where(col(Answer.response_key).in_(keys), Answer.question_id == question_id)
        .where(Answer.is_checked, Answer.words != "")
    )
    words = dict(session.exec(statement).all())
    return tuple(words[key] for key in keys if key in words)
