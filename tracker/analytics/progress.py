"""Progress: what is done, measured by milestones and nothing else.

A milestone's share of the whole is its weight among its action's live milestones, times its
action's weight among the counted actions. Nothing here is typed in by anybody.
"""

import numpy as np
import pandas as pd

from tracker.vocabulary import LEFT_OUT, MilestoneState


def share(done: pd.Series, live: pd.Series) -> pd.Series:
    """``done / live`` from 0 to 1; missing where nothing is live, because a blank is not a zero."""
    return (done / live.where(live > 0)).astype(float)


def weighted_mean(values: pd.Series, weights: pd.Series) -> float | None:
    """The mean of the values that there are, their weights made to sum to 1.

    Returns:
        ``None`` when there is no value to take the mean of.
    """
    known, all_weights = values.to_numpy(float), weights.to_numpy(float)
    there = ~np.isnan(known)
    total = float(all_weights[there].sum())
    if total == 0:
        return None
    mean = float((known[there] * (all_weights[there] / total)).sum())
    return min(max(mean, 0.0), 1.0)  # a rounding error must not make 100.00000001 %


def of_actions(milestones: pd.DataFrame) -> pd.Series:
    """Each action's progress: weight of its done milestones / weight of those not dropped.

    Args:
        milestones: Columns ``action_id``, ``state`` (a ``MilestoneState`` value), ``weight``.

    Returns:
        From 0 to 1 by ``action_id``; missing for an action whose milestones are all dropped.
    """
    states = milestones["state"].to_numpy(dtype=object)
    weights = milestones["weight"].to_numpy(dtype=float)
    actions, owners = np.unique(milestones["action_id"].to_numpy(), return_inverse=True)
    live, done = (
        np.bincount(owners, weights * counts, minlength=len(actions))
        for counts in (states != MilestoneState.DROPPED.value, states == MilestoneState.DONE.value)
    )
    index = pd.Index(actions, name="action_id")
    return share(pd.Series(done, index=index), pd.Series(live, index=index)).rename("progress")


def counted(actions: pd.DataFrame) -> pd.DataFrame:
    """The actions that count: all but the paused and stopped ones (column ``state``)."""
    return actions[_counts(actions)]


def _counts(actions: pd.DataFrame) -> np.ndarray:
    return ~actions["state"].isin([*LEFT_OUT]).to_numpy()


def overall(actions: pd.DataFrame) -> float | None:
    """Progress of a set of actions: the mean of theirs by weight, over those that count.

    Args:
        actions: Columns ``state``, ``weight``, ``progress`` (as from ``of_actions``).

    Returns:
        From 0 to 1; ``None`` when no action counts.
    """
    counts = _counts(actions)
    return weighted_mean(actions["progress"][counts], actions["weight"][counts])
