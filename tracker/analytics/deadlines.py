"""Deadlines on a given day: what is late, what waits and for what, what comes next."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from tracker.vocabulary import LEFT_OUT, ActionState, ConditionState, MilestoneState, Standing

WEEKS_AHEAD = 8  # DIAG meets every 8 weeks


def assess(
    milestones: pd.DataFrame,
    actions: pd.DataFrame,
    as_at: date,
    *,
    among: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say of every milestone whether it is late or waiting on the day ``as_at``.

    A milestone is late only when its whole due period is over, it is still planned, it doesn't
    wait for anything, and its action is neither paused nor stopped.

    Args:
        milestones: ``milestone_id``, ``action_id``, ``title``, ``state``, ``due_on``,
            ``after_milestone_id``, ``condition``, ``condition_state``, ``condition_reason``.
        actions: ``action_id``, ``ref``, ``state``.
        among: Where those that others follow are found; by default ``milestones``.

    Returns:
        ``milestones`` with ``waiting_for`` (a sentence; empty: it doesn't wait), ``is_left_out``
        (bool: its action is paused or stopped), ``is_late`` (bool) and ``days_late`` (whole days
        since ``due_on``, 0 when it isn't late).
    """
    waiting_for = _waiting_for(milestones, actions, milestones if among is None else among)
    left_out = actions.loc[actions["state"].isin([*_LEFT_OUT]), "action_id"]
    is_left_out = np.isin(milestones["action_id"], left_out)
    due, today = milestones["due_on"].to_numpy("datetime64[D]"), np.datetime64(as_at)
    is_late = _is_planned(milestones) & (due < today) & (waiting_for == "") & ~is_left_out
    return milestones.assign(
        waiting_for=pd.Series(waiting_for, index=milestones.index, dtype=object),
        is_left_out=is_left_out,
        is_late=is_late,
        days_late=np.where(is_late, (today - due).astype("int64"), 0),
    )


_LEFT_OUT = frozenset(state.value for state in LEFT_OUT)


def _is_planned(milestones: pd.DataFrame) -> np.ndarray:
    return np.asarray(milestones["state"].to_numpy(dtype=object) == MilestoneState.PLANNED.value)


def _waiting_for(
    milestones: pd.DataFrame, actions: pd.DataFrame, among: pd.DataFrame
) -> np.ndarray:
    """What each milestone waits for, as a sentence."""
    planned = _is_planned(milestones)
    decided = milestones["condition_state"].to_numpy(dtype=object)
    not_met = planned & (decided == ConditionState.NOT_MET.value)
    undated = milestones["after_milestone_id"].notna() & milestones["due_on"].isna()
    follows = planned & ~not_met & undated.to_numpy()
    sentences = np.full(len(milestones), "", dtype=object)
    sentences[not_met] = [
        f"The condition “if {row.condition}” is not met: {row.condition_reason}"
        for row in milestones[not_met].itertuples()
    ]
    if follows.any():
        firsts = milestones.loc[follows, "after_milestone_id"]
        named = _first_ones(among[among["milestone_id"].isin(firsts)], actions)
        sentences[follows] = [named[first] for first in firsts]
    return sentences


def _first_ones(milestones: pd.DataFrame, actions: pd.DataFrame) -> dict[int, str]:
    """What others wait for when they follow one of ``milestones``, by ``milestone_id``."""
    owners = actions[actions["action_id"].isin(milestones["action_id"])]
    refs = dict(zip(owners["action_id"], owners["ref"], strict=True))
    is_not = {MilestoneState.DROPPED.value: "was dropped"}
    columns = (milestones[name] for name in ("milestone_id", "action_id", "state", "title"))
    return {
        id_: f"{refs[action_id]} {is_not.get(state, 'is not done yet')}: {title}"
        for id_, action_id, state, title in zip(*columns, strict=True)
    }


def standings(actions: pd.DataFrame, milestones: pd.DataFrame, as_at: date) -> pd.Series:
    """Each action's ``Standing`` (value) on the day ``as_at``, by ``action_id``.

    Args:
        actions: ``action_id``, ``state``.
        milestones: As returned by ``assess``.
    """
    owners = milestones["action_id"].to_numpy()
    planned = _is_planned(milestones)
    due = milestones["due_on"].to_numpy("datetime64[D]")
    waits = milestones["waiting_for"].to_numpy(dtype=object) != ""
    done = milestones["state"].to_numpy(dtype=object) == MilestoneState.DONE.value
    late, dated, open_, begun = (
        set(owners[chosen].tolist())
        for chosen in (
            milestones["is_late"].to_numpy(dtype=bool),
            planned & (due >= np.datetime64(as_at)) & ~waits,
            planned,
            done,
        )
    )

    def standing(action_id: int, state: str) -> str:
        if state in _LEFT_OUT:
            return Standing.LEFT_OUT.value
        if state == ActionState.DONE:
            return Standing.DONE.value
        if action_id in late:
            return Standing.LATE.value
        goes_on = action_id in begun and action_id not in open_
        on_course = action_id in dated or goes_on
        return Standing.ON_COURSE.value if on_course else Standing.UNDATED.value

    values = [
        standing(action_id, state)
        for action_id, state in zip(actions["action_id"], actions["state"], strict=True)
    ]
    return pd.Series(values, index=actions["action_id"], name="standing", dtype=object)


def next_due_on(milestones: pd.DataFrame) -> pd.Series:
    """Each action's first date that is still ahead or overdue, by ``action_id``.

    Args:
        milestones: As returned by ``assess``.

    Returns:
        Days; only of actions with an open milestone that has a date and doesn't wait.
    """
    due = milestones["due_on"].to_numpy()
    waits = milestones["waiting_for"].to_numpy(dtype=object) != ""
    ahead = _is_planned(milestones) & ~waits & ~np.isnat(due)
    owners = pd.Index(milestones["action_id"].to_numpy()[ahead], name="action_id")
    return pd.Series(due[ahead], index=owners, name="due_on").groupby(level=0).min()


def count_standings(actions: pd.DataFrame) -> pd.DataFrame:
    """How many actions of each theme have each standing; every theme gets every standing.

    Args:
        actions: ``theme``, ``standing``.

    Returns:
        ``theme``, ``standing``, ``actions`` (a count), themes in their order of appearance.
    """
    every = pd.MultiIndex.from_product(
        [actions["theme"].unique(), [standing.value for standing in Standing]],
        names=["theme", "standing"],
    )
    counts = actions.groupby(["theme", "standing"]).size().reindex(every, fill_value=0)
    return counts.rename("actions").reset_index()


def late(milestones: pd.DataFrame) -> pd.DataFrame:
    """The late ones of ``assess``'s rows, the longest overdue first."""
    return milestones[milestones["is_late"]].sort_values(
        "days_late", ascending=False, kind="stable"
    )


def coming(milestones: pd.DataFrame, as_at: date, weeks: int = WEEKS_AHEAD) -> pd.DataFrame:
    """What of ``assess``'s rows falls due from ``as_at`` through ``weeks`` weeks, nearest first."""
    until = pd.Timestamp(as_at + timedelta(weeks=weeks))
    due = milestones["due_on"]
    planned = milestones["state"] == MilestoneState.PLANNED
    there = planned & (milestones["waiting_for"] == "") & ~milestones["is_left_out"]
    rows = milestones[there & (due >= pd.Timestamp(as_at)) & (due <= until)]
    return rows.sort_values("due_on", kind="stable")


def waiting(milestones: pd.DataFrame) -> pd.DataFrame:
    """Those of ``assess``'s rows that wait for something."""
    return milestones[milestones["waiting_for"] != ""]
