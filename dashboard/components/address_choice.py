"""What of a page the address names: a record, or one of its parts; and how another is chosen."""

from collections.abc import Callable, Hashable, Mapping, Sequence

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


def part(
    name: str,
    options: Sequence[str],
    *,
    question: str,
    on_change: Callable[[], None] | None = None,
) -> str:
    """Ask which of a few parts of a page is shown; the address has it as ``name``.

    The first is the one to begin with. It is marked as such after a link, too, because it is the
    field's own default and not put into the session.
    """
    chosen: str = st.segmented_control(
        question,
        options,
        default=options[0],
        required=True,
        key=name,
        bind="query-params",
        on_change=on_change,
    )
    return chosen


def _open(name: str, choice: str) -> None:
    keep(name, st.session_state[choice])
