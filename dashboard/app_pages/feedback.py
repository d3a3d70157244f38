"""Feedback rounds: questions to member groups are built, opened, closed and copied."""

import streamlit as st

from dashboard import session
from dashboard.components.feedback import feedback_choice, feedback_facts, feedback_forms

view = session.view()
st.title("Feedback rounds", anchor=False)
if not session.can_change():
    st.info("Rounds are shown as they are today. Go back to today to change anything.")

asked = feedback_choice.asked(view)
if asked is None:
    st.info("No round of questions is begun yet.")
else:
    feedback_facts.heading(asked, view.moment.today)
    feedback_facts.invitation(asked)
    feedback_facts.questions_and_groups(view.moment, asked.id)
    feedback_facts.preview(asked)
    feedback_choice.all_rounds(view)
if session.can_change():
    feedback_forms.show(view.moment, asked)
