"""The published versions of the plan."""

from datetime import date

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.models import PlannedMilestone, PlanVersion
from tracker.queries.strategies import current_id


def published(session: Session, *, as_at: date | None = None) -> pd.DataFrame:
    """The current strategy's versions, the latest first.

    Returns:
        ``number``, ``published_on`` (a date), ``published_by``, ``note``, ``milestones`` (a count).
    """
    statement = (
        select(
            col(PlanVersion.number),
            col(PlanVersion.published_on),
            col(PlanVersion.published_by),
            col(PlanVersion.note),
            func.count(col(PlannedMilestone.milestone_id)),
        )
        .join(PlannedMilestone, col(PlannedMilestone.plan_version_id) == PlanVersion.id)
        .where(col(PlanVersion.strategy_id) == current_id(as_at))
        .group_by(col(PlanVersion.id))
        .order_by(col(PlanVersion.number).desc())
    )
    if as_at is not None:
        statement = statement.where(col(PlanVersion.published_on) <= as_at)
    return pd.DataFrame(
        session.execute(statement).all(),
        columns=["number", "published_on", "published_by", "note", "milestones"],
    )


def content(session: Session, number: int, *, as_at: date | None = None) -> pd.DataFrame:
    """The milestones of version ``number``, as ``analytics.plan_versions.compare`` takes them.

    Args:
        as_at: Of the strategy that was current at the end of this day; ``None``: that is now.

    Returns:
        ``milestone_id``, ``ref`` (the action's), ``title``, ``timing``, ``weight``,
        ``action_weight``.
    """
    names = ["milestone_id", "action_ref", "title", "timing", "weight", "action_weight"]
    statement = (
        select(*(getattr(PlannedMilestone, name) for name in names))
        .join(PlanVersion, col(PlanVersion.id) == PlannedMilestone.plan_version_id)
        .where(col(PlanVersion.strategy_id) == current_id(as_at), col(PlanVersion.number) == number)
        .order_by(col(PlannedMilestone.action_ref), col(PlannedMilestone.milestone_id))
    )
    rows = pd.DataFrame(session.execute(statement).all(), columns=names)
    return rows.rename(columns={"action_ref": "ref"})
