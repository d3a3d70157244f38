"""Which record a form is about: asked before the form, because its fields depend on it."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

import streamlit as st

Key = TypeVar("Key", bound=Hashable)


def ask(question: str, labels: Mapping[Key, str], *, key: str) -> Key | None:
    """Ask which one is meant: the key of it in ``labels``; ``None`` until it is said.

    The only one there is needn't be asked for.

    Args:
        key: Unique on the page.
    """
    return st.selectbox(
        question,
        labels,
        index=0 if len(labels) == 1 else None,
        format_func=labels.get,
        placeholder="Choose one",
        filter_mode="contains",
        key=key,
    )
