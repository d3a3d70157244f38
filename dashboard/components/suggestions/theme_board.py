"""Themes found in comments by how urgent their reply is, and one of them open."""

from functools import partial

import streamlit as st

from dashboard import markdown, session
from dashboard.components import form, paging
from dashboard.components.feedback import result_choice
from dashboard.components.replay import replayed
from dashboard.components.suggestions import (
    decision_forms,
    decision_panel,
    suggestion_words,
    theme_replies,
)
from dashboard.components.suggestions.suggestion_words import Row
from dashboard.loaders import found_themes
from dashboard.navigation import RESULTS, TRIAGE, address
from dashboard.view import View

THEME = "found"  # in the address: the one that is open
PLACE = "theme"
SHOWN = 20


def show(view: View, **query: str) -> None:
    """Draw every theme, those that wait first.

    Args:
        query: What the address has beside the theme that is open.
    """
    form.show_result(PLACE)
    rows = found_themes.board(view.moment)
    if rows.empty:
        st.info(
            "No theme has been found in comments yet. Once the comments of a round are checked and "
            "counted, what many wrote about is answered here."
        )
        return
    draw = partial(_board, view, query)
    paging.show(tuple(rows.index), draw, size=SHOWN, key=theme_replies.PAGE, what="Themes")


def _board(view: View, query: dict[str, str], places: tuple[int, ...]) -> None:
    rows = found_themes.board(view.moment)
    chosen = st.query_params.get(THEME, "") if session.can_change() else ""
    at = next((n for n, place in enumerate(places, 1) if rows.loc[place, "id"] == chosen), None)
    _items(view, query, places[:at])
    if at is not None:
        with st.container(border=True):
            _panel(view, query, rows.loc[places[at - 1]].to_dict())
        _items(view, query, places[at:])


@replayed
def _items(view: View, query: dict[str, str], places: tuple[int, ...]) -> None:
    for row in found_themes.board(view.moment).loc[list(places)].to_dict("records"):
        parts = [
            suggestion_words.state(row),
            theme_replies.said(row),
            suggestion_words.reply(row, view),
            _comments(view, row),
            _link(view, query, row),
        ]
        st.container(border=True).markdown("\n\n".join(filter(None, parts)))


def _comments(view: View, row: Row) -> str:
    query = {result_choice.ROUND: str(row["round_id"]), result_choice.THEME: str(row["theme_id"])}
    return markdown.link(f"Read the comments of {row['round']}", address(RESULTS, view, **query))


def _link(view: View, query: dict[str, str], row: Row) -> str:
    if view.moment.as_at or not decision_panel.can_decide(row, view):
        return ""
    label = f"{'Answer again' if row['kind'] else 'Answer'} “{row['name']}” of {row['round']}"
    return markdown.link(label, address(TRIAGE, view, **query, **{THEME: row["id"]}))


def _panel(view: View, query: dict[str, str], row: Row) -> None:
    if before := theme_replies.earlier(view, row):
        st.markdown(before)
    if decision_panel.can_decide(row, view):
        decision_forms.show(view, decision_forms.theme(row), PLACE, _close)
    st.markdown(markdown.link("Close without sending", address(TRIAGE, view, **query)))


def _close() -> None:
    """Open no theme any more."""
    if THEME in st.query_params:
        del st.query_params[THEME]
