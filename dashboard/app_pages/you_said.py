"""You said, we did: what members suggested, what was decided, and how far that is."""

import streamlit as st

from dashboard import session
from dashboard.components.suggestions import theme_replies, you_said_figures, you_said_list
from dashboard.loaders import suggestions as suggestion_loaders

view = session.view()
st.title("You said, we did", anchor=False)

you_said_figures.summary(view)
you_said_list.show(view)
theme_replies.show(view)
if not suggestion_loaders.said(view.moment).empty:
    you_said_figures.flow(view.moment)
you_said_figures.by_group(view)
