"""What decides what a reader sees: the key under which everything drawn is cached."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from tracker.areas import Area
from tracker.permissions import Actor
from tracker.queries.versions import Version

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Moment:
    """Which state of the records is looked at.

    Attributes:
        version: How new the records are, as a whole and each part of them.
        today: The clock's day, in the United Kingdom.
        as_at: The earlier day whose records are shown; ``None`` for today's.
    """

    version: Version
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


@dataclass(frozen=True, slots=True)
class _AsKnown:
    """How a cache knows a moment or a view: by what it says of these parts of the records."""

    areas: tuple[Area, ...]

    def __call__(self, seen: Moment | View) -> str:
        if isinstance(seen, View):
            return f"{self(seen.moment)} {seen.actor}"
        numbers = [getattr(seen.version, area) for area in self.areas] or seen.version
        return f"{numbers} {seen.today} {seen.as_at}"


def known_by(*areas: Area) -> dict[type, Callable[[Any], str]]:
    """How a cache tells moments and views apart: by what they say.

    Streamlit's own way takes eight times as long, in every cached call of every run.

    Args:
        areas: The parts of the records that what is kept is made of; none given: all of them.
    """
    return dict.fromkeys((Moment, View), _AsKnown(areas))


def with_signature(function: Callable[P, T]) -> Callable[P, T]:
    """``function``, its signature found out once: a cache asks for it with every argument."""
    function.__signature__ = signature(function)
    return function
