"""A round's results from above: its days, what can be read and what cannot."""

import streamlit as st

from dashboard import formats
from dashboard.loaders import results as result_loaders
from dashboard.markdown import plain
from tracker import wording
from tracker.queries.feedback import QuestionRound


def heading(asked: QuestionRound) -> None:
    """Draw what was asked when, and how figures about people are told."""
    opens, closes = formats.day(asked.opens_on), formats.day(asked.closes_on)
    questions = wording.count(len(asked.questions), "question")
    groups = wording.count(len(asked.groups), "group")
    st.markdown(f"**{plain(asked.title)}** put {questions} to {groups}, {opens} to {closes}.")
    st.markdown(
        "Numbers are to the nearest 5. Where too few answered, the figure is withheld, and so is "
        "what it could be worked out from: some groups are only shown together."
    )


def say_what_was_deleted(round_id: int) -> None:
    """Draw that texts were deleted unread, where it was so."""
    if result_loaders.is_deleted_unread(round_id):
        st.markdown(
            "Where too few answered, small groups taken together, what they wrote was deleted "
            "unread when the round closed."
        )
