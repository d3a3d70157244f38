"""Audit: who changed what, when and why, searched by the secretariat."""

import streamlit as st

from dashboard import session
from dashboard.components import downloads
from dashboard.components.history import audit_filters, audit_trail
from dashboard.loaders import changes as change_loaders


@st.fragment
def searched_trail() -> None:
    """The fields and what they find: only this runs again when one of them changes."""
    view = session.view()
    search = audit_filters.ask(view.moment, change_loaders.actors(view.moment))
    before = audit_filters.before()
    audit_trail.show(view, search, before)
    page = change_loaders.trail(view.moment, search, before)
    label = "Search earlier entries" if page.searched_to else "Earlier entries"
    audit_filters.turn_pages(page.earlier, label=label)
    if not page.entries.empty:
        downloads.csv(
            "Audit trail",
            lambda: audit_trail.file(change_loaders.trail_file(view.moment, search)),
        )
        st.markdown(f"The file has the latest {change_loaders.MOST_TAKEN:,} entries at most.")


st.title("Audit", anchor=False)
st.markdown(
    "Every change ever made, with who made it, when and why. The database itself refuses to "
    "change or delete an entry."
)
searched_trail()
