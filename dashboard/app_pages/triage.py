"""Triage: what members suggest, by how urgent the reply is; leads and the secretariat answer."""

import streamlit as st

from dashboard import session
from dashboard.components import suggestion_board

view = session.view()
st.title("Triage", anchor=False)

suggestion_board.show(view)
