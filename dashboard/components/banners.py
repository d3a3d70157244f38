"""The lines above every page that say what is unusual about what is shown."""

from datetime import date

import streamlit as st

from dashboard import session
from tracker import wording


def show(today: date) -> None:
    """Draw the lines that apply, the strongest last."""
    if session.configuration().demo:
        st.caption(
            "**Demonstration.** The plan is the real published one; its history, people and second "
            f"theme’s dates are invented. Here it is {wording.day(today)}."
        )
    day = session.as_at()
    if day:
        _as_at(day)


def _as_at(day: date) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/history: You are looking at the plan as it was recorded on "
            f"**{wording.day(day)}**. Nothing can be changed here.",
            width="content",
        )
        st.button("Back to today", on_click=_back_to_today)


def _back_to_today() -> None:
    st.session_state[session.AS_AT] = None
