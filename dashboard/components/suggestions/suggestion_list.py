"""The published suggestions, each with how many back it, a button to, and what became of it."""

from functools import partial

import streamlit as st

from dashboard import session
from dashboard.components import filters, form, paging
from dashboard.components.suggestions import suggestion_words
from dashboard.loaders import suggestions as suggestion_loaders
from dashboard.loaders.base import kept
from dashboard.view import View
from tracker.services import suggestion_backings

PLACE = "suggestions.backing"
SHOWN = 10


def show(view: View) -> None:
    """Draw them a page at a time, the latest first, and a search through all."""
    published = suggestion_loaders.latest(view.moment, "")
    st.header(f"Published suggestions ({len(published):,})", anchor=False)
    if not published:
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
    backed = suggestion_loaders.backed(view) if session.can_change() else frozenset()
    for id_, (said, became) in zip(ids, _words(view, ids), strict=True):
        with st.container(border=True):
            st.markdown(said)
            st.markdown(became)
            if session.can_change():
                _backing(id_, does=id_ in backed)


@kept(*suggestion_loaders.PARTS)
def _words(view: View, ids: tuple[int, ...]) -> list[tuple[str, str]]:
    """What was said, and what became of it, of each."""
    rows = suggestion_loaders.published(view.moment).set_index("id", drop=False)
    backers = suggestion_loaders.backers(view.moment)
    found = [rows.loc[id_].to_dict() for id_ in ids]
    return [
        (
            suggestion_words.said(row, backers),
            suggestion_words.reply(row, view) or suggestion_words.state(row),
        )
        for row in found
    ]


def _backing(id_: int, *, does: bool) -> None:
    with form.opened(f"{PLACE}.{id_}", place=PLACE) as opened:
        opened.send(
            f"Take back my backing of suggestion {id_}" if does else f"Back suggestion {id_}",
            suggestion_backings.stop_backing if does else suggestion_backings.back_suggestion,
            said=f"You no longer back suggestion {id_}." if does else f"You back suggestion {id_}.",
            is_main=False,
            suggestion_id=id_,
        )
