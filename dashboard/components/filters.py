"""Fields that say what of a list is shown. They live in the address, to be sent and reloaded."""

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from dashboard import markdown
from tracker import wording

# Names in the address that several pages use, and of the fields that write them there.
SEARCH, THEME, STATE = "search", "theme", "state"
TABLE_PAGE, TIMELINE_PAGE = "table", "timeline"
_PAGES = (TABLE_PAGE, TIMELINE_PAGE)


class Choice(NamedTuple):
    """A field in which any number of options can be chosen.

    Attributes:
        name: In the address.
        label: What stands above the field.
        options: What each means, by what is read.
    """

    name: str
    label: str
    options: Mapping[str, str]


def search(placeholder: str | None = None) -> str:
    """Draw the field for words to look for, and return them."""
    typed = st.text_input(
        "Search",
        key=SEARCH,
        bind="query-params",
        on_change=to_first_page,
        type="search",
        placeholder=placeholder,
    )
    return typed.strip()


def several(*choices: Choice) -> dict[str, tuple[str, ...]]:
    """Draw the fields side by side, and return what the chosen options mean, by field.

    What the address asks for and no field has is passed over, and said.
    """
    # Read before the fields are drawn: they take out of the address what they cannot use.
    unknown = unknown_in_address({each.name: each.options for each in choices})
    chosen = {}
    with st.container(key="filters"):  # by this name the style sheet knows them
        columns = st.columns(len(choices))
    for column, each in zip(columns, choices, strict=True):
        with column:
            chosen[each.name] = _several(each)
    if unknown:
        st.warning(f"Nothing here is called {wording.listing(unknown)}, so that is passed over.")
    return chosen


def tick(label: str, name: str) -> bool:
    """Draw a field that is ticked or not, bound to the address as ``name``."""
    return st.checkbox(label, key=name, bind="query-params", on_change=to_first_page)


def clear_button(selection: object, *names: str) -> None:
    """Draw a button that shows everything again, when something is filtered.

    Args:
        selection: What is asked for; what its kind is without being given anything, asks for all.
        names: Of the fields.
    """
    if selection != type(selection)():
        label, icon = "Clear the filters", ":material/filter_alt_off:"
        st.button(label, on_click=_clear, args=names, icon=icon)


def unknown_in_address(options: Mapping[str, Mapping[str, str]]) -> list[str]:
    """What the address asks for and can't be chosen, as it may be shown.

    Args:
        options: By name in the address, what can be chosen.
    """
    return [
        markdown.quoted(value)
        for name, values in options.items()
        for value in st.query_params.get_all(name)
        if value and value not in values
    ]


def to_first_page() -> None:
    """Begin every list anew, because another filter finds other rows."""
    for name in _PAGES:
        st.session_state[name] = 1


def _several(choice: Choice) -> tuple[str, ...]:
    # A value kept from another day may not be in the plan of this one.
    if choice.name in st.session_state:
        kept = st.session_state[choice.name]
        st.session_state[choice.name] = [each for each in kept if each in choice.options]
    chosen = st.multiselect(
        choice.label,
        list(choice.options),
        key=choice.name,
        bind="query-params",
        on_change=to_first_page,
        placeholder="All",
        filter_mode="contains",
    )
    return tuple(choice.options[label] for label in chosen)


def _clear(*names: str) -> None:
    for name in names:
        # Nothing of its own kind: no words, no choice, no tick.
        st.session_state[name] = type(st.session_state[name])()
    to_first_page()
