"""Plan: everything that is planned, to be searched, filtered, seen on a timeline and taken away."""

import streamlit as st

from dashboard import session
from dashboard.components import downloads, empty_states, filters, paging, plan_table, plan_timeline
from dashboard.loaders import plan as plan_loaders

ACTIONS_SHOWN = 25
MILESTONES_SHOWN = 30


@st.fragment
def filtered_plan() -> None:
    """The filters and what they find: only this runs again when a filter changes."""
    view = session.view()
    moment = view.moment
    selection = filters.ask(plan_loaders.filter_choices(moment))
    rows = plan_loaders.found(moment, selection)
    filters.clear_button(selection)
    if not rows:
        st.info("Nothing in the plan matches these filters.")
        return
    # The choice of a page stands under what it chooses.
    table = st.container()
    shown = paging.choose(rows, size=ACTIONS_SHOWN, key=filters.TABLE_PAGE, what="Rows")
    with table:
        plan_table.show(view, shown)
    downloads.csv_and_xlsx("Plan", lambda: plan_loaders.plan_file(moment, selection))

    milestones = plan_loaders.milestones_of(moment, shown)
    timeline = st.container()
    drawn = paging.choose(
        milestones, size=MILESTONES_SHOWN, key=filters.TIMELINE_PAGE, what="Milestones"
    )
    with timeline:
        plan_timeline.show(moment, drawn)
    downloads.csv_and_xlsx("Timeline", lambda: plan_loaders.timeline_file(moment, selection))


st.title("Plan", anchor=False)
if plan_loaders.has_plan(session.moment()):
    filtered_plan()
else:
    empty_states.no_plan(session.view())
