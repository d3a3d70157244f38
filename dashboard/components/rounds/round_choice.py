"""Which round the address asks for."""

import streamlit as st

from dashboard.loaders import rounds as round_loaders
from dashboard.loaders.rounds import Round
from dashboard.markdown import quoted
from dashboard.view import Moment

ROUND = "round"


def asked(moment: Moment) -> Round | None:
    """The round in the address (``?round=2``), or else the one that matters now.

    That is the one that takes answers, or the one that closed last, or the next; ``None`` when
    no round is planned. Says so when the address asks for one that there isn't.
    """
    typed = st.query_params.get(ROUND, "").strip()
    found = [each for each in round_loaders.rounds(moment) if str(each.number) == typed]
    if found:
        return found[0]
    if typed:
        st.warning(f"There is no round {quoted(typed)}.", icon=":material/warning:")
    return (
        round_loaders.open_round(moment)
        or round_loaders.closed_round(moment)
        or round_loaders.next_round(moment)
    )
