"""The grammar of deadlines, as people write them in a plan.

    by PERIOD | before PERIOD | from PERIOD
    monthly | quarterly | yearly  from PERIOD [until PERIOD]
    NUMBER days | months  after ACTION
    to be set

each with an optional ``, if WORDS``. A PERIOD is a day, a month, a calendar quarter (Q2 is April
to June) or a year; a bare PERIOD means "by". Case and spacing don't matter. docs/plan-file.md
explains what each form means.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from tracker.periods import Interval, Period, TimingError, Unit, due_after, read_period
from tracker.vocabulary import Precision, Word
from tracker.wording import excerpt

__all__ = [
    "ALLOWED",
    "Interval",
    "Period",
    "Timing",
    "TimingError",
    "TimingKind",
    "Unit",
    "due_after",
    "occurrences",
    "parse",
]

LARGEST_AMOUNT = 3650
LONGEST_CONDITION = 120  # with the longest deadline before it, it fits the 200 that are stored
# Over 33 years of months: a list of occurrences never grows beyond this.
MOST_OCCURRENCES = 400

ALLOWED = (
    'Write a deadline like "by October 2021", "by 15 January 2022", "by Q2 2023", "by 2024", '
    '"before March 2022", "from March 2022", "quarterly from October 2021", '
    '"yearly from April 2022 until 2026", "1 month after DATA-A6", "30 days after DATA-A6" or '
    '"to be set"; a condition may follow, as in "by March 2022, if available".'
)


class TimingKind(Word):
    """The ways in which a deadline is stated."""

    BY = "by"
    BEFORE = "before"
    FROM = "from"
    EVERY = "every"
    AFTER = "after"
    TO_BE_SET = "to_be_set"


@dataclass(frozen=True, slots=True)
class Timing:
    """A deadline as stated; ``str(timing)`` is its canonical text, which ``parse`` reads back.

    Attributes:
        period: For by, before and from: the period named. For every: the first occurrence.
        interval: For every: how often.
        until: For every: the last period in which it may fall due; ``None`` is an open end.
        amount: For after: how many units.
        unit: For after: what is counted.
        after: For after: the reference of the action that has to be done first.
        condition: The words after "if".
    """

    kind: TimingKind
    period: Period | None = None
    interval: Interval | None = None
    until: Period | None = None
    amount: int | None = None
    unit: Unit | None = None
    after: str | None = None
    condition: str | None = None

    def __str__(self) -> str:
        return _stated(self) + (f", if {self.condition}" if self.condition else "")

    @property
    def due_on(self) -> date | None:
        """The last day on which it is in time; ``None`` when no single day is stated.

        "Before March" ends with the last day of February; "from March" is in time when it has
        started by the end of March.
        """
        match self.kind, self.period:
            case TimingKind.BEFORE, Period(first=first):
                return first - timedelta(days=1)
            case ((TimingKind.BY | TimingKind.FROM), Period() as period):
                return period.last
        return None

    @property
    def precision(self) -> Precision | None:
        """How exactly ``due_on`` is known; ``None`` when there is none."""
        return self.period.precision if self.period and self.due_on else None

    @property
    def is_open_ended(self) -> bool:
        """Whether it goes on without a stated end."""
        recurs_for_ever = self.kind is TimingKind.EVERY and self.until is None
        return recurs_for_ever or self.kind is TimingKind.FROM

    def only_if(self, condition: str | None) -> "Timing":
        """The same deadline under this condition, or under none."""
        return replace(self, condition=condition)


def occurrences(timing: Timing, through: date) -> list[Period]:
    """The periods in which a recurring timing falls due, in order.

    Args:
        through: Where to stop when the timing has no end: the latest first day of a period.

    Returns:
        At most ``MOST_OCCURRENCES`` periods.

    Raises:
        ValueError: The timing does not recur.
    """
    if timing.period is None or timing.interval is None:
        raise ValueError(f'"{timing}" does not recur.')
    start, interval = timing.period, timing.interval
    end = timing.until.last if timing.until else through
    periods = (start.shifted(interval, times) for times in range(MOST_OCCURRENCES))
    return list(takewhile(lambda period: period.first <= end, periods))


_ADVERBS = {Interval.MONTH: "monthly", Interval.QUARTER: "quarterly", Interval.YEAR: "yearly"}


def _stated(timing: Timing) -> str:
    """The canonical text without the condition."""
    label = timing.period.label if timing.period else ""
    match timing:
        case Timing(kind=TimingKind.EVERY, interval=Interval() as interval):
            until = f" until {timing.until.label}" if timing.until else ""
            return f"{_ADVERBS[interval]} from {label}{until}"
        case Timing(kind=TimingKind.AFTER, amount=amount):
            return f"{amount} {timing.unit}{'' if amount == 1 else 's'} after {timing.after}"
        case Timing(kind=TimingKind.TO_BE_SET):
            return "to be set"
    return f"{timing.kind} {label}"


def parse(text: str) -> Timing:
    """Read a deadline.

    Raises:
        TimingError: It is not one; ``ALLOWED`` says what would be.
    """
    folded = " ".join(text.split())
    if not folded:
        raise TimingError("The deadline is blank.")
    match = _CONDITIONAL.fullmatch(folded)
    if match is None:
        return _parse_stated(folded)
    return _parse_stated(match["stated"]).only_if(_condition(match["condition"] or ""))


def _condition(words: str) -> str:
    if not words:
        raise TimingError('The condition after "if" is missing.')
    if len(words) > LONGEST_CONDITION:
        raise TimingError(f"The condition is longer than {LONGEST_CONDITION} characters.")
    return words


def _parse_stated(text: str) -> Timing:
    for form, build in _FORMS:
        if match := form.fullmatch(text):
            return build(match)
    if period := read_period(text):
        return Timing(TimingKind.BY, period)
    raise TimingError(f'"{excerpt(text)}" is not a deadline this plan understands.')


def _period(text: str) -> Period:
    if period := read_period(text):
        return period
    raise TimingError(f'"{excerpt(text)}" is not a day, month, quarter or year.')


def _dated(match: re.Match[str]) -> Timing:
    return Timing(TimingKind(match["kind"].lower()), _period(match["period"]))


def _started(match: re.Match[str]) -> Timing:
    if match["until"]:
        raise TimingError(
            'It ends but does not say how often, as in "quarterly from October 2021 until 2023".'
        )
    return Timing(TimingKind.FROM, _period(match["start"]))


def _recurring(match: re.Match[str]) -> Timing:
    if match["start"] is None:
        raise TimingError('It does not say from when, as in "quarterly from October 2021".')
    interval = _INTERVALS[match["often"].lower()]
    start = _period(match["start"]).narrowed(interval)
    until = _period(match["until"]) if match["until"] else None
    if until and until.last < start.first:
        raise TimingError(f"It ends ({until.label}) before it starts ({start.label}).")
    if until and start.shifted(interval, MOST_OCCURRENCES).first <= until.last:
        raise TimingError(
            f"It would fall due more than {MOST_OCCURRENCES} times. Choose an earlier end."
        )
    return Timing(TimingKind.EVERY, start, interval, until)


def _relative(match: re.Match[str]) -> Timing:
    written, unit = match["amount"].lower(), match["unit"].lower()
    size, unit_counted = _UNITS[unit]
    amount = size * (1 if written in _ONE else int(written))
    if not 1 <= amount <= LARGEST_AMOUNT:
        raise TimingError(f"{amount} {unit_counted}s is outside 1 to {LARGEST_AMOUNT}.")
    if not re.fullmatch(ACTION_REF, match["after"].upper(), re.ASCII):
        after = excerpt(match["after"])
        raise TimingError(f'"{after}" is not the reference of an action, such as DATA-A6.')
    return Timing(TimingKind.AFTER, amount=amount, unit=unit_counted, after=match["after"].upper())


def _unset(_: re.Match[str]) -> Timing:
    return Timing(TimingKind.TO_BE_SET)


# Shared with the plan file: the theme's code, "A" and a number.
ACTION_REF = r"[A-Z][A-Z0-9]{0,11}-A[1-9][0-9]{0,3}"

_INTERVALS = {
    **{adverb: interval for interval, adverb in _ADVERBS.items()},
    **{f"every {interval}": interval for interval in Interval},
    "annually": Interval.YEAR,
}
_UNITS = {
    "day": (1, Unit.DAY),
    "week": (7, Unit.DAY),
    "month": (1, Unit.MONTH),
    "year": (12, Unit.MONTH),
}
_ONE = {"a", "one"}
_OFTEN = rf"(?P<often>{'|'.join(_INTERVALS)})"
_START = r"from (?P<start>.+?)"
_UNTIL = r"(?: (?:until|till|to) (?P<until>.+))?"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


_CONDITIONAL = _form(r"(?P<stated>.*?)(?:, ?| )if(?: (?P<condition>.+))?")
_FORMS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Timing]]] = [
    (_form(r"to be (?:set|confirmed|decided)|tb[cd]"), _unset),
    (_form(rf"{_OFTEN}(?:,? {_START}{_UNTIL})?"), _recurring),
    (_form(rf"{_START},? {_OFTEN}{_UNTIL}"), _recurring),
    (_form(rf"{_START}{_UNTIL}"), _started),
    (_form(r"(?P<kind>by|before) (?P<period>.+)"), _dated),
    (
        _form(rf"(?P<amount>\d{{1,4}}|a|one) (?P<unit>{'|'.join(_UNITS)})s? after (?P<after>.+)"),
        _relative,
    ),
]
