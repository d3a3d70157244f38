"""Days, months, calendar quarters and years: how people write them, where they start and end."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from tracker import wording
from tracker.vocabulary import Precision, Word

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


class TimingError(ValueError):
    """A text is not a deadline; ``str(error)`` is a sentence that says why."""


class Interval(Word):
    """How often something recurs."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Unit(Word):
    """What a deadline relative to another action is counted in."""

    DAY = "day"
    MONTH = "month"


_MONTHS = {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.YEAR: 12}
_LENGTHS = {Precision.DAY: 0, Precision.MONTH: 1, Precision.QUARTER: 3, Precision.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A day, month, calendar quarter (Q2 is April to June) or year.

    Attributes:
        first: Its first day.
        precision: How long it is.

    Raises:
        ValueError: No period of this precision starts on ``first``.
    """

    first: date
    precision: Precision

    def __post_init__(self) -> None:
        if self.first != _first_day(self.first, self.precision):
            raise ValueError(f"A {self.precision} does not start on {wording.day(self.first)}.")

    @classmethod
    def holding(cls, day: date, precision: Precision) -> Self:
        """The period of this precision in which ``day`` lies."""
        return cls(_first_day(day, precision), precision)

    @property
    def last(self) -> date:
        """Its last day."""
        if self.precision is Precision.DAY:
            return self.first
        month = self.first.month + _LENGTHS[self.precision] - 1
        return self.first.replace(month=month, day=monthrange(self.first.year, month)[1])

    @property
    def deadline(self) -> str:
        """What something is due by: "15 January 2022", but "the end of October 2021"."""
        return self.label if self.precision is Precision.DAY else f"the end of {self.label}"

    @property
    def label(self) -> str:
        """In words: "15 January 2022", "October 2021", "Q2 2023" or "2024"."""
        match self.precision:
            case Precision.DAY:
                return wording.day(self.first)
            case Precision.MONTH:
                return f"{self.first:%B %Y}"
            case Precision.QUARTER:
                return f"Q{(self.first.month + 2) // 3} {self.first.year}"
            case Precision.YEAR:
                return str(self.first.year)

    def shifted(self, interval: Interval, times: int) -> "Period":
        """The period of the same precision that lies ``times`` intervals later."""
        day = _add_months(self.first, _MONTHS[interval] * times)
        return Period.holding(day, self.precision)

    def narrowed(self, interval: Interval) -> "Period":
        """Itself or, when it is longer than the interval, the first such interval in it.

        "Monthly from 2024" starts in January 2024.
        """
        if _LENGTHS[self.precision] > _MONTHS[interval]:
            return Period(self.first, Precision(interval.value))
        return self


def due_after(done_on: date, amount: int, unit: Unit) -> date:
    """The day that lies ``amount`` units after ``done_on``.

    A month after 31 January is the last day of February.
    """
    if unit is Unit.DAY:
        return done_on + timedelta(days=amount)
    return _add_months(done_on, amount)


def _add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _first_day(day: date, precision: Precision) -> date:
    length = _LENGTHS[precision]
    if not length:
        return day
    return day.replace(month=(day.month - 1) // length * length + 1, day=1)


# Each way of writing a period, by the parts it names: year, quarter, month (a number), name, day.
_FORMS = [
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})",
        r"Q ?(?P<quarter>\d)[ /-]?(?P<year>\d{4})",
        r"(?P<year>\d{4})[ /-]?Q ?(?P<quarter>\d)",
        r"(?P<name>[a-z]+)\.? ?(?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)? ?(?P<name>[a-z]+)\.? ?(?P<year>\d{4})",
        r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
    )
]
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def read_period(text: str) -> Period | None:
    """Read a period, such as "Oct 2021", "31/03/2023" (day first), "2023-03-31" or "Q2 2023".

    Returns:
        ``None`` when the text has no such form at all.

    Raises:
        TimingError: It has the form, but there is no such period from 2000 to 2100.
    """
    matches = (form.fullmatch(text) for form in _FORMS)
    match = next(filter(None, matches), None)
    return _period_of(text, match.groupdict()) if match else None


def _period_of(text: str, parts: Mapping[str, str]) -> Period:
    month = _month_number(parts["name"]) if "name" in parts else int(parts.get("month", 1))
    year = int(parts["year"])
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise TimingError(f"The year {year} is outside {EARLIEST_YEAR} to {LATEST_YEAR}.")
    if "quarter" in parts:
        return _quarter(text, year, int(parts["quarter"]))
    precision = _precision_of(parts)
    try:
        return Period(date(year, month, int(parts.get("day", 1))), precision)
    except ValueError:
        raise TimingError(f"{text} is not a {precision} in the calendar.") from None


def _precision_of(parts: Mapping[str, str]) -> Precision:
    if "day" in parts:
        return Precision.DAY
    return Precision.MONTH if {"name", "month"} & parts.keys() else Precision.YEAR


def _quarter(text: str, year: int, number: int) -> Period:
    if not 1 <= number <= 4:
        raise TimingError(f"{text} is not a quarter: they run from Q1 to Q4.")
    return Period(date(year, number * 3 - 2, 1), Precision.QUARTER)


def _month_number(name: str) -> int:
    """The month of which ``name`` is the name or its first letters, three at least."""
    for number, month in enumerate(_MONTH_NAMES, start=1):
        if len(name) >= 3 and month.startswith(name.lower()):
            return number
    raise TimingError(f'"{name}" is not a month.')
