"""Working days in England and Wales: Monday to Friday, without bank holidays.

The bank holidays stand in ``data/bank_holidays.csv``, for whole years; a day outside those years
is refused, because nobody could say whether it is one.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from tracker import wording
from tracker.errors import TrackerError

FILE = Path(__file__).parents[1] / "data" / "bank_holidays.csv"
REPLY_DAYS = 20  # working days in which a suggestion gets its first reply


class NoSuchCalendar(TrackerError):
    """Which days are bank holidays isn't known for a day."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days are working days.

    Attributes:
        holidays: The bank holidays.
        first, last: The days from which and until which they are known.
    """

    holidays: frozenset[date]
    first: date
    last: date

    def after(self, day: date, number: int) -> date:
        """The ``number``-th working day after ``day``, which itself isn't counted.

        Raises:
            NoSuchCalendar: One of the two days lies outside the years that are known.
        """
        self._check(day)
        offset = np.busday_offset(day, number, roll="backward", busdaycal=self._calendar)
        found = pd.Timestamp(offset).date()
        self._check(found)
        return found

    def between(self, start: date, end: date) -> int:
        """How many working days there are after ``start``, up to and with ``end``.

        0 when ``end`` comes before ``start``, or on it.

        Raises:
            NoSuchCalendar: One of the two days lies outside the years that are known.
        """
        return int(self._between(np.array([[start, end]], dtype="datetime64[D]"))[0])

    def between_all(self, starts: pd.Series, ends: pd.Series) -> pd.Series:
        """``between`` for each pair of days; missing where one of them is missing."""
        pairs = pd.DataFrame({"start": starts, "end": ends}).apply(pd.to_datetime)
        known = pairs.notna().all(axis=1)
        counts = pd.Series(pd.NA, index=starts.index, dtype="Int64")
        counts[known] = self._between(pairs[known].to_numpy().astype("datetime64[D]"))
        return counts

    def _between(self, pairs: np.ndarray) -> np.ndarray:
        if pairs.size:
            self._check(pairs.min().item())
            self._check(pairs.max().item())
        starts, ends = (pairs + 1).T
        counts = np.busday_count(starts, ends, busdaycal=self._calendar)
        return np.asarray(np.maximum(counts, 0))

    @property
    def _calendar(self) -> np.busdaycalendar:
        return np.busdaycalendar(holidays=sorted(self.holidays))

    def _check(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise NoSuchCalendar(
                f"Bank holidays are known from {wording.day(self.first)} to "
                f"{wording.day(self.last)}, and {wording.day(day)} lies outside. Add the later "
                f"ones to data/{FILE.name}."
            )


@lru_cache(maxsize=1)
def england_and_wales() -> WorkingDays:
    """The working days of England and Wales, for the whole years that the file has."""
    with FILE.open(encoding="utf-8", newline="") as file:
        days = sorted(date.fromisoformat(row["day"]) for row in csv.DictReader(file))
    first, last = date(days[0].year, 1, 1), date(days[-1].year, 12, 31)
    return WorkingDays(frozenset(days), first, last)


@dataclass(frozen=True, slots=True)
class ReplyClock:
    """How long there is to reply.

    Attributes:
        due_on: The last day on which a reply is in time.
        days_left: Working days left after today, today not counted; below 0: days overdue.
    """

    due_on: date
    days_left: int


def reply_clock(made_on: date, today: date, calendar: WorkingDays) -> ReplyClock:
    """The clock of a suggestion: the 20th working day after it was made is its last.

    Raises:
        NoSuchCalendar: The last day, or today, lies outside the years that are known.
    """
    due_on = calendar.after(made_on, REPLY_DAYS)
    left, over = calendar.between(today, due_on), calendar.between(due_on, today)
    # Overdue from the next day on, be it a Saturday.
    return ReplyClock(due_on, -max(over, 1) if today > due_on else left)
