"""The filters of the list of posts. They live in the address, as those of the plan do."""

import streamlit as st

from dashboard.components import filters
from dashboard.components.champion_words import PROFESSION
from tracker.analytics.posts import PostSelection, PostState
from tracker.vocabulary import PostKind, Strand

# Names in the address, and of the fields that write them there.
SEARCH, STATE, KIND, STRAND = "search", "post_state", "post_kind", "strand"
ORGANISATION = "of"
NAMES = (SEARCH, STATE, KIND, STRAND, ORGANISATION)

_OPTIONS = {
    STATE: {each.label: each.value for each in PostState},
    KIND: {each.label: each.value for each in PostKind},
    STRAND: {each.label: each.value for each in Strand},
}
_LABELS = {STATE: "State", KIND: "Kind", STRAND: "Strand", ORGANISATION: "Whose post"}


def ask(organisations: list[str]) -> PostSelection:
    """Draw the fields, and return what they ask for.

    Args:
        organisations: The codes of those that have posts.
    """
    whose = {PROFESSION: "", **{code: code for code in organisations}}
    options = {**_OPTIONS, ORGANISATION: whose}
    # Read before the fields are drawn: they take out of the address what they cannot use.
    unknown = filters.unknown_in_address(options)
    search = st.text_input(
        "Search",
        key=SEARCH,
        bind="query-params",
        on_change=filters.to_first_page,
        type="search",
        placeholder="Words of a post or an organisation",
    )
    chosen = {}
    for column, (name, values) in zip(st.columns(4), options.items(), strict=True):
        with column:
            labelled = filters.several(_LABELS[name], name, list(values))
            chosen[name] = tuple(values[label] for label in labelled)
    filters.warn_of(unknown)
    return PostSelection(
        search=search.strip(),
        kinds=chosen[KIND],
        strands=chosen[STRAND],
        states=chosen[STATE],
        organisations=chosen[ORGANISATION],
    )
