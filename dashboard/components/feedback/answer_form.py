"""Answering a round of questions: what is promised, the questions, and what happens next."""

from datetime import datetime

import streamlit as st

from dashboard import session
from dashboard.components import form, messages
from dashboard.components.feedback import answer_choice, answer_fields
from dashboard.components.form import Form
from dashboard.formats import day
from dashboard.markdown import lines, plain
from dashboard.view import View
from tracker.db import Session
from tracker.errors import SeemsPersonal
from tracker.permissions import Actor
from tracker.queries.feedback import AskedGroup, QuestionRound
from tracker.services import responses
from tracker.services.responses import ANSWER
from tracker.vocabulary import SMALL_GROUP, QuestionKind

_PROMISES = """\
- **Stored:** your answers and the group you speak for. **Not stored:** your name, your address, \
your device, and when you answered.
- **Who sees it:** until the round closes, nobody: your answers are sealed. After that, figures \
are shown only of groups with enough answers, and what you write is shown only after somebody has \
checked that it names nobody. Where fewer than {fewest} have answered, small groups taken \
together, what they wrote is deleted unread.
- **Once:** so that everybody answers once, a fingerprint of who has answered is kept beside the \
answers, never with one of them. It is destroyed when the round closes.
- **We can’t promise** that nobody knows you by your own words. Leave out names, places and what \
only you could tell."""

_SURE = "is_sure"
_SURE_WORDS = {False: "I have taken it out", True: "Send it as it is"}


def show(view: View, asked: QuestionRound) -> None:
    """Draw what this reader can do about the round: answer it, or read what becomes of it."""
    st.header(plain(asked.title), anchor=False)
    refusal = None
    if not asked.takes_answers(view.moment.today):
        _closed(asked, view)
        refusal = form.take_refusal(_key(asked))
    elif answer_choice.has_answered(asked.id, view.actor):
        _thanks(asked)
        refusal = form.take_refusal(_key(asked))
    else:
        _questions(asked)
    if refusal:
        messages.show_error(refusal)
        _unsent(asked)


def promises(asked: QuestionRound) -> None:
    """Draw, in plain words, what is stored and who sees it."""
    st.markdown(lines(asked.introduction))
    st.markdown(
        f"{len(asked.questions)} questions, under three minutes, until {day(asked.closes_on)}. "
        "Only what is marked must be answered."
        if len(asked.questions) > 1
        else f"One question, until {day(asked.closes_on)}."
    )
    st.markdown(_PROMISES.format(fewest=session.configuration().fewest_respondents))


def _questions(asked: QuestionRound) -> None:
    promises(asked)
    group = choose_group(asked, key=f"{_key(asked)}.group")
    with form.opened(_key(asked)) as opened:
        answer_fields.draw(opened, asked.questions)
        _ask_if_sure(opened)
        st.markdown("Once sent, answers can’t be changed or taken back: nobody could find yours.")
        opened.send(
            "Send my answers",
            _give,
            said="Your answers are sent.",
            round_id=asked.id,
            group_id=group.id if group else None,
        )


def _ask_if_sure(opened: Form) -> None:
    """Ask whether personal data is meant to be sent, once some was found."""
    is_asked = f"{opened.key}.{_SURE}" in st.session_state
    if is_asked or isinstance(opened.refusal, SeemsPersonal):
        opened.choice(
            _SURE,
            "What you wrote may say who somebody is. What is to be done?",
            [*_SURE_WORDS],
            None,
            required=False,
            format_func=_SURE_WORDS.get,
        )


def choose_group(asked: QuestionRound, *, key: str) -> AskedGroup | None:
    """Ask for which group the reader speaks, and say so when it is small; ``None``: not said."""
    by_id = {group.id: group for group in asked.groups}
    if len(by_id) == 1:
        [group] = asked.groups
        st.markdown(f"You speak for **{plain(group.name)}**.")
    else:
        names = {group.id: plain(group.name) for group in asked.groups}
        chosen = st.radio(
            "Which group do you speak for? (must be answered)",
            names,
            index=None,
            format_func=names.get,
            key=key,
        )
        if chosen not in by_id:
            return None
        group = by_id[chosen]
    _warn_of_few(group)
    return group


def _warn_of_few(group: AskedGroup) -> None:
    name = plain(group.name)
    if group.is_small:
        st.warning(
            f"Fewer than {SMALL_GROUP} people are asked in {name}. Its figures are not shown by "
            "themselves, but people who know the group may recognise what you write.",
            icon=":material/warning:",
        )
    elif group.invited is None:
        st.info(
            f"How many people are asked in {name} is not known. If the group is small, people who "
            "know it may recognise what you write."
        )


def _give(
    db: Session,
    *,
    actor: Actor,
    now: datetime,
    round_id: int,
    group_id: int | None,
    is_sure: bool | None = None,
    **typed: int | str | None,
) -> None:
    """Hand over what was typed: ``answer_12`` is the answer to question 12."""
    answer_choice.look_again(round_id)
    answers = {int(field.removeprefix(ANSWER)): given for field, given in typed.items()}
    responses.give_response(
        db,
        actor=actor,
        now=now,
        round_id=round_id,
        group_id=group_id,
        answers={id_: given or None for id_, given in answers.items()},
        is_sure=bool(is_sure),
    )


def _thanks(asked: QuestionRound) -> None:
    st.markdown(
        f"**Thank you: you have answered this round.** It closes on {day(asked.closes_on)}; until "
        "then nobody can read any answer. Then the answers are counted, comments are checked and "
        "sorted by subject, and each subject gets a public reply."
    )


def _closed(asked: QuestionRound, view: View) -> None:
    if view.moment.today < asked.opens_on:
        st.info(f"This round takes answers from {day(asked.opens_on)} on.")
    else:
        st.info(f"This round closed on {day(asked.closes_on)} and takes no more answers.")


def _unsent(asked: QuestionRound) -> None:
    """Show what was written but could not be sent, to be copied: it is kept nowhere else."""
    for question in asked.questions:
        words = st.session_state.get(f"{_key(asked)}.{ANSWER}{question.id}")
        if question.kind is QuestionKind.TEXT and words:
            st.markdown(f"Not sent, “{plain(question.wording)}”:")
            st.code(words, language=None, wrap_lines=True)


def _key(asked: QuestionRound) -> str:
    return f"answer_{asked.id}"
