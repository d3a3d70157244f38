"""The filters of the coverage grid, and its order."""

import streamlit as st

from dashboard.components import filters
from dashboard.components.filters import SEARCH, Choice
from tracker.analytics.coverage import CoverageSelection, Order

# Names in the address, and of the fields that write them there.
GAP, ORDER = "gap", "order"
NAMES = (SEARCH, GAP)

_ORDERS = {order.label: order for order in Order}


def ask(columns: dict[str, str]) -> CoverageSelection:
    """Draw the fields, and return what they ask for.

    Args:
        columns: The labels of the grid's columns by key.
    """
    keys = {label: key for key, label in columns.items()}
    first, second, third = st.columns(3)
    with first:
        search = filters.search("A part of a code or name")
    with second:
        chosen = filters.several(Choice(GAP, "With a gap in", keys))
    with third:
        order = st.selectbox(
            "Order",
            list(_ORDERS),
            key=ORDER,
            bind="query-params",
            on_change=filters.to_first_page,
        )
    return CoverageSelection(search, chosen[GAP], _ORDERS[order])
