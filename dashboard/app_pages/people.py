"""People: who is reminded of what they lead, and by which address."""

import streamlit as st

from dashboard import session
from dashboard.components import people_forms
from dashboard.loaders import people as people_loaders

st.title("People", anchor=False)
st.markdown(
    "Everyone here gets at most one mail a round, with what is due of the actions that name their "
    "post. Only the secretariat sees this page."
)
everyone = people_loaders.everyone(session.moment().day)
people_forms.table(everyone)
if session.can_change():
    people_forms.show(everyone)
else:
    st.info("People are shown as they are today. Go back to today to change anything.")
