"""Progress on a day: every action and milestone assessed, and the burn-up of the whole plan."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from sqlmodel import Session, col, or_, select

from tracker.analytics import deadlines, planned, progress
from tracker.analytics.planned import SchedulePerformance
from tracker.clock import day_of, end_of
from tracker.models import PlannedMilestone, PlanVersion, ProgressDay, StateChange
from tracker.progress_days import WHOLE_STRATEGY
from tracker.queries._frames import read_frame
from tracker.queries.plan import TYPES, Plan, read_plan
from tracker.vocabulary import LEFT_OUT

# The burn-up has a point a week; a plan too long for that gets a point a month.
LONGEST_WEEKLY = timedelta(days=366 * 12)


def plan_on(session: Session, *, day: date, as_at: date | None = None) -> Plan:
    """The plan with its rules applied on ``day``.

    Args:
        day: The day every figure speaks of.
        as_at: Show only what was recorded by the end of this day; ``None``: everything.

    Returns:
        As ``read_plan``, and besides: ``actions`` with ``progress`` (0 to 1, missing when every
        milestone is dropped), ``standing`` and ``next_due_on``; ``milestones`` with
        ``waiting_for``, ``is_late`` and ``days_late``.
    """
    plan = read_plan(session, as_at=as_at)
    milestones = deadlines.assess(plan.milestones, plan.actions, day)
    return replace(plan, actions=with_figures(plan.actions, milestones, day), milestones=milestones)


def with_figures(actions: pd.DataFrame, milestones: pd.DataFrame, day: date) -> pd.DataFrame:
    """``actions`` with what ``plan_on`` says of them; ``milestones`` are assessed."""
    ids = actions["id"]
    return actions.assign(
        progress=progress.of_actions(milestones).reindex(ids).to_numpy(),
        standing=deadlines.standings(actions, milestones, day).to_numpy(dtype=object),
        next_due_on=deadlines.next_due_on(milestones).reindex(ids).to_numpy(),
    )


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """How far the plan is, and how far it was to be.

    Attributes:
        actual: Progress, 0 to 1; ``None``: nothing to count.
        planned: Progress planned by the version in force; ``None``: none was published.
        performance: SPI(t), or why there is none.
        burn_up: ``day``, ``planned``, ``actual`` (0 to 1; missing before the first published
            version, and for the actual also after the day asked for).
        left_out: How many actions are paused or stopped, and so not counted.
    """

    actual: float | None
    planned: float | None
    performance: SchedulePerformance
    burn_up: pd.DataFrame
    left_out: int


def published_milestones(session: Session, version_id: int) -> pd.DataFrame:
    """What a published version holds; it never changes.

    Returns:
        ``action_id``, ``weight``, ``action_weight``, ``due_on`` (days, missing while it waits).
    """
    names = ["action_id", "weight", "action_weight", "due_on"]
    statement = select(*(getattr(PlannedMilestone, name) for name in names)).where(
        PlannedMilestone.plan_version_id == version_id
    )
    return read_frame(session, statement, names, TYPES | {"action_weight": "float64"})


def progress_on(
    session: Session,
    plan: Plan,
    *,
    day: date,
    read_version: Callable[[Session, int], pd.DataFrame] = published_milestones,
) -> ProgressReport:
    """Progress of ``plan``, as made by ``plan_on`` for the same ``day``.

    Args:
        read_version: Gives what ``published_milestones`` does; it may have kept it.
    """
    actual = progress.overall(plan.actions)
    versions = _versions(session, plan, day)
    published = [read_version(session, version.id) for version in versions]
    burn_up = _burn_up(session, plan, versions, published, actual, day)
    return ProgressReport(
        actual=actual,
        planned=_known(burn_up.loc[burn_up["day"] == pd.Timestamp(day), "planned"]),
        performance=_performance(plan, versions, published, actual, day),
        burn_up=burn_up,
        left_out=len(plan.actions) - len(progress.counted(plan.actions)),
    )


def _known(values: pd.Series) -> float | None:
    return float(values.iloc[0]) if len(values) and pd.notna(values.iloc[0]) else None


def _versions(session: Session, plan: Plan, day: date) -> list[PlanVersion]:
    """The plan's versions published by ``day``, the earliest first."""
    strategy_id = plan.strategy.id if plan.strategy else None
    statement = (
        select(PlanVersion)
        .where(PlanVersion.strategy_id == strategy_id, PlanVersion.published_on <= day)
        .order_by(col(PlanVersion.number))
    )
    return list(session.exec(statement))


