"""Organisation: what one organisation has and lacks, and whom to ask; its head can be sent it."""

import streamlit as st

from dashboard import session
from dashboard.components.coverage import coverage_organisation
from dashboard.markdown import plain

view = session.view()
organisation = coverage_organisation.asked(view.moment)

if organisation is None:
    st.title("Organisation", anchor=False)
    coverage_organisation.choose(view.moment)
else:
    st.title(f"{plain(organisation['code'])}: {plain(organisation['name'])}", anchor=False)
    coverage_organisation.show(view, int(organisation["id"]))
    coverage_organisation.link_to_send(view, organisation["code"])
