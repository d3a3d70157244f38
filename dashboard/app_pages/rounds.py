"""Rounds: who has answered what in a round, who is missing, and where help is needed."""

import streamlit as st

from dashboard import session
from dashboard.components import empty_states
from dashboard.components.rounds import round_choice, round_forms, round_table
from dashboard.loaders import plan as plan_loaders
from tracker import permissions
from tracker.analytics.reporting import RoundState
from tracker.vocabulary import Permission, Role

view = session.view()
moment = view.moment
st.title("Rounds", anchor=False)

if not plan_loaders.has_plan(moment):
    empty_states.no_plan(view)
    st.stop()

asked = round_choice.asked(moment)
can_plan = session.can_change() and permissions.can(view.actor, Permission.ROUND_PLAN)

if asked is None:
    st.info("No round is planned yet.")
else:
    round_table.heading(asked)
    if asked.state is not RoundState.AHEAD:
        round_table.figures(view, asked.number)
        parts = [round_table.by_lead, round_table.every_action]
        # A sponsor asks first: where am I needed?
        parts.insert(0 if view.actor.role is Role.SPONSOR else 1, round_table.help_needed)
        for draw in parts:
            draw(view, asked.number)
    round_table.reviewers(view, asked.number)
    if can_plan:
        round_forms.remind(moment, asked)
    round_table.all_rounds(view)
if can_plan:
    round_forms.show(moment, asked)
