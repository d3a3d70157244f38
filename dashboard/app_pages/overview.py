"""Overview: are we on track, who is needed, what is new, what is late, and what is left open."""

import streamlit as st

from dashboard import session
from dashboard.components import empty_states, needed
from dashboard.components.coverage import coverage_attention
from dashboard.components.feedback import result_overview
from dashboard.components.history import what_changed
from dashboard.components.plan import attention, plan_progress
from dashboard.loaders import plan as plan_loaders

view = session.view()
st.title("Overview", anchor=False)

if plan_loaders.has_plan(view.moment):
    plan_progress.headline(view)
    plan_progress.figures(view.moment)
    what_changed.since_last_meeting(view)
    # On a phone each second column comes under its first: who is needed, what members say, and
    # then what can wait.
    asked, heard = st.columns(2, gap="large")
    with asked:
        needed.lines(view)
        attention.late(view)
    with heard:
        result_overview.lines(view)
    details, charts = st.columns(2, gap="large")
    with details:
        attention.coming(view)
        attention.waiting(view)
        coverage_attention.lines(view)
        attention.open_gaps(view)
    with charts:
        plan_progress.burn_up(view.moment)
        plan_progress.standings(view.moment)
else:
    empty_states.no_plan(view)
