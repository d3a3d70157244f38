"""What becomes of a round of questions: it closes, is counted, and its words are deleted."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import pandas as pd
from sqlmodel import Session, col, insert, select, update

from tracker import audit, ballots, db, permissions, settings, wording
from tracker.ballots import Ballot
from tracker.clock import day_of
from tracker.models import Answer, FeedbackRound, Response, Tally
from tracker.permissions import Actor
from tracker.services._feedback import invitations_of, name_of, opened
from tracker.services._releases import release_results
from tracker.vocabulary import FeedbackState, Permission

A_TEXT = 0  # in a tally: that a text was given


def close_round(
    session: Session, *, actor: Actor, now: datetime, round_id: int, version: int
) -> None:
    """Close a round, on its last day or earlier: then its answers can be read, and no more given.

    They are written down in the order of their random keys, and counted; what may be told of them
    is released. Who has answered is forgotten for good.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        NotFound: There is no such round.
        EditConflict: Somebody changed it in between.
        InvalidChange: It isn't open.
        SettingsError: The secret is another than the one that the answers were sealed with.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    round_ = opened(session, round_id, version)
    taken = ballots.empty(session, round_.id)
    _write_down(session, round_, taken)
    _forget_wrong_counts(session, round_, taken)
    round_.state = FeedbackState.CLOSED
    today = day_of(now)
    round_.opens_on, round_.closes_on = min(round_.opens_on, today), min(round_.closes_on, today)
    release_results(session, round_, today=today)
    audit.record(session, actor=actor, now=now, sentence=f"Closed {name_of(round_)}")


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


def _write_down(session: Session, round_: FeedbackRound, taken: Sequence[Ballot]) -> None:
    responses = [
        {"key": each.key, "round_id": round_.id, "group_id": each.group_id} for each in taken
    ]
    answers = [
        {
            "response_key": each.key,
            "question_id": question_id,
            "value": given if isinstance(given, int) else None,
            "words": given if isinstance(given, str) else "",
            "is_checked": False,
        }
        for each in taken
        for question_id, given in each.answers.items()
    ]
    counts = Counter(
        (each.group_id, question_id, given if isinstance(given, int) else A_TEXT)
        for each in taken
        for question_id, given in each.answers.items()
    )
    tallies = [
        {
            "round_id": round_.id,
            "group_id": group_id,
            "question_id": question_id,
            "value": value,
            "count": count,
        }
        for (group_id, question_id, value), count in sorted(counts.items())
    ]
    for model, rows in ((Response, responses), (Answer, answers), (Tally, tallies)):
        if rows:
            session.execute(insert(model), rows)


def _forget_wrong_counts(session: Session, round_: FeedbackRound, taken: Sequence[Ballot]) -> None:
    """Where more have answered than were said to be asked, how many were asked isn't known."""
    given = Counter(each.group_id for each in taken)
    for invitation in invitations_of(session, round_.id):
        if invitation.invited is not None and invitation.invited < given[invitation.group_id]:
            invitation.invited = None
