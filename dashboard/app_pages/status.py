"""Status: what leads report and what the rules say, side by side and never merged."""

from functools import partial

import streamlit as st

from dashboard import session
from dashboard.components import downloads, empty_states, filters, paging
from dashboard.components.rounds import (
    contradictions,
    forecast_file,
    status_charts,
    status_facts,
    status_filters,
    status_table,
)
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import statuses as status_loaders

ACTIONS_SHOWN = 25
HISTORIES_SHOWN = 12


@st.fragment
def filtered_statuses() -> None:
    """The filters and what they find: only this runs again when a filter changes."""
    view = session.view()
    moment = view.moment
    st.header("Every action", anchor=False)
    selection = status_filters.ask(plan_loaders.filter_choices(moment).themes)
    rows = status_loaders.found(moment, selection)
    filters.clear_button(selection, *status_filters.NAMES)
    if not rows:
        st.info("No action matches these filters.")
        return
    table = partial(status_table.table, view)
    paging.show(rows, table, size=ACTIONS_SHOWN, key=filters.TABLE_PAGE, what="Actions")
    with st.container(horizontal=True):
        downloads.csv(
            "Status", lambda: status_table.file(status_loaders.statuses(moment).loc[list(rows)])
        )
        downloads.csv("Forecast", lambda: forecast_file.table(moment))


@st.fragment
def paged_history() -> None:
    """What was reported and assessed round by round, a few actions at a time."""
    moment = session.moment()
    drawn = paging.show(
        status_loaders.with_history(moment),
        partial(status_charts.history, moment),
        size=HISTORIES_SHOWN,
        key=filters.TIMELINE_PAGE,
        what="Actions",
    )
    if drawn:
        downloads.csv("Status history", lambda: status_charts.history_file(moment))


view = session.view()
st.title("Status", anchor=False)
if plan_loaders.has_plan(view.moment):
    status_table.summary(view.moment)
    status_facts.meanings()
    contradictions.show(view)
    filtered_statuses()
    status_charts.counts(view.moment)
    paged_history()
    status_charts.calibration(view.moment)
else:
    empty_states.no_plan(view)
