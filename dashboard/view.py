"""What decides what a reader sees: the key under which everything drawn is cached."""

from dataclasses import dataclass
from datetime import date

from tracker.permissions import Actor


@dataclass(frozen=True, slots=True)
class Moment:
    """Which state of the records is looked at.

    Attributes:
        version: Raised with every change of the records.
        today: The clock's day, in the United Kingdom.
        as_at: The earlier day whose records are shown; ``None`` for today's.
    """

    version: int
    today: date
    as_at: date | None = None

    @property
    def day(self) -> date:
        """The day every figure speaks of."""
        return self.as_at or self.today


@dataclass(frozen=True, slots=True)
class View:
    """A moment, and who is looking at it."""

    moment: Moment
    actor: Actor


# For caches: each is known by what it says. Streamlit's own way of telling arguments apart takes
# eight times as long, in every cached call of every run.
KNOWN_BY = {Moment: repr, View: repr}
