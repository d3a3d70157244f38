"""What every screen asks first: how new the data is, and what time its clock says."""

from datetime import timedelta

from sqlmodel import Session, select

from tracker.clock import Clock
from tracker.models import DataVersion, Setting

CLOCK_OFFSET = "clock_offset_seconds"


def data_version(session: Session) -> int:
    """A number that every change raises."""
    return session.exec(select(DataVersion.number)).one()


def clock(session: Session) -> Clock:
    """The clock this database runs by: the real one, unless a demo was begun with an offset."""
    offset = session.get(Setting, CLOCK_OFFSET)
    return Clock(timedelta(seconds=float(offset.value))) if offset else Clock()
