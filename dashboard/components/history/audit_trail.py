"""The audit trail as sentences: who did what, when and why, and which fields changed with it."""

from collections.abc import Hashable, Mapping
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.replay import replayed
from dashboard.loaders import changes as change_loaders
from dashboard.loaders import plan as plan_loaders
from dashboard.markdown import link, plain
from dashboard.navigation import ACTION, address
from dashboard.view import View
from tracker import wording
from tracker.clock import LONDON
from tracker.queries.audit import SEARCHED_AT_ONCE, TrailPage, TrailSearch
from tracker.vocabulary import Role

# Of the fields that one entry changed; the file has more of them.
CHANGES_SHOWN = 5

_Entry = Mapping[Hashable, Any]


@replayed
def show(view: View, search: TrailSearch, before: int | None) -> None:
    """Draw one page of what was found."""
    page = change_loaders.trail(view.moment, search, before)
    st.markdown(f"**{sentence(page, search, is_latest=before is None)}**")
    st.markdown("\n".join(_item(entry, view) for entry in page.entries.to_dict("records")))


def sentence(page: TrailPage, search: TrailSearch, *, is_latest: bool) -> str:
    """What the page shows: how many entries, from when to when, and how far it searched."""
    shown = wording.count(len(page.entries), "entry", "entries")
    searched = ""
    if page.searched_to:
        days = wording.day(page.searched_to)
        searched = f" {SEARCHED_AT_ONCE:,} entries were searched, back to {days}."
    if page.entries.empty:
        found = "No entry matches" if search != TrailSearch() else "There are no entries"
        return f"{found}{'' if is_latest else ' on this page'}.{searched}"
    days = [wording.day(at.astimezone(LONDON).date()) for at in page.entries["at"]]
    when = f"of {days[0]}" if days[0] == days[-1] else f"from {days[-1]} to {days[0]}"
    which = "The latest " if is_latest and len(days) > 1 else ""
    return f"{which}{shown}, {when}.{searched}"


def file(entries: pd.DataFrame) -> pd.DataFrame:
    """The entries as they are taken away."""
    return pd.DataFrame(
        {
            "at": [_when(at) for at in entries["at"]],
            "person": entries["actor"],
            "role": [Role(role).label for role in entries["role"]],
            "action": entries["ref"],
            "what": entries["sentence"],
            "because": entries["reason"],
            "changes": ["; ".join(changes) for changes in entries["changes"]],
            "more changes": entries["more"],
        }
    )


def _item(entry: _Entry, view: View) -> str:
    at = entry["at"].astimezone(LONDON)
    because = f". Because: {plain(entry['reason'])}" if entry["reason"] else ""
    who = f"**{wording.day(at.date())}, {at:%H:%M}, {plain(entry['actor'])}:**"
    lines = [f"- {who} {_action(entry['ref'], view)}{plain(entry['sentence'])}{because}"]
    changes = entry["changes"]
    lines += [f"    - {plain(change)}" for change in changes[:CHANGES_SHOWN]]
    if more := len(changes[CHANGES_SHOWN:]) + entry["more"]:
        lines.append(f"    - and {wording.count(more, 'more field')}")
    return "\n".join(lines)


def _action(ref: str, view: View) -> str:
    if ref in plan_loaders.action_names(view.moment):
        return f"{link(ref, address(ACTION, view, ref=ref))} "
    return f"{plain(ref)} " if ref else ""


def _when(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%Y-%m-%d %H:%M}"
