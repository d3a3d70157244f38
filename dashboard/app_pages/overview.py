"""Overview: are we on track, what is late, what comes next, and what is left open."""

import streamlit as st

from dashboard import session
from dashboard.components import (
    attention,
    coverage_attention,
    empty_states,
    plan_progress,
    result_overview,
    what_changed,
)
from dashboard.loaders import plan as plan_loaders

view = session.view()
st.title("Overview", anchor=False)

if plan_loaders.has_plan(view.moment):
    plan_progress.headline(view)
    plan_progress.figures(view.moment)
    what_changed.since_last_meeting(view)
    # On a phone the second comes under the first, so the first is what asks for somebody.
    needed, charts = st.columns(2, gap="large")
    with needed:
        attention.late(view)
        attention.coming(view)
        attention.waiting(view)
        coverage_attention.lines(view)
        result_overview.lines(view)
        attention.open_gaps(view)
    with charts:
        plan_progress.burn_up(view.moment)
        plan_progress.standings(view.moment)
else:
    empty_states.no_plan(view)
