"""The latest move of each date, kept from one change to the next: only what has come is read.

Moves are never changed, and what has come has a higher number than all that was there.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import bindparam, exists
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

# Made once: making a statement takes longer than asking the database.
_LATER = aliased(DateChange)
_LATEST = select(DateChange.milestone_id, DateChange.id, DateChange.changed_by).where(
    col(DateChange.id) > bindparam("newest"),
    col(DateChange.changed_at) <= bindparam("by"),
    ~exists().where(
        col(_LATER.milestone_id) == col(DateChange.milestone_id),
        col(_LATER.id) > col(DateChange.id),
        col(_LATER.changed_at) <= bindparam("by"),
    ),
)
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


def latest_moves(
    session: Session, kept: LatestMoves = NO_MOVES, *, as_at: date | None = None
) -> LatestMoves:
    """The latest move of each date of any strategy.

    Args:
        kept: What this gave for the same database before; it stays as it is.
        as_at: Those made by the end of this day; ``None``: all.
    """
    by = _END_OF_TIME if as_at is None else end_of(as_at)
    session.flush()
    rows = session.connection().execute(_LATEST, {"newest": kept.newest, "by": by}).all()
    newest = max((number for _, number, _ in rows), default=kept.newest)
    return LatestMoves(
        newest, {**kept.of, **{key: (number, author) for key, number, author in rows}}
    )


def agreed_moves(session: Session, *, as_at: date | None = None) -> frozenset[int]:
    """The numbers of the moves that somebody has agreed to.

    Args:
        as_at: By the end of this day; ``None``: at any time.
    """
    statement = select(DateAgreement.date_change_id)
    if as_at is not None:
        statement = statement.where(col(DateAgreement.agreed_at) <= end_of(as_at))
    return frozenset(session.exec(statement))
