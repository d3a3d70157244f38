"""What a reporting round is and when, in a sentence."""

import streamlit as st

from dashboard import navigation
from dashboard.formats import day
from dashboard.loaders import rounds as round_loaders
from dashboard.loaders.rounds import Round
from dashboard.navigation import MY_UPDATES, ROUNDS
from dashboard.view import View
from tracker import permissions
from tracker.analytics.reporting import RoundState
from tracker.vocabulary import Permission


def sentence(asked: Round) -> str:
    """``"Round 2 takes answers until 8 December 2022, ..., for the meeting on ..."``."""
    name = f"Round {asked.number}"
    opens, closes, grace = day(asked.opens_on), day(asked.closes_on), day(asked.grace_until)
    meeting = f"for the meeting on {day(asked.meeting_on)}"
    late = f", late ones until {grace}" if asked.grace_days else ""
    if asked.state is RoundState.AHEAD:
        return f"{name} takes answers from {opens} until {closes}{late}, {meeting}."
    if asked.state is RoundState.OPEN:
        return f"{name} takes answers until {closes}{late}, {meeting}."
    if asked.state is RoundState.GRACE:
        return f"{name} closed on {closes} and takes late answers until {grace}, {meeting}."
    after = f" (late answers until {grace})" if asked.grace_days else ""
    return f"{name} closed on {closes}{after}, {meeting}."


def way_to_answer(view: View, ref: str) -> None:
    """Lead from an action to this reader's answer on it, while a round takes answers."""
    asked = round_loaders.open_round(view.moment)
    if asked is None or ref not in (owed := round_loaders.owed(view, asked.number)).answerable:
        return
    verb = "Answer" if ref in owed.to_answer else "Correct the answer"
    navigation.link(MY_UPDATES, f"{verb} for round {asked.number}", ref=ref)


def none_open(view: View) -> None:
    """Say that no round takes answers, and when the next one does."""
    following = round_loaders.next_round(view.moment)
    if following:
        st.info(f"No round takes answers now. {sentence(following)}")
        return
    st.info("No round takes answers now, and the next one is not planned yet.")
    if permissions.can(view.actor, Permission.ROUND_PLAN):
        navigation.link(ROUNDS, "Plan the rounds")
