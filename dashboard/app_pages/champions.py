"""Champions: who holds which post, which are vacant, whose term ends, what depends on it."""

from functools import partial

import streamlit as st

from dashboard import session
from dashboard.components import downloads, empty_states, filters, paging
from dashboard.components.posts import (
    appointment_forms,
    champion_filters,
    champion_lists,
    champion_post,
    offer_forms,
)
from dashboard.loaders import posts as post_loaders
from tracker import permissions
from tracker.vocabulary import Permission

POSTS_SHOWN = 25


@st.fragment
def filtered_posts() -> None:
    """The filters and what they find: only this runs again when a filter changes."""
    view = session.view()
    moment = view.moment
    st.header("Every post", anchor=False)
    selection = champion_filters.ask(post_loaders.whose(moment))
    rows = post_loaders.found(moment, selection)
    filters.clear_button(selection, *champion_filters.NAMES)
    if not rows:
        st.info("No post matches these filters.")
        return
    table = partial(champion_lists.table, view)
    paging.show(rows, table, size=POSTS_SHOWN, key=filters.TABLE_PAGE, what="Posts")
    downloads.csv_and_xlsx(
        "Posts", lambda: champion_lists.file(post_loaders.posts(moment).loc[list(rows)])
    )


view = session.view()
moment = view.moment
st.title("Champions", anchor=False)
if post_loaders.posts(moment).empty:
    empty_states.not_in_directory(view, "post")
else:
    champion_lists.summary(moment)
    if asked := champion_post.asked(moment):
        with st.container(border=True):
            champion_post.show(view, int(asked["id"]))
            if session.can_change():
                appointment_forms.show(view, asked)
                offer_forms.show(asked)
    if session.can_change() and permissions.can(view.actor, Permission.PEOPLE_EDIT):
        offer_forms.waiting(moment)
    champion_lists.vacant_and_ending(view)
    filtered_posts()
