"""The filters of the slip ledger. They live in the address, as those of the plan do."""

import streamlit as st

from dashboard.components import filters
from tracker.analytics.slips import Agreement, MoveSelection

# Names in the address, and of the fields that write them there.
SEARCH, THEME, AGREEMENT, OFTEN = "search", "theme", "agreement", "often"
NAMES = (SEARCH, THEME, AGREEMENT, OFTEN)

_AGREEMENTS = {agreement.label: agreement.value for agreement in Agreement}


def ask(themes: dict[str, str]) -> MoveSelection:
    """Draw the fields, and return what they ask for.

    Args:
        themes: Their codes, by what the field calls them.
    """
    # Read before the fields are drawn: they take out of the address what they cannot use.
    unknown = filters.unknown_in_address({THEME: themes, AGREEMENT: _AGREEMENTS})
    search = st.text_input(
        "Search",
        key=SEARCH,
        bind="query-params",
        on_change=filters.to_first_page,
        type="search",
        placeholder="Milestone, reason, deadline or name",
    )
    first, second = st.columns(2)
    with first:
        chosen_themes = filters.several("Theme", THEME, list(themes))
    with second:
        chosen_agreements = filters.several("Agreement", AGREEMENT, list(_AGREEMENTS))
    often = st.checkbox(
        "Only dates that moved twice or more",
        key=OFTEN,
        bind="query-params",
        on_change=filters.to_first_page,
    )
    filters.warn_of(unknown)
    return MoveSelection(
        search=search.strip(),
        themes=tuple(themes[label] for label in chosen_themes),
        agreements=tuple(_AGREEMENTS[label] for label in chosen_agreements),
        often=often,
    )
