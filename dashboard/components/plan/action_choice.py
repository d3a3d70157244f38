"""Which action the address asks for, and a way to choose one when it names none."""

import streamlit as st

from dashboard import navigation
from dashboard.components import address_choice
from dashboard.markdown import quoted

REF = "ref"


def asked() -> str:
    """The reference in the address (``?ref=DATA-A1``) as the plan writes it; "" for none."""
    return address_choice.asked(REF).upper()


def keep_in_address(ref: str) -> None:
    """Have the address name the action that is shown."""
    address_choice.keep(REF, ref)


def show(ref: str, names: dict[str, str]) -> None:
    """Say that no action is shown, and offer all of them.

    Args:
        ref: What the address asked for, which no action is called.
        names: Titles by reference.
    """
    st.title("Action", anchor=False)
    if ref:
        st.error(f"There is no action {quoted(ref)} in the plan.", icon=":material/error:")
    if not names:
        st.markdown("The plan has no actions yet.")
        navigation.link(navigation.STRATEGY, "Go to the strategy to begin a plan")
        return
    labels = {name: f"{name}: {title}" for name, title in names.items()}
    address_choice.offer(
        REF,
        labels,
        question="Which action do you want to see?",
        placeholder="Type a part of its reference or title",
    )
    navigation.link(navigation.PLAN, "Or look through the whole plan")
