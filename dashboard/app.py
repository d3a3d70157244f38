"""Who is here, at which day, and which pages; draws nothing itself."""

import streamlit as st

from dashboard import navigation, session
from dashboard.assets import ICON
from dashboard.components import banners, messages, sidebar
from tracker.errors import TrackerError

SITE = "Inclusion tracker"

# Before st.navigation: otherwise every browser fetches the first page's icon from another host.
st.set_page_config(page_icon=ICON, layout="wide")

with session.one_moment():
    moment = session.moment()
    sidebar.show(moment)
    page = st.navigation(navigation.pages_for(session.current_actor()))
    st.set_page_config(page_title=f"{page.title} – {SITE}")
    banners.show(moment.today)
    messages.show_kept()
    try:
        page.run()
    except TrackerError as error:
        messages.show_error(error)
