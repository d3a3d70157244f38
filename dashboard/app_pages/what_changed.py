"""What changed: everything that is different from an earlier day, with the old and the new."""

import streamlit as st

from dashboard import session
from dashboard.components import downloads, empty_states
from dashboard.components.history import since, what_changed
from dashboard.loaders import plan as plan_loaders

view = session.view()
st.title("What changed", anchor=False)

if plan_loaders.has_plan(view.moment):
    day = since.ask(view.moment)
    what_changed.show(view, day)
    downloads.csv(
        f"What changed since {day.date}",
        lambda: what_changed.file(what_changed.told(view, day)),
    )
else:
    empty_states.no_plan(view)
