"""What changed from one day to a later one: the plan as recorded then, and then, side by side."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import compress, repeat
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from tracker import wording
from tracker.analytics import progress
from tracker.analytics.snapshots import SORTS, Column, Differing, Names, Pair, Snapshot, Things
from tracker.vocabulary import ActionState, ConditionState, MilestoneState, Status, Word

WHOLE_PLAN = "The whole plan"
_ROUNDING = 1e-9


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
_Reasons = Mapping[int, str]


class Row(NamedTuple):
    """A change in words.

    Attributes:
        change: A ``Change`` value.
        ref, title: Of the theme, objective or action (``WHOLE_PLAN``: without a reference).
        what: What of it: a milestone's title, a field; empty: the thing itself.
        old, new: Words, empty where there is nothing; progress as a number from 0 to 1, or missing.
        because: The reason given, or empty.
    """

    change: str
    ref: str
    title: str
    what: str
    old: str | float
    new: str | float
    because: str


@dataclass(frozen=True, slots=True)
class Found:
    """Changes of one kind. They are counted at once, and put into words only when they are told.

    Attributes:
        sort: Of what (one of ``SORTS``, or ``WHOLE_PLAN``).
        number: How many.
        rows: Made with the reason of each milestone's latest move, by its key.
    """

    change: Change
    sort: str
    number: int
    rows: Callable[[_Reasons], Iterable[Row]]


def find(before: Snapshot, after: Snapshot) -> list[Found]:
    """What changed from ``before`` to ``after``, by kind and then in the order of the plan.

    Something new is told with all it became since.
    """
    pairs = {sort: Pair(sort, before, after) for sort in SORTS}
    actions, milestones = pairs["actions"], pairs["milestones"]
    found = [
        *(each for sort, pair in pairs.items() for each in _come_and_gone(sort, pair, actions)),
        *_ends_and_states(actions, ActionState.NOT_STARTED),
        *_ends_and_states(milestones, MilestoneState.PLANNED),
        _moved(milestones),
        _statuses(Change.REPORTED, actions, before.reported, after.reported),
        _statuses(Change.ASSESSED, actions, before.assessed, after.assessed),
        *_progress_of_plan(before, after),
        _progress(actions),
        *(each for pair in pairs.values() for each in _edited(pair)),
    ]
    order = [*Change]
    there = (each for each in found if each.number)
    return sorted(there, key=lambda each: order.index(each.change))


def told(found: Iterable[Found], because: _Reasons) -> pd.DataFrame:
    """What was found, with the columns of ``Row``.

    Args:
        because: The reason of each milestone's latest move, by its key.
    """
    rows = [row for each in found for row in each.rows(because)]
    # Column by column: row by row takes pandas three times as long.
    columns = zip(*rows, strict=True) if rows else ([] for _ in Row._fields)
    named = zip(Row._fields, columns, strict=True)
    return pd.DataFrame({name: pd.Series(column, dtype=object) for name, column in named})


def _rows(
    change: Change,
    of: Names,
    old: Iterable[Any],
    new: Iterable[Any],
    *,
    because: Iterable[str] | None = None,
    what: Iterable[str] | None = None,
) -> Iterator[Row]:
    """A row for each thing.

    Args:
        because: The reasons; ``None``: none was given.
        what: What of each; ``None``: as it is named.
    """
    parts = of.parts if what is None else what
    reasons = repeat("") if because is None else because
    columns = (of.known_by, of.called, parts, old, new, reasons)
    return map(Row._make, zip(repeat(change.value), *columns, strict=False))


def _come_and_gone(sort: str, pair: Pair, actions: Pair) -> Iterator[Found]:
    for change, things, places, owners, told_with in (
        (Change.ADDED, pair.new, pair.added, actions.new, actions.added),
        (Change.REMOVED, pair.old, pair.removed, actions.old, actions.removed),
    ):
        alone = places
        if sort == "milestones":  # those of a new action are told with it
            is_told = np.isin(things.of("action_id", places), owners.of("id", told_with))
            alone = places[~is_told]
        words = partial(_come_or_gone, change, things, alone)
        yield Found(change, sort, len(alone), words)


def _come_or_gone(change: Change, things: Things, places: Column, _: _Reasons) -> Iterator[Row]:
    timing = things.plain("timing", places) if things.sort == "milestones" else repeat("")
    old_and_new = (repeat(""), timing) if change is Change.ADDED else (timing, repeat(""))
    return _rows(change, things.names(places), *old_and_new)


_ENDS = {
    MilestoneState.DONE.value: Change.DONE,
    MilestoneState.DROPPED.value: Change.DROPPED,
    ActionState.STOPPED.value: Change.STOPPED,
}
_TELL_TIMING = (MilestoneState.DONE, MilestoneState.DROPPED)


def _ends_and_states(pair: Pair, begun: Word) -> Iterator[Found]:
    """What was done, dropped or stopped; and every other change of a state."""
    changed = pair.differing("state", begun=begun.value)
    for state in type(begun):
        now = changed.only(is_ == state.value for is_ in changed.new)
        kind = _ENDS.get(state.value, Change.STATE)
        yield Found(kind, pair.sort, len(now.places), partial(_in_state, kind, state, now, pair))


def _in_state(kind: Change, state: Word, now: Differing, pair: Pair, _: _Reasons) -> Iterator[Row]:
    names = pair.new.names(now.places)
    is_milestone = isinstance(state, MilestoneState)
    old: Iterable[str] = (type(state)(was).label for was in now.old)
    if is_milestone and state in _TELL_TIMING:
        old = pair.before("timing", now.places)
    new: Iterable[str] = repeat(state.label)
    if is_milestone and state is MilestoneState.DONE:
        new = map(wording.day, pair.new.plain("done_on", now.places))
    because = pair.new.plain("state_reason", now.places)
    what = _of(names, _STATE) if kind is Change.STATE else None
    return _rows(kind, names, old, new, because=because, what=what)


def _moved(milestones: Pair) -> Found:
    """Those with another timing, and those whose day moved with what they wait for."""
    moved, shifted = milestones.differing("timing"), milestones.differing("due_on")
    in_words = frozenset(moved.places.tolist())
    shifted = shifted.only(place not in in_words for place in shifted.places.tolist())
    number = len(moved.places) + len(shifted.places)
    words = partial(_moves, milestones.new, moved, shifted)
    return Found(Change.RE_DATED, milestones.sort, number, words)


def _moves(
    milestones: Things, moved: Differing, shifted: Differing, because: _Reasons
) -> list[Row]:
    reasons = [because.get(id_, "") for id_ in milestones.plain("id", moved.places)]
    names = (milestones.names(each.places) for each in (moved, shifted))
    rows = [
        *_rows(Change.RE_DATED, next(names), moved.old, moved.new, because=reasons),
        *_rows(Change.RE_DATED, next(names), map(_day, shifted.old), map(_day, shifted.new)),
    ]
    return [rows[number] for number in np.argsort(np.append(moved.places, shifted.places))]


def _day(day: date | None) -> str:
    return "no date yet" if day is None else wording.day(day)


def _statuses(change: Change, actions: Pair, before: pd.Series, after: pd.Series) -> Found:
    """Those that are another now; one that was never given before has no old status."""
    old, new = _given(before), _given(after)
    places = np.append(actions.both, actions.added)  # new actions come last
    ids = actions.new.plain("id", places)
    is_other = [id_ in new and new[id_] != old.get(id_) for id_ in ids]
    was, is_ = ([words.get(id_, "") for id_ in compress(ids, is_other)] for words in (old, new))
    now = Differing(places[np.array(is_other, dtype=bool)], was, is_)
    return Found(change, actions.sort, len(now.places), partial(_in_status, change, now, actions))


def _given(statuses: pd.Series) -> dict[int, str]:
    """Those that there are, by action."""
    pairs = zip(statuses.index.tolist(), statuses.tolist(), strict=True)
    return {id_: status for id_, status in pairs if isinstance(status, str) and status}


def _in_status(change: Change, now: Differing, actions: Pair, _: _Reasons) -> Iterator[Row]:
    names = actions.new.names(now.places)
    return _rows(
        change, names, map(_status, now.old), map(_status, now.new), what=_of(names, _STATUS)
    )


def _status(value: str) -> str:
    return Status(value).label if value else ""


def _of(names: Names, name: str) -> list[str]:
    """What of each is another: ``"state"`` of an action, ``"Delivered: state"`` of a part."""
    return [f"{part}: {name}" if part else name for part in names.parts]


def _progress_of_plan(before: Snapshot, after: Snapshot) -> Iterator[Found]:
    columns = ["state", "weight", "progress"]
    overall = (progress.overall(day.actions[columns]) for day in (before, after))
    old, new = (np.nan if each is None else each for each in overall)
    if not np.isclose(old, new, rtol=0, atol=_ROUNDING, equal_nan=True):
        row = Row(Change.PROGRESS.value, "", WHOLE_PLAN, "", old, new, "")
        yield Found(Change.PROGRESS, WHOLE_PLAN, 1, lambda _: [row])


def _progress(actions: Pair) -> Found:
    now = actions.differing("progress", begun=0.0, within=_ROUNDING)

    def words(_: _Reasons) -> Iterator[Row]:
        return _rows(Change.PROGRESS, actions.new.names(now.places), now.old, now.new)

    return Found(Change.PROGRESS, actions.sort, len(now.places), words)


def _edited(pair: Pair) -> Iterator[Found]:
    for name in _EDITABLE[pair.sort]:
        now = pair.differing(name)
        words = partial(_edits, name, now, pair)
        yield Found(Change.EDITED, pair.sort, len(now.places), words)


def _edits(name: str, now: Differing, pair: Pair, _: _Reasons) -> Iterator[Row]:
    names = pair.new.names(now.places)
    is_condition = name == "condition_state"
    because = pair.new.plain("condition_reason", now.places) if is_condition else None
    what = _of(names, "condition" if is_condition else name)
    old, new = (map(_IN_WORDS.get(name, str), each) for each in (now.old, now.new))
    return _rows(Change.EDITED, names, old, new, because=because, what=what)


def _condition(value: str) -> str:
    return ConditionState(value).label


_IN_WORDS = {"weight": "{:g}".format, "condition_state": _condition}
