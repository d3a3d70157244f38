"""The slip ledger: every move of a date, from where to where, by whom and why."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.components import data_table
from dashboard.components.replay import replayed
from dashboard.loaders import changes as change_loaders
from dashboard.markdown import link, plain
from dashboard.navigation import ACTION, address
from dashboard.view import Moment, View
from tracker import wording
from tracker.analytics import slips
from tracker.analytics.slips import Agreement
from tracker.clock import day_of

_Row = Mapping[Hashable, Any]


@replayed
def summary(moment: Moment) -> None:
    """Draw how many dates have moved, in a sentence."""
    st.markdown(f"**{sentence(change_loaders.slips(moment))}**")


@replayed
def often(view: View) -> None:
    """Draw the milestones whose date moved twice or more; nothing, where there are none."""
    rows = slips.moved_often(change_loaders.slips(view.moment))
    if rows.empty:
        return
    st.header(f"Moved twice or more ({len(rows):,})", anchor=False)
    cells = [
        {
            "Milestone": _milestone(row, view),
            "Moves": formats.number(row["moves"]),
            "First deadline": plain(row["from_timing"]),
            "Deadline now": plain(row["to_timing"]),
            "In all": _days(row["days_moved"]),
        }
        for row in rows.to_dict("records")
    ]
    data_table.show(pd.DataFrame(cells), name="Milestones whose date moved twice or more")


@replayed
def table(view: View, rows: tuple[int, ...]) -> None:
    """Draw those rows of the ledger."""
    moves = change_loaders.slips(view.moment).loc[list(rows)]
    cells = [_cells(row, view) for row in moves.to_dict("records")]
    data_table.show(pd.DataFrame(cells), name="Moves of dates, the latest first")


def sentence(moves: pd.DataFrame) -> str:
    """``"3 dates have moved, 4 times in all; a sponsor has agreed to 1 of the moves. ..."``."""
    dates = wording.count(moves["milestone_id"].nunique(), "date has", "dates have")
    agreed = int((moves["agreement"] == Agreement.AGREED).sum())
    again = int((moves["is_latest"] & (moves["moves"] >= slips.OFTEN)).sum())
    twice = wording.count(again, "date") if again else "None"
    return (
        f"{dates} moved, {wording.times(len(moves))} in all; a sponsor has agreed to {agreed:,} of "
        f"the moves. {twice} moved twice or more."
    )


def file(moves: pd.DataFrame) -> pd.DataFrame:
    """The moves as they are taken away."""
    return pd.DataFrame(
        {
            "action": moves["ref"],
            "action title": moves["action_title"],
            "milestone": moves["title"],
            "moved on": moves["changed_at"].map(lambda at: day_of(at).isoformat()),
            "moved by": moves["changed_by"],
            "from": moves["from_timing"],
            "to": moves["to_timing"],
            "days": moves["days_moved"],
            "reason": moves["reason"],
            "agreed by": moves["agreed_by"],
            "move": moves["move"],
            "of": moves["moves"],
        }
    )


def _cells(row: _Row, view: View) -> dict[str, str]:
    days = "" if pd.isna(row["days_moved"]) else f" ({_days(row['days_moved'])})"
    return {
        "Milestone": _milestone(row, view),
        "Moved": f"{wording.day(day_of(row['changed_at']))} by {plain(row['changed_by'])}",
        "From": plain(row["from_timing"]),
        "To": f"{plain(row['to_timing'])}{days}",
        "Because": plain(row["reason"]),
        "Move": f"{row['move']} of {row['moves']}",
        "Agreed": _agreed(row),
    }


def _milestone(row: _Row, view: View) -> str:
    action = link(row["ref"], address(ACTION, view, ref=row["ref"]))
    return f"{action} {plain(row['action_title'])}: {plain(row['title'])}"


def _days(days: Any) -> str:
    return formats.NOTHING if pd.isna(days) else formats.moved(int(days))


def _agreed(row: _Row) -> str:
    if row["agreement"] == Agreement.AGREED:
        return f":green-badge[:material/handshake: Agreed] by {plain(row['agreed_by'])}"
    return "Not agreed"
