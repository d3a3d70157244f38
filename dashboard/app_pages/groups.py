"""Groups: every group with its state and how far it is, and all of them on one timeline."""

from functools import partial

import streamlit as st

from dashboard import session
from dashboard.components import downloads, filters, paging
from dashboard.components.groups import group_filters, group_proposal, group_table
from dashboard.loaders import groups as group_loaders
from tracker import permissions
from tracker.vocabulary import Permission

GROUPS_SHOWN = 25


@st.fragment
def filtered_groups() -> None:
    """The filters and what they find: only this runs again when a filter changes."""
    view = session.view()
    moment = view.moment
    st.header("Every group", anchor=False)
    selection = group_filters.ask()
    rows = group_loaders.found(moment, selection)
    filters.clear_button(selection, *group_filters.NAMES)
    if not rows:
        st.info("No group matches these filters.")
        return
    draw = partial(group_table.table_and_timeline, view)
    paging.show(rows, draw, size=GROUPS_SHOWN, key=filters.TABLE_PAGE, what="Groups")
    downloads.csv_and_xlsx(
        "Groups", lambda: group_table.file(group_loaders.sheet(moment).loc[list(rows)])
    )


view = session.view()
moment = view.moment
st.title("Groups", anchor=False)
if group_loaders.facts(moment).empty:
    st.info("No group is recorded yet. As soon as somebody has proposed one, it is here.")
else:
    sees_hours = permissions.can(view.actor, Permission.UPDATE_REVIEW)
    group_table.summary(moment, with_hours=sees_hours)
    filtered_groups()
    if action_group := group_loaders.action_group(moment):
        key, name = action_group
        group_table.volunteers(moment, key, f"Volunteers in {name}")
if session.can_change() and permissions.can(view.actor, Permission.GROUP_PROPOSE):
    group_proposal.show(view)
