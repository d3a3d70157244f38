"""Cached reads of reported and assessed statuses, as ``loaders`` reads the plan."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd

from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import rounds as round_loaders
from dashboard.loaders.base import SINGLE_ACTIONS, WHOLE_PLANS, kept, reading
from dashboard.loaders.rounds import Round
from dashboard.view import Moment
from tracker.analytics import assessment, reporting
from tracker.analytics import calibration as calibration_analytics
from tracker.analytics import statuses as status_analytics
from tracker.analytics.assessment import Upheld
from tracker.analytics.calibration import Calibration
from tracker.analytics.reporting import RoundState
from tracker.analytics.statuses import RoundEnd, StatusSelection
from tracker.areas import Area
from tracker.queries import statuses as status_queries
from tracker.queries.versions import Version

# What had been recorded by the end of a day stays as it was.
_OF_THE_PAST = Version(*(0 for _ in Version._fields))


def end_of(day: date) -> Moment:
    """The end of an earlier day. What was recorded by then stays, so it needs no version."""
    return Moment(_OF_THE_PAST, day, as_at=day)


@kept(Area.PLAN, Area.ROUNDS, entries=WHOLE_PLANS)
def reported(moment: Moment) -> pd.DataFrame:
    """Each action's latest reported status, as ``analytics.reporting.reported`` gives it."""
    said = round_loaders.said(moment)
    return reporting.reported(
        plan_loaders.plan(moment).actions, said.rounds, said.updates, said.exemptions, moment.day
    )


@kept(Area.PLAN, Area.ROUNDS, entries=WHOLE_PLANS)
def statuses(moment: Moment) -> pd.DataFrame:
    """Both statuses of every action, as ``analytics.statuses.beside`` gives them."""
    plan, said = plan_loaders.plan(moment), round_loaders.said(moment)
    return status_queries.statuses_on(plan, said, day=moment.day)


@kept(Area.PLAN, Area.ROUNDS, entries=SINGLE_ACTIONS)
def status_of(moment: Moment, ref: str) -> dict[Hashable, Any]:
    """The row of ``statuses`` of one action, without working out the others'."""
    plan, said = plan_loaders.plan(moment), round_loaders.said(moment)
    [row] = status_queries.statuses_on(plan, said, day=moment.day, ref=ref).to_dict("records")
    return row


def assessed(moment: Moment) -> pd.Series:
    """The assessed statuses by action."""
    return statuses(moment).set_index("action_id")["assessed"]


@kept(Area.PLAN, Area.ROUNDS)
def history(moment: Moment) -> pd.DataFrame:
    """``analytics.statuses.history`` of the rounds that are over, with each action's ``ref``."""
    said = round_loaders.said(moment)
    over = [each for each in round_loaders.rounds(moment) if each.state is RoundState.CLOSED]
    actions = plan_loaders.plan(moment).actions
    past = status_analytics.history(
        actions, [_round_end(each) for each in over], said.updates, said.exemptions
    )
    return past.assign(ref=past["action_id"].map(actions.set_index("action_id")["ref"]))


@kept(Area.PLAN, Area.ROUNDS)
def upheld(moment: Moment) -> Upheld:
    """How many contradictions turned out as the rules had it."""
    return assessment.share_upheld(status_analytics.flagged(_outcomes(moment)))


@kept(Area.PLAN, Area.ROUNDS)
def calibration(moment: Moment) -> Calibration:
    """The likelihoods that all leads gave, against what came true."""
    return calibration_analytics.calibrate(_outcomes(moment))


@kept(Area.PLAN, Area.ROUNDS)
def _outcomes(moment: Moment) -> pd.DataFrame:
    plan = plan_loaders.plan(moment)
    return status_analytics.outcomes(history(moment), plan.actions, plan.milestones, moment.day)


@kept(Area.PLAN, Area.ROUNDS)
def _round_end(over: Round) -> RoundEnd:
    # A round that is over is not moved any more, nor is what was recorded by its end.
    with reading() as db:
        return status_queries.round_end(
            db, round_id=over.id, number=over.number, day=over.grace_until
        )


@kept(Area.PLAN, Area.ROUNDS)
def found(moment: Moment, selection: StatusSelection) -> tuple[int, ...]:
    """The rows of ``statuses``, by number, that are asked for."""
    return tuple(status_analytics.select(statuses(moment), selection).index)


@kept(Area.PLAN, Area.ROUNDS)
def with_history(moment: Moment) -> tuple[int, ...]:
    """The actions, by ``action_id``, that had a status in a round that is over."""
    past = history(moment)
    there = past[(past["reported"] != "") | (past["assessed"] != "")]
    return tuple(int(id_) for id_ in there["action_id"].unique())
