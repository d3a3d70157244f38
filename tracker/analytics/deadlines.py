"""Deadlines on a given day: what is late, what waits and for what, what comes next."""

from datetime import date, timedelta

import pandas as pd

from tracker.vocabulary import LEFT_OUT, ActionState, ConditionState, MilestoneState, Standing

WEEKS_AHEAD = 8  # DIAG meets every 8 weeks


def assess(milestones: pd.DataFrame, actions: pd.DataFrame, as_at: date) -> pd.DataFrame:
    """Say of every milestone whether it is late or waiting on the day ``as_at``.

    A milestone is late only when its whole due period is over, it is still planned, it doesn't
    wait for anything, and its action is neither paused nor stopped.

    Args:
        milestones: ``milestone_id``, ``action_id``, ``title``, ``state``, ``due_on``,
            ``after_milestone_id``, ``condition``, ``condition_state``, ``condition_reason``.
        actions: ``action_id``, ``ref``, ``state``.

    Returns:
        ``milestones`` with ``waiting_for`` (a sentence; empty: it doesn't wait), ``is_left_out``
        (bool: its action is paused or stopped), ``is_late`` (bool) and ``days_late`` (whole days
        since ``due_on``, 0 when it isn't late).
    """
    found = milestones.copy()
    found["waiting_for"] = _waiting_for(found, actions)
    left_out = actions.loc[actions["state"].isin([s.value for s in LEFT_OUT]), "action_id"]
    found["is_left_out"] = found["action_id"].isin(left_out)
    today = pd.Timestamp(as_at)
    found["is_late"] = (
        (found["state"] == MilestoneState.PLANNED)
        & (found["due_on"] < today)
        & (found["waiting_for"] == "")
        & ~found["is_left_out"]
    )
    late_for = (today - found["due_on"]).dt.days
    found["days_late"] = late_for.where(found["is_late"], 0).fillna(0).astype(int)
    return found


def _waiting_for(milestones: pd.DataFrame, actions: pd.DataFrame) -> pd.Series:
    planned = milestones["state"] == MilestoneState.PLANNED
    not_met = planned & (milestones["condition_state"] == ConditionState.NOT_MET)
    undated = milestones["after_milestone_id"].notna() & milestones["due_on"].isna()
    follows = planned & ~not_met & undated
    sentences = pd.Series("", index=milestones.index, dtype=object)
    sentences[not_met] = (
        "The condition “if "
        + milestones.loc[not_met, "condition"]
        + "” is not met: "
        + milestones.loc[not_met, "condition_reason"]
    )
    if follows.any():
        before = milestones.set_index("milestone_id")
        first = before.loc[milestones.loc[follows, "after_milestone_id"]]
        refs = first["action_id"].map(actions.set_index("action_id")["ref"])
        dropped = first["state"] == MilestoneState.DROPPED
        is_not = dropped.map({True: " was dropped", False: " is not done yet"})
        sentences[follows] = (refs + is_not + ": " + first["title"]).to_numpy()
    return sentences


def standings(actions: pd.DataFrame, milestones: pd.DataFrame, as_at: date) -> pd.Series:
    """Each action's ``Standing`` (value) on the day ``as_at``, by ``action_id``.

    Args:
        actions: ``action_id``, ``state``.
        milestones: As returned by ``assess``.
    """
    planned = milestones[milestones["state"] == MilestoneState.PLANNED]
    ahead = planned[(planned["due_on"] >= pd.Timestamp(as_at)) & (planned["waiting_for"] == "")]
    late = set(milestones.loc[milestones["is_late"], "action_id"])
    dated = set(ahead["action_id"])
    open_ = set(planned["action_id"])
    begun = set(milestones.loc[milestones["state"] == MilestoneState.DONE, "action_id"])

    def standing(action_id: int, state: str) -> str:
        if state in LEFT_OUT:
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
