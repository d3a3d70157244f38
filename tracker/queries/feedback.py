"""Rounds of questions: what they ask, whom, and how many have answered. Never what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from tracker import ballots
from tracker.models import (
    FeedbackRound,
    Group,
    Invitation,
    Question,
    Response,
    RoundQuestion,
)
from tracker.permissions import Actor
from tracker.vocabulary import ENDED, SMALL_GROUP, FeedbackState, GroupKind, QuestionKind


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of a round.

    Attributes:
        id: The question's; the same in every round that asks it.
        round_question_id, round_question_version: Of its place in this round.
        options: Of a choice, in order.
        asked_before: The titles of the opened rounds that asked it, this one aside.
    """

    id: int
    version: int
    round_question_id: int
    round_question_version: int
    kind: QuestionKind
    wording: str
    options: tuple[str, ...]
    is_required: bool
    asked_before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """A member group that a round asks.

    Attributes:
        id: The group's.
        invited: How many people were asked; ``None``: unknown.
    """

    id: int
    invitation_id: int
    invitation_version: int
    name: str
    invited: int | None

    @property
    def is_small(self) -> bool:
        """Whether so few were asked that somebody could be guessed by what they say."""
        return self.invited is not None and self.invited < SMALL_GROUP


@dataclass(frozen=True, slots=True)
class QuestionRound:
    """A round of questions."""

    id: int
    version: int
    title: str
    introduction: str
    opens_on: date
    closes_on: date
    state: FeedbackState
    questions: tuple[AskedQuestion, ...]
    groups: tuple[AskedGroup, ...]

    def takes_answers(self, day: date) -> bool:
        """Whether it can be answered on ``day``."""
        return self.state is FeedbackState.OPEN and self.opens_on <= day <= self.closes_on

    def is_past(self, day: date) -> bool:
        """Whether it waits to be closed: its last day has passed."""
        return self.state is FeedbackState.OPEN and self.closes_on < day


def read_rounds(session: Session) -> tuple[QuestionRound, ...]:
    """Every round, the one that opens last first."""
    groups, questions = _groups(session), _questions(session)
    rounds = session.exec(
        select(FeedbackRound).order_by(
            col(FeedbackRound.opens_on).desc(), col(FeedbackRound.id).desc()
        )
    )
    return tuple(
        QuestionRound(
            id=each.id,
            version=each.version,
            title=each.title,
            introduction=each.introduction,
            opens_on=each.opens_on,
            closes_on=each.closes_on,
            state=each.state,
            questions=tuple(questions.get(each.id, ())),
            groups=tuple(groups.get(each.id, ())),
        )
        for each in rounds
    )


def all_questions(session: Session) -> dict[int, str]:
    """The wordings of all questions by their ids, the latest first."""
    statement = select(Question.id, Question.wording).order_by(col(Question.id).desc())
    return dict(session.exec(statement).all())


def groups_to_ask(session: Session) -> dict[int, str]:
    """The names of the member groups that haven't ended, by their ids, in alphabetical order."""
    statement = (
        select(Group.id, Group.name)
        .where(Group.kind == GroupKind.MEMBER_GROUP, col(Group.state).not_in(ENDED))
        .order_by(col(Group.name))
    )
    return dict(session.exec(statement).all())


def answered(session: Session, round_id: int) -> int:
    """How many have answered a round, in all groups together.

    Raises:
        SettingsError: The round is open and was sealed with another secret.
    """
    counted = select(func.count()).where(col(Response.round_id) == round_id)
    return ballots.count(session, round_id) + session.exec(counted).one()


def has_answered(session: Session, round_id: int, actor: Actor) -> bool:
    """Whether ``actor`` has answered an open round; once it is closed, nobody knows.

    Raises:
        SettingsError: As for ``answered``.
    """
    return ballots.has_answered(session, round_id, subject=ballots.subject_of(actor))


def to_close(session: Session, day: date) -> dict[int, int]:
    """The versions of the open rounds whose last day is before ``day``, by their ids."""
    statement = select(FeedbackRound.id, FeedbackRound.version).where(
        FeedbackRound.state == FeedbackState.OPEN, col(FeedbackRound.closes_on) < day
    )
    return dict(session.exec(statement).all())


def _groups(session: Session) -> dict[int, list[AskedGroup]]:
    statement = (
        select(Invitation, Group.name)
        .join(Group, col(Group.id) == col(Invitation.group_id))
        .where(col(Invitation.is_asked))
        .order_by(col(Group.name))
    )
    found: dict[int, list[AskedGroup]] = {}
    for invitation, name in session.exec(statement):
        group = AskedGroup(
            invitation.group_id, invitation.id, invitation.version, name, invitation.invited
        )
        found.setdefault(invitation.round_id, []).append(group)
    return found


def _questions(session: Session) -> dict[int, list[AskedQuestion]]:
    statement = (
        select(RoundQuestion, Question, FeedbackRound)
        .join(Question, col(Question.id) == col(RoundQuestion.question_id))
        .join(FeedbackRound, col(FeedbackRound.id) == col(RoundQuestion.round_id))
        .where(col(RoundQuestion.is_asked))
        .order_by(col(RoundQuestion.position), col(RoundQuestion.id))
    )
    rows = session.exec(statement).all()
    opened: dict[int, dict[int, str]] = {}
    for _, question, round_ in rows:
        if round_.state is not FeedbackState.DRAFT:
            opened.setdefault(question.id, {})[round_.id] = round_.title
    found: dict[int, list[AskedQuestion]] = {}
    for asked, question, _ in rows:
        found.setdefault(asked.round_id, []).append(_question(asked, question, opened))
    return found


def _question(
    asked: RoundQuestion, question: Question, opened: Mapping[int, Mapping[int, str]]
) -> AskedQuestion:
    rounds = opened.get(question.id, {})
    return AskedQuestion(
        id=question.id,
        version=question.version,
        round_question_id=asked.id,
        round_question_version=asked.version,
        kind=question.kind,
        wording=question.wording,
        options=tuple(question.options.splitlines()),
        is_required=asked.is_required,
        asked_before=tuple(title for id_, title in rounds.items() if id_ != asked.round_id),
    )
