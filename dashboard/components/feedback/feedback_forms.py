"""What the secretariat does about rounds of questions: begin, edit, open, close and copy them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import streamlit as st

from dashboard import session
from dashboard.components import form
from dashboard.components.feedback import (
    feedback_exposure,
    feedback_group_forms,
    feedback_question_forms,
)
from dashboard.components.form import Form
from dashboard.formats import day
from dashboard.view import Moment
from tracker.queries.feedback import QuestionRound
from tracker.services import feedback_closing, feedback_rounds
from tracker.vocabulary import FeedbackState

PLACE = "feedback"
BEGIN, EDIT, COPY = "Begin a round", "Edit its title and days", "Copy it to the next round"
OPEN, MOVE, CLOSE = "Open it", "Move its last day", "Close it"
_CHOICE = f"{PLACE}.choice"
USUAL_DAYS = 14

_ROUND_FORMS = {
    FeedbackState.DRAFT: (EDIT, OPEN, COPY),
    FeedbackState.OPEN: (MOVE, CLOSE, COPY),
    FeedbackState.CLOSED: (COPY,),
}


def show(moment: Moment, asked: QuestionRound | None) -> None:
    """Draw the choice of what to do, and the form for it.

    Args:
        asked: The round that the page shows; ``None`` before there is one.
    """
    st.header("Change a round, or begin one", anchor=False)
    form.show_result(PLACE)
    chosen = form.choose("What do you want to do?", _offered(asked), key=_CHOICE)
    if not chosen:
        return
    with st.container(border=True):
        if chosen == BEGIN or asked is None:
            _begin(moment)
        elif chosen in feedback_question_forms.FORMS:
            feedback_question_forms.FORMS[chosen](moment, asked, _CHOICE)
        elif chosen in feedback_group_forms.FORMS:
            feedback_group_forms.FORMS[chosen](moment, asked, _CHOICE)
        else:
            _FORMS[chosen](moment, asked)


def _offered(asked: QuestionRound | None) -> list[str]:
    if asked is None:
        return [BEGIN]
    return [
        *feedback_question_forms.offered(asked),
        *feedback_group_forms.offered(asked),
        *_ROUND_FORMS[asked.state],
        BEGIN,
    ]


def _begin(moment: Moment) -> None:
    with form.opened(f"{PLACE}.begin", place=PLACE, closes=_CHOICE) as opened:
        opened.text("title", "What is it about?", required=True)
        opened.words("introduction", "What members read above the questions, if anything")
        _days(opened, moment)
        opened.send("Begin the round", feedback_rounds.add_round, said="The round is begun.")


def _edit(_: Moment, asked: QuestionRound) -> None:
    with _opened("edit", asked, is_versioned=True) as opened:
        opened.text("title", "What is it about?", asked.title, required=True)
        opened.words(
            "introduction", "What members read above the questions, if anything", asked.introduction
        )
        opened.day("opens_on", "First day", asked.opens_on, required=True)
        opened.day("closes_on", "Last day", asked.closes_on, required=True)
        opened.send(
            "Save the round",
            feedback_rounds.edit_round,
            said="The round is saved.",
            round_id=asked.id,
        )


def _copy(moment: Moment, asked: QuestionRound) -> None:
    st.markdown(
        "The next round has the same questions and groups, so that change can be seen. How many "
        "people are asked has to be said anew."
    )
    with _opened("copy", asked, is_versioned=False) as opened:
        opened.text("title", "What is the next round about?", asked.title, required=True)
        _days(opened, moment)
        opened.send(
            "Copy the round",
            feedback_rounds.copy_round,
            said="The next round is begun.",
            round_id=asked.id,
        )


def _open(_: Moment, asked: QuestionRound) -> None:
    st.markdown(
        f"Members can answer from {day(asked.opens_on)} until {day(asked.closes_on)}. Once it is "
        "open, its questions and groups stay as they are."
    )
    _warn_without_secret()
    _confirm("open", asked, "Open the round", feedback_rounds.open_round, "The round is open.")


def _move(_: Moment, asked: QuestionRound) -> None:
    with _opened("move", asked, is_versioned=True) as opened:
        opened.day("closes_on", "Last day", asked.closes_on, required=True)
        opened.send(
            "Move the last day",
            feedback_rounds.move_closing,
            said="The last day is moved.",
            round_id=asked.id,
        )


def _close(moment: Moment, asked: QuestionRound) -> None:
    st.markdown(
        "Nobody can answer any more then. The answers are counted and can be read, and who has "
        "answered is forgotten for good. It can’t be opened again."
    )
    feedback_exposure.warn(asked)
    with _opened("close", asked, is_versioned=True) as opened:
        if not asked.is_past(moment.today):
            opened.words(
                "reason",
                f"Its last day is {day(asked.closes_on)}. Why is it closed now? The history "
                "shows it.",
                required=True,
            )
        opened.send(
            "Close the round",
            feedback_closing.close_round,
            said="It is closed.",
            round_id=asked.id,
        )


def _confirm(
    name: str, asked: QuestionRound, label: str, change: Callable[..., None], said: str
) -> None:
    with _opened(name, asked, is_versioned=True) as opened:
        opened.send(label, change, said=said, round_id=asked.id)


def _opened(name: str, asked: QuestionRound, *, is_versioned: bool) -> AbstractContextManager[Form]:
    key = f"{PLACE}.{name}.{asked.id}"
    version = asked.version if is_versioned else None
    return form.opened(key, version=version, place=PLACE, closes=_CHOICE)


def _days(opened: Form, moment: Moment) -> None:
    opened.day("opens_on", "First day", moment.today, required=True)
    usual = moment.today + timedelta(days=USUAL_DAYS)
    opened.day("closes_on", "Last day", usual, required=True)


def _warn_without_secret() -> None:
    configuration = session.configuration()
    if not configuration.demo and not configuration.feedback_secret:
        st.warning(
            "TRACKER_FEEDBACK_SECRET is not set. Without it, whoever has a copy of the database "
            "made while the round is open could find out who said what. Set it first: "
            "docs/operations.md says how.",
            icon=":material/warning:",
        )


_FORMS = {EDIT: _edit, COPY: _copy, OPEN: _open, MOVE: _move, CLOSE: _close}
