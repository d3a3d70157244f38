"""Rounds of questions for tests: built, opened and answered by the product's own commands."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from tests import factories
from tracker.clock import day_of
from tracker.models import FeedbackRound
from tracker.permissions import SYSTEM, Actor
from tracker.services import (
    feedback_closing,
    feedback_groups,
    feedback_questions,
    feedback_rounds,
    responses,
)
from tracker.vocabulary import GroupKind, GroupState, QuestionKind, Role

DAYS_OPEN = 14


@dataclass
class Asked:
    """A round that was built: its id, and the ids of what it asks and whom, in order."""

    id: int
    groups: list[int]
    agreement: int
    choice: int
    text: int


def make_member_group(session: Session, **details):
    defaults = {"kind": GroupKind.MEMBER_GROUP, "state": GroupState.ACTIVE}
    return factories.make_group(session, **defaults | details)


def build_round(
    session: Session,
    *,
    now: datetime,
    groups: tuple[int | None, ...] = (100,),
    names: tuple[str, ...] = (),
    title: str = "How is it going?",
    required: bool = False,
    opens_on: date | None = None,
) -> Asked:
    """A draft with one question of each kind.

    Args:
        groups: How many people are asked of each new member group.
        required: Whether the first question, of agreement, must be answered.
    """
    by = {"actor": SYSTEM, "now": now}
    first = opens_on or day_of(now)
    round_id = feedback_rounds.add_round(
        session, **by, title=title, opens_on=first, closes_on=first + timedelta(days=DAYS_OPEN)
    )
    questions = [
        feedback_questions.add_question(session, **by, round_id=round_id, **details)
        for details in (
            {"kind": QuestionKind.AGREEMENT, "wording": "I am heard", "is_required": required},
            {"kind": QuestionKind.CHOICE, "wording": "What helps?", "options": "Time\nMoney"},
            {"kind": QuestionKind.TEXT, "wording": "What should change?"},
        )
    ]
    made = []
    for number, invited in enumerate(groups):
        name = {"name": names[number]} if number < len(names) else {}
        group = make_member_group(session, **name)
        feedback_groups.ask_group(
            session, **by, round_id=round_id, group_id=group.id, invited=invited
        )
        made.append(group.id)
    return Asked(round_id, made, *questions)


def version_of(session: Session, round_id: int) -> int:
    return session.get_one(FeedbackRound, round_id).version


def open_round(session: Session, *, now: datetime, **details) -> Asked:
    """A round that takes answers."""
    asked = build_round(session, now=now, **details)
    feedback_rounds.open_round(
        session,
        actor=SYSTEM,
        now=now,
        round_id=asked.id,
        version=version_of(session, asked.id),
    )
    return asked


def answer(
    session: Session,
    asked: Asked,
    name: str,
    *,
    now: datetime,
    group: int = 0,
    is_sure: bool = False,
    **given,
):
    """What the member ``name`` answers: ``agreement=4, choice=1, text="More time"``."""
    given = given or {"agreement": 4}
    answers = {getattr(asked, kind): value for kind, value in given.items()}
    responses.give_response(
        session,
        actor=Actor(name, Role.MEMBER),
        now=now,
        round_id=asked.id,
        group_id=asked.groups[group],
        answers=answers,
        is_sure=is_sure,
    )


def close_round(session: Session, asked: Asked, *, now: datetime, others: int = 0) -> None:
    """The round is closed.

    Args:
        others: How many more members of the first group answer before it is.
    """
    for number in range(others):
        answer(session, asked, f"Other member {number}", now=now)
    feedback_closing.close_round(
        session,
        actor=SYSTEM,
        now=now,
        round_id=asked.id,
        version=version_of(session, asked.id),
        reason="Enough have answered",
    )
