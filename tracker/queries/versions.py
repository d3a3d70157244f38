"""What every screen asks first: how new the data is, and what time its clock says."""

from datetime import timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.clock import Clock
from tracker.models import DataVersion, Setting

CLOCK_OFFSET = "clock_offset_seconds"


class Version(NamedTuple):
    """How new the data is: numbers that only rise.

    Attributes:
        number: Raised with every change.
        strategy, plan, rounds, people, feedback: Raised with every change of that ``Area``.
    """

    number: int
    strategy: int
    plan: int
    rounds: int
    people: int
    feedback: int


# Made once: half of the time would go into making it.
_NUMBERS: list[Any] = [getattr(DataVersion, name) for name in Version._fields]
_VERSION_AND_OFFSET = sa.select(*_NUMBERS, col(Setting.value)).outerjoin(
    Setting, col(Setting.name) == CLOCK_OFFSET
)


def version_and_clock(connection: sa.Connection) -> tuple[Version, Clock]:
    """How new the data is, and ``clock``, in one question: every run of every page begins so."""
    *numbers, offset = connection.execute(_VERSION_AND_OFFSET).one()
    return Version(*numbers), _clock(offset)


def clock(session: Session) -> Clock:
    """The clock this database runs by: the real one, unless a demo was begun with an offset."""
    return _clock(session.exec(select(Setting.value).where(Setting.name == CLOCK_OFFSET)).first())


def _clock(offset: str | None) -> Clock:
    return Clock(timedelta(seconds=float(offset))) if offset else Clock()
