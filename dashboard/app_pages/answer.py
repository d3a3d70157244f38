"""Give feedback: a round of questions, answered in under three minutes and by nobody."""

import streamlit as st

from dashboard import session
from dashboard.components.feedback import answer_choice, answer_form

view = session.view()
st.title("Give feedback", anchor=False)

if not session.can_change():
    st.info("Questions are answered today, and not on an earlier day. Go back to today first.")
    st.stop()
if asked := answer_choice.asked(view.moment):
    answer_form.show(view, asked)
