"""Which group the address asks for, and a way to choose one when it names none."""

import streamlit as st

from dashboard import navigation
from dashboard.components import address_choice
from dashboard.markdown import quoted

GROUP = "group"


def asked() -> str:
    """What the address (``?group=7``) asks for; "" for nothing."""
    return address_choice.asked(GROUP)


def key_of(text: str, names: dict[int, str]) -> int | None:
    """The key of the group that ``text`` means: a key, or a name in any case; else ``None``."""
    by_key = {str(key): key for key in names}
    wanted = text.casefold()
    by_name = (key for key, name in names.items() if name.casefold() == wanted)
    return by_key.get(text) or next(by_name, None)


def keep_in_address(group_id: int) -> None:
    """Have the address name the group that is shown."""
    address_choice.keep(GROUP, group_id)


def show(text: str, names: dict[int, str]) -> None:
    """Say that no group is shown, and offer all of them."""
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
