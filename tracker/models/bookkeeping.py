"""What the program keeps for itself: the data version, progress day by day, the demo's offset."""

from datetime import date

from sqlalchemy import Text
from sqlmodel import Field

from tracker.models.base import Record


class DataVersion(Record, table=True):
    """One row, raised with every change: whoever has seen this number has seen everything.

    The others are raised with every change of their part of the records, by ``areas.Area``.
    """

    __tablename__ = "data_version"

    id: int = Field(default=1, primary_key=True)
    number: int = 0
    strategy: int = 0
    plan: int = 0
    rounds: int = 0
    people: int = 0
    feedback: int = 0


class ProgressDay(Record, table=True):
    """The actual progress at the end of a day on which it was touched: the burn-up's steps.

    Written with the change itself, so an earlier day keeps the figure its readers saw.
    ``scope`` is a theme's code, or "" for the whole strategy.
    """

    __tablename__ = "progress_day"

    strategy_id: int = Field(foreign_key="strategy.id", primary_key=True)
    scope: str = Field(primary_key=True, max_length=12)
    day: date = Field(primary_key=True)
    progress: float | None = None  # missing: nothing to count


class Setting(Record, table=True):
    """A fact about this database that no person edits, such as the demo clock's offset."""

    __tablename__ = "setting"

    name: str = Field(primary_key=True, max_length=60)
    value: str = Field(sa_type=Text)
