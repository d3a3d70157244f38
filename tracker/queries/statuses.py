"""The statuses of every action: as its lead reports them, and as the rules assess them."""

from datetime import date

import pandas as pd
from sqlmodel import Session

from tracker.analytics import assessment, forecast, reporting, statuses
from tracker.queries.plan import Plan
from tracker.queries.progress import plan_on
from tracker.queries.rounds import Rounds, read_rounds
from tracker.vocabulary import OWED


def statuses_on(plan: Plan, said: Rounds, *, day: date, ref: str | None = None) -> pd.DataFrame:
    """Both statuses of every action, as ``analytics.statuses.beside`` gives them.

    Args:
        plan: As made by ``queries.progress.plan_on`` for ``day``.
        said: As read for ``day``.
        ref: Only of the action called so; ``None``: of all.
    """
    actions, milestones = plan.actions, plan.milestones
    if ref is not None:
        actions = actions[actions["ref"] == ref].reset_index(drop=True)
        milestones = milestones[milestones["action_id"].isin(actions["id"])]
    reported = reporting.reported(actions, said.rounds, said.updates, said.exemptions, day)
    # What is done, paused or stopped owes no update, so nothing said of it goes stale.
    owes = actions["state"].isin(OWED).to_numpy()
    reported = reported.assign(is_stale=reported["is_stale"] & owes)
    assessed = assessment.assess_actions(
        actions,
        milestones,
        as_at=day,
        chances=forecast.chances(plan.milestones, day, of=milestones),
        stale=reported["is_stale"],
    )
    return statuses.beside(actions, reported, assessed, said.flag_answers)


def round_end(session: Session, *, round_id: int, number: int, day: date) -> statuses.RoundEnd:
    """What the rules said of the plan as it was recorded by the end of ``day``.

    Args:
        day: The last day on which the round took answers.
    """
    plan = plan_on(session, day=day, as_at=day)
    said = read_rounds(session, day=day, as_at=day)
    found = statuses_on(plan, said, day=day)
    return statuses.RoundEnd(
        round_id=round_id,
        number=number,
        assessed=found.set_index("action_id")["assessed"],
        last_due_on=forecast.last_due_on(plan.milestones),
        dated=forecast.dated(plan.milestones),
    )
