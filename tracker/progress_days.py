"""Progress day by day, kept with each change: what the burn-up's actual line is drawn from."""

from datetime import datetime

import pandas as pd
from sqlalchemy import case, delete, func
from sqlmodel import Session, col, select

from tracker.analytics import progress
from tracker.clock import day_of
from tracker.models import Action, Milestone, Objective, ProgressDay, Strategy, Theme
from tracker.vocabulary import LEFT_OUT, MilestoneState

WHOLE_STRATEGY = ""
# Nothing else changes progress.
MADE_FROM = frozenset({"strategy", "theme", "objective", "action", "milestone"})


def update(session: Session, *, now: datetime) -> None:
    """Put the present progress of the current strategy and its themes under today's date."""
    strategy_id = session.exec(select(Strategy.id).where(Strategy.is_current)).one_or_none()
    if strategy_id is None:
        return
    day = day_of(now)
    session.execute(
        delete(ProgressDay).where(
            col(ProgressDay.strategy_id) == strategy_id, col(ProgressDay.day) == day
        )
    )
    actions = _counted_actions(session, strategy_id)
    themes = session.exec(select(Theme.code).where(Theme.strategy_id == strategy_id)).all()
    for scope in (WHOLE_STRATEGY, *themes):
        rows = actions[actions["theme"] == scope] if scope else actions
        session.add(
            ProgressDay(
                strategy_id=strategy_id,
                scope=scope,
                day=day,
                progress=progress.weighted_mean(rows["progress"], rows["weight"]),
            )
        )


def _counted_actions(session: Session, strategy_id: int) -> pd.DataFrame:
    """One row per action in the count: ``theme`` (its code), ``weight``, ``progress``."""
    done = func.sum(
        case((col(Milestone.state) == MilestoneState.DONE, Milestone.weight), else_=0.0)
    )
    live = func.sum(
        case((col(Milestone.state) != MilestoneState.DROPPED, Milestone.weight), else_=0.0)
    )
    statement = (
        select(Theme.code, Action.weight, done, live)
        .select_from(Action)
        .join(Milestone, col(Milestone.action_id) == Action.id)
        .join(Objective, col(Objective.id) == Action.objective_id)
        .join(Theme, col(Theme.id) == Objective.theme_id)
        .where(Action.strategy_id == strategy_id, col(Action.state).not_in(LEFT_OUT))
        .group_by(col(Theme.code), col(Action.id), col(Action.weight))
    )
    rows = pd.DataFrame(
        session.exec(statement).all(), columns=["theme", "weight", "done", "live"]
    ).astype({"weight": float, "done": float, "live": float})
    rows["progress"] = progress.share(rows["done"], rows["live"])
    return rows
