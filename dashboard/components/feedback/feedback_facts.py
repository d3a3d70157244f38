"""A round of questions as the secretariat sees it: its days, its link, what it asks and whom."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import formats, navigation, session
from dashboard.components import data_table, form
from dashboard.components.feedback import answer_fields, answer_form
from dashboard.components.replay import replayed_of
from dashboard.formats import day
from dashboard.loaders import feedback as feedback_loaders
from dashboard.markdown import plain
from dashboard.view import Moment
from tracker import wording
from tracker.areas import Area
from tracker.queries.feedback import AskedGroup, AskedQuestion, QuestionRound
from tracker.vocabulary import FeedbackState


def heading(asked: QuestionRound, today: date) -> None:
    """Draw its title, its state, its days, and how many have answered in all."""
    st.header(plain(asked.title), anchor=False)
    st.markdown(f"**{asked.state.label}.** {_sentence(asked)}")
    if asked.state is FeedbackState.CLOSED:
        navigation.link(navigation.RESULTS, "Read its results", round=str(asked.id))
        navigation.link(navigation.COMMENTS, "Check its comments", round=str(asked.id))
    if asked.state is not FeedbackState.OPEN:
        return
    answered = wording.count(feedback_loaders.answered(asked.id), "member has", "members have")
    st.markdown(
        f"**{answered} answered so far**, in all groups together. What was said, and how many of "
        "each group have answered, nobody can read before the round closes."
    )
    if asked.is_past(today):
        st.warning(
            "Its last day has passed, and nobody can answer any more. Close it, and its answers "
            "can be read.",
            icon=":material/warning:",
        )


def invitation(asked: QuestionRound) -> None:
    """Draw the link and the closing date, to be pasted into a newsletter."""
    if asked.state is not FeedbackState.OPEN:
        return
    address = f"{session.configuration().public_url}/{navigation.ANSWER.name}?round={asked.id}"
    st.text_area(
        "To paste into a newsletter",
        value=f"{asked.title}: tell us what you think, in under three minutes and without your "
        f"name, by {day(asked.closes_on)}: {address}",
        height="content",
        key=f"feedback.newsletter.{asked.id}.{asked.version}",
    )


@replayed_of(Area.FEEDBACK, Area.PEOPLE)
def questions_and_groups(moment: Moment, round_id: int) -> None:
    """Draw what a round asks, in order, and of whom."""
    [asked] = [each for each in feedback_loaders.rounds(moment) if each.id == round_id]
    _questions(asked)
    _groups(asked)


def _questions(asked: QuestionRound) -> None:
    if not asked.questions:
        st.info("This round has no question yet. Add up to ten.")
        return
    rows = [_question_cells(number, each) for number, each in enumerate(asked.questions, start=1)]
    data_table.show(pd.DataFrame(rows), name=f"Questions of {asked.title}")


def _groups(asked: QuestionRound) -> None:
    if not asked.groups:
        st.info("This round asks no member group yet. Choose at least one.")
        return
    data_table.show(
        pd.DataFrame([_group_cells(each) for each in asked.groups]), name="Who is asked"
    )


def preview(asked: QuestionRound) -> None:
    """Draw the page as a member sees it; nothing can be sent."""
    with st.expander("Preview: the page as a member sees it"), st.container(border=True):
        st.markdown(f"**{plain(asked.title)}**")
        answer_form.promises(asked)
        if asked.groups:
            answer_form.choose_group(asked, key=f"feedback.preview.{asked.id}.group")
        with form.opened(f"feedback.preview.{asked.id}") as opened:
            answer_fields.draw(opened, asked.questions)
            st.form_submit_button("Send my answers", disabled=True)


def _sentence(asked: QuestionRound) -> str:
    opens, closes = day(asked.opens_on), day(asked.closes_on)
    if asked.state is FeedbackState.DRAFT:
        return f"It is to take answers from {opens} until {closes}, once it is opened."
    if asked.state is FeedbackState.OPEN:
        return f"It takes answers from {opens} until {closes}."
    return f"It took answers from {opens} until {closes}."


def _question_cells(number: int, question: AskedQuestion) -> dict[str, str]:
    before = ", ".join(question.asked_before)
    return {
        "Question": f"{number}\\. {plain(question.wording)}",
        "Answered by": question.kind.label,
        "Options": plain(", ".join(question.options)) or formats.NOTHING,
        "Must be answered": "Yes" if question.is_required else "No",
        "Asked before in": plain(before) or formats.NOTHING,
    }


def _group_cells(group: AskedGroup) -> dict[str, str]:
    return {
        "Group": plain(group.name),
        "People asked": "Not known" if group.invited is None else formats.number(group.invited),
    }
