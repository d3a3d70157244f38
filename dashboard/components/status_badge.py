"""A word of the vocabulary with its sign and its colour: never colour alone."""

import streamlit as st

from dashboard import palette
from tracker.vocabulary import Standing, Word


def show(standing: Standing) -> None:
    """Draw the badge; its meaning is told by the tooltip."""
    sign = palette.STANDINGS[standing]
    icon = f":material/{sign.icon}:"
    st.badge(standing.label, icon=icon, color=sign.hue, help=standing.meaning)


def markdown(word: Word, more: str = "") -> str:
    """A badge for a cell of ``st.table`` or a line of ``st.markdown``.

    Args:
        word: A standing, a status, an answer or a verdict.
        more: What is said after the word; Markdown.
    """
    sign = palette.SIGNS[word]
    return f":{sign.hue}-badge[:material/{sign.icon}: {word.label}{more}]"
