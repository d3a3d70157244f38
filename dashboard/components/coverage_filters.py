"""The filters of the coverage grid. They live in the address, as those of the plan do."""

import streamlit as st

from dashboard.components import filters
from tracker.analytics.coverage import CoverageSelection, Order

# Names in the address, and of the fields that write them there.
SEARCH, GAP, ORDER = "search", "gap", "order"
NAMES = (SEARCH, GAP)

_ORDERS = {order.label: order for order in Order}


def ask(columns: dict[str, str]) -> CoverageSelection:
    """Draw the fields, and return what they ask for.

    Args:
        columns: The labels of the grid's columns by key.
    """
    keys = {label: key for key, label in columns.items()}
    # Read before the fields are drawn: they take out of the address what they cannot use.
    unknown = filters.unknown_in_address({GAP: keys})
    first, second, third = st.columns(3)
    with first:
        search = st.text_input(
            "Search",
            key=SEARCH,
            bind="query-params",
            on_change=filters.to_first_page,
            type="search",
            placeholder="A part of a code or name",
        )
    with second:
        gaps = filters.several("With a gap in", GAP, list(keys))
    with third:
        order = st.selectbox(
            "Order",
            list(_ORDERS),
            key=ORDER,
            bind="query-params",
            on_change=filters.to_first_page,
        )
    filters.warn_of(unknown)
    return CoverageSelection(search.strip(), tuple(keys[label] for label in gaps), _ORDERS[order])
