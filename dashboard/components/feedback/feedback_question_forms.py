"""What the secretariat does about the questions of a round that is being built."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import streamlit as st

from dashboard.components import form, record_choice
from dashboard.components.form import Form
from dashboard.loaders import feedback as feedback_loaders
from dashboard.markdown import plain
from dashboard.view import Moment
from tracker.queries.feedback import AskedQuestion, QuestionRound
from tracker.services import feedback_questions
from tracker.vocabulary import FeedbackState, QuestionKind

PLACE = "feedback"
ADD, REUSE = "Add a question", "Ask an earlier question again"
REWORD, PLACE_IT, DROP = "Reword a question", "Move a question", "Take a question out"
_KINDS = {kind: kind.label for kind in QuestionKind}
_REQUIRED = {False: "It may be left out", True: "It must be answered"}


def offered(asked: QuestionRound) -> list[str]:
    """What can be done now."""
    if asked.state is not FeedbackState.DRAFT:
        return []
    return [ADD, REUSE, *((REWORD, PLACE_IT, DROP) if asked.questions else ())]


def _add(_: Moment, asked: QuestionRound, choice: str) -> None:
    with form.opened(f"{PLACE}.add_question.{asked.id}", place=PLACE, closes=choice) as opened:
        opened.words("wording", "The question", height=80)
        opened.choice(
            "kind",
            "How is it answered?",
            [*_KINDS],
            QuestionKind.AGREEMENT,
            format_func=_KINDS.get,
        )
        opened.words("options", "For a choice of one: what can be chosen, one a line", height=80)
        _required(opened, False)
        opened.send(
            "Add the question",
            feedback_questions.add_question,
            said="The question is added.",
            round_id=asked.id,
        )


def _reuse(moment: Moment, asked: QuestionRound, choice: str) -> None:
    own = {question.id for question in asked.questions}
    others = {
        id_: words
        for id_, words in feedback_loaders.all_questions(moment).items()
        if id_ not in own
    }
    if not others:
        st.markdown("There is no earlier question that this round doesn’t ask already.")
        return
    with form.opened(f"{PLACE}.reuse.{asked.id}", place=PLACE, closes=choice) as opened:
        opened.pick("question_id", "Which?", [*others], None, required=True, format_func=others.get)
        _required(opened, False)
        opened.send(
            "Ask it again",
            feedback_questions.reuse_question,
            said="The question is asked again.",
            round_id=asked.id,
        )


def _reword(_: Moment, asked: QuestionRound, choice: str) -> None:
    if not (question := _picked(asked)):
        return
    key = f"{PLACE}.reword.{question.id}"
    with form.opened(key, version=question.version, place=PLACE, closes=choice) as opened:
        opened.words("wording", "The question", question.wording, height=80)
        if question.kind is QuestionKind.CHOICE:
            options = "\n".join(question.options)
            opened.words("options", "What can be chosen, one a line", options)
        opened.send(
            "Save the question",
            feedback_questions.reword_question,
            said="The question is saved.",
            question_id=question.id,
        )


def _place(_: Moment, asked: QuestionRound, choice: str) -> None:
    if not (question := _picked(asked)):
        return
    with _of_place("place", question, choice) as opened:
        opened.number("place", "At which place?", asked.questions.index(question) + 1, step=1)
        _required(opened, question.is_required)
        opened.send(
            "Save its place",
            feedback_questions.place_question,
            said="The question is moved.",
            round_question_id=question.round_question_id,
        )


def _drop(_: Moment, asked: QuestionRound, choice: str) -> None:
    if not (question := _picked(asked)):
        return
    with _of_place("drop", question, choice) as opened:
        opened.send(
            "Take it out",
            feedback_questions.drop_question,
            said="The question is taken out.",
            round_question_id=question.round_question_id,
        )


def _of_place(name: str, question: AskedQuestion, choice: str) -> AbstractContextManager[Form]:
    """A form about the place of a question in its round, not about the question itself."""
    key = f"{PLACE}.{name}.{question.round_question_id}"
    version = question.round_question_version
    return form.opened(key, version=version, place=PLACE, closes=choice)


def _required(opened: Form, now: bool) -> None:
    opened.choice(
        "is_required", "Must it be answered?", [*_REQUIRED], now, format_func=_REQUIRED.get
    )


def _picked(asked: QuestionRound) -> AskedQuestion | None:
    """Ask which question is meant; ``None`` until it is said."""
    labels = {
        question.id: f"{number}. {plain(question.wording)}"
        for number, question in enumerate(asked.questions, start=1)
    }
    chosen = record_choice.ask("Which question?", labels, key=f"{PLACE}.question.{asked.id}")
    return next((each for each in asked.questions if each.id == chosen), None)


FORMS: dict[str, Callable[[Moment, QuestionRound, str], None]] = {
    ADD: _add,
    REUSE: _reuse,
    REWORD: _reword,
    PLACE_IT: _place,
    DROP: _drop,
}
