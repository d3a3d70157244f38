"""What is released about people: stored before anybody can see it, and never changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from sqlmodel import Session, col, func, select

from tracker import settings
from tracker.analytics import released as rules
from tracker.analytics.released import Released
from tracker.models import FeedbackRound, ReleasedTable, Response, Tally
from tracker.queries import results as results_queries
from tracker.services._feedback import invitations_of, questions_of


def release_results(session: Session, round_: FeedbackRound, *, today: date) -> Released:
    """Release what members answered in a round, in the transaction that closes it.

    What was released once stays as it is.
    """
    name = results_queries.results_name(round_.id)
    if before := results_queries.latest(session, name):
        return Released.of(before.content)
    released = _counted(session, round_)
    store(session, name, released.content(), today=today)
    return released


def store(session: Session, name: str, content: Mapping[str, Any], *, today: date) -> None:
    """Add a table to what was released."""
    session.add(ReleasedTable(released_on=today, name=name, content=dict(content)))
    session.flush()


def _counted(session: Session, round_: FeedbackRound) -> Released:
    invitations = invitations_of(session, round_.id)
    given = dict(
        session.exec(
            select(Response.group_id, func.count())
            .where(Response.round_id == round_.id)
            .group_by(col(Response.group_id))
        ).all()
    )
    limits = settings.load()
    return rules.count_round(
        rules.scope_of(round_.id),
        asked={str(each.group_id): each.invited for each in invitations},
        heard={str(each.group_id): given.get(each.group_id, 0) for each in invitations},
        answers=_answers(session, round_.id),
        topics=[rules.topic_of(each.question_id) for each in questions_of(session, round_.id)],
        fewest_people=limits.fewest_people,
        fewest_respondents=limits.fewest_respondents,
    )


def _answers(session: Session, round_id: int) -> pd.DataFrame:
    tallies = session.exec(select(Tally).where(Tally.round_id == round_id))
    return pd.DataFrame(
        [
            (str(each.group_id), rules.topic_of(each.question_id), str(each.value), each.count)
            for each in tallies
        ],
        columns=["unit", "topic", "answer", "count"],
    )
