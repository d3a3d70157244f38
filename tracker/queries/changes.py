"""What changed in the plan, and in what was said of it, between the ends of two days."""

import pandas as pd

from tracker.analytics.changes import Snapshot
from tracker.queries.plan import Plan


def snapshot(
    plan: Plan,
    *,
    moves: pd.DataFrame,
    reported: pd.Series | None = None,
    assessed: pd.Series | None = None,
) -> Snapshot:
    """One of the two days, as ``analytics.changes.compare`` takes it.

    Args:
        plan: As made by ``queries.progress.plan_on`` for the day.
        moves: As given by ``queries.rounds.date_changes``.
        reported, assessed: ``Status`` values by action; ``None``: not to be told.
    """
    nothing = pd.Series(dtype=object)
    return Snapshot(
        themes=plan.themes,
        objectives=plan.objectives,
        measures=plan.measures,
        actions=plan.actions,
        milestones=plan.milestones,
        moved_because=moves.drop_duplicates("milestone_id").set_index("milestone_id")["reason"],
        reported=nothing if reported is None else reported,
        assessed=nothing if assessed is None else assessed,
    )
