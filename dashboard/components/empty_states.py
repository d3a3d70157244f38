"""What a page says when there is nothing to show yet, and what to do about it."""

import streamlit as st

from dashboard import formats, session
from dashboard.navigation import DIRECTORY, IMPORT_PLAN, link
from dashboard.view import View
from tracker import permissions


def no_plan(view: View) -> None:
    """Say that there is no plan at this moment, and to whoever can import one, where."""
    day = view.moment.as_at
    if day:
        st.info(f"Nothing of the plan had been recorded by {formats.day(day)}. Choose a later day.")
    elif permissions.can(view.actor, IMPORT_PLAN.needs) and session.can_change():
        st.info("There is no plan yet. Import it from a spreadsheet: one row for each milestone.")
        link(IMPORT_PLAN, "Import the plan")
    else:
        st.info(
            "There is no plan yet. As soon as the secretariat has imported it, its progress is "
            "shown here."
        )


def not_in_directory(view: View, what: str) -> None:
    """Say that none of ``what`` ("post") is recorded, and who adds them, with the way there."""
    if day := view.moment.as_at:
        st.info(f"No {what} had been recorded by {formats.day(day)}. Choose a later day.")
    elif permissions.can(view.actor, DIRECTORY.needs):
        st.info(f"No {what} is recorded yet. Add one in the directory, or import all of it.")
        link(DIRECTORY, "Go to the directory")
    else:
        st.info(f"No {what} is recorded yet. The secretariat adds them in the directory.")
