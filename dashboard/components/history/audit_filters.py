"""What is looked for in the audit trail: a person, an action, words, days; in the address."""

from datetime import date

import streamlit as st

from dashboard.components import filters
from dashboard.components.sidebar import EARLIEST
from dashboard.view import Moment
from tracker import wording
from tracker.queries.audit import TrailSearch

# Names in the address, and of the fields that write them there.
ACTOR, REF, WORDS, FIRST, LAST = "person", "action", "words", "from", "to"
# Where each page so far began; the last is the one shown.
_PAGES = "audit.pages"


def ask(moment: Moment, actors: list[str]) -> TrailSearch:
    """Draw the fields, and return what they ask for."""
    # Read before the field is drawn: it takes out of the address what it cannot use.
    unknown = filters.unknown_in_address({ACTOR: dict.fromkeys(actors, "")})
    who, which = st.columns(2)
    actor = who.selectbox(
        "Person",
        actors,
        index=None,
        key=ACTOR,
        bind="query-params",
        placeholder="Anyone",
        filter_mode="contains",
        on_change=to_latest,
    )
    ref = which.text_input(
        "Action, such as DATA-A1", key=REF, bind="query-params", on_change=to_latest
    )
    start, end = st.columns(2)
    with start:
        first = _day("From", FIRST, moment.today)
    with end:
        last = _day("To", LAST, moment.today)
    words = st.text_input(
        "Words of what was done, or why",
        key=WORDS,
        bind="query-params",
        type="search",
        on_change=to_latest,
    )
    if unknown:
        st.warning(f"Nobody in the trail is called {wording.listing(unknown)}.")
    return TrailSearch(
        actor=actor or "", ref=ref.strip().upper(), words=words.strip(), first=first, last=last
    )


def before() -> int | None:
    """The entry before which the page shown begins; ``None``: it begins with the latest."""
    pages = st.session_state.get(_PAGES)
    return pages[-1] if pages else None


def turn_pages(earlier: int | None, *, label: str) -> None:
    """Draw the ways to the pages before and after the one shown.

    Args:
        earlier: Where the next page begins; ``None``: there is none.
        label: What the way to it says.
    """
    with st.container(horizontal=True):
        if before() is not None:
            st.button("Later entries", on_click=_later, icon=":material/arrow_back:")
        if earlier is not None:
            st.button(label, on_click=_earlier, args=(earlier,), icon=":material/arrow_forward:")


def to_latest() -> None:
    """Begin with the latest entries again, because another search finds others."""
    st.session_state.pop(_PAGES, None)


def _earlier(begins: int) -> None:
    st.session_state[_PAGES] = [*st.session_state.get(_PAGES, []), begins]


def _later() -> None:
    st.session_state[_PAGES] = st.session_state[_PAGES][:-1]


def _day(label: str, name: str, latest: date) -> date | None:
    chosen: date | None = st.date_input(
        label,
        value=None,
        min_value=EARLIEST,
        max_value=latest,
        format="DD/MM/YYYY",
        key=name,
        bind="query-params",
        on_change=to_latest,
    )
    return chosen
