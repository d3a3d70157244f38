"""How numbers and days are written on screen: the only place that rounds."""

from datetime import date

from tracker import wording
from tracker.periods import Period
from tracker.vocabulary import Precision

NOTHING = "–"


def percent(share: float | None) -> str:
    """``0.4567`` as ``"46%"``; a missing share as ``"–"``, never as ``"0%"``.

    Only none is ``"0%"`` and only all is ``"100%"``: what lies between never looks like either.
    """
    return NOTHING if share is None else f"{_hundredths(share)}%"


def chance(share: float) -> str:
    """``0.196`` as ``"19%"``: rounded down, as in a status's reasons; only none is ``"0%"``."""
    return f"{max(int(share * 100 + 1e-9), 1) if share > 0 else 0}%"


def points(share: float | None, other: float | None) -> str:
    """How far a share is from another: ``"12 points ahead"``, ``"1 point behind"``, ``"level"``.

    Of both as ``percent`` writes them, so that whoever subtracts one from the other agrees.
    """
    if share is None or other is None:
        return NOTHING
    ahead = _hundredths(share) - _hundredths(other)
    if ahead == 0:
        return "level"
    return f"{wording.count(abs(ahead), 'point')} {'ahead' if ahead > 0 else 'behind'}"


def number(value: float | None) -> str:
    """``1234`` as ``"1,234"``."""
    return NOTHING if value is None else f"{value:,.0f}"


def hours(value: float | None) -> str:
    """``7.5`` as ``"7.5"``, ``8.0`` as ``"8"``."""
    return NOTHING if value is None else f"{value:,.1f}".removesuffix(".0")


def whole(value: float) -> int:
    """``11.6`` as ``12``, for a number that its sentence counts things with."""
    return round(value)


def ratio(value: float | None) -> str:
    """SPI(t) and its like: ``0.8653`` as ``"0.87"``."""
    return NOTHING if value is None else f"{value:.2f}"


def day(value: date | None) -> str:
    """``date(2026, 5, 2)`` as ``"2 May 2026"``."""
    return NOTHING if value is None else wording.day(value)


def due(last_day: date | None, precision: str) -> str:
    """A due date as exactly as it is known: 31 October 2021 by the month as "October 2021"."""
    if last_day is None:
        return NOTHING
    return Period.holding(last_day, Precision(precision)).label


def slip(days: int | None) -> str:
    """Days from the published date: ``12`` as ``"12 days later"``, ``0`` as ``"as published"``."""
    if days is None:
        return NOTHING
    if days == 0:
        return "as published"
    return f"{wording.count(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def moved(days: int | None) -> str:
    """By how much a date moved: ``12`` as ``"12 days later"``, ``0`` as ``"the same day"``."""
    return "the same day" if days == 0 else slip(days)


def _hundredths(share: float) -> int:
    if 0 < share < 1:
        share = min(max(share, 0.01), 0.99)
    return round(share * 100)
