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
    weights = planned["weight"].to_numpy(float)
    _, firsts, owners = np.unique(
        planned["action_id"].to_numpy(), return_index=True, return_inverse=True
    )
    of_action = planned["action_weight"].to_numpy(float)
    within = weights / np.bincount(owners, weights)[owners]
    return pd.Series(within * of_action / of_action[firsts].sum(), index=planned.index)


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
    over, weights = planned["due_on"].to_numpy(_SECONDS) + _DAY, shares(planned).to_numpy(float)
    on = days.to_numpy(_SECONDS)
    rows, since, until = _rows_left_out(planned, left_out)
    out, out_and_over = (
        _between(begins, until, weights[rows], on)
        for begins in (since, np.maximum(since, over[rows]))
    )
    whole = weights.sum() - out
    known = whole > 1e-9
    reached = _by(over, weights, on) - out_and_over
    value = np.divide(reached, whole, out=np.full(len(on), np.nan), where=known)
    return pd.Series(np.clip(value, 0.0, 1.0), index=days, name="planned")


_SECONDS = "datetime64[s]"
_DAY = np.timedelta64(1, "D")


def _rows_left_out(
    planned: pd.DataFrame, left_out: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The place of each milestone in each spell that its action is out, since when, until when."""
    places = pd.DataFrame({"action_id": planned["action_id"], "place": range(len(planned))})
    found = left_out.merge(places, on="action_id")
    since, until = (found[name].to_numpy(_SECONDS) for name in ("since", "until"))
    return found["place"].to_numpy(int), since, until


def _between(
    begins: np.ndarray, ends: np.ndarray, weights: np.ndarray, days: np.ndarray
) -> np.ndarray:
    """The summed weight of what has begun and not ended by each of ``days``; missing: never."""
    happens = ~np.isnat(begins) & ~(begins >= ends)
    begun, ended = (_by(each[happens], weights[happens], days) for each in (begins, ends))
    return np.asarray(begun - ended)


def _by(moments: np.ndarray, weights: np.ndarray, days: np.ndarray) -> np.ndarray:
    """The summed weight of what has come by each of ``days``; what has no day is sorted last."""
    order = np.argsort(moments, kind="stable")
    totals = np.concatenate([[0.0], np.cumsum(weights[order])])
    return np.asarray(totals[np.searchsorted(moments[order], days, side="right")])


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
