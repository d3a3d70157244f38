"""A long list, a page at a time."""

from math import ceil

import streamlit as st


def choose(items: tuple[int, ...], *, size: int, key: str, what: str) -> tuple[int, ...]:
    """The items on the chosen page; draws the choice when there is more than one page.

    Args:
        key: Its name in the address.
        what: The items in the plural, for the words beside the choice.
    """
    pages = ceil(len(items) / size)
    if pages < 2:
        return items
    if st.session_state.get(key, 1) > pages:
        st.session_state[key] = 1
    page = st.pagination(pages, key=key, bind="query-params")
    first = (page - 1) * size
    shown = items[first : first + size]
    st.markdown(f"{what} {first + 1:,} to {first + len(shown):,} of {len(items):,}")
    return shown
