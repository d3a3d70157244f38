"""What the commands of feedback share: finding rounds in their state, and what they hold."""

from datetime import date

from sqlmodel import Session, col, select

from tracker import wording
from tracker.errors import InvalidChange
from tracker.models import FeedbackRound, Invitation, RoundQuestion
from tracker.services._finding import find
from tracker.vocabulary import FeedbackState


def building(session: Session, round_id: int, *, version: int | None = None) -> FeedbackRound:
    """The round, if it hasn't been opened; raises ``NotFound``, ``EditConflict``."""
    round_ = find(session, FeedbackRound, round_id, version=version)
    if round_.state is not FeedbackState.DRAFT:
        raise InvalidChange(
            "This round has been opened. What it asks, and whom, stays as it was then."
        )
    return round_


def opened(session: Session, round_id: int, version: int) -> FeedbackRound:
    """The round, if it is open; raises ``NotFound``, ``EditConflict``."""
    round_ = find(session, FeedbackRound, round_id, version=version)
    if round_.state is not FeedbackState.OPEN:
        raise InvalidChange("This round is not open.")
    return round_


def questions_of(session: Session, round_id: int) -> list[RoundQuestion]:
    """What is asked in the round, in order."""
    statement = (
        select(RoundQuestion)
        .where(RoundQuestion.round_id == round_id, col(RoundQuestion.is_asked))
        .order_by(col(RoundQuestion.position), col(RoundQuestion.id))
    )
    return list(session.exec(statement))


def invitations_of(session: Session, round_id: int) -> list[Invitation]:
    """Who is asked in the round."""
    statement = (
        select(Invitation)
        .where(Invitation.round_id == round_id, col(Invitation.is_asked))
        .order_by(col(Invitation.id))
    )
    return list(session.exec(statement))


def name_of(round_: FeedbackRound) -> str:
    """How the history calls it, inside a sentence."""
    return f"feedback round “{round_.title}”"


def begin_with(round_: FeedbackRound) -> str:
    """The same where it begins the sentence."""
    return f"Feedback round “{round_.title}”"


def refuse_bad_days(opens_on: date, closes_on: date, today: date) -> None:
    """Refuse days on which nobody could answer."""
    if closes_on < opens_on:
        raise InvalidChange(
            f"The round would close on {wording.day(closes_on)}, before it opens on "
            f"{wording.day(opens_on)}. Choose a later closing day.",
            field="closes_on",
        )
    if closes_on < today:
        raise InvalidChange(
            f"The round would be over already on {wording.day(closes_on)}. Choose a later closing "
            "day.",
            field="closes_on",
        )
