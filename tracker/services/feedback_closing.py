"""What becomes of a round of questions: it closes, is counted, and its words are deleted."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from sqlmodel import Session, col, insert, select, update

from tracker import audit, ballots, db, permissions, settings, wording
from tracker.analytics import round_results
from tracker.analytics.released import OPINIONS
from tracker.ballots import Ballot
from tracker.clock import day_of
from tracker.models import Answer, FeedbackRound, Response, Tally
from tracker.permissions import Actor
from tracker.services._feedback import invitations_of, name_of, opened
from tracker.services._finding import reason_of
from tracker.services._releases import release_results
from tracker.vocabulary import FeedbackState, Permission

A_TEXT = 0  # in a tally: that a text was given


def close_round(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_id: int,
    version: int,
    reason: str = "",
) -> None:
    """Close a round: then its answers can be read, and no more given.

    They are written down in the order of their random keys, and counted; what may be told of them
    is released. Texts of groups that are told nothing of are never written down. Who has answered
    is forgotten for good.

    Args:
        reason: Why it is closed before its last day has passed.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        NotFound: There is no such round.
        EditConflict: Somebody changed it in between.
        InvalidChange: It isn't open, or is closed early without a reason.
        SettingsError: The secret is another than the one that the answers were sealed with.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    round_ = opened(session, round_id, version)
    today = day_of(now)
    is_early = today <= round_.closes_on
    why = reason_of(reason, required=is_early)
    taken = ballots.empty(session, round_.id)
    _count(session, round_, taken)
    _forget_wrong_counts(session, round_, taken)
    round_.state = FeedbackState.CLOSED
    round_.opens_on, round_.closes_on = min(round_.opens_on, today), min(round_.closes_on, today)
    released = release_results(session, round_, today=today)
    _write_down(session, taken, round_results.told_units(released, OPINIONS))
    early = ", before its last day had passed" if is_early else ""
    sentence = f"Closed {name_of(round_)}{early}"
    audit.record(session, actor=actor, now=now, sentence=sentence, reason=why)


def forget_words(session: Session, *, actor: Actor, now: datetime) -> int:
    """Delete what was written in rounds that closed longer ago than texts are kept.

    What somebody wrote is of use while it is answered; then it is only a risk to them. What was
    counted stays.

    Returns:
        How many texts were deleted.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    months = settings.load().feedback_words_months
    last_day = (pd.Timestamp(day_of(now)) - pd.DateOffset(months=months)).date()
    old = select(FeedbackRound.id).where(
        FeedbackRound.state == FeedbackState.CLOSED, col(FeedbackRound.closes_on) < last_day
    )
    theirs = select(Response.key).where(col(Response.round_id).in_(old))
    deleted = session.connection().execute(
        update(Answer)
        .where(col(Answer.response_key).in_(theirs), col(Answer.words) != "")
        .values(words="")
    )
    if deleted.rowcount:
        texts = wording.count(deleted.rowcount, "text")
        after = wording.count(months, "month")
        audit.record(
            session, actor=actor, now=now, sentence=f"Deleted {texts} of feedback after {after}"
        )
        db.wipe_afterwards(session)
    return deleted.rowcount


def _count(session: Session, round_: FeedbackRound, taken: Sequence[Ballot]) -> None:
    """Write down the responses without their answers, and how many gave each answer."""
    responses = [
        {"key": each.key, "round_id": round_.id, "group_id": each.group_id} for each in taken
    ]
    counts = Counter(
        (each.group_id, question_id, given if isinstance(given, int) else A_TEXT)
        for each in taken
        for question_id, given in each.answers.items()
    )
    names = ("group_id", "question_id", "value")
    tallies = [
        dict(zip(names, of, strict=True), round_id=round_.id, count=count)
        for of, count in sorted(counts.items())
    ]
    _insert(session, Response, responses)
    _insert(session, Tally, tallies)


def _write_down(session: Session, taken: Sequence[Ballot], told: Collection[str]) -> None:
    """Write down what was answered, but texts only of groups that are told, or told with others.

    Nobody could ever be shown the others. That a text was given stays counted.
    """
    answers = [
        {
            "response_key": each.key,
            "question_id": question_id,
            "value": given if isinstance(given, int) else None,
            "words": given if isinstance(given, str) and str(each.group_id) in told else "",
            "is_checked": False,
        }
        for each in taken
        for question_id, given in each.answers.items()
    ]
    _insert(session, Answer, answers)


def _insert(
    session: Session,
    model: type[Response] | type[Answer] | type[Tally],
    rows: list[dict[str, Any]],
) -> None:
    if rows:
        session.execute(insert(model), rows)


def _forget_wrong_counts(session: Session, round_: FeedbackRound, taken: Sequence[Ballot]) -> None:
    """Where more have answered than were said to be asked, how many were asked isn't known."""
    given = Counter(each.group_id for each in taken)
    for invitation in invitations_of(session, round_.id):
        if invitation.invited is not None and invitation.invited < given[invitation.group_id]:
            invitation.invited = None
