"""Assessed status: what the rules say of an action, and where its lead says something else."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd

from tracker import wording
from tracker.analytics.forecast import last_due_on
from tracker.vocabulary import LEFT_OUT, ActionState, MilestoneState, Status, Word

RED_DAYS_LATE = 28  # red above this
RED_CHANCE, AMBER_CHANCE = 0.20, 0.60  # red and amber below these
AMBER_MOVES = 2  # amber from this many on

# What can't be assessed is grey before anything else; then the graver rule decides.
_PRECEDENCE = {Status.GREY: 0, Status.RED: 1, Status.AMBER: 2}
_SCALE = {Status.GREEN.value: 0, Status.AMBER.value: 1, Status.RED.value: 2}


class _Fired(NamedTuple):
    """A rule that holds for an action: the status it asks for, and why, as a sentence."""

    action_id: int
    status: Status
    reason: str


def assess_actions(
    actions: pd.DataFrame,
    milestones: pd.DataFrame,
    *,
    as_at: date,
    chances: pd.Series | None,
    moves: pd.Series,
    stale: pd.Series,
) -> pd.DataFrame:
    """The status of every action by the rules, with every rule that fired.

    Grey: the action is paused or stopped, or all that is left to do waits or has no date. Red: a
    milestone is more than ``RED_DAYS_LATE`` days late, or the chance of meeting the last date is
    under ``RED_CHANCE``. Amber: a milestone is late, or an open one's date has moved
    ``AMBER_MOVES`` times or more, or the chance is under ``AMBER_CHANCE``, or the last update is
    stale. Green: none of these; so too an action that has begun, goes on without a stated end, and
    has nothing left to do now. A done action needs no status, and gets none.

    Args:
        actions: ``action_id``, ``state``.
        milestones: As returned by ``deadlines.assess``.
        as_at: The day for which ``milestones`` were assessed.
        chances: Of meeting the action's last date, 0 to 1, by ``action_id``; ``None``: there is
            too little history to tell, and these rules are passed over.
        moves: How often each milestone's date has changed, by ``milestone_id``.
        stale: Whether the action's last update is stale, by ``action_id``.

    Returns:
        ``action_id``, ``assessed`` (a ``Status`` value; ``None``: done), ``reasons`` (a tuple of
        sentences, those that decided first; empty for green), in the order of ``actions``.
    """
    reasons: dict[int, list[_Fired]] = defaultdict(list)
    for fired in (
        *_not_assessable(actions, milestones),
        *_late(milestones),
        *_unlikely(milestones, chances, as_at),
        *_moved(milestones, moves),
        *_gone_stale(stale),
    ):
        reasons[fired.action_id].append(fired)
    rows = [
        (action_id, *_judged(state, reasons.get(action_id, [])))
        for action_id, state in zip(actions["action_id"], actions["state"], strict=True)
    ]
    found = pd.DataFrame(rows, columns=["action_id", "assessed", "reasons"], dtype=object)
    return found.astype({"action_id": "int64"})


def _judged(state: str, fired: list[_Fired]) -> tuple[str | None, tuple[str, ...]]:
    if state == ActionState.DONE:
        return None, ("The action is done: there is nothing left to assess.",)
    if not fired:
        return Status.GREEN.value, ()
    ranked = sorted(fired, key=lambda rule: _PRECEDENCE[rule.status])
    return ranked[0].status.value, tuple(rule.reason for rule in ranked)


def _not_assessable(actions: pd.DataFrame, milestones: pd.DataFrame) -> Iterator[_Fired]:
    planned = milestones[milestones["state"] == MilestoneState.PLANNED]
    waiting = planned[planned["waiting_for"] != ""]
    there = planned[planned["waiting_for"] == ""]
    dated = set(there.loc[there["due_on"].notna(), "action_id"])
    undated = set(there["action_id"]) - dated
    begun = set(milestones.loc[milestones["state"] == MilestoneState.DONE, "action_id"])
    goes_on = begun - set(planned["action_id"])
    for action_id, state in zip(actions["action_id"], actions["state"], strict=True):
        if state in LEFT_OUT:
            yield _Fired(action_id, Status.GREY, f"The action is {state}.")
        if action_id in undated or action_id not in dated | goes_on | set(waiting["action_id"]):
            yield _Fired(action_id, Status.GREY, "Nothing that is left to do has a date.")
    for row in waiting[~waiting["action_id"].isin(dated)].to_dict("records"):
        reason = f"{row['title']} is waiting. {row['waiting_for'].rstrip('.')}."
        yield _Fired(row["action_id"], Status.GREY, reason)


def _late(milestones: pd.DataFrame) -> Iterator[_Fired]:
    late = milestones[milestones["is_late"]].sort_values(
        "days_late", ascending=False, kind="stable"
    )
    for row in late.to_dict("records"):
        days = row["days_late"]
        words = f"{row['title']} is {wording.count(days, 'day')} late"
        if days > RED_DAYS_LATE:
            yield _Fired(row["action_id"], Status.RED, f"{words} (over {RED_DAYS_LATE}).")
        else:
            yield _Fired(row["action_id"], Status.AMBER, f"{words}.")


def _unlikely(milestones: pd.DataFrame, chances: pd.Series | None, as_at: date) -> Iterator[_Fired]:
    if chances is None:
        return
    last = last_due_on(milestones)
    low = chances[chances < AMBER_CHANCE]
    for action_id, chance in zip(low.index.tolist(), low, strict=True):
        is_red = chance < RED_CHANCE
        figures = f"{_percent(chance)} (under {_percent(RED_CHANCE if is_red else AMBER_CHANCE)})."
        words = _meeting(last.get(action_id), as_at)
        yield _Fired(action_id, Status.RED if is_red else Status.AMBER, f"{words} is {figures}")


def _meeting(last: pd.Timestamp | None, as_at: date) -> str:
    if last is None:
        return "The chance of meeting the last date"
    day = wording.day(last.date())
    if last.date() < as_at:
        return f"The last date, {day}, has passed: the chance of meeting it"
    return f"The chance of meeting the last date, {day},"


def _percent(share: float) -> str:
    """Rounded down, so that what is under a limit never reads like it; only none is 0%."""
    whole = math.floor(share * 100 + 1e-9)
    return f"{max(whole, 1) if share > 0 else 0}%"


def _moved(milestones: pd.DataFrame, moves: pd.Series) -> Iterator[_Fired]:
    times = milestones["milestone_id"].map(moves)
    often = (milestones["state"] == MilestoneState.PLANNED) & (times >= AMBER_MOVES)
    for row in milestones.assign(moves=times)[often].to_dict("records"):
        words = "twice" if row["moves"] == 2 else f"{int(row['moves'])} times"
        yield _Fired(
            row["action_id"], Status.AMBER, f"The date of {row['title']} has moved {words}."
        )


def _gone_stale(stale: pd.Series) -> Iterator[_Fired]:
    reason = "The reported status is stale: a round has passed without an update."
    for action_id in stale.index[stale.astype(bool)].tolist():
        yield _Fired(action_id, Status.AMBER, reason)


class Contradiction(Word):
    """How a reported status differs from the assessed one."""

    TOO_ROSY = "too_rosy"
    TOO_GLOOMY = "too_gloomy"


def contradictions(reported: pd.Series, assessed: pd.Series) -> pd.DataFrame:
    """The actions whose reported and assessed status differ by a step or more.

    The steps go from green over amber to red. Grey, a done action and one that was never reported
    contradict nothing.

    Args:
        reported, assessed: ``Status`` values by ``action_id``; may be missing.

    Returns:
        ``action_id``, ``reported``, ``assessed``, ``contradiction`` (a ``Contradiction`` value),
        ``steps`` (1 or 2), ``sentence``; in the order of ``assessed``.
    """
    both = pd.DataFrame({"reported": reported.reindex(assessed.index), "assessed": assessed})
    graver = both["assessed"].map(_SCALE) - both["reported"].map(_SCALE)
    differ = both[graver.abs() >= 1]
    kinds = [
        Contradiction.TOO_ROSY if steps > 0 else Contradiction.TOO_GLOOMY
        for steps in graver[differ.index]
    ]
    sentences = [
        f"Reported {row.reported}, assessed {row.assessed}: {kind.label.lower()}."
        for row, kind in zip(differ.itertuples(), kinds, strict=True)
    ]
    return differ.assign(
        contradiction=pd.Series([kind.value for kind in kinds], differ.index, dtype=object),
        steps=graver[differ.index].abs().astype(int),
        sentence=pd.Series(sentences, differ.index, dtype=object),
    ).reset_index(names="action_id")


@dataclass(frozen=True, slots=True)
class Upheld:
    """How many flags turned out right.

    Attributes:
        share: ``upheld / settled``, 0 to 1; ``None`` while no flag is settled.
        upheld, settled: Counts of flags.
    """

    share: float | None
    upheld: int
    settled: int


def share_upheld(flags: pd.DataFrame) -> Upheld:
    """Of the contradictions flagged in rounds, those that later turned out as the rules had it.

    A flag is one action in one round. It is settled once the action's status has been reported in
    a later round, or the action is done; until then it counts nowhere. A settled flag is upheld
    when the first status reported in a later round lies nearer to the assessed one's side (from
    green to amber or red when it was too rosy), or when the date itself decided: too rosy, and the
    action's last date was missed; too gloomy, and the action was done by it.

    Args:
        flags: ``reported``, ``assessed`` (``Status`` values when it was flagged),
            ``reported_later`` (the first status reported in a later round; missing: none yet),
            ``is_done`` (of the action), ``met_date`` (as returned by ``calibration.met_date`` for
            the last date as it stood then).
    """
    was = flags["reported"].map(_SCALE).astype(float)
    graver = flags["assessed"].map(_SCALE).astype(float) > was
    later = flags["reported_later"].map(_SCALE).astype(float)
    met = flags["met_date"].astype("boolean")
    done = flags["is_done"].astype(bool)
    too_rosy = graver & ((later > was) | met.eq(False).fillna(False).astype(bool))
    too_gloomy = ~graver & ((later < was) | met.fillna(False).astype(bool))
    settled = later.notna() | done
    upheld = int((settled & (too_rosy | too_gloomy)).sum())
    count = int(settled.sum())
    return Upheld(share=upheld / count if count else None, upheld=upheld, settled=count)
