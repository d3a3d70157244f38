"""Whom the close of a round of questions may expose: said before it is closed."""

import streamlit as st

from dashboard import session
from dashboard.loaders import feedback as feedback_loaders
from dashboard.markdown import plain
from tracker import wording
from tracker.queries.feedback import QuestionRound
from tracker.vocabulary import SMALL_GROUP


def warn(asked: QuestionRound) -> None:
    """Draw what too few answers mean, and in which groups people may be recognised."""
    for sentence in (_few_answered(asked), _small_groups(asked)):
        if sentence:
            st.warning(sentence, icon=":material/warning:")


def _few_answered(asked: QuestionRound) -> str:
    answered, fewest = feedback_loaders.answered(asked.id), session.configuration()
    if answered >= fewest.fewest_respondents:
        return ""
    have = wording.count(answered, "member has", "members have") if answered else "Nobody has"
    return (
        f"{have} answered. Of fewer than {fewest.fewest_respondents} no opinion is shown, and what "
        "they wrote is deleted unread. Whoever knows who answered could guess the rest. To hear "
        "them, let it run on, or move its last day."
    )


def _small_groups(asked: QuestionRound) -> str:
    small = [plain(group.name) for group in asked.groups if group.is_small]
    unknown = [plain(group.name) for group in asked.groups if group.invited is None]
    said = []
    if small:
        said.append(f"Fewer than {SMALL_GROUP} people are asked in {wording.listing(small)}.")
    if unknown:
        said.append(f"How many are asked in {wording.listing(unknown)} is not known.")
    if said:
        said.append(
            "Their figures are shown with others or not at all, but people who know such a group "
            "may recognise what somebody of it wrote, the more so the fewer have answered."
        )
    return " ".join(said)
