"""Which round of questions the secretariat works on."""

import pandas as pd
import streamlit as st

from dashboard import navigation
from dashboard.components import data_table
from dashboard.components.replay import replayed_of
from dashboard.formats import day
from dashboard.loaders import feedback as feedback_loaders
from dashboard.markdown import link, quoted
from dashboard.view import View
from tracker import wording
from tracker.areas import Area
from tracker.queries.feedback import QuestionRound

ROUND = "round"


def asked(view: View) -> QuestionRound | None:
    """The round in the address (``?round=3``), or the latest; ``None`` before there is one."""
    typed = st.query_params.get(ROUND, "")
    found = feedback_loaders.round_called(view.moment, typed) if typed else None
    if typed and not found:
        st.warning(
            f"No round of questions has the number {quoted(typed)}.", icon=":material/warning:"
        )
    latest = feedback_loaders.rounds(view.moment)
    return found or (latest[0] if latest else None)


@replayed_of(Area.FEEDBACK, Area.PEOPLE)
def all_rounds(view: View) -> None:
    """Draw every round, each with a link to it."""
    rounds = feedback_loaders.rounds(view.moment)
    if not rounds:
        return
    st.header("All rounds", anchor=False)
    rows = [
        {
            "Round": link(
                each.title, navigation.address(navigation.FEEDBACK, view, round=str(each.id))
            ),
            "State": each.state.label,
            "Opens": day(each.opens_on),
            "Closes": day(each.closes_on),
            "Questions": str(len(each.questions)),
            "Asks": wording.count(len(each.groups), "group"),
        }
        for each in rounds
    ]
    data_table.show(pd.DataFrame(rows), name="All rounds of questions")
