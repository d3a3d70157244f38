"""A standing as its word, its sign and its colour: never colour alone."""

import streamlit as st

from dashboard import palette
from tracker.vocabulary import Standing


def show(standing: Standing) -> None:
    """Draw the badge; its meaning is told by the tooltip."""
    sign = palette.STANDINGS[standing]
    icon = f":material/{sign.icon}:"
    st.badge(standing.label, icon=icon, color=sign.hue, help=standing.meaning)


def markdown(standing: Standing) -> str:
    """The same badge for a cell of ``st.table`` or a line of ``st.markdown``."""
    sign = palette.STANDINGS[standing]
    return f":{sign.hue}-badge[:material/{sign.icon}: {standing.label}]"
