"""How days and lists are written in messages, in the history and on screen."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

# The fields of records that hold fixed words, which are stored as "not_started".
_FIXED_WORDS = ("state", "condition_state", "due_precision")
# Control characters, but those that are blanks or end a line.
_NEVER_SHOWN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


@lru_cache(maxsize=4096)  # tables have thousands of days, and few different ones
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


def times(number: int) -> str:
    """``1`` as ``"once"``, ``2`` as ``"twice"``, ``1200`` as ``"1,200 times"``."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def one_line(text: str) -> str:
    """``text`` without line breaks and with single blanks, for names and other short texts."""
    return " ".join(text.split())


def is_showable(text: str) -> bool:
    """Whether every character of it can be shown on a screen, and kept in any file."""
    return not _NEVER_SHOWN.search(text)


def excerpt(text: str, most: int = 60) -> str:
    """What somebody typed, to be quoted in a message: one line of at most ``most`` characters.

    Left out is what a screen can't show.
    """
    shown = "".join(sign for sign in one_line(text) if sign.isprintable())
    return shown if len(shown) <= most else f"{shown[:most].rstrip()}…"


def becomes(name: str, before: object, after: object) -> str:
    """``("weight", 1.0, 2.0)`` as ``"weight: “1” becomes “2”"``; what was empty is set."""
    field, empty = name.replace("_", " "), (None, "")
    if before in empty:
        return f"{field}: set to {_quoted(after)}"
    if after in empty:
        return f"{field}: {_quoted(before)} taken out"
    return f"{field}: {_quoted(before)} becomes {_quoted(after)}"


def change(changed: Mapping[str, Any]) -> str:
    """A changed field of an audit entry: ``"due on: “2 May 2022” becomes “3 May 2022”"``."""
    field = changed["field"]
    if changed["old"] == changed["new"]:  # of what names somebody, only that it changed is kept
        return f"{field.replace('_', ' ')}: changed; what it said is not kept"
    return becomes(field, *(_as_read(field, changed[side]) for side in ("old", "new")))


def _as_read(field: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if field.endswith("_on") and value:
        return day(date.fromisoformat(value))
    return value.replace("_", " ") if field in _FIXED_WORDS else value


def _quoted(value: object) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{value:g}”" if isinstance(value, float) else f"“{value}”"
