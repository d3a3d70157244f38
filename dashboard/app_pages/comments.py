"""Comments: a moderator reads them before anybody else does, and sorts them into themes."""

import streamlit as st

from dashboard import session
from dashboard.components.feedback import comment_check, comment_themes, result_choice

view = session.view()
moment = view.moment
st.title("Comments", anchor=False)

if not session.can_change():
    st.info("Comments are read as they are today. Go back to today to check them.")
else:
    asked = result_choice.ask_round(moment)
    if asked is None:
        st.info("No round of questions has closed yet. Comments can be read from then on.")
    else:
        comment_check.show(moment, asked)
        comment_themes.release(moment, asked)
    comment_themes.show(moment)
