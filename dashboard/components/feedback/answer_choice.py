"""Which round of questions a member answers."""

import streamlit as st

from dashboard import navigation
from dashboard.formats import day
from dashboard.loaders import feedback as feedback_loaders
from dashboard.markdown import plain, quoted
from dashboard.view import Moment
from tracker.permissions import Actor
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


def has_answered(round_id: int, reader: Actor) -> bool:
    """Whether the reader has answered an open round.

    Their box isn't opened again for whoever hadn't, until they send something in this session.
    """
    mark = _hadnt_answered(round_id)
    if st.session_state.get(mark) == reader.name:
        return False
    has = feedback_loaders.has_answered(round_id, reader)
    if not has:
        st.session_state[mark] = reader.name
    return has


def look_again(round_id: int) -> None:
    """Have the box of a round opened again, because the reader sends something."""
    st.session_state.pop(_hadnt_answered(round_id), None)


def _hadnt_answered(round_id: int) -> str:
    """Where a session remembers who hadn't."""
    return f"answer_{round_id}.had_not_answered"


def _offer(offered: list[QuestionRound]) -> None:
    if not offered:
        st.info("No round of questions is open now. When one opens, it can be answered here.")
        return
    st.markdown("These take answers now:")
    for each in offered:
        label = f"{plain(each.title)}, until {day(each.closes_on)}"
        navigation.link(navigation.ANSWER, label, round=str(each.id))
