"""Slips: every move of a date with its reason, and which dates move again and again."""

from functools import partial

import streamlit as st

from dashboard import session
from dashboard.components import downloads, empty_states, filters, paging
from dashboard.components.plan import plan_timeline
from dashboard.components.rounds import date_agreement, slip_filters, slip_ledger
from dashboard.loaders import changes as change_loaders
from dashboard.loaders import plan as plan_loaders
from tracker import permissions
from tracker.vocabulary import Permission

MOVES_SHOWN = 25
MILESTONES_SHOWN = 30


@st.fragment
def filtered_ledger() -> None:
    """The filters and what they find: only this runs again when a filter changes."""
    view = session.view()
    moment = view.moment
    st.header("Every move", anchor=False)
    selection = slip_filters.ask(plan_loaders.filter_choices(moment).themes)
    rows = change_loaders.moves_found(moment, selection)
    filters.clear_button(selection, *slip_filters.NAMES)
    if not rows:
        st.info("No move matches these filters.")
        return
    table = partial(slip_ledger.table, view)
    paging.show(rows, table, size=MOVES_SHOWN, key=filters.TABLE_PAGE, what="Moves")
    downloads.csv("Slips", lambda: slip_ledger.file(change_loaders.slips(moment).loc[list(rows)]))

    milestones = change_loaders.milestones_moved(moment, selection)
    chart = partial(plan_timeline.show, moment, title="First, current and done dates")
    key = filters.TIMELINE_PAGE
    paging.show(milestones, chart, size=MILESTONES_SHOWN, key=key, what="Milestones")


view = session.view()
st.title("Slips", anchor=False)
if not plan_loaders.has_plan(view.moment):
    empty_states.no_plan(view)
elif change_loaders.slips(view.moment).empty:
    st.info("No date has moved. When one does, it is kept here with its reason.")
else:
    slip_ledger.summary(view.moment)
    if session.can_change() and permissions.can(view.actor, Permission.DATE_AGREE):
        date_agreement.show(view)
    slip_ledger.often(view)
    filtered_ledger()
