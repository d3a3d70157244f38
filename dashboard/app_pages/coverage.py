"""Coverage: which organisation lacks whom, and which actions nobody stands behind."""

import streamlit as st

from dashboard import session
from dashboard.components import (
    coverage_filters,
    coverage_phantoms,
    coverage_table,
    downloads,
    filters,
    paging,
)
from dashboard.loaders import coverage as coverage_loaders
from tracker import permissions
from tracker.vocabulary import Permission

ORGANISATIONS_SHOWN = 25


@st.fragment
def filtered_grid() -> None:
    """The filters and what they find: only this runs again when a filter changes."""
    view = session.view()
    st.header("Every organisation", anchor=False)
    selection = coverage_filters.ask(coverage_loaders.grid(view.moment).columns)
    ids = coverage_loaders.found(view.moment, selection)
    coverage_filters.clear_button(selection)
    if not ids:
        st.info("No organisation matches these filters.")
        return
    # The choice of a page stands under what it chooses.
    table = st.container()
    shown = paging.choose(
        ids, size=ORGANISATIONS_SHOWN, key=filters.TABLE_PAGE, what="Organisations"
    )
    with table:
        coverage_table.table(view, shown)
    downloads.csv_and_xlsx("Coverage", lambda: coverage_table.file(view, ids))


view = session.view()
st.title("Coverage", anchor=False)
coverage_table.summary(view.moment)
if not coverage_loaders.grid(view.moment).organisations.empty:
    filtered_grid()
    coverage_table.gaps(view.moment)
if permissions.can(view.actor, Permission.UPDATE_READ):
    coverage_phantoms.show(view)
