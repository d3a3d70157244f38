"""Plan: everything that is planned, to be searched, filtered, seen on a timeline and taken away."""

from functools import partial

import streamlit as st

from dashboard import session
from dashboard.components import downloads, empty_states, filters, paging
from dashboard.components.plan import plan_filters, plan_table, plan_timeline
from dashboard.loaders import plan as plan_loaders

ACTIONS_SHOWN = 25
MILESTONES_SHOWN = 30


@st.fragment
def filtered_plan() -> None:
    """The filters and what they find: only this runs again when a filter changes."""
    view = session.view()
    moment = view.moment
    selection = plan_filters.ask(plan_loaders.filter_choices(moment))
    rows = plan_loaders.found(moment, selection)
    filters.clear_button(selection, *plan_filters.NAMES)
    if not rows:
        st.info("Nothing in the plan matches these filters.")
        return
    table = partial(plan_table.show, view)
    shown = paging.show(rows, table, size=ACTIONS_SHOWN, key=filters.TABLE_PAGE, what="Rows")
    downloads.csv_and_xlsx("Plan", lambda: plan_loaders.plan_file(moment, selection))

    milestones = plan_loaders.milestones_of(moment, shown)
    chart, key = partial(plan_timeline.show, moment), filters.TIMELINE_PAGE
    paging.show(milestones, chart, size=MILESTONES_SHOWN, key=key, what="Milestones")
    downloads.csv_and_xlsx("Timeline", lambda: plan_loaders.timeline_file(moment, selection))


st.title("Plan", anchor=False)
if plan_loaders.has_plan(session.moment()):
    filtered_plan()
else:
    empty_states.no_plan(session.view())
