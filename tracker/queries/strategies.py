"""The strategies: which one is current, today or on an earlier day, and which came before it."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.clock import day_of, end_of
from tracker.models import Strategy


@dataclass(frozen=True, slots=True)
class EarlierStrategy:
    """A strategy that was followed by another one.

    Attributes:
        last_day: The last day at whose end it was current; earlier than ``first_day`` where
            the next one began on the same day.
    """

    title: str
    first_day: date
    last_day: date


def current_id(as_at: date | None = None) -> Any:
    """The key of the current strategy, as a subquery.

    Args:
        as_at: That was current at the end of this day; ``None``: that is now.
    """
    keys = select(col(Strategy.id))
    if as_at is None:
        return keys.where(col(Strategy.is_current)).scalar_subquery()
    # A strategy is current from when it is begun until the next one is.
    begun = keys.where(col(Strategy.created_at) <= end_of(as_at))
    return begun.order_by(col(Strategy.id).desc()).limit(1).scalar_subquery()


def earlier(session: Session, *, as_at: date | None = None) -> list[EarlierStrategy]:
    """Those before the current one, the latest first.

    Args:
        as_at: As for ``current_id``.
    """
    statement = select(col(Strategy.title), col(Strategy.created_at)).order_by(col(Strategy.id))
    if as_at is not None:
        statement = statement.where(col(Strategy.created_at) <= end_of(as_at))
    begun = [(title, day_of(at)) for title, at in session.execute(statement)]
    found = [
        EarlierStrategy(title, first, following - timedelta(days=1))
        for (title, first), (_, following) in pairwise(begun)
    ]
    return found[::-1]
