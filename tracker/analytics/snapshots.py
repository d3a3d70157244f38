"""The plan as recorded by the end of a day, and how two such days are laid side by side."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

# Where each sort's own name and title stand, or what it is a part of, and what of that.
_OWN = {"themes": ("code", "name"), "objectives": ("ref", "text"), "actions": ("ref", "title")}
_PART_OF = {
    "measures": ("objectives", "objective_id", "name"),
    "milestones": ("actions", "action_id", "title"),
}
Column = np.ndarray[Any, np.dtype[Any]]  # of one dimension

SORTS = ("themes", "objectives", "measures", "actions", "milestones")


def _none() -> pd.Series:
    return pd.Series(dtype=object)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The plan as recorded by the end of a day, and what was said of it by then.

    Attributes:
        themes: ``id``, ``code``, ``name``, ``goal``.
        objectives: ``id``, ``ref``, ``text``.
        measures: ``id``, ``objective_id``, ``name``, ``target``.
        actions: ``id``, ``objective`` (ref), ``ref``, ``title``, ``accountable``,
            ``responsible``, ``needs``, ``weight``, ``state``, ``state_reason``, ``progress``
            (0 to 1, may be missing).
        milestones: ``id``, ``action_id``, ``title``, ``weight``, ``timing``, ``due_on``,
            ``done_on`` (days), ``condition_state``, ``condition_reason``, ``state``,
            ``state_reason``.
        reported, assessed: ``Status`` values by action; missing or empty where there is none.
    """

    themes: pd.DataFrame
    objectives: pd.DataFrame
    measures: pd.DataFrame
    actions: pd.DataFrame
    milestones: pd.DataFrame
    reported: pd.Series = field(default_factory=_none)
    assessed: pd.Series = field(default_factory=_none)


class Names(NamedTuple):
    """What some things are called.

    Attributes:
        known_by, called: The reference and title of each, or of what it is a part of.
        parts: What of that each is (a milestone's title; empty: the thing itself).
    """

    known_by: list[str]
    called: list[str]
    parts: list[str]


class Things:
    """All of one ``sort`` on one of the days; single ones are asked for by their places."""

    def __init__(self, sort: str, day: Snapshot) -> None:
        self.sort = sort
        self._rows: pd.DataFrame = getattr(day, sort)
        owner, self._key, self._part = _PART_OF.get(sort, (sort, "id", ""))
        self._owners: pd.DataFrame = getattr(day, owner)
        self._named_by = _OWN[owner]
        self._columns: dict[str, Column] = {}

    def of(self, name: str, places: Column) -> Column:
        """What stands in the column ``name`` of each."""
        if name not in self._columns:  # asked for many times, and taking it out costs most
            self._columns[name] = self._rows[name].to_numpy()
        found: Column = self._columns[name][places]
        return found

    def plain(self, name: str, places: Column) -> list[Any]:
        """The same, as ``Differing`` has it."""
        return _plain(self.of(name, places))

    def names(self, places: Column) -> Names:
        """What each is called."""
        owners = [self._names[key] for key in self.plain(self._key, places)]
        parts = self.plain(self._part, places) if self._part else [""] * len(places)
        return Names([ref for ref, _ in owners], [title for _, title in owners], parts)

    @cached_property
    def _names(self) -> dict[int, tuple[str, str]]:
        ref, title = (self._owners[name].tolist() for name in self._named_by)
        return dict(zip(self._owners["id"].tolist(), zip(ref, title, strict=True), strict=True))


class Differing(NamedTuple):
    """Where something else stands in a column.

    Attributes:
        places: In the later day.
        old, new: What stood and stands there, as values of Python; missing days are ``None``.
    """

    places: Column
    old: list[Any]
    new: list[Any]

    def only(self, is_wanted: Iterable[bool]) -> "Differing":
        """Those that are wanted, in their order."""
        chosen = [number for number, wanted in enumerate(is_wanted) if wanted]
        old, new = ([them[number] for number in chosen] for them in (self.old, self.new))
        return Differing(self.places[chosen], old, new)


class Pair:
    """The same ``sort`` on both days.

    Attributes:
        old, new: All of either day.
        both, added: The places, in the later day, of those on both days and of those on it alone.
        removed: The places, in the earlier day, of those on it alone.
    """

    def __init__(self, sort: str, before: Snapshot, after: Snapshot) -> None:
        self.sort = sort
        self.old, self.new = Things(sort, before), Things(sort, after)
        was, is_ = (pd.Index(getattr(day, sort)["id"]) for day in (before, after))
        self._was = was.get_indexer(is_)  # -1: it was not there
        self.both, self.added = (np.flatnonzero(those) for those in (self._was >= 0, self._was < 0))
        self.removed = np.flatnonzero(~was.isin(is_))

    def before(self, name: str, places: Column) -> list[Any]:
        """What stood in the column ``name`` of each; of those added, what stands there."""
        found, was = self.new.of(name, places), self._was[places]
        found[was >= 0] = self.old.of(name, was[was >= 0])
        return _plain(found)

    def differing(
        self, name: str, *, begun: str | float | None = None, within: float = 0.0
    ) -> Differing:
        """Where the column ``name`` holds something else, in the order of the later day.

        Args:
            begun: What those added are taken to have begun with: they come last; ``None``: they
                are left out.
            within: How far numbers may lie apart to be the same.
        """
        old, new = self.old.of(name, self._was[self.both]), self.new.of(name, self.both)
        places = self.both
        if begun is not None and len(self.added):
            old = np.append(old, np.full(len(self.added), begun, dtype=old.dtype))
            new = np.append(new, self.new.of(name, self.added))
            places = np.append(places, self.added)
        is_other = np.flatnonzero(_differ(old, new, within))
        return Differing(places[is_other], _plain(old[is_other]), _plain(new[is_other]))


def _differ(old: Column, new: Column, within: float) -> Column:
    """Where two columns differ; only days and numbers may be missing."""
    kinds = {old.dtype.kind, new.dtype.kind}
    if "f" in kinds:
        one, two = old.astype(float), new.astype(float)
        is_same: Column = np.isclose(one, two, rtol=0, atol=within, equal_nan=True)
        return ~is_same
    is_other: Column = np.asarray(old != new, dtype=bool)
    if kinds == {"M"}:
        is_other &= ~(np.isnat(old) & np.isnat(new))
    return is_other


def _plain(values: Column) -> list[Any]:
    # Days that are kept finer than to the second would become numbers.
    plain = values.astype("datetime64[s]") if values.dtype.kind == "M" else values
    return list(plain.tolist())
