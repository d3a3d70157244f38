"""What the secretariat does about the groups that a round of questions asks."""

from collections.abc import Callable

import streamlit as st

from dashboard.components import form, record_choice
from dashboard.loaders import feedback as feedback_loaders
from dashboard.view import Moment
from tracker.queries.feedback import AskedGroup, QuestionRound
from tracker.services import feedback_groups
from tracker.vocabulary import FeedbackState

PLACE = "feedback"
ASK, COUNT, LEAVE_OUT = "Ask a group", "Say how many are asked", "Leave a group out"
_INVITED = "How many people are asked? Leave it empty when nobody knows"


def offered(asked: QuestionRound) -> list[str]:
    """What can be done now."""
    if asked.state is FeedbackState.CLOSED:
        return []
    is_built = asked.state is FeedbackState.DRAFT
    about_one = (COUNT, LEAVE_OUT) if is_built else (COUNT,)
    return [*([ASK] if is_built else []), *(about_one if asked.groups else ())]


def _ask(moment: Moment, asked: QuestionRound, choice: str) -> None:
    own = {group.id for group in asked.groups}
    names = {
        id_: name for id_, name in feedback_loaders.groups_to_ask(moment).items() if id_ not in own
    }
    if not names:
        st.markdown("There is no other member group that could be asked.")
        return
    with form.opened(f"{PLACE}.ask.{asked.id}", place=PLACE, closes=choice) as opened:
        opened.pick(
            "group_id", "Which group?", [*names], None, required=True, format_func=names.get
        )
        opened.number("invited", _INVITED, None, required=False, step=1)
        opened.send(
            "Ask the group",
            feedback_groups.ask_group,
            said="The group is asked.",
            round_id=asked.id,
        )


def _count(_: Moment, asked: QuestionRound, choice: str) -> None:
    if not (group := _picked(asked)):
        return
    key = f"{PLACE}.count.{group.invitation_id}"
    with form.opened(key, version=group.invitation_version, place=PLACE, closes=choice) as opened:
        opened.number("invited", _INVITED, group.invited, required=False, step=1)
        opened.send(
            "Save the number",
            feedback_groups.count_invited,
            said="The number is saved.",
            invitation_id=group.invitation_id,
        )


def _leave_out(_: Moment, asked: QuestionRound, choice: str) -> None:
    if not (group := _picked(asked)):
        return
    key = f"{PLACE}.leave_out.{group.invitation_id}"
    with form.opened(key, version=group.invitation_version, place=PLACE, closes=choice) as opened:
        opened.send(
            "Leave it out",
            feedback_groups.leave_group_out,
            said="The group is left out.",
            invitation_id=group.invitation_id,
        )


def _picked(asked: QuestionRound) -> AskedGroup | None:
    """Ask which group is meant; ``None`` until it is said."""
    names = {group.id: group.name for group in asked.groups}
    chosen = record_choice.ask("Which group?", names, key=f"{PLACE}.group.{asked.id}")
    return next((each for each in asked.groups if each.id == chosen), None)


FORMS: dict[str, Callable[[Moment, QuestionRound, str], None]] = {
    ASK: _ask,
    COUNT: _count,
    LEAVE_OUT: _leave_out,
}
