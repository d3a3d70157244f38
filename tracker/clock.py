"""The one clock. Everything that needs to know what day it is asks here.

A demo's clock runs with an offset, so that its year of history ends on the day it was made.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def day_of(moment: datetime) -> date:
    """The day in the United Kingdom on which ``moment`` (aware) falls."""
    return moment.astimezone(LONDON).date()


def end_of(day: date) -> datetime:
    """The last moment of ``day`` in the United Kingdom, in UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """The time, moved by ``offset``."""

    offset: timedelta = timedelta()

    def now(self) -> datetime:
        """This moment in UTC."""
        return datetime.now(UTC) + self.offset

    def today(self) -> date:
        """This day in the United Kingdom."""
        return day_of(self.now())
