"""Organisation: what one organisation has and lacks, and whom to ask; its head can be sent it."""

import streamlit as st

from dashboard import session
from dashboard.components.coverage import coverage_organisation

view = session.view()
organisation = coverage_organisation.asked(view.moment)

if organisation is None:
    st.title("Organisation", anchor=False)
    coverage_organisation.choose(view.moment)
else:
    coverage_organisation.show(view, organisation)
