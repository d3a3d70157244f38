"""The filters of the plan. They live in the address: a filtered plan can be sent and reloaded."""

import streamlit as st

from dashboard import markdown
from dashboard.loaders.plan import FilterChoices
from tracker import wording
from tracker.analytics.outline import Selection
from tracker.vocabulary import ActionState, Standing

# Names in the address, and of the fields that write them there.
SEARCH, THEME, STANDING, STATE = "search", "theme", "standing", "state"
ACCOUNTABLE, TABLE_PAGE, TIMELINE_PAGE = "accountable", "table", "timeline"
NAMES = (SEARCH, THEME, STANDING, STATE, ACCOUNTABLE)
_PAGES = (TABLE_PAGE, TIMELINE_PAGE)

_STANDINGS = {standing.label: standing.value for standing in Standing}
_STATES = {state.label: state.value for state in ActionState}


def ask(choices: FilterChoices) -> Selection:
    """Draw the fields, and return what they ask for."""
    options = {
        THEME: choices.themes,
        STANDING: _STANDINGS,
        STATE: _STATES,
        ACCOUNTABLE: dict.fromkeys(choices.accountables),
    }
    # Read before the fields are drawn: they take out of the address what they cannot use.
    unknown = unknown_in_address(options)
    search = st.text_input(
        "Search",
        key=SEARCH,
        bind="query-params",
        on_change=to_first_page,
        type="search",
        placeholder="Words of an action, objective, theme, body or lead",
    )
    labels = {THEME: "Theme", STANDING: "Standing", STATE: "State", ACCOUNTABLE: "Accountable"}
    chosen = {}
    for column, (name, values) in zip(st.columns(4), options.items(), strict=True):
        with column:
            chosen[name] = several(labels[name], name, list(values))
    warn_of(unknown)
    return Selection(
        search=search.strip(),
        themes=tuple(choices.themes[label] for label in chosen[THEME]),
        standings=tuple(_STANDINGS[label] for label in chosen[STANDING]),
        states=tuple(_STATES[label] for label in chosen[STATE]),
        accountables=tuple(chosen[ACCOUNTABLE]),
    )


def clear_button(selection: object, *names: str) -> None:
    """Draw a button that shows everything again, when something is filtered.

    Args:
        selection: What is asked for; what its kind is without being given anything, asks for all.
        names: Of the fields.
    """
    if selection != type(selection)():
        label, icon = "Clear the filters", ":material/filter_alt_off:"
        st.button(label, on_click=_clear, args=names, icon=icon)


def several(label: str, name: str, options: list[str]) -> list[str]:
    """Draw a field for any number of ``options``, bound to the address as ``name``."""
    # A value kept from another day may not be in the plan of this one.
    if name in st.session_state:
        st.session_state[name] = [each for each in st.session_state[name] if each in options]
    return st.multiselect(
        label,
        options,
        key=name,
        bind="query-params",
        on_change=to_first_page,
        placeholder="All",
    )


def unknown_in_address(options: dict[str, dict[str, str]]) -> list[str]:
    """What the address asks for and the plan doesn't have, as it may be shown.

    Args:
        options: By name in the address, what can be chosen.
    """
    return [
        f"“{markdown.plain(value)}”"
        for name, values in options.items()
        for value in st.query_params.get_all(name)
        if value and value not in values
    ]


def warn_of(unknown: list[str]) -> None:
    """Say that what the address asks for is passed over, if there is anything."""
    if unknown:
        st.warning(f"Not in this plan, so not filtered by: {wording.listing(unknown)}.")


def to_first_page() -> None:
    """Begin every list anew, because another filter finds other rows."""
    for name in _PAGES:
        st.session_state[name] = 1


def _clear(*names: str) -> None:
    for name in names:
        # Nothing of its own kind: no words, no choice, no tick.
        st.session_state[name] = type(st.session_state[name])()
    to_first_page()
