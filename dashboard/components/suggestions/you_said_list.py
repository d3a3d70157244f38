"""What was said, and what became of it: every published suggestion with a reply."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.components import downloads, filters, paging
from dashboard.components.filters import THEME, Choice
from dashboard.components.replay import replayed
from dashboard.components.suggestions import suggestion_words
from dashboard.components.suggestions.suggestion_words import Row
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import suggestions as suggestion_loaders
from dashboard.view import Moment, View
from tracker.analytics.replies import Outcome
from tracker.analytics.suggestions import SuggestionSelection
from tracker.vocabulary import DecisionKind

SHOWN = 10


def show(view: View) -> None:
    """Draw the filters and what they find, the latest reply first."""
    moment = view.moment
    all_ = suggestion_loaders.decided(moment, SuggestionSelection())
    st.header(f"What became of it ({len(all_):,})", anchor=False)
    if not all_:
        st.info("No suggestion has a reply yet. When one has, it stands here for everybody.")
        return
    themes = plan_loaders.filter_choices(moment).themes
    chosen = filters.several(Choice(THEME, "Theme", themes))
    selection = SuggestionSelection(themes=chosen[THEME])
    found = suggestion_loaders.decided(moment, selection) if selection.themes else all_
    if not found:
        st.info("No reply to a suggestion on this theme yet.")
        return
    draw = partial(_items, view)
    paging.show(found, draw, size=SHOWN, key=filters.TABLE_PAGE, what="Replies")
    downloads.csv("You said, we did", lambda: file(moment, found))


@replayed
def _items(view: View, ids: tuple[int, ...]) -> None:
    rows = suggestion_loaders.published(view.moment).set_index("id", drop=False)
    backers = suggestion_loaders.backers(view.moment)
    for id_ in ids:
        row = rows.loc[id_].to_dict()
        with st.container(border=True):
            st.markdown(f"**You said**\n\n{suggestion_words.said(row, backers)}")
            st.markdown(suggestion_words.reply(row, view))
            _earlier(view.moment, row)


def _earlier(moment: Moment, row: Row) -> None:
    """Draw the replies that the latest one replaced."""
    if row["replies"] < 2:
        return
    earlier = suggestion_loaders.replies(moment, row["id"]).iloc[1:]
    said = "\n".join(f"- {suggestion_words.decision(each)}" for each in earlier.to_dict("records"))
    st.markdown(f"This replaced:\n{said}")


def file(moment: Moment, ids: tuple[int, ...]) -> pd.DataFrame:
    """What was said and replied as it is taken away."""
    rows = suggestion_loaders.published(moment).set_index("id", drop=False).loc[list(ids)]
    backers = suggestion_loaders.backers(moment) or {}
    return pd.DataFrame(
        {
            "suggestion": rows["id"],
            "said on": rows["said_on"].dt.strftime("%Y-%m-%d"),
            "said by": rows["said_by"],
            "backed by": rows["id"].map(backers).fillna("" if moment.as_at else 0),
            "theme": rows["theme"],
            "what was said": rows["words"],
            "decision": [DecisionKind(kind).label for kind in rows["kind"]],
            "reply": rows["reply"],
            "decided on": rows["decided_on"].dt.strftime("%Y-%m-%d"),
            "decided by": rows["decided_by"],
            "working days to the first reply": rows["reply_days"],
            "action": rows["ref"],
            "what became of it": [Outcome(outcome).label for outcome in rows["outcome"]],
        }
    )
