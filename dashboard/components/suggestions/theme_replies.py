"""Themes found in comments and what was replied, as members read them."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.components import paging
from dashboard.components.replay import replayed
from dashboard.components.suggestions import suggestion_words
from dashboard.components.suggestions.suggestion_words import Row
from dashboard.formats import day
from dashboard.loaders import found_themes
from dashboard.markdown import plain
from dashboard.view import View
from tracker.analytics.released import FEW_COMMENTS

SHOWN, PAGE = 10, "themes"


def show(view: View) -> None:
    """Draw the themes that were replied to, the latest reply first; nothing before there is one."""
    replied = found_themes.replied(view.moment)
    if not replied:
        return
    st.header("What many wrote about", anchor=False)
    paging.show(replied, partial(_items, view), size=SHOWN, key=PAGE, what="Themes")


def said(row: Row) -> str:
    """A theme, and by how many comments of which round it is known."""
    about = FEW_COMMENTS if pd.isna(row["comments"]) else f"about {row['comments']:,}"
    return (
        f"> {plain(row['name'])}\n\nWritten in {about} comments of the round of questions "
        f"“{plain(row['round'])}”, found on {day(row['said_on'])}."
    )


def earlier(view: View, row: Row) -> str:
    """The replies that the latest one replaced; blank: none was."""
    replaced = found_themes.earlier_replies(view.moment, row["id"])
    listed = "\n".join(f"- {suggestion_words.decision(each)}" for each in replaced)
    return f"This replaced:\n{listed}" if listed else ""


@replayed
def _items(view: View, places: tuple[int, ...]) -> None:
    rows = found_themes.board(view.moment).loc[list(places)]
    for row in rows.to_dict("records"):
        with st.container(border=True):
            st.markdown(f"**You said**\n\n{said(row)}")
            st.markdown(suggestion_words.reply(row, view))
            if before := earlier(view, row):
                st.markdown(before)
