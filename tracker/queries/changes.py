"""What changed in the plan, and in what was said of it, between the ends of two days."""

from datetime import date

import pandas as pd
from sqlmodel import Session, col, select

from tracker.analytics.snapshots import Snapshot
from tracker.clock import end_of
from tracker.models import DateChange
from tracker.queries.plan import Plan


def snapshot(
    plan: Plan,
    *,
    reported: pd.Series | None = None,
    assessed: pd.Series | None = None,
) -> Snapshot:
    """One of the two days, as ``analytics.changes.find`` takes it.

    Args:
        plan: As made by ``queries.progress.plan_on`` for the day.
        reported, assessed: ``Status`` values by action; ``None``: not to be told.
    """
    told = {"reported": reported, "assessed": assessed}
    return Snapshot(
        themes=plan.themes,
        objectives=plan.objectives,
        measures=plan.measures,
        actions=plan.actions,
        milestones=plan.milestones,
        **{name: values for name, values in told.items() if values is not None},
    )


def reasons_of_moves(session: Session, *, since: date, as_at: date | None = None) -> dict[int, str]:
    """Why each milestone's date moved last (its key), of those that moved after ``since`` ended."""
    statement = (
        select(DateChange.milestone_id, DateChange.reason)
        .where(DateChange.changed_at > end_of(since))
        .order_by(col(DateChange.id))
    )
    if as_at is not None:
        statement = statement.where(DateChange.changed_at <= end_of(as_at))
    return dict(session.exec(statement).all())
