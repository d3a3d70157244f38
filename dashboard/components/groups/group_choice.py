"""Which group the address asks for, and a way to choose one when it names none."""

import streamlit as st

from dashboard import navigation
from dashboard.components import address_choice
from dashboard.loaders import groups as group_loaders
from dashboard.markdown import quoted
from dashboard.view import Moment

GROUP = "group"


def asked() -> str:
    """What the address (``?group=7``) asks for; "" for nothing."""
    return address_choice.asked(GROUP)


def key_of(moment: Moment, text: str) -> int | None:
    """The key of the group that ``text`` means: a key, or a name in any case; else ``None``."""
    return group_loaders.known_as(moment).get(text.casefold())


def keep_in_address(group_id: int) -> None:
    """Have the address name the group that is shown."""
    address_choice.keep(GROUP, group_id)


def show(moment: Moment, text: str) -> None:
    """Say that no group is shown, and offer all of them."""
    names = group_loaders.called(moment)
    st.title("Group", anchor=False)
    if text:
        st.error(f"There is no group {quoted(text)} on this day.", icon=":material/error:")
    if names:
        address_choice.offer(
            GROUP,
            names,
            question="Which group do you want to see?",
            placeholder="Type a part of its name",
        )
    navigation.link(navigation.GROUPS, "Look through all groups")
