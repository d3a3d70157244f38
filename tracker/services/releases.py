"""Releases that somebody asks for: what the comments of a round are about.

What members answered is released by closing the round.
"""

from datetime import datetime

import pandas as pd
from sqlmodel import Session, col, func, select

from tracker import audit, permissions
from tracker.analytics import released as rules
from tracker.analytics.released import Released
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Answer, CommentCode, FeedbackRound, Response
from tracker.permissions import Actor
from tracker.queries import results as results_queries
from tracker.services._feedback import name_of
from tracker.services._finding import find
from tracker.services._releases import store
from tracker.vocabulary import Permission


def release_comments(session: Session, *, actor: Actor, now: datetime, round_id: int) -> None:
    """Count what the checked comments of a closed round are about, for all who read results.

    Raises:
        NotAllowed: ``actor`` may not moderate comments.
        NotFound: There is no such round.
        InvalidChange: It isn't closed, or the same has been released already.
    """
    permissions.require(actor, Permission.COMMENT_MODERATE)
    round_ = find(session, FeedbackRound, round_id)
    results = results_queries.read_results(session, [round_.id]).get(round_.id)
    if results is None:
        raise InvalidChange("This round is not closed. Its comments can be read after that.")
    counts = _counted(session, round_, results)
    content = {"counts": rules.columns_of(counts)}
    name = results_queries.themes_name(round_.id)
    last = results_queries.latest(session, name)
    if last is not None and last.content == content:
        raise InvalidChange("Nothing has changed since the themes were counted last.")
    store(session, name, content, today=day_of(now))
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"Counted the themes of the comments of {name_of(round_)}",
        needs=Permission.FEEDBACK_READ,
    )


def _counted(session: Session, round_: FeedbackRound, results: Released) -> pd.DataFrame:
    coded = (
        select(Response.group_id, Answer.question_id, CommentCode.theme_id, func.count())
        .join(Response, col(Response.key) == col(Answer.response_key))
        .join(
            CommentCode,
            (col(CommentCode.response_key) == col(Answer.response_key))
            & (col(CommentCode.question_id) == col(Answer.question_id)),
        )
        .where(Response.round_id == round_.id, Answer.is_checked, ~col(CommentCode.is_void))
        .group_by(col(Response.group_id), col(Answer.question_id), col(CommentCode.theme_id))
    )
    checked = (
        select(Response.group_id, Answer.question_id, func.count())
        .join(Response, col(Response.key) == col(Answer.response_key))
        .where(Response.round_id == round_.id, Answer.is_checked)
        .group_by(col(Response.group_id), col(Answer.question_id))
    )
    rows = [
        (str(group), rules.topic_of(question), rules.theme_of(theme), count)
        for group, question, theme, count in session.exec(coded)
    ]
    rows += [
        (str(group), rules.topic_of(question), rules.CHECKED, count)
        for group, question, count in session.exec(checked)
    ]
    found = pd.DataFrame(sorted(rows), columns=["unit", "topic", "answer", "count"])
    kinds = {"unit": "str", "topic": "str", "answer": "str", "count": "int64"}
    return rules.count_themes(results, rules.scope_of(round_.id), found.astype(kinds))
