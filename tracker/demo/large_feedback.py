"""Invented rounds of questions with many answers, for measuring.

Seeded: made twice at the same moment it is the same. What may be told of a round is released by
the same function that closing a round uses.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import insert
from sqlmodel import Session, col, select

from tracker.clock import day_of
from tracker.demo.large_plan import Row
from tracker.models import (
    Answer,
    FeedbackRound,
    Group,
    Invitation,
    Question,
    Response,
    RoundQuestion,
    Tally,
)
from tracker.services._releases import release_results
from tracker.vocabulary import AGREEMENT, FeedbackState, GroupKind, QuestionKind

QUESTIONS, GROUPS_ASKED = 10, 20
BETWEEN, OPEN_FOR = timedelta(weeks=8), timedelta(days=14)


def fill(session: Session, *, rounds: int, answers: int, now: datetime, seed: int = 1) -> None:
    """Add closed rounds to a database with member groups that has none yet.

    Args:
        answers: Altogether: ten questions of agreement answered by so many members.
    """
    members = select(Group.id).where(Group.kind == GroupKind.MEMBER_GROUP).order_by(col(Group.id))
    group_ids = session.exec(members.limit(GROUPS_ASKED)).all()
    since = {"created_at": now, "version": 1}
    session.execute(insert(Question), [since | row for row in _questions()])
    session.execute(insert(FeedbackRound), [since | row for row in _rounds(rounds, now)])
    chance = Random(seed)
    each = answers // rounds // QUESTIONS
    for round_id in range(1, rounds + 1):
        asked = [{"round_id": round_id, "question_id": id_} for id_ in range(1, QUESTIONS + 1)]
        details = {"position": 0, "is_required": False, "is_asked": True}
        session.execute(insert(RoundQuestion), [since | row | details for row in asked])
        _answer(session, round_id, list(group_ids), each, since, chance)
        release_results(session, session.get_one(FeedbackRound, round_id), today=day_of(now))


def _questions() -> Iterator[Row]:
    for id_ in range(1, QUESTIONS + 1):
        yield {"id": id_, "kind": QuestionKind.AGREEMENT, "options": ""} | {
            "wording": f"Invented question {id_}"
        }


def _rounds(count: int, now: datetime) -> Iterator[Row]:
    for id_ in range(1, count + 1):
        closes_on = day_of(now) - BETWEEN * (count - id_) - timedelta(days=1)
        yield {
            "id": id_,
            "title": f"Invented round {id_}",
            "introduction": "",
            "opens_on": closes_on - OPEN_FOR,
            "closes_on": closes_on,
            "state": FeedbackState.CLOSED,
        }


def _answer(
    session: Session, round_id: int, group_ids: list[int], each: int, since: Row, chance: Random
) -> None:
    """Let ``each`` members of one of the groups answer every question of a round."""
    keys = sorted(f"{chance.getrandbits(128):032x}" for _ in range(each))
    responses = [
        {"key": key, "round_id": round_id, "group_id": chance.choice(group_ids)} for key in keys
    ]
    heard = Counter(response["group_id"] for response in responses)
    invitations = [
        since | {"round_id": round_id, "group_id": id_, "invited": 3 * heard[id_], "is_asked": True}
        for id_ in group_ids
    ]
    session.execute(insert(Invitation), invitations)
    if responses:
        session.execute(insert(Response), responses)
        _say(session, round_id, responses, chance)


def _say(session: Session, round_id: int, responses: list[Row], chance: Random) -> None:
    """Write down an answer to every question of every response, and count them."""
    given = [
        (response, question_id, chance.randint(1, len(AGREEMENT)))
        for response in responses
        for question_id in range(1, QUESTIONS + 1)
    ]
    answers = [
        {"response_key": response["key"], "question_id": id_, "value": value}
        | {"words": "", "is_checked": False}
        for response, id_, value in given
    ]
    counts = Counter((response["group_id"], id_, value) for response, id_, value in given)
    tallies = [
        {"round_id": round_id, "group_id": group, "question_id": id_, "value": value}
        | {"count": count}
        for (group, id_, value), count in counts.items()
    ]
    session.execute(insert(Answer), answers)
    session.execute(insert(Tally), tallies)
