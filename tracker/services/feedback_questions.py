"""The questions of a round, as long as it is being built."""

from datetime import datetime

from sqlmodel import Session, col, select

from tracker import audit, permissions
from tracker.errors import InvalidChange
from tracker.models import FeedbackRound, Question, RoundQuestion
from tracker.permissions import Actor
from tracker.services._feedback import begin_with, building, questions_of
from tracker.services._finding import find, line_of, text_of
from tracker.vocabulary import FeedbackState, Permission, QuestionKind
from tracker.wording import one_line

MOST_QUESTIONS = 10  # so that a round is answered in under three minutes
FEWEST_OPTIONS, MOST_OPTIONS = 2, 10
LONGEST_OPTION = 90


def add_question(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_id: int,
    kind: QuestionKind,
    wording: str,
    options: str = "",
    is_required: bool = False,
) -> int:
    """Add a new question as the round's last; returns the question's key.

    Args:
        options: Of a choice, one a line; of other kinds none.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        NotFound: There is no such round.
        InvalidChange: The round has been opened or has 10 questions, the wording is missing or
            too long, or the options don't fit the kind.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    round_ = building(session, round_id)
    _refuse_one_too_many(session, round_)
    question = Question(
        created_at=now, kind=kind, wording=_wording(wording), options=_options(kind, options)
    )
    session.add(question)
    session.flush()
    _place_last(session, now, round_, question, is_required)
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"{begin_with(round_)} asks “{question.wording}”",
        needs=Permission.FEEDBACK_RUN,
    )
    return question.id


def reuse_question(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_id: int,
    question_id: int,
    is_required: bool = False,
) -> None:
    """Ask a question of an earlier round again, so that change can be seen.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        NotFound: There is no such round or question.
        InvalidChange: The round has been opened, has 10 questions or asks this one already.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    round_ = building(session, round_id)
    question = find(session, Question, question_id)
    if any(each.question_id == question.id for each in questions_of(session, round_.id)):
        raise InvalidChange("This round asks that question already.", field="question_id")
    _refuse_one_too_many(session, round_)
    _place_last(session, now, round_, question, is_required)
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"{begin_with(round_)} asks “{question.wording}” again",
        needs=Permission.FEEDBACK_RUN,
    )


def reword_question(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    question_id: int,
    version: int,
    wording: str,
    options: str = "",
) -> None:
    """Change the words of a question that nobody has been asked yet.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        NotFound: There is no such question.
        EditConflict: Somebody changed it in between.
        InvalidChange: It has been asked, nothing is different, or as for ``add_question``.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    question = find(session, Question, question_id, version=version)
    _refuse_if_asked(session, question)
    before = question.wording
    question.wording = _wording(wording)
    question.options = _options(question.kind, options)
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"“{before}”: {audit.differences(session)}",
        needs=Permission.FEEDBACK_RUN,
    )


def place_question(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_question_id: int,
    version: int,
    place: int,
    is_required: bool,
) -> None:
    """Say at which place a question is asked, from 1, and whether it must be answered.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        NotFound: There is no such question in a round.
        EditConflict: Somebody changed it in between.
        InvalidChange: The round has been opened, has no such place, or nothing is different.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    asked = find(session, RoundQuestion, round_question_id, version=version)
    round_ = building(session, asked.round_id)
    others = [each for each in questions_of(session, round_.id) if each.id != asked.id]
    if not 1 <= place <= len(others) + 1:
        raise InvalidChange(
            f"Choose a place from 1 to {len(others) + 1}: this round has no more questions.",
            field="place",
        )
    asked.is_required = is_required
    for position, each in enumerate([*others[: place - 1], asked, *others[place - 1 :]], start=1):
        each.position = position
    audit.differences(session)
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"{begin_with(round_)}: question {place} is changed",
        needs=Permission.FEEDBACK_RUN,
    )


def drop_question(
    session: Session, *, actor: Actor, now: datetime, round_question_id: int, version: int
) -> None:
    """Take a question out of a round that hasn't been opened.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        NotFound: There is no such question in a round.
        EditConflict: Somebody changed it in between.
        InvalidChange: The round has been opened, or the question is out already.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    asked = find(session, RoundQuestion, round_question_id, version=version)
    round_ = building(session, asked.round_id)
    if not asked.is_asked:
        raise InvalidChange("This question is out of the round already.")
    asked.is_asked = False
    question = find(session, Question, asked.question_id)
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"{begin_with(round_)} no longer asks “{question.wording}”",
        needs=Permission.FEEDBACK_RUN,
    )


def _wording(words: str) -> str:
    return line_of(words, "The question", field="wording", most=300)


def _options(kind: QuestionKind, options: str) -> str:
    given = [one_line(line) for line in options.splitlines() if line.strip()]
    if kind is not QuestionKind.CHOICE:
        if given:
            raise InvalidChange("Only a choice of one has options to choose from.", field="options")
        return ""
    if not FEWEST_OPTIONS <= len(given) <= MOST_OPTIONS or len(set(given)) < len(given):
        raise InvalidChange(
            f"Give from {FEWEST_OPTIONS} to {MOST_OPTIONS} options to choose from, one a line and "
            "each different.",
            field="options",
        )
    if any(len(option) > LONGEST_OPTION for option in given):
        raise InvalidChange(
            f"An option has more than {LONGEST_OPTION} characters. Make it shorter.",
            field="options",
        )
    return text_of("\n".join(given), "The list of options", field="options", most=1000)


def _refuse_one_too_many(session: Session, round_: FeedbackRound) -> None:
    if len(questions_of(session, round_.id)) >= MOST_QUESTIONS:
        raise InvalidChange(
            f"A round has at most {MOST_QUESTIONS} questions, so that it is answered in under "
            "three minutes. Take one out first."
        )


def _refuse_if_asked(session: Session, question: Question) -> None:
    """A question that people have been asked keeps its words, or answers couldn't be compared."""
    asked = session.exec(
        select(FeedbackRound.title)
        .join(RoundQuestion, col(RoundQuestion.round_id) == col(FeedbackRound.id))
        .where(
            RoundQuestion.question_id == question.id,
            col(RoundQuestion.is_asked),
            FeedbackRound.state != FeedbackState.DRAFT,
        )
        .limit(1)
    ).first()
    if asked is not None:
        raise InvalidChange(
            f"This question was asked in “{asked}” and keeps its words, so that answers can be "
            "compared. Take it out of this round, and add a new one."
        )


def _place_last(
    session: Session,
    now: datetime,
    round_: FeedbackRound,
    question: Question,
    is_required: bool,
) -> None:
    there = questions_of(session, round_.id)
    asked = session.exec(
        select(RoundQuestion).where(
            RoundQuestion.round_id == round_.id, RoundQuestion.question_id == question.id
        )
    ).one_or_none()
    if asked is None:
        asked = RoundQuestion(created_at=now, round_id=round_.id, question_id=question.id)
        session.add(asked)
    asked.is_asked, asked.is_required = True, is_required
    asked.position = max((each.position for each in there), default=0) + 1
