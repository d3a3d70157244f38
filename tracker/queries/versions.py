"""What every screen asks first: how new the data is, and what time its clock says."""

from datetime import timedelta

from sqlmodel import Session, col, select

from tracker.clock import Clock
from tracker.models import DataVersion, Setting

CLOCK_OFFSET = "clock_offset_seconds"

# Made once, and sent past the session: half of the time would go into making it.
_VERSION_AND_OFFSET = select(DataVersion.number, Setting.value).outerjoin(
    Setting, col(Setting.name) == CLOCK_OFFSET
)


def data_version(session: Session) -> int:
    """A number that every change raises."""
    return session.exec(select(DataVersion.number)).one()


def version_and_clock(session: Session) -> tuple[int, Clock]:
    """``data_version`` and ``clock`` in one question: every run of every page begins with it."""
    number, offset = session.connection().execute(_VERSION_AND_OFFSET).one()
    return number, _clock(offset)


def clock(session: Session) -> Clock:
    """The clock this database runs by: the real one, unless a demo was begun with an offset."""
    return _clock(session.exec(select(Setting.value).where(Setting.name == CLOCK_OFFSET)).first())


def _clock(offset: str | None) -> Clock:
    return Clock(timedelta(seconds=float(offset))) if offset else Clock()
