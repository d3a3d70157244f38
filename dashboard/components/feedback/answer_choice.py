"""Which round of questions a member answers."""

import streamlit as st

from dashboard import navigation
from dashboard.formats import day
from dashboard.loaders import feedback as feedback_loaders
from dashboard.markdown import plain, quoted
from dashboard.view import Moment
from tracker.queries.feedback import QuestionRound
from tracker.vocabulary import FeedbackState

ROUND = "round"


def asked(moment: Moment) -> QuestionRound | None:
    """The round in the address (``?round=3``), or the only one that takes answers.

    ``None`` where there is no such round or there are several; what there is has been said then.
    """
    typed = st.query_params.get(ROUND, "")
    found = feedback_loaders.round_called(moment, typed) if typed else None
    if found and found.state is not FeedbackState.DRAFT:
        return found
    if typed:
        st.warning(
            f"No round of questions has the number {quoted(typed)}.", icon=":material/warning:"
        )
    offered = feedback_loaders.open_rounds(moment)
    if len(offered) == 1 and not typed:
        return offered[0]
    _offer(offered)
    return None


def _offer(offered: list[QuestionRound]) -> None:
    if not offered:
        st.info("No round of questions is open now. When one opens, it can be answered here.")
        return
    st.markdown("These take answers now:")
    for each in offered:
        label = f"{plain(each.title)}, until {day(each.closes_on)}"
        navigation.link(navigation.ANSWER, label, round=str(each.id))
