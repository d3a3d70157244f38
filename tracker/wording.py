"""How days and lists are written in messages, in the history and on screen."""

from collections.abc import Sequence
from datetime import date


def day(value: date) -> str:
    """``date(2026, 5, 2)`` as ``"2 May 2026"``."""
    return f"{value.day} {value:%B %Y}"


def listing(parts: Sequence[str], last: str = "and") -> str:
    """``["a", "b", "c"]`` as ``"a, b and c"``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def count(number: int, one: str, many: str | None = None) -> str:
    """``(1, "action")`` as ``"1 action"``, ``(1200, "action")`` as ``"1,200 actions"``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def becomes(name: str, before: object, after: object) -> str:
    """``("weight", 1.0, 2.0)`` as ``"weight: “1” becomes “2”"``."""
    return f"{name.replace('_', ' ')}: {_quoted(before)} becomes {_quoted(after)}"


def _quoted(value: object) -> str:
    if value is None or value == "":
        return "nothing"
    return f"“{value:g}”" if isinstance(value, float) else f"“{value}”"
