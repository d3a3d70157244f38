"""What changed from one day to a later one: the plan as recorded then, and then, side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tracker import wording
from tracker.analytics import progress
from tracker.analytics.snapshots import EDITABLE, Snapshot
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


def compare(before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """What changed from ``before`` to ``after``; something new is told with all it became since.

    Returns:
        One row per change, by kind and then in the order of the plan: ``change`` (a ``Change``
        value), ``ref`` and ``title`` of the theme, objective or action (``WHOLE_PLAN``: without
        a reference), ``what`` of it (a milestone's title, a field; empty: the thing itself),
        ``old`` and ``new`` (words, empty where there is nothing; progress as a number from 0 to
        1, or missing), ``because`` (the reason given, or empty).
    """
    pairs = {sort: _pair(sort, before, after) for sort in EDITABLE}
    actions, milestones = pairs["actions"], pairs["milestones"]
    found = [
        *(row for sort, pair in pairs.items() for row in _come_and_gone(sort, pair, actions)),
        *_ends_and_states(actions.with_added(state=ActionState.NOT_STARTED.value), ActionState),
        *_ends_and_states(
            milestones.with_added(state=MilestoneState.PLANNED.value), MilestoneState
        ),
        *_moved(milestones, after.moved_because.to_dict()),
        *_statuses(Change.REPORTED, before, after, "reported"),
        *_statuses(Change.ASSESSED, before, after, "assessed"),
        *_progress([_whole_plan(before, after)]),
        *_progress(actions.with_added(progress=0.0)),
        *(
            row
            for sort, pair in pairs.items()
            for name in EDITABLE[sort]
            for row in _edited(pair, name)
        ),
    ]
    order = {change.value: place for place, change in enumerate(Change)}
    found.sort(key=lambda row: order[row[0]])
    return pd.DataFrame(found, columns=COLUMNS, dtype=object)


# A theme, an action ... on one of the days: what is told of it, and ``known_by``, ``called`` (whose
# it is) and ``what`` of that it is.
_Thing = dict[str, Any]
_Both = list[tuple[_Thing, _Thing]]
_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """The same things as they were and are, and those that only one of the days has."""

    both: _Both
    added: list[_Thing]
    removed: list[_Thing]

    def with_added(self, **begun: str | float) -> _Both:
        """Those added too, as if they had been there before with the values ``begun``."""
        return [*self.both, *((each | begun, each) for each in self.added)]


def _pair(sort: str, before: Snapshot, after: Snapshot) -> _Pair:
    """What differs of one sort; what is the same on both days is left out."""
    names = _names(sort, before), _names(sort, after)
    old = {each["id"]: each for each in _things(sort, before.differing(sort, after), names[0])}
    new = {each["id"]: each for each in _things(sort, after.differing(sort, before), names[1])}
    return _Pair(
        both=[(old[id_], each) for id_, each in new.items() if id_ in old],
        added=[each for id_, each in new.items() if id_ not in old],
        removed=[each for id_, each in old.items() if id_ not in new],
    )


# Where each sort's own name and title stand, or what it is a part of, and what of that.
_OWN = {"themes": ("code", "name"), "objectives": ("ref", "text"), "actions": ("ref", "title")}
_PART_OF = {
    "measures": ("objectives", "objective_id", "name"),
    "milestones": ("actions", "action_id", "title"),
}


def _names(sort: str, day: Snapshot) -> dict[int, tuple[str, str]]:
    """What each thing of a sort, or what it is a part of, is known by and called, by its id."""
    owner = _PART_OF[sort][0] if sort in _PART_OF else sort
    rows: pd.DataFrame = getattr(day, owner)
    ref, title = _OWN[owner]
    return dict(zip(rows["id"], zip(rows[ref], rows[title], strict=True), strict=True))


def _things(sort: str, rows: pd.DataFrame, names: dict[int, tuple[str, str]]) -> Iterator[_Thing]:
    _, key, part = _PART_OF.get(sort, ("", "id", ""))
    fields = [str(name) for name in rows.columns]
    for values in zip(*(rows[name].tolist() for name in fields), strict=True):
        thing: _Thing = dict(zip(fields, values, strict=True))
        thing["known_by"], thing["called"] = names[thing[key]]
        thing["what"] = thing[part] if part else ""
        yield thing


def _differ(old: _Thing, new: _Thing, name: str) -> bool:
    """Whether something else stands in ``name``; only days may be missing."""
    one, two = old[name], new[name]
    return bool(one != two and not (pd.isna(one) and pd.isna(two)))


def _row(
    change: Change, of: _Thing, old: Any, new: Any, *, because: str = "", what: str | None = None
) -> _Row:
    """A row in the order of ``COLUMNS``."""
    part = of["what"] if what is None else what
    return (change.value, of["known_by"], of["called"], part, old, new, because)


def _come_and_gone(sort: str, pair: _Pair, actions: _Pair) -> Iterator[_Row]:
    added, removed = pair.added, pair.removed
    if sort != "milestones":
        yield from (_row(Change.ADDED, each, "", "") for each in added)
        yield from (_row(Change.REMOVED, each, "", "") for each in removed)
        return
    # Those of a new action are told with it.
    come, gone = ({each["id"] for each in them} for them in (actions.added, actions.removed))
    added = [each for each in added if each["action_id"] not in come]
    removed = [each for each in removed if each["action_id"] not in gone]
    yield from (_row(Change.ADDED, each, "", each["timing"]) for each in added)
    yield from (_row(Change.REMOVED, each, each["timing"], "") for each in removed)


_ENDS = {
    MilestoneState.DONE.value: Change.DONE,
    MilestoneState.DROPPED.value: Change.DROPPED,
    ActionState.STOPPED.value: Change.STOPPED,
}
_TELL_TIMING = (MilestoneState.DONE, MilestoneState.DROPPED)


def _ends_and_states(both: _Both, states: type[Word]) -> Iterator[_Row]:
    """What was done, dropped or stopped; and every other change of a state."""
    changed = [(old, new) for old, new in both if old["state"] != new["state"]]
    for state in states:
        now = [(old, new) for old, new in changed if new["state"] == state.value]
        yield from (_in_state(state, old, new) for old, new in now)


def _in_state(state: Word, was: _Thing, is_: _Thing) -> _Row:
    kind = _ENDS.get(state.value, Change.STATE)
    tells_timing = state in _TELL_TIMING and "timing" in was
    old = was["timing"] if tells_timing else type(state)(was["state"]).label
    is_done = state == MilestoneState.DONE and "done_on" in is_
    new = wording.day(is_["done_on"]) if is_done else state.label
    what = _of(is_, _STATE) if kind is Change.STATE else None
    return _row(kind, is_, old, new, because=is_["state_reason"], what=what)


def _moved(milestones: _Pair, because: Mapping[Any, str]) -> Iterator[_Row]:
    for old, new in milestones.both:
        if _differ(old, new, "timing"):
            reason = because.get(new["id"], "")
            yield _row(Change.RE_DATED, new, old["timing"], new["timing"], because=reason)
        elif _differ(old, new, "due_on"):
            yield _row(Change.RE_DATED, new, _day(old["due_on"]), _day(new["due_on"]))


def _day(day: pd.Timestamp) -> str:
    return "no date yet" if pd.isna(day) else wording.day(day)


def _statuses(change: Change, before: Snapshot, after: Snapshot, whose: str) -> Iterator[_Row]:
    """Those that are another now; one that was never given before has no old status."""
    old, new = (getattr(day, whose).to_dict() for day in (before, after))
    names = _names("actions", after)
    there = set(before.actions["id"])
    for id_ in sorted(names, key=lambda id_: id_ not in there):  # new actions come last
        was, is_ = _status(old.get(id_)), _status(new.get(id_))
        if is_ and was != is_:
            known_by, called = names[id_]
            of = {"known_by": known_by, "called": called, "what": ""}
            yield _row(change, of, was, is_, what=_of(of, _STATUS))


def _of(thing: _Thing, name: str) -> str:
    """What of it is another: ``"state"`` of an action, ``"Delivered: state"`` of a part."""
    return f"{thing['what']}: {name}" if thing["what"] else name


def _status(value: str | float | None) -> str:
    return Status(value).label if isinstance(value, str) and value else ""


def _whole_plan(before: Snapshot, after: Snapshot) -> tuple[_Thing, _Thing]:
    whole = {"known_by": "", "called": WHOLE_PLAN, "what": ""}
    old, new = (progress.overall(day.actions) for day in (before, after))
    return whole | {"progress": old}, whole | {"progress": new}


def _progress(both: _Both) -> Iterator[_Row]:
    for was, is_ in both:
        old, new = (np.nan if each["progress"] is None else each["progress"] for each in (was, is_))
        if not (abs(old - new) <= _ROUNDING or (np.isnan(old) and np.isnan(new))):
            yield _row(Change.PROGRESS, is_, old, new)


def _edited(pair: _Pair, name: str) -> Iterator[_Row]:
    label = "condition" if name == "condition_state" else name
    in_words = {"weight": "{:g}".format, "condition_state": _condition}.get(name, str)
    for old, new in pair.both:
        if _differ(old, new, name):
            because = new["condition_reason"] if name == "condition_state" else ""
            what = _of(new, label)
            words = in_words(old[name]), in_words(new[name])
            yield _row(Change.EDITED, new, *words, because=because, what=what)


def _condition(value: str) -> str:
    return ConditionState(value).label