def _left_out_spells(session: Session, day: date) -> pd.DataFrame:
    """When actions were paused or stopped, by ``day``: ``action_id``, ``since``, ``until``."""
    # What neither begins nor ends a spell is most of a long history.
    begins_or_ends = or_(
        col(StateChange.to_state).in_(LEFT_OUT), col(StateChange.from_state).in_(LEFT_OUT)
    )
    statement = (
        select(StateChange.action_id, StateChange.to_state, StateChange.changed_at)
        .where(StateChange.changed_at <= end_of(day), begins_or_ends)
        .order_by(col(StateChange.changed_at), col(StateChange.id))
    )
    began: dict[int, date] = {}
    spells: list[tuple[int, date, date | None]] = []
    for action_id, to_state, changed_at in session.exec(statement):
        if to_state in LEFT_OUT:
            began.setdefault(action_id, day_of(changed_at))
        elif action_id in began:
            spells.append((action_id, began.pop(action_id), day_of(changed_at)))
    spells += [(action_id, since, None) for action_id, since in began.items()]
    frame = pd.DataFrame(spells, columns=["action_id", "since", "until"])
    return frame.astype({"since": "datetime64[s]", "until": "datetime64[s]"})


def _burn_up(
    session: Session,
    plan: Plan,
    versions: list[PlanVersion],
    published: list[pd.DataFrame],
    actual: float | None,
    day: date,
) -> pd.DataFrame:
    if plan.strategy is None or not versions:
        return pd.DataFrame({"day": pd.DatetimeIndex([]), "planned": [], "actual": []})
    spells = _left_out_spells(session, day)
    days = _days(versions[0].published_on, published[-1]["due_on"].max(), day)
    line = pd.Series(np.nan, index=days)
    for version, rows in zip(versions, published, strict=True):
        in_force = days[days >= pd.Timestamp(version.published_on)]
        line[in_force] = planned.line(rows, in_force, spells)
    actuals = _actuals(session, plan.strategy.id, days, day)
    if actual is not None:
        actuals = actuals.mask(days == pd.Timestamp(day), actual)
    return pd.DataFrame({"day": days, "planned": line.to_numpy(), "actual": actuals.to_numpy()})


def _days(first: date, last_due: pd.Timestamp, day: date) -> pd.DatetimeIndex:
    """The burn-up's days: regular ones from ``first`` on, the day after the last due, ``day``."""
    last = day if pd.isna(last_due) else max(day, last_due.date() + timedelta(days=1))
    often = "7D" if last - first <= LONGEST_WEEKLY else "MS"
    regular = pd.date_range(first, last, freq=often, unit="s")
    ends = pd.DatetimeIndex([first, day, last]).as_unit("s")
    return regular.union(ends).unique()


def _actuals(session: Session, strategy_id: int, days: pd.DatetimeIndex, day: date) -> pd.Series:
    """What was recorded as the progress by each of ``days``; missing after ``day``."""
    statement = (
        select(col(ProgressDay.day), col(ProgressDay.progress))
        .where(
            ProgressDay.strategy_id == strategy_id,
            ProgressDay.scope == WHOLE_STRATEGY,
            ProgressDay.day <= day,
        )
        .order_by(col(ProgressDay.day))
    )
    rows = pd.DataFrame(session.exec(statement).all(), columns=["day", "progress"])
    known = pd.Series(
        rows["progress"].to_numpy(dtype=float), index=pd.to_datetime(rows["day"]).to_numpy()
    )
    known.index = pd.DatetimeIndex(known.index).as_unit("s")
    return known.reindex(days, method="ffill").where(days <= pd.Timestamp(day))


def _performance(
    plan: Plan,
    versions: list[PlanVersion],
    published: list[pd.DataFrame],
    actual: float | None,
    day: date,
) -> SchedulePerformance:
    if not versions or plan.strategy is None:
        return SchedulePerformance(None, because="no version of the plan is published yet")
    rows = published[-1]
    counts = rows["action_id"].isin(progress.counted(plan.actions)["id"])
    return planned.schedule_performance(
        rows[counts].reset_index(drop=True),
        actual=actual,
        starts_on=plan.strategy.starts_on or versions[0].published_on,
        as_at=day,
    )
