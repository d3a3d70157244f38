"""Coverage: which organisation lacks whom, and which actions nobody stands behind."""

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard import session
from dashboard.components import downloads, empty_states, filters, paging
from dashboard.components.coverage import coverage_filters, coverage_phantoms, coverage_table
from dashboard.loaders import coverage as coverage_loaders
from dashboard.loaders import plan as plan_loaders
from tracker import permissions
from tracker.analytics.coverage import Order
from tracker.vocabulary import Permission

ORGANISATIONS_SHOWN = 25


@st.fragment
def filtered_grid() -> None:
    """The filters and what they find: only this runs again when a filter changes."""
    view = session.view()
    st.header("Every organisation", anchor=False)
    selection = coverage_filters.ask(coverage_loaders.grid(view.moment).columns)
    ids = coverage_loaders.found(view.moment, selection)
    filters.clear_button(replace(selection, order=Order.GAPS), *coverage_filters.NAMES)
    if not ids:
        st.info("No organisation matches these filters.")
        return
    table, key = partial(coverage_table.table, view), filters.TABLE_PAGE
    paging.show(ids, table, size=ORGANISATIONS_SHOWN, key=key, what="Organisations")
    downloads.csv_and_xlsx("Coverage", lambda: coverage_table.file(view, ids))


view = session.view()
st.title("Coverage", anchor=False)
if coverage_loaders.grid(view.moment).organisations.empty:
    empty_states.not_in_directory(view, "organisation in scope")
else:
    coverage_table.summary(view.moment)
    filtered_grid()
    coverage_table.gaps(view.moment)
if permissions.can(view.actor, Permission.UPDATE_READ) and plan_loaders.has_plan(view.moment):
    coverage_phantoms.show(view)
