"""Spells of a person in a group or a post: when they may begin and end, and that none overlap."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from tracker import wording
from tracker.errors import InvalidChange


class Spell(Protocol):
    """A spell; both days belong to it, and without an end it goes on."""

    id: int
    starts_on: date
    ends_on: date | None


def check_days(starts_on: date, ends_on: date | None, *, field: str = "ends_on") -> None:
    """Raise ``InvalidChange`` for an end before the start."""
    if ends_on is not None and ends_on < starts_on:
        raise InvalidChange(
            f"The end, {wording.day(ends_on)}, is before the start, {wording.day(starts_on)}.",
            field=field,
        )


def check_overlap(
    others: Iterable[Spell],
    starts_on: date,
    ends_on: date | None,
    *,
    what: str,
    field: str = "starts_on",
) -> None:
    """Raise ``InvalidChange`` where the days overlap one of ``others``.

    Args:
        what: What the other spell is, to begin the sentence with: "Ada Example's term".
    """
    for other in sorted(others, key=lambda each: each.starts_on):
        ends = other.ends_on or date.max
        if other.starts_on <= (ends_on or date.max) and starts_on <= ends:
            raise InvalidChange(
                f"{what} is from {in_words(other)}: the two would overlap. "
                "End that one first, or choose other days.",
                field=field,
            )


def in_words(spell: Spell) -> str:
    """``"2 May 2022 to 1 May 2024"``; ``"2 May 2022 on"`` without an end."""
    start = wording.day(spell.starts_on)
    return f"{start} to {wording.day(spell.ends_on)}" if spell.ends_on else f"{start} on"
