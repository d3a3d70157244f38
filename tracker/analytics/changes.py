"""What changed from one day to a later one: the plan as recorded then, and then, side by side."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import repeat
from typing import Any

import numpy as np
import pandas as pd

from tracker import wording
from tracker.analytics import progress
from tracker.analytics.snapshots import SORTS, Differing, Names, Pair, Snapshot, Things
from tracker.vocabulary import ActionState, ConditionState, MilestoneState, Status, Word

WHOLE_PLAN = "The whole plan"
_ROUNDING = 1e-9
COLUMNS = ["change", "ref", "title", "what", "old", "new", "because"]


class Change(Word):
    """A kind of change, in the order in which they are told."""

    ADDED = "added"
    REMOVED = "removed"
    DROPPED = "dropped"
    STOPPED = "stopped"
    DONE = "done"
    RE_DATED = "re_dated"
    REPORTED = "reported"
    ASSESSED = "assessed"
    STATE = "state"
    PROGRESS = "progress"
    EDITED = "edited"

    @property
    def label(self) -> str:
        return _LABELS.get(self, super().label)


_LABELS = {
    Change.RE_DATED: "Re-dated",
    Change.REPORTED: "Reported status",
    Change.ASSESSED: "Assessed status",
}
# What of an action is another now, where the kind of change is no word for it.
_STATUS, _STATE = "status", "state"
_EDITABLE = {
    "themes": ("name", "goal"),
    "objectives": ("text",),
    "measures": ("name", "target"),
    "actions": ("objective", "title", "accountable", "responsible", "needs", "weight"),
    "milestones": ("weight", "condition_state"),
}
_Row = tuple[Any, ...]  # in the order of ``COLUMNS``


def compare(before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """What changed from ``before`` to ``after``; something new is told with all it became since.

    Returns:
        One row per change, by kind and then in the order of the plan: ``change`` (a ``Change``
        value), ``ref`` and ``title`` of the theme, objective or action (``WHOLE_PLAN``: without
        a reference), ``what`` of it (a milestone's title, a field; empty: the thing itself),
        ``old`` and ``new`` (words, empty where there is nothing; progress as a number from 0 to
        1, or missing), ``because`` (the reason given, or empty).
    """
    pairs = {sort: Pair(sort, before, after) for sort in SORTS}
    actions, milestones = pairs["actions"], pairs["milestones"]
    found = [
        *(row for sort, pair in pairs.items() for row in _come_and_gone(sort, pair, actions)),
        *_ends_and_states(actions, ActionState.NOT_STARTED),
        *_ends_and_states(milestones, MilestoneState.PLANNED),
        *_moved(milestones, after.moved_because.to_dict()),
        *_statuses(Change.REPORTED, actions, before.reported, after.reported),
        *_statuses(Change.ASSESSED, actions, before.assessed, after.assessed),
        *_progress_of_plan(before, after),
        *_progress(actions),
        *(row for sort, pair in pairs.items() for row in _edited(sort, pair)),
    ]
    order = {change.value: place for place, change in enumerate(Change)}
    found.sort(key=lambda row: order[row[0]])
    # Column by column: row by row takes pandas three times as long.
    columns = zip(*found, strict=True) if found else ([] for _ in COLUMNS)
    named = zip(COLUMNS, columns, strict=True)
    return pd.DataFrame({name: pd.Series(column, dtype=object) for name, column in named})


def _rows(
    change: Change,
    of: Names,
    old: Iterable[Any],
    new: Iterable[Any],
    *,
    because: Iterable[str] | None = None,
    what: Iterable[str] | None = None,
) -> Iterator[_Row]:
    """A row for each thing.

    Args:
        because: The reasons; ``None``: none was given.
        what: What of each; ``None``: as it is named.
    """
    parts = of.parts if what is None else what
    reasons = repeat("") if because is None else because
    columns = (of.known_by, of.called, parts, old, new, reasons)
    return zip(repeat(change.value), *columns, strict=False)


def _come_and_gone(sort: str, pair: Pair, actions: Pair) -> Iterator[_Row]:
    added, removed = pair.added, pair.removed
    if sort != "milestones":
        yield from _rows(Change.ADDED, pair.new.names(added), repeat(""), repeat(""))
        yield from _rows(Change.REMOVED, pair.old.names(removed), repeat(""), repeat(""))
        return
    # Those of a new action are told with it.
    added = _told_alone(pair.new, added, actions.new, actions.added)
    removed = _told_alone(pair.old, removed, actions.old, actions.removed)
    come, gone = pair.new.plain("timing", added), pair.old.plain("timing", removed)
    yield from _rows(Change.ADDED, pair.new.names(added), repeat(""), come)
    yield from _rows(Change.REMOVED, pair.old.names(removed), gone, repeat(""))


def _told_alone(
    milestones: Things, places: np.ndarray, actions: Things, with_these: np.ndarray
) -> np.ndarray:
    """Those of ``places`` whose action is none of ``with_these``."""
    owners, told = milestones.of("action_id", places), actions.of("id", with_these)
    return places[~np.isin(owners, told)]


_ENDS = {
    MilestoneState.DONE.value: Change.DONE,
    MilestoneState.DROPPED.value: Change.DROPPED,
    ActionState.STOPPED.value: Change.STOPPED,
}
_TELL_TIMING = (MilestoneState.DONE, MilestoneState.DROPPED)


def _ends_and_states(pair: Pair, begun: Word) -> Iterator[_Row]:
    """What was done, dropped or stopped; and every other change of a state."""
    changed = pair.differing("state", begun=begun.value)
    for state in type(begun):
        now = changed.only(is_ == state.value for is_ in changed.new)
        yield from _in_state(state, now, pair)


def _in_state(state: Word, now: Differing, pair: Pair) -> Iterator[_Row]:
    places = now.places
    kind, names = _ENDS.get(state.value, Change.STATE), pair.new.names(places)
    is_milestone = isinstance(state, MilestoneState)
    old: Iterable[str] = (type(state)(was).label for was in now.old)
    if is_milestone and state in _TELL_TIMING:
        old = pair.before("timing", places)
    new: Iterable[str] = repeat(state.label)
    if is_milestone and state is MilestoneState.DONE:
        new = map(wording.day, pair.new.plain("done_on", places))
    because = pair.new.plain("state_reason", places)
    what = _of(names, _STATE) if kind is Change.STATE else None
    yield from _rows(kind, names, old, new, because=because, what=what)


def _moved(milestones: Pair, because: Mapping[Any, str]) -> list[_Row]:
    """Those with another timing, and those whose day moved with what they wait for."""
    moved, shifted = milestones.differing("timing"), milestones.differing("due_on")
    told = frozenset(moved.places.tolist())
    shifted = shifted.only(place not in told for place in shifted.places.tolist())
    reasons = [because.get(id_, "") for id_ in milestones.new.plain("id", moved.places)]
    names = (milestones.new.names(each.places) for each in (moved, shifted))
    rows = [
        *_rows(Change.RE_DATED, next(names), moved.old, moved.new, because=reasons),
        *_rows(Change.RE_DATED, next(names), map(_day, shifted.old), map(_day, shifted.new)),
    ]
    return [rows[number] for number in np.argsort(np.append(moved.places, shifted.places))]


def _day(day: date | None) -> str:
    return "no date yet" if day is None else wording.day(day)


def _statuses(change: Change, actions: Pair, before: pd.Series, after: pd.Series) -> Iterator[_Row]:
    """Those that are another now; one that was never given before has no old status."""
    old, new = _words(before), _words(after)
    places = np.append(actions.both, actions.added)  # new actions come last
    ids = actions.new.plain("id", places)
    is_other = np.array([id_ in new and new[id_] != old.get(id_) for id_ in ids], dtype=bool)
    names = actions.new.names(places[is_other])
    told = [id_ for id_, is_told in zip(ids, is_other, strict=True) if is_told]
    was, is_ = ([_status(words.get(id_)) for id_ in told] for words in (old, new))
    yield from _rows(change, names, was, is_, what=_of(names, _STATUS))


def _words(statuses: pd.Series) -> dict[int, str]:
    """Those that there are, by action."""
    pairs = zip(statuses.index.tolist(), statuses.tolist(), strict=True)
    return {id_: status for id_, status in pairs if isinstance(status, str) and status}


def _of(names: Names, name: str) -> list[str]:
    """What of each is another: ``"state"`` of an action, ``"Delivered: state"`` of a part."""
    return [f"{part}: {name}" if part else name for part in names.parts]


def _status(value: str | None) -> str:
    return Status(value).label if value else ""


def _progress_of_plan(before: Snapshot, after: Snapshot) -> Iterator[_Row]:
    columns = ["state", "weight", "progress"]
    overall = (progress.overall(day.actions[columns]) for day in (before, after))
    old, new = (np.nan if each is None else each for each in overall)
    if not np.isclose(old, new, rtol=0, atol=_ROUNDING, equal_nan=True):
        yield (Change.PROGRESS.value, "", WHOLE_PLAN, "", old, new, "")


def _progress(actions: Pair) -> Iterator[_Row]:
    changed = actions.differing("progress", begun=0.0, within=_ROUNDING)
    return _rows(Change.PROGRESS, actions.new.names(changed.places), changed.old, changed.new)


def _edited(sort: str, pair: Pair) -> Iterator[_Row]:
    for name in _EDITABLE[sort]:
        changed = pair.differing(name)
        names = pair.new.names(changed.places)
        is_condition = name == "condition_state"
        because = pair.new.plain("condition_reason", changed.places) if is_condition else None
        what = _of(names, "condition" if is_condition else name)
        old, new = (map(_IN_WORDS.get(name, str), each) for each in (changed.old, changed.new))
        yield from _rows(Change.EDITED, names, old, new, because=because, what=what)


def _condition(value: str) -> str:
    return ConditionState(value).label


_IN_WORDS = {"weight": "{:g}".format, "condition_state": _condition}
