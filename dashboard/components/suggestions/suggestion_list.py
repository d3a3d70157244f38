"""The published suggestions, each with how many back it, a button to, and what became of it."""

from functools import partial

import streamlit as st

from dashboard import session
from dashboard.components import filters, form, paging
from dashboard.components.suggestions import suggestion_words
from dashboard.components.suggestions.suggestion_words import Row
from dashboard.loaders import suggestions as suggestion_loaders
from dashboard.view import View
from tracker.services import suggestion_backings

PLACE = "suggestions.backing"
SHOWN = 10


def show(view: View) -> None:
    """Draw them a page at a time, the latest first, and a search through all."""
    published = suggestion_loaders.published(view.moment)
    st.header(f"Published suggestions ({len(published):,})", anchor=False)
    if published.empty:
        st.info("No suggestion is published yet. When one is, it can be backed here.")
        return
    st.markdown("Has somebody said it already? Back it, and it counts more.")
    search = filters.search()
    form.show_result(PLACE)
    found = suggestion_loaders.latest(view.moment, search)
    if not found:
        st.info("No suggestion has these words.")
        return
    draw = partial(_items, view)
    paging.show(found, draw, size=SHOWN, key=filters.TABLE_PAGE, what="Suggestions")


def _items(view: View, ids: tuple[int, ...]) -> None:
    rows = suggestion_loaders.published(view.moment).set_index("id", drop=False)
    for id_ in ids:
        _item(view, rows.loc[id_].to_dict())


def _item(view: View, row: Row) -> None:
    with st.container(border=True):
        st.markdown(suggestion_words.said(row, suggestion_loaders.backers(view.moment)))
        became = suggestion_words.reply(row, view) or suggestion_words.state(row)
        st.markdown(became)
        if session.can_change():
            _backing(view, row["id"])


def _backing(view: View, id_: int) -> None:
    does = id_ in suggestion_loaders.backed(view)
    with form.opened(f"{PLACE}.{id_}", place=PLACE) as opened:
        opened.send(
            f"Take back my backing of suggestion {id_}" if does else f"Back suggestion {id_}",
            suggestion_backings.stop_backing if does else suggestion_backings.back_suggestion,
            said=f"You no longer back suggestion {id_}." if does else f"You back suggestion {id_}.",
            is_main=False,
            suggestion_id=id_,
        )
