"""A long list, a page at a time."""

from collections.abc import Callable
from math import ceil

import streamlit as st

Items = tuple[int, ...]


def show(items: Items, draw: Callable[[Items], None], *, size: int, key: str, what: str) -> Items:
    """Draw the items on the chosen page, under them the choice of a page; returns those items.

    Args:
        key: The page's name in the address.
        what: The items in the plural, for the words beside the choice.
    """
    above = st.container()
    shown = _choose(items, size, key, what)
    with above:
        draw(shown)
    return shown


def _choose(items: Items, size: int, key: str, what: str) -> Items:
    pages = ceil(len(items) / size)
    if pages < 2:
        return items
    if st.session_state.get(key, 1) > pages:
        st.session_state[key] = 1
    page = st.pagination(pages, key=key, bind="query-params")
    first = (page - 1) * size
    shown = items[first : first + size]
    last = f" to {first + len(shown):,}" if len(shown) > 1 else ""
    st.markdown(f"{what} {first + 1:,}{last} of {len(items):,}")
    return shown
