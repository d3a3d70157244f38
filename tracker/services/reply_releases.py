"""Releases of how well the suggestions of each member group were answered."""

from datetime import date, datetime

import pandas as pd
from sqlmodel import Session

from tracker import audit, permissions, settings, wording
from tracker.analytics import suggestion_groups
from tracker.analytics import suggestions as suggestion_rules
from tracker.clock import day_of
from tracker.permissions import Actor
from tracker.queries import results as results_queries
from tracker.queries.suggestions import Suggestions, read_suggestions
from tracker.services._releases import store
from tracker.vocabulary import Permission
from tracker.working_days import england_and_wales


def release_replies(session: Session, *, actor: Actor, now: datetime) -> int:
    """Count the replies of every quarter that is over, once; what was counted stays as it is.

    Returns:
        How many quarters were counted.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    read, today = read_suggestions(session), day_of(now)
    said = read.suggestions.dropna(subset="group_id")
    known = results_queries.read_replies(session)
    quarters = [
        each
        for each in suggestion_groups.over(_days(said), today, england_and_wales())
        if each.label not in known
    ]
    if not quarters:
        return 0
    answered = _answered(said, read, now)
    threshold = settings.load().fewest_people
    for quarter in quarters:
        made = suggestion_groups.count_quarter(answered, read.groups, quarter, threshold)
        store(session, results_queries.replies_name(quarter.label), made.content(), today=today)
    names = wording.listing([quarter.label for quarter in quarters])
    sentence = f"Counted the replies to suggestions of {names} by member group"
    audit.record(session, actor=actor, now=now, sentence=sentence)
    return len(quarters)


def _days(said: pd.DataFrame) -> list[date]:
    return [made.date() for made in said["made_on"]]


def _answered(said: pd.DataFrame, read: Suggestions, now: datetime) -> pd.DataFrame:
    """Each suggestion with what was replied to the one it was joined into, or to itself."""
    rows = suggestion_rules.on_day(
        read.suggestions, read.decisions, day_of(now), england_and_wales()
    ).set_index("id")
    kept = suggestion_rules.kept_of(read.suggestions).loc[said["id"]].to_numpy()
    replies = rows.loc[kept, ["reply_days", "kind", "reply"]].set_axis(said.index)
    return said[["group_id", "made_on"]].join(replies)
