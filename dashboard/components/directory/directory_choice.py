"""Which part of the directory is shown. It lives in the address, as the words looked for do."""

import streamlit as st

from dashboard.components import address_choice, filters
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
    chosen = address_choice.part(
        SHOW, labels, question="What do you want to see?", on_change=_begin_anew
    )
    return Part(chosen.lower().replace(" ", "_"))


def _begin_anew() -> None:
    st.session_state[filters.SEARCH] = ""
    filters.to_first_page()
