"""Suggest: a member makes a suggestion, backs others, and sees what became of each."""

import streamlit as st

from dashboard import session
from dashboard.components.suggestions import suggestion_form, suggestion_list

view = session.view()
st.title("Suggest", anchor=False)

if session.can_change():
    suggestion_form.show(view.moment)
else:
    st.info("Suggestions are made today. Go back to today to make or to back one.")
suggestion_list.show(view)
