"""The latest move of each date, kept from one change to the next: only what has come is read.

Moves are never changed, and what has come has a higher number than all that was there.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker.clock import end_of
from tracker.models import DateAgreement, DateChange


@dataclass(frozen=True, slots=True)
class LatestMoves:
    """The latest move of each date.

    Attributes:
        newest: The highest number of a move.
        of: By milestone whose date has moved (its key), the number of its latest move and whose
            it is.
    """

    newest: int
    of: Mapping[int, tuple[int, str]]

    def number_to_agree(
        self, milestones: Iterable[int], *, agreed: Container[int], reader: str
    ) -> int:
        """How many of these milestones' moves wait for an agreement other than their author's.

        Args:
            agreed: The numbers of the moves that somebody has agreed to.
            reader: Whose own moves are left out.
        """
        moves = filter(None, map(self.of.get, milestones))
        return sum(1 for number, author in moves if author != reader and number not in agreed)


NO_MOVES = LatestMoves(0, {})


def latest_moves(
    session: Session, kept: LatestMoves = NO_MOVES, *, as_at: date | None = None
) -> LatestMoves:
    """The latest move of each date of any strategy.

    Args:
        kept: What this gave for the same database before; it stays as it is.
        as_at: Those made by the end of this day; ``None``: all.
    """
    later = aliased(DateChange)
    overtaken = exists().where(
        col(later.milestone_id) == col(DateChange.milestone_id),
        col(later.id) > col(DateChange.id),
        *_by(later, as_at),
    )
    statement = select(DateChange.milestone_id, DateChange.id, DateChange.changed_by).where(
        col(DateChange.id) > kept.newest,
        *_by(DateChange, as_at),
        ~overtaken,
    )
    session.flush()
    rows = session.connection().execute(statement).all()
    newest = max((number for _, number, _ in rows), default=kept.newest)
    return LatestMoves(newest, {**kept.of, **{key: (number, by) for key, number, by in rows}})


def _by(move: type[DateChange], as_at: date | None) -> list[Any]:
    return [] if as_at is None else [col(move.changed_at) <= end_of(as_at)]


def agreed_moves(session: Session, *, as_at: date | None = None) -> frozenset[int]:
    """The numbers of the moves that somebody has agreed to.

    Args:
        as_at: By the end of this day; ``None``: at any time.
    """
    statement = select(DateAgreement.date_change_id)
    if as_at is not None:
        statement = statement.where(col(DateAgreement.agreed_at) <= end_of(as_at))
    return frozenset(session.exec(statement))
