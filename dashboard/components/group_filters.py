"""The filters of the list of groups. They live in the address, as those of the plan do."""

import streamlit as st

from dashboard.components import filters
from tracker.analytics.groups import GroupSelection
from tracker.vocabulary import GroupKind, GroupState

# Names in the address, and of the fields that write them there.
SEARCH, KIND, STATE, OVERRUN = "search", "group_kind", "group_state", "overrun"
NAMES = (SEARCH, KIND, STATE, OVERRUN)

_OPTIONS = {
    KIND: {each.label: each.value for each in GroupKind},
    STATE: {each.label: each.value for each in GroupState},
}


def ask() -> GroupSelection:
    """Draw the fields, and return what they ask for."""
    # Read before the fields are drawn: they take out of the address what they cannot use.
    unknown = filters.unknown_in_address(_OPTIONS)
    search = st.text_input(
        "Search",
        key=SEARCH,
        bind="query-params",
        on_change=filters.to_first_page,
        type="search",
        placeholder="Words of a group or its purpose",
    )
    first, second = st.columns(2)
    with first:
        kinds = filters.several("Kind", KIND, list(_OPTIONS[KIND]))
    with second:
        states = filters.several("State", STATE, list(_OPTIONS[STATE]))
    overrun = st.checkbox(
        "Only groups past their end",
        key=OVERRUN,
        bind="query-params",
        on_change=filters.to_first_page,
    )
    filters.warn_of(unknown)
    return GroupSelection(
        search=search.strip(),
        kinds=tuple(_OPTIONS[KIND][label] for label in kinds),
        states=tuple(_OPTIONS[STATE][label] for label in states),
        overrun=overrun,
    )
