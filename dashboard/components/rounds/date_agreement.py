"""What a sponsor does about a moved date: agree to it, in its place."""

from collections.abc import Hashable, Mapping
from typing import Any

import streamlit as st

from dashboard.components import form, messages
from dashboard.loaders import changes as change_loaders
from dashboard.markdown import link, plain
from dashboard.navigation import ACTION, address
from dashboard.view import View
from tracker import wording
from tracker.clock import day_of
from tracker.services.reviews import agree_date

PLACE = "agreements"
SHOWN = 5


def show(view: View) -> None:
    """Draw the latest moves that nobody has agreed to, each with its button."""
    rows = change_loaders.to_agree(view)
    st.header(f"To be agreed ({len(rows):,})", anchor=False)
    form.show_result(PLACE)
    _show_overtaken(view, set(rows["id"]))
    if rows.empty:
        st.markdown("Nothing: every moved date that you could agree to has been agreed.")
    for row in rows.head(SHOWN).to_dict("records"):
        with st.container(border=True):
            st.markdown(_sentence(row, view))
            with form.opened(_key(row["id"]), place=PLACE) as opened:
                opened.send(
                    plain(f"Agree to the new date of {row['ref']}, {row['title']}"),
                    agree_date,
                    said=f"Agreed: {row['title']} of {row['ref']} is due {row['to_timing']}.",
                    date_change_id=row["id"],
                )
    if (more := len(rows) - SHOWN) > 0:
        st.markdown(f"After these, {more:,} more.")


def _show_overtaken(view: View, waiting: set[int]) -> None:
    """Say why an agreement was refused whose move is no longer among those ``waiting``."""
    for id_ in set(change_loaders.slips(view.moment)["id"]) - waiting:
        if refusal := form.take_refusal(_key(id_)):
            messages.show_error(refusal)


def _key(move_id: int) -> str:
    return f"agree_{move_id}"


def _sentence(row: Mapping[Hashable, Any], view: View) -> str:
    action = link(row["ref"], address(ACTION, view, ref=row["ref"]))
    when = wording.day(day_of(row["changed_at"]))
    return (
        f"{action} {plain(row['action_title'])}: **{plain(row['title'])}**  \n"
        f"From “{plain(row['from_timing'])}” to “{plain(row['to_timing'])}”, moved on {when} by "
        f"{plain(row['changed_by'])}, because: {plain(row['reason'])}"
    )
