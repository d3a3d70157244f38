"""Which part of the directory is shown. It lives in the address, as the words looked for do."""

import streamlit as st

from dashboard.components import filters
from tracker.vocabulary import Word

SHOW = "show"  # in the address, and of the field that writes it there


class Part(Word):
    """A part of the directory."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    POSTS = "posts"
    FILES = "import_and_export"


def asked() -> Part:
    """Draw the choice of a part, and return it."""
    labels = [part.label for part in Part]
    chosen = st.segmented_control(
        "What do you want to see?",
        labels,
        default=labels[0],
        required=True,
        key=SHOW,
        bind="query-params",
        on_change=_begin_anew,
    )
    return Part(str(chosen).lower().replace(" ", "_"))


def _begin_anew() -> None:
    st.session_state[filters.SEARCH] = ""
    filters.to_first_page()
