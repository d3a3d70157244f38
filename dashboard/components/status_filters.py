"""The filters of the status page. They live in the address, as those of the plan do."""

import streamlit as st

from dashboard.components import filters
from tracker.analytics.statuses import StatusSelection
from tracker.vocabulary import REPORTED, Status

# Names in the address, and of the fields that write them there.
THEME, SAID, JUDGED, STALE = "theme", "reported", "assessed", "stale"
NAMES = (THEME, SAID, JUDGED, STALE)

_REPORTED = {status.label: status.value for status in REPORTED}
_ASSESSED = {status.label: status.value for status in Status}


def ask(themes: dict[str, str]) -> StatusSelection:
    """Draw the fields, and return what they ask for.

    Args:
        themes: Their codes, by what the field calls them.
    """
    options = {THEME: themes, SAID: _REPORTED, JUDGED: _ASSESSED}
    # Read before the fields are drawn: they take out of the address what they cannot use.
    unknown = filters.unknown_in_address(options)
    labels = {THEME: "Theme", SAID: "Reported", JUDGED: "Assessed"}
    chosen = {}
    for column, (name, values) in zip(st.columns(3), options.items(), strict=True):
        with column:
            labelled = filters.several(labels[name], name, list(values))
            chosen[name] = tuple(values[label] for label in labelled)
    stale = st.checkbox(
        "Only stale statuses", key=STALE, bind="query-params", on_change=filters.to_first_page
    )
    filters.warn_of(unknown)
    return StatusSelection(chosen[THEME], chosen[SAID], chosen[JUDGED], stale)
