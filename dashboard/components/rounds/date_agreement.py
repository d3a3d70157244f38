"""What a sponsor does about a moved date: agree to it, in its place."""

from collections.abc import Hashable, Mapping
from typing import Any

import streamlit as st

from dashboard.components import form, messages
from dashboard.loaders import changes as change_loaders
from dashboard.loaders.base import kept
from dashboard.markdown import link, plain
from dashboard.navigation import ACTION, address
from dashboard.view import View
from tracker import wording
from tracker.areas import Area
from tracker.clock import day_of
from tracker.services.reviews import agree_date

PLACE = "agreements"
SHOWN = 5
_FORM = "agree_"  # and the key of a move: the key of its form
_Row = Mapping[Hashable, Any]


def show(view: View) -> None:
    """Draw the latest moves that nobody has agreed to, each with its button."""
    waiting = len(change_loaders.to_agree(view))
    st.header(f"To be agreed ({waiting:,})", anchor=False)
    form.show_result(PLACE)
    _show_overtaken(view)
    if not waiting:
        st.markdown("Nothing: every moved date that you could agree to has been agreed.")
    for row, sentence in _latest(view):
        with st.container(border=True):
            st.markdown(sentence)
            with form.opened(f"{_FORM}{row['id']}", place=PLACE) as opened:
                opened.send(
                    plain(f"Agree to the new date of {row['ref']}, {row['title']}"),
                    agree_date,
                    said=f"Agreed: {row['title']} of {row['ref']} is due {row['to_timing']}.",
                    date_change_id=row["id"],
                )
    if (more := waiting - SHOWN) > 0:
        st.markdown(f"After these, {more:,} more.")


@kept(Area.PLAN, Area.ROUNDS)
def _latest(view: View) -> list[tuple[_Row, str]]:
    """The latest moves to be agreed, each as a sentence too."""
    rows = change_loaders.to_agree(view).head(SHOWN)
    return [(row, _sentence(row, view)) for row in rows.to_dict("records")]


def _show_overtaken(view: View) -> None:
    """Say why an agreement was refused whose form is no longer among those drawn."""
    drawn = {str(key).partition(":")[0] for key in st.session_state}
    shown = {f"{_FORM}{row['id']}" for row, _ in _latest(view)}
    for key in drawn - shown:
        if key.startswith(_FORM) and (refusal := form.take_refusal(key)):
            messages.show_error(refusal)


def _sentence(row: _Row, view: View) -> str:
    action = link(row["ref"], address(ACTION, view, ref=row["ref"]))
    when = wording.day(day_of(row["changed_at"]))
    return (
        f"{action} {plain(row['action_title'])}: **{plain(row['title'])}**  \n"
        f"From “{plain(row['from_timing'])}” to “{plain(row['to_timing'])}”, moved on {when} by "
        f"{plain(row['changed_by'])}, because: {plain(row['reason'])}"
    )
