"""One person's spells in one group out of two people's: the same days, without overlaps."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tracker.models import Membership
from tracker.vocabulary import GroupRole

_DAY = timedelta(days=1)


class Days(NamedTuple):
    """Days from the first to the last, both included; ``date.max`` goes on."""

    first: date
    last: date

    def meets(self, other: "Days") -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


def days_of(spell: Membership) -> Days:
    """The days of a spell."""
    return Days(spell.starts_on, spell.ends_on or date.max)


def joined(spells: Iterable[Membership]) -> list[tuple[GroupRole, Days]]:
    """The days of ``spells`` by role: spells of the same role that meet become one.

    On days of two roles, the one nearer to the chair stands.
    """
    spells = list(spells)
    taken: list[Days] = []
    found: list[tuple[GroupRole, Days]] = []
    for role in GroupRole:
        own = _united([days_of(each) for each in spells if each.role == role])
        found += [(role, part) for each in own for part in _without(each, taken)]
        taken += own
    return sorted(found, key=lambda each: each[1])


def _united(spells: Sequence[Days]) -> list[Days]:
    """Those that meet as one, from the earliest first day to the latest last day."""
    found: list[Days] = []
    for each in sorted(spells):
        if found and found[-1].meets(each):
            found[-1] = Days(found[-1].first, max(found[-1].last, each.last))
        else:
            found.append(each)
    return found


def _without(days: Days, taken: Iterable[Days]) -> list[Days]:
    """What is left of ``days`` beside those that are taken."""
    left = [days]
    for each in taken:
        left = [part for own in left for part in _beside(own, each)]
    return left


def _beside(days: Days, taken: Days) -> list[Days]:
    if not days.meets(taken):
        return [days]
    before = [Days(days.first, taken.first - _DAY)] if days.first < taken.first else []
    after = [Days(taken.last + _DAY, days.last)] if taken.last < days.last else []
    return before + after
