"""Which record the address names, and a way to choose one when it names none."""

from collections.abc import Hashable, Mapping

import streamlit as st


def asked(name: str) -> str:
    """What the address has as ``name``; "" for nothing."""
    return st.query_params.get(name, "").strip()


def keep(name: str, key: Hashable) -> None:
    """Have the address name what is shown.

    A link from one record to another leaves the page, and so the browser's address, as it was.
    """
    st.query_params[name] = str(key)


def offer(name: str, labels: Mapping[Hashable, str], *, question: str, placeholder: str) -> None:
    """Draw a field in which one is chosen; the address then has its key as ``name``."""
    choice = f"address_choice.{name}"
    st.selectbox(
        question,
        labels,
        index=None,
        format_func=labels.get,
        placeholder=placeholder,
        filter_mode="contains",
        key=choice,
        on_change=_open,
        args=(name, choice),
    )


def _open(name: str, choice: str) -> None:
    keep(name, st.session_state[choice])
