"""My updates: what this reader owes in the round that takes answers, each answered in place."""

import streamlit as st

from dashboard import session
from dashboard.components import empty_states
from dashboard.components.rounds import owed_list, review_list, round_facts
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import rounds as round_loaders
from tracker import permissions
from tracker.vocabulary import Permission


@st.fragment
def to_do() -> None:
    """Everything under the title: only this runs again when something is sent."""
    view = session.view()
    asked = round_loaders.open_round(view.moment)
    if asked:
        st.markdown(round_facts.sentence(asked))
    else:
        round_facts.none_open(view)
    if session.can_change():
        owed_list.begun(view, asked)
    if asked and permissions.can(view.actor, Permission.ACTION_UPDATE_OWN):
        owed_list.show(view, asked, can_answer=session.can_change())
    if permissions.can(view.actor, Permission.UPDATE_REVIEW):
        review_list.show(view)


st.title("My updates", anchor=False)
if plan_loaders.has_plan(session.moment()):
    to_do()
else:
    empty_states.no_plan(session.view())
