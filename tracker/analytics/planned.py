"""Planned progress and schedule performance, against the plan as it was published.

Source for earned schedule: W. Lipke, "Schedule is Different", The Measurable News, 2003.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd


def shares(planned: pd.DataFrame) -> pd.Series:
    """How much of the whole plan each published milestone is; they sum to 1.

    Args:
        planned: One row per milestone of one plan version. Columns ``action_id``, ``weight``,
            ``action_weight``.
    """
    if planned.empty:
        return pd.Series(dtype=float)
    within = planned["weight"] / planned.groupby("action_id")["weight"].transform("sum")
    of_actions = planned.drop_duplicates("action_id")["action_weight"].sum()
    return within * planned["action_weight"] / of_actions


def line(planned: pd.DataFrame, days: pd.DatetimeIndex, left_out: pd.DataFrame) -> pd.Series:
    """Planned progress on each of ``days``.

    A milestone counts as planned to be done once its due period is over, so from the day after
    ``due_on``; one without a date never does. Actions that were paused or stopped on a day are
    left out of that day's mean, as they are left out of the actual one.

    Args:
        planned: As for ``shares``, and ``due_on`` (a day, missing while it waits).
        left_out: Spells out of the count: ``action_id``, ``since`` (the first such day), ``until``
            (the first day back in, or missing).

    Returns:
        From 0 to 1 by day; missing when no action of the version counts on that day.
    """
    due, weights = planned["due_on"].to_numpy(_SECONDS), shares(planned).to_numpy(float)
    on = days.to_numpy(_SECONDS)
    reached = _reached(due, weights, on)
    whole = np.full(len(on), weights.sum())
    rows_of = planned.groupby("action_id").indices
    for spell in left_out.to_dict("records"):
        own = rows_of.get(spell["action_id"], np.array([], dtype=int))
        out = (days >= spell["since"]) & ~(days >= spell["until"])
        reached = reached - out * _reached(due[own], weights[own], on)
        whole = whole - out * weights[own].sum()
    known = whole > 1e-9
    value = np.divide(reached, whole, out=np.full(len(on), np.nan), where=known)
    return pd.Series(np.clip(value, 0.0, 1.0), index=days, name="planned")


_SECONDS = "datetime64[s]"


def _reached(due: np.ndarray, weights: np.ndarray, days: np.ndarray) -> np.ndarray:
    """The summed weight of what is due before each of ``days``; missing days are last."""
    order = np.argsort(due, kind="stable")
    totals = np.concatenate([[0.0], np.cumsum(weights[order])])
    return np.asarray(totals[np.searchsorted(due[order], days, side="left")])


@dataclass(frozen=True, slots=True)
class SchedulePerformance:
    """SPI(t): earned time / elapsed time; above 1 is ahead of the published plan, below 1 behind.

    Attributes:
        index: The ratio, without unit; ``None`` when it can't be assessed.
        earned_days: How long the plan was to take to today's actual progress.
        elapsed_days: How long it has taken.
        because: Why it can't be assessed, as a sentence; empty when it can.
    """

    index: float | None
    earned_days: float | None = None
    elapsed_days: int | None = None
    because: str = ""


def schedule_performance(
    planned: pd.DataFrame, *, actual: float | None, starts_on: date | None, as_at: date
) -> SchedulePerformance:
    """SPI(t) on the day ``as_at``.

    Earned time is when the plan had the actual progress, read off the published line (straight
    between two of its steps). Once everything that has a planned date is earned, time stops at
    the plan's last date, so that a finished plan doesn't fall behind for ever.

    Args:
        planned: One plan version's milestones that count: ``action_id``, ``weight``,
            ``action_weight``, ``due_on``.
        actual: Actual progress, 0 to 1.
        starts_on: The day the plan's time begins, unless its first date lies before that.
    """
    dated = planned[planned["due_on"].notna()]
    if actual is None or starts_on is None or dated.empty:
        return SchedulePerformance(None, because="no version of the plan with dates is published")
    steps = shares(planned)[dated.index].groupby(dated["due_on"]).sum().cumsum()
    first = steps.index[0].date()
    if as_at <= first:
        return SchedulePerformance(
            None, because="the first planned milestone's period is not over yet"
        )
    # The period is over on the day after its last one: there the line takes its step.
    begun = min(starts_on, first)
    days = np.array([(day.date() - begun).days + 1 for day in steps.index], dtype=float)
    earned = float(
        np.interp(actual, np.concatenate([[0.0], steps.to_numpy()]), np.concatenate([[0.0], days]))
    )
    elapsed = (as_at - begun).days
    if actual >= steps.iloc[-1] - 1e-9:
        elapsed = min(elapsed, int(days[-1]))
    return SchedulePerformance(earned / elapsed, earned_days=earned, elapsed_days=elapsed)
