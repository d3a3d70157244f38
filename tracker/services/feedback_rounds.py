"""Rounds of questions: planning, copying and opening them."""

from datetime import date, datetime

from sqlmodel import Session

from tracker import audit, ballots, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import FeedbackRound, Invitation, RoundQuestion
from tracker.permissions import Actor
from tracker.services._feedback import (
    begin_with,
    building,
    invitations_of,
    name_of,
    opened,
    questions_of,
    refuse_bad_days,
)
from tracker.services._finding import find, line_of, text_of
from tracker.vocabulary import FeedbackState, Permission


def add_round(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    title: str,
    opens_on: date,
    closes_on: date,
    introduction: str = "",
) -> int:
    """Begin a round, without questions and groups yet; returns its key.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        InvalidChange: It closes before it opens or is over already, or a text is missing or too
            long.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    refuse_bad_days(opens_on, closes_on, day_of(now))
    round_ = FeedbackRound(
        created_at=now,
        title=_title(title),
        introduction=_introduction(introduction),
        opens_on=opens_on,
        closes_on=closes_on,
    )
    session.add(round_)
    session.flush()
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"Began {name_of(round_)}",
        needs=Permission.FEEDBACK_RUN,
    )
    return round_.id


def edit_round(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_id: int,
    version: int,
    title: str,
    opens_on: date,
    closes_on: date,
    introduction: str = "",
) -> None:
    """Change a round that hasn't been opened.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        NotFound: There is no such round.
        EditConflict: Somebody changed it in between.
        InvalidChange: As for ``add_round``, it has been opened, or nothing is different.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    round_ = building(session, round_id, version=version)
    refuse_bad_days(opens_on, closes_on, day_of(now))
    before = name_of(round_)
    round_.title, round_.introduction = _title(title), _introduction(introduction)
    round_.opens_on, round_.closes_on = opens_on, closes_on
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"{before}: {audit.differences(session)}",
        needs=Permission.FEEDBACK_RUN,
    )


def copy_round(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_id: int,
    title: str,
    opens_on: date,
    closes_on: date,
) -> int:
    """Begin the next round with the same questions and groups; returns its key.

    The questions are the same ones, so that change can be seen. How many people are asked is
    unknown until it is said anew.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        NotFound: There is no such round.
        InvalidChange: As for ``add_round``.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    earlier = find(session, FeedbackRound, round_id)
    refuse_bad_days(opens_on, closes_on, day_of(now))
    copy = FeedbackRound(
        created_at=now,
        title=_title(title),
        introduction=earlier.introduction,
        opens_on=opens_on,
        closes_on=closes_on,
    )
    session.add(copy)
    session.flush()
    _copy_content(session, earlier, copy)
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"Began {name_of(copy)} as a copy of {name_of(earlier)}",
        needs=Permission.FEEDBACK_RUN,
    )
    return copy.id


def open_round(
    session: Session, *, actor: Actor, now: datetime, round_id: int, version: int
) -> None:
    """Let members answer, from the round's first day on. Its questions stay as they are.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        NotFound: There is no such round.
        EditConflict: Somebody changed it in between.
        InvalidChange: It has been opened, would be over, or asks nothing or nobody.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    round_ = building(session, round_id, version=version)
    refuse_bad_days(round_.opens_on, round_.closes_on, day_of(now))
    if not questions_of(session, round_.id):
        raise InvalidChange("This round has no question yet. Add one first.")
    if not invitations_of(session, round_.id):
        raise InvalidChange("This round asks no member group yet. Choose one first.")
    round_.state = FeedbackState.OPEN
    round_.opens_on = max(round_.opens_on, day_of(now))
    ballots.put_out(session, round_.id)
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"Opened {name_of(round_)}, until {wording.day(round_.closes_on)}",
    )


def move_closing(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_id: int,
    version: int,
    closes_on: date,
) -> None:
    """Give an open round another last day.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        NotFound: There is no such round.
        EditConflict: Somebody changed it in between.
        InvalidChange: It isn't open, the day has passed, or it is the last day already.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    round_ = opened(session, round_id, version)
    refuse_bad_days(round_.opens_on, closes_on, day_of(now))
    round_.closes_on = closes_on
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"{begin_with(round_)}: {audit.differences(session)}",
    )


def _copy_content(session: Session, earlier: FeedbackRound, copy: FeedbackRound) -> None:
    for asked in questions_of(session, earlier.id):
        session.add(
            RoundQuestion(
                created_at=copy.created_at,
                round_id=copy.id,
                question_id=asked.question_id,
                position=asked.position,
                is_required=asked.is_required,
            )
        )
    for each in invitations_of(session, earlier.id):
        session.add(
            Invitation(created_at=copy.created_at, round_id=copy.id, group_id=each.group_id)
        )


def _title(title: str) -> str:
    return line_of(title, "The title", field="title")


def _introduction(words: str) -> str:
    return text_of(words, "The introduction", field="introduction", most=1000, required=False)
