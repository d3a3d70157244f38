"""What the program says back: results, refusals, and failures it did not expect."""

from datetime import date
from typing import Any

import streamlit as st

from dashboard import formats
from dashboard.markdown import plain
from tracker.errors import InvalidChange, TrackerError

_KEPT = "messages"


def keep_result(sentence: str) -> None:
    """Say ``sentence`` above the page on the next run: a change is followed by ``st.rerun()``.

    It may hold Markdown; what people typed goes through ``markdown.plain`` first.
    """
    _keep("result", sentence)


def warn(sentence: str) -> None:
    """Say ``sentence`` above the page of this run, from a place that is drawn before it."""
    _keep("warning", sentence)


def show_kept() -> None:
    """Say what was kept, once. A result is announced politely (role=status)."""
    for kind, sentence in st.session_state.pop(_KEPT, []):
        if kind == "result":
            st.success(sentence, icon=":material/check_circle:")
        else:
            st.warning(sentence, icon=":material/warning:")


def _keep(kind: str, sentence: str) -> None:
    st.session_state.setdefault(_KEPT, []).append((kind, sentence))


def show_error(error: TrackerError) -> None:
    """Say what was refused; announced at once (role=alert)."""
    st.error(plain(str(error)), icon=":material/error:")


def show_field_error(error: TrackerError | None, field: str) -> None:
    """Say ``error`` beside ``field`` of a form, when it is about that field."""
    if isinstance(error, InvalidChange) and error.field == field:
        show_error(error)


def show_what_stands(now: Any) -> None:
    """Say what the record says by now, beside a field in which somebody typed something else."""
    if now not in (None, ""):
        words = formats.day(now) if isinstance(now, date) else str(now)
        st.markdown(f"It now says: “{plain(words)}”")
