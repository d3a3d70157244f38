"""Answering a round of questions: once per member and round, and by nobody."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from tracker import audit, ballots, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import FeedbackRound, Question, RoundQuestion
from tracker.permissions import Actor
from tracker.services._feedback import invitations_of, questions_of
from tracker.services._finding import find, text_of
from tracker.services._personal import refuse_personal
from tracker.vocabulary import AGREEMENT, FeedbackState, Permission, QuestionKind

LONGEST_WORDS = 2000
ANSWER = "answer_"  # before a question's id: what a form calls its answer, and a refusal of it

Given = int | str | None


def give_response(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_id: int,
    group_id: int | None,
    answers: Mapping[int, Given],
    is_sure: bool = False,
) -> None:
    """Answer the questions of an open round, once.

    Nothing of it can be read before the round closes, and nothing ever tells who gave it or when:
    it leaves no entry in the history and doesn't raise the data version.

    Args:
        group_id: Which of the groups asked the member speaks for.
        answers: By the question's id: 1 to 5 for agreement, the option's place from 1 for a
            choice, a text; ``None`` or blank where nothing is answered.
        is_sure: Whether what seems to be personal data is meant to be sent.

    Raises:
        NotAllowed: ``actor`` may not give feedback.
        NotFound: There is no such round.
        InvalidChange: The round doesn't take answers, doesn't ask the group or a question, or has
            been answered already; an answer is missing or can't be. Of question 12 the field is
            called ``answer_12``.
        SeemsPersonal: A text seems to hold personal data.
        SettingsError: The secret is another than the one the box was sealed with.
    """
    permissions.require(actor, Permission.FEEDBACK_GIVE)
    round_ = find(session, FeedbackRound, round_id)
    _refuse_closed(round_, now)
    if group_id not in {each.group_id for each in invitations_of(session, round_.id)}:
        raise InvalidChange("Choose the group you speak for.", field="group_id")
    assert group_id is not None
    checked = _checked(session, round_, answers)
    for id_, words in checked.items():
        refuse_personal(str(words), field=f"{ANSWER}{id_}", is_sure=is_sure)
    with audit.unnoticed(session):
        ballots.cast(
            session,
            round_.id,
            subject=ballots.subject_of(actor),
            group_id=group_id,
            answers=checked,
        )


def _refuse_closed(round_: FeedbackRound, now: datetime) -> None:
    today = day_of(now)
    if round_.state is FeedbackState.DRAFT:
        raise InvalidChange("This round does not take answers yet.")
    if today < round_.opens_on and round_.state is FeedbackState.OPEN:
        raise InvalidChange(f"This round takes answers from {wording.day(round_.opens_on)} on.")
    if today > round_.closes_on or round_.state is FeedbackState.CLOSED:
        raise InvalidChange(
            f"This round closed on {wording.day(round_.closes_on)} and takes no more answers. "
            "What you wrote was not sent: copy it if you want to keep it."
        )


def _checked(
    session: Session, round_: FeedbackRound, answers: Mapping[int, Given]
) -> dict[int, int | str]:
    """What was answered, by the ids of the round's own questions."""
    asked = {each.question_id: each for each in questions_of(session, round_.id)}
    if strange := answers.keys() - asked.keys():
        raise InvalidChange(
            f"This round does not ask question {min(strange)}. Open its page again, and answer "
            "what stands there."
        )
    questions = session.exec(select(Question).where(col(Question.id).in_(asked)))
    by_id = {question.id: question for question in questions}
    given = {
        id_: answer
        for id_, asks in asked.items()
        if (answer := _answer(by_id[id_], asks, answers.get(id_))) is not None
    }
    if not given:
        raise InvalidChange("Nothing is answered yet. Answer at least one question.")
    return given


def _answer(question: Question, asks: RoundQuestion, given: Given) -> int | str | None:
    field = f"{ANSWER}{question.id}"
    if question.kind is QuestionKind.TEXT:
        words = text_of(
            given if isinstance(given, str) else "",
            "This answer",
            field=field,
            most=LONGEST_WORDS,
            required=asks.is_required,
        )
        return words or None
    if given is None and asks.is_required:
        raise InvalidChange("This question must be answered. Choose one.", field=field)
    if given is not None and given not in range(1, _most(question) + 1):
        raise InvalidChange("Choose one of the answers that stand there.", field=field)
    return int(given) if given is not None else None


def _most(question: Question) -> int:
    """The highest number that answers it."""
    is_agreement = question.kind is QuestionKind.AGREEMENT
    return len(AGREEMENT) if is_agreement else len(question.options.splitlines())
