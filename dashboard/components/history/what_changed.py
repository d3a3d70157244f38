"""What changed since an earlier day: in a sentence, and in a table for each kind of change."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.components import data_table, status_badge
from dashboard.components.history import since
from dashboard.components.history.since import Since
from dashboard.components.replay import replayed_of
from dashboard.loaders import changes as change_loaders
from dashboard.loaders import plan as plan_loaders
from dashboard.markdown import link, plain
from dashboard.navigation import ACTION, WHAT_CHANGED, address
from dashboard.view import View
from tracker import permissions, wording
from tracker.analytics.changes import WHOLE_PLAN, Change, Found
from tracker.areas import Area
from tracker.vocabulary import Permission, Status

SECTIONS = {
    "Added": (Change.ADDED,),
    "Removed, dropped or stopped": (Change.REMOVED, Change.DROPPED, Change.STOPPED),
    "Done": (Change.DONE,),
    "Re-dated": (Change.RE_DATED,),
    "Reported status": (Change.REPORTED,),
    "Assessed status": (Change.ASSESSED,),
    "State": (Change.STATE,),
    "Progress": (Change.PROGRESS,),
    "Edited": (Change.EDITED,),
}
_STATUSES = (Change.REPORTED, Change.ASSESSED)
# One of a kind, and several. Of what is missing here, ``_things`` finds the words.
_COUNTED = {
    Change.RE_DATED: ("date moved", "dates moved"),
    Change.REPORTED: ("new reported status", "new reported statuses"),
    Change.ASSESSED: ("new assessed status", "new assessed statuses"),
    Change.STATE: ("new state", "new states"),
    Change.EDITED: ("edit", "edits"),
}
# What ends so is a milestone or an action.
_OF_ACTIONS = (Change.DROPPED, Change.STOPPED, Change.DONE)
# So many new statuses of a kind are told one by one, in the sentence.
STATUSES_TOLD = 3


def told(view: View, day: Since) -> pd.DataFrame:
    """The changes that this reader may see, in words."""
    may_read = permissions.can(view.actor, Permission.UPDATE_READ)
    return change_loaders.changes(view.moment, day.day, reported=may_read, assessed=may_read)


def _found(view: View, day: Since) -> list[Found]:
    """The same before it is put into words."""
    may_read = permissions.can(view.actor, Permission.UPDATE_READ)
    return change_loaders.changes_found(view.moment, day.day, reported=may_read, assessed=may_read)


@replayed_of(Area.PLAN, Area.ROUNDS)
def show(view: View, day: Since) -> None:
    """Draw the sentence, and a table for each kind of change that there was."""
    changes = told(view, day)
    st.markdown(f"**{sentence(_found(view, day), day)}**")
    if not permissions.can(view.actor, Permission.UPDATE_READ):
        st.markdown("Statuses are for leads, sponsors and the secretariat; they are not shown.")
    for title, kinds in SECTIONS.items():
        rows = changes[changes["change"].isin(kinds)]
        if not rows.empty:
            st.header(f"{title} ({len(rows):,})", anchor=False)
            table = [_cells(row, view) for row in rows.to_dict("records")]
            _without_empty(pd.DataFrame(table), name=f"{title}, since {day.words}")


@replayed_of(Area.PLAN, Area.ROUNDS)
def since_last_meeting(view: View) -> None:
    """Draw the section of the overview: how much changed, and where it is told."""
    day = since.last_meeting(view.moment)
    st.header(f"Since {day.words}", anchor=False)
    target = address(WHAT_CHANGED, view, **{since.SINCE: day.day.isoformat()})
    words = summary(_found(view, day))
    st.markdown(f"{words[0].upper()}{words[1:]} {link('See what changed', target)}")


def sentence(changes: Sequence[Found], day: Since) -> str:
    """``"Since the meeting on 20 October 2022: 2 milestones done and 1 date moved. ..."``."""
    if not changes:
        return f"Nothing has changed since {day.words}."
    return f"Since {day.words}: {summary(changes)}"


def summary(changes: Sequence[Found]) -> str:
    """``"2 milestones done. The plan’s progress went from 25% to 50%."``."""
    if not changes:
        return "nothing has changed."
    kinds = [kind for kind in Change if kind is not Change.PROGRESS]
    of_kind = {kind: [each for each in changes if each.change is kind] for kind in kinds}
    said = "; ".join(_counted(kind, found) for kind, found in of_kind.items() if found)
    return f"{said or 'nothing but progress'}. {_progress_of_plan(changes)}"


def file(changes: pd.DataFrame) -> pd.DataFrame:
    """The changes as they are taken away."""
    return pd.DataFrame(
        {
            "change": changes["change"].map(lambda kind: Change(kind).label),
            "ref": changes["ref"],
            "title": changes["title"],
            "what": changes["what"],
            "before": changes["old"].map(_in_words),
            "now": changes["new"].map(_in_words),
            "because": changes["because"],
        }
    )


def _counted(kind: Change, found: Sequence[Found]) -> str:
    """``"2 milestones done"``, ``"1 new reported status (DATA-A2: green → red)"``."""
    if kind not in _COUNTED:
        return f"{_things(kind, found)} {kind.label.lower()}"
    number = sum(each.number for each in found)
    words = wording.count(number, *_COUNTED[kind])
    if kind not in _STATUSES or number > STATUSES_TOLD:
        return words
    rows = [row for each in found for row in each.rows({})]
    moves = [f"{plain(row.ref)}: {row.old.lower() or 'none'} → {row.new.lower()}" for row in rows]
    return f"{words} ({', '.join(moves)})"


def _things(kind: Change, found: Sequence[Found]) -> str:
    """``"2 milestones"``, ``"1 milestone and 1 action"``."""
    milestones = sum(each.number for each in found if each.sort == "milestones")
    others = sum(each.number for each in found) - milestones
    other = ("action",) if kind in _OF_ACTIONS else ("part of the plan", "parts of the plan")
    counts = ((milestones, ("milestone",)), (others, other))
    return wording.listing([wording.count(number, *words) for number, words in counts if number])


def _progress_of_plan(changes: Sequence[Found]) -> str:
    whole = next((each for each in changes if each.sort == WHOLE_PLAN), None)
    if whole is None:
        return "The plan’s progress is the same."
    [row] = whole.rows({})
    if pd.isna(row.old):
        return f"The plan’s progress is {_in_words(row.new)}."
    # Otherwise a reader would look for what has been undone.
    is_added = any(each.change is Change.ADDED for each in changes)
    why = ", as more is planned now" if is_added and row.new < row.old else ""
    return f"The plan’s progress went from {_in_words(row.old)} to {_in_words(row.new)}{why}."


def _cells(row: Mapping[Hashable, Any], view: View) -> dict[str, str]:
    return {
        "Part of the plan": _named(row, view),
        # Of a status, the heading says it.
        "What of it": "" if row["change"] in _STATUSES else plain(row["what"]),
        "Before": _value(row, row["old"]),
        "Now": _value(row, row["new"]),
        "Because": plain(row["because"]),
    }


def _named(row: Mapping[Hashable, Any], view: View) -> str:
    ref, title = row["ref"], plain(row["title"])
    if ref in plan_loaders.action_names(view.moment):
        return f"{link(ref, address(ACTION, view, ref=ref))} {title}"
    return f"{plain(ref)} {title}".strip()


def _value(row: Mapping[Hashable, Any], value: str | float) -> str:
    if row["change"] in _STATUSES and value:
        return status_badge.markdown(Status(str(value).lower()))
    return plain(_in_words(value))


def _in_words(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return formats.percent(None if pd.isna(value) else value)


def _without_empty(table: pd.DataFrame, *, name: str) -> None:
    """Draw the table without columns in which nothing stands; what is missing is a dash."""
    filled = table.loc[:, (table != "").any()]
    data_table.show(filled.replace("", formats.NOTHING), name=name)
