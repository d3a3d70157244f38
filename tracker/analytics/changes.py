"""What changed from one day to a later one: the plan as recorded then, and then, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import pandas as pd

from tracker import wording
from tracker.analytics import progress
from tracker.analytics.snapshots import EDITABLE, TOLD, Snapshot
from tracker.vocabulary import ActionState, ConditionState, MilestoneState, Status, Word

WHOLE_PLAN = "The whole plan"
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
    before, after = before.without_the_same(after), after.without_the_same(before)
    sorts = {name: _pair(name, before, after) for name in EDITABLE}
    actions, milestones = sorts["actions"], sorts["milestones"]
    found = [
        *(row for name, pair in sorts.items() for row in _come_and_gone(name, pair, actions)),
        *_ends_and_states(actions.with_added(state=ActionState.NOT_STARTED.value), ActionState),
        *_ends_and_states(
            milestones.with_added(state=MilestoneState.PLANNED.value), MilestoneState
        ),
        *_moved(milestones, after.moved_because),
        *_statuses(Change.REPORTED, actions, before.reported, after.reported),
        *_statuses(Change.ASSESSED, actions, before.assessed, after.assessed),
        *_progress_of_plan(before.actions, after.actions),
        *_progress(actions.with_added(progress=0.0)),
        *(
            row
            for sort, pair in sorts.items()
            for name in EDITABLE[sort]
            for row in _edited(pair, name)
        ),
    ]
    order = {change.value: place for place, change in enumerate(Change)}
    found.sort(key=lambda row: order[row[0]])
    return pd.DataFrame(found, columns=COLUMNS, dtype=object)


@dataclass(frozen=True, slots=True)
class _Pair:
    """The same things on both days, row by row, and those that only one of the days has."""

    old: pd.DataFrame
    new: pd.DataFrame
    added: pd.DataFrame
    removed: pd.DataFrame

    def with_added(self, **begun: str | float) -> "_Pair":
        """Those added too, as if they had been there before with the values ``begun``."""
        old: list[pd.DataFrame] = [self.old, self.added.assign(**begun)]
        new: list[pd.DataFrame] = [self.new, self.added]
        return _Pair(pd.concat(old), pd.concat(new), self.added, self.removed)

    def differ(self, name: str) -> pd.Series:
        """Whether the rows of both days say something else in the column ``name``."""
        old, new = self.old[name], self.new[name]
        differ = old != new
        if pd.api.types.is_datetime64_any_dtype(old):  # only days may be missing
            differ &= old.notna() | new.notna()
        return differ

    def where(self, chosen: pd.Series) -> "_Pair":
        """Only those rows of both days."""
        return _Pair(self.old[chosen], self.new[chosen], self.added, self.removed)


def _pair(sort: str, before: Snapshot, after: Snapshot) -> _Pair:
    old, new = (_named(sort, day).set_index("id") for day in (before, after))
    both = new.index.intersection(old.index, sort=False)
    return _Pair(
        old.loc[both], new.loc[both], new[~new.index.isin(both)], old[~old.index.isin(both)]
    )


def _named(sort: str, day: Snapshot) -> pd.DataFrame:
    """The rows of one sort with ``known_by`` and ``called``: whose they are; and ``what``."""
    rows: pd.DataFrame = getattr(day, sort)[TOLD[sort]]
    if sort == "themes":
        return rows.assign(known_by=rows["code"], called=rows["name"], what="")
    if sort == "objectives":
        return rows.assign(known_by=rows["ref"], called=rows["text"], what="")
    if sort == "actions":
        return rows.assign(known_by=rows["ref"], called=rows["title"], what="")
    owner, key = ("objectives", "objective_id") if sort == "measures" else ("actions", "action_id")
    owners = _named(owner, day).set_index("id")[["known_by", "called"]].reindex(rows[key])
    what = rows["name" if sort == "measures" else "title"]
    return rows.assign(
        known_by=owners["known_by"].to_numpy(), called=owners["called"].to_numpy(), what=what
    )


_Row = tuple[Any, ...]


def _rows(
    change: Change,
    of: pd.DataFrame,
    old: pd.Series | str,
    new: pd.Series | str,
    because: pd.Series | str = "",
    what: pd.Series | None = None,
) -> list[_Row]:
    """A row for each of ``of``, in the order of ``COLUMNS``; a text is the same in all of them."""
    cells = (of["known_by"], of["called"], of["what"] if what is None else what, old, new, because)
    columns = (repeat(each) if isinstance(each, str) else each for each in cells)
    return list(zip(repeat(change.value, len(of)), *columns, strict=False))


def _come_and_gone(sort: str, pair: _Pair, actions: _Pair) -> Iterator[_Row]:
    added, removed = pair.added, pair.removed
    if sort == "milestones":  # those of a new action are told with it
        added = added[~added["action_id"].isin(actions.added.index)]
        removed = removed[~removed["action_id"].isin(actions.removed.index)]
        yield from _rows(Change.ADDED, added, "", added["timing"])
        yield from _rows(Change.REMOVED, removed, removed["timing"], "")
    else:
        yield from _rows(Change.ADDED, added, "", "")
        yield from _rows(Change.REMOVED, removed, "", "")


_ENDS = {
    MilestoneState.DONE.value: Change.DONE,
    MilestoneState.DROPPED.value: Change.DROPPED,
    ActionState.STOPPED.value: Change.STOPPED,
}


def _ends_and_states(pair: _Pair, states: type[Word]) -> Iterator[_Row]:
    """What was done, dropped or stopped; and every other change of a state."""
    changed = pair.where(pair.differ("state"))
    for state in states:
        now = changed.where(changed.new["state"] == state)
        old = now.old["state"].map(lambda value: states(value).label)
        new: pd.Series | str = state.label
        if state in (MilestoneState.DONE, MilestoneState.DROPPED) and "timing" in now.old:
            old = now.old["timing"]
        if state == MilestoneState.DONE and "done_on" in now.new:
            new = now.new["done_on"].map(wording.day)
        kind = _ENDS.get(state.value, Change.STATE)
        what = _of(now.new, _STATE) if kind is Change.STATE else None
        yield from _rows(kind, now.new, old, new, now.new["state_reason"], what)


def _moved(milestones: _Pair, because: pd.Series) -> list[_Row]:
    in_words = milestones.differ("timing")
    moved = milestones.where(in_words | milestones.differ("due_on"))
    in_words = in_words[moved.new.index]
    return _rows(
        Change.RE_DATED,
        moved.new,
        moved.old["timing"].where(in_words, _days(moved.old["due_on"])),
        moved.new["timing"].where(in_words, _days(moved.new["due_on"])),
        because.reindex(moved.new.index).where(in_words).fillna(""),
    )


def _days(days: pd.Series) -> pd.Series:
    words = ["no date yet" if pd.isna(day) else wording.day(day) for day in days]
    return pd.Series(words, index=days.index, dtype=object)


def _statuses(change: Change, actions: _Pair, old: pd.Series, new: pd.Series) -> list[_Row]:
    """Those that are another now; one that was never given before has no old status."""
    now = actions.with_added()
    was = old.reindex(now.new.index).map(_status).fillna("")
    is_ = new.reindex(now.new.index).map(_status).fillna("")
    changed = (was != is_) & (is_ != "")
    of = now.new[changed]
    return _rows(change, of, was[changed], is_[changed], what=_of(of, _STATUS))


def _of(rows: pd.DataFrame, name: str) -> pd.Series:
    """What of each row is another: ``"state"`` of an action, ``"Delivered: state"`` of a part."""
    return rows["what"].map(lambda part: f"{part}: {name}" if part else name)


def _status(value: str | float | None) -> str:
    return Status(value).label if isinstance(value, str) and value else ""


def _progress_of_plan(before: pd.DataFrame, after: pd.DataFrame) -> list[_Row]:
    shares = [progress.overall(actions) for actions in (before, after)]
    whole = pd.DataFrame({"known_by": [""], "called": [WHOLE_PLAN], "what": [""]})
    old, new = (np.nan if share is None else share for share in shares)
    return _progress(
        _Pair(whole.assign(progress=old), whole.assign(progress=new), whole[:0], whole[:0])
    )


def _progress(actions: _Pair) -> list[_Row]:
    old, new = actions.old["progress"], actions.new["progress"]
    same = np.isclose(old.astype(float), new.astype(float), rtol=0, atol=1e-9, equal_nan=True)
    return _rows(Change.PROGRESS, actions.new[~same], old[~same], new[~same])


def _edited(pair: _Pair, name: str) -> list[_Row]:
    differ = pair.differ(name)
    if not differ.any():
        return []
    edited = pair.where(differ)
    label = "condition" if name == "condition_state" else name
    what = _of(edited.new, label)
    in_words = {"weight": "{:g}".format, "condition_state": _condition}.get(name, str)
    old, new = (day[name].map(in_words) for day in (edited.old, edited.new))
    because: pd.Series | str = ""
    if name == "condition_state":
        because = edited.new["condition_reason"]
    return _rows(Change.EDITED, edited.new, old, new, because, what)


def _condition(value: str) -> str:
    return ConditionState(value).label
