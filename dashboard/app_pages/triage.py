"""Triage: what members say, by how urgent the reply is; leads and the secretariat answer."""

import streamlit as st

from dashboard import session
from dashboard.components.suggestions import said_choice, suggestion_board, theme_board

view = session.view()
st.title("Triage", anchor=False)

if said_choice.ask(view) == said_choice.THEMES:
    theme_board.show(view, **{said_choice.SAID: said_choice.THEMES})
else:
    suggestion_board.show(view)
