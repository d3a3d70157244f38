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
_LEFT_OUT = frozenset(state.value for state in LEFT_OUT)
_SCALE = {Status.GREEN.value: 0, Status.AMBER.value: 1, Status.RED.value: 2}


class _Milestone(NamedTuple):
    """What the rules look at of a milestone, as ``deadlines.assess`` gives it."""

    title: str
    state: str
    moves: int
    has_date: bool
    waiting_for: str
    days_late: int

    @property
    def is_planned(self) -> bool:
        return self.state == MilestoneState.PLANNED


class _Fired(NamedTuple):
    """A rule that holds for an action: the status it asks for, and why, as a sentence."""

    status: Status
    reason: str


def assess_actions(
    actions: pd.DataFrame,
    milestones: pd.DataFrame,
    *,
    as_at: date,
    chances: pd.Series | None,
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
        milestones: As returned by ``deadlines.assess``, with ``moves`` (how often its date has
            changed).
        as_at: The day for which ``milestones`` were assessed.
        chances: Of meeting the action's last date, 0 to 1, by ``action_id``; ``None``: there is
            too little history to tell, and these rules are passed over.
        stale: Whether the action's last update is stale, by ``action_id``.

    Returns:
        ``action_id``, ``assessed`` (a ``Status`` value; ``None``: done), ``reasons`` (a tuple of
        sentences, those that decided first; empty for green), in the order of ``actions``.
    """
    # Action by action in plain Python: a plan has few milestones each, and steps of pandas of a
    # tenth of a millisecond would be most of the time for one action, and for a thousand.
    milestones_of, ids = _by_action(milestones), actions["action_id"].tolist()
    chance_of = _low(chances)
    last = last_due_on(milestones)
    gone_stale = set(stale.index[stale.to_numpy(dtype=bool)])
    rows = []
    for id_, state in zip(ids, actions["state"].tolist(), strict=True):
        own = milestones_of.get(id_, [])
        fired = [*_not_assessable(state, own), *_late(own)]
        if id_ in chance_of:
            fired.append(_unlikely(chance_of[id_], last.get(id_), as_at))
        fired += _moved(own)
        fired += [_STALE] if id_ in gone_stale else []
        rows.append((id_, *_judged(state, fired)))
    found = pd.DataFrame(rows, columns=["action_id", "assessed", "reasons"], dtype=object)
    return found.astype({"action_id": "int64"})


def _by_action(milestones: pd.DataFrame) -> dict[int, list[_Milestone]]:
    facts = milestones.assign(has_date=milestones["due_on"].notna())
    columns = (facts[name].tolist() for name in _Milestone._fields)
    found: dict[int, list[_Milestone]] = defaultdict(list)
    for action_id, *own in zip(milestones["action_id"].tolist(), *columns, strict=True):
        found[action_id].append(_Milestone(*own))
    return found


def _judged(state: str, fired: list[_Fired]) -> tuple[str | None, tuple[str, ...]]:
    if state == ActionState.DONE:
        return None, ("The action is done: there is nothing left to assess.",)
    if not fired:
        return Status.GREEN.value, ()
    ranked = sorted(fired, key=lambda rule: _PRECEDENCE[rule.status])
    return ranked[0].status.value, tuple(rule.reason for rule in ranked)


def _not_assessable(state: str, milestones: list[_Milestone]) -> Iterator[_Fired]:
    if state in _LEFT_OUT:
        yield _Fired(Status.GREY, f"The action is {state}.")
    planned = [each for each in milestones if each.is_planned]
    if any(each.has_date and not each.waiting_for for each in planned):
        return
    waiting = [each for each in planned if each.waiting_for]
    begun = any(each.state == MilestoneState.DONE for each in milestones)
    goes_on = begun and not planned
    if len(waiting) < len(planned) or not (waiting or goes_on):
        yield _Fired(Status.GREY, "Nothing that is left to do has a date.")
    for each in waiting:
        reason = f"{each.title} is waiting. {each.waiting_for.rstrip('.')}."
        yield _Fired(Status.GREY, reason)


def _late(milestones: list[_Milestone]) -> Iterator[_Fired]:
    late = [each for each in milestones if each.days_late]
    for each in sorted(late, key=lambda milestone: -milestone.days_late):
        words = f"{each.title} is {wording.count(each.days_late, 'day')} late"
        if each.days_late > RED_DAYS_LATE:
            yield _Fired(Status.RED, f"{words}; more than {RED_DAYS_LATE} is red.")
        else:
            yield _Fired(Status.AMBER, f"{words}.")


def _low(chances: pd.Series | None) -> dict[int, float]:
    """The chances that a rule is about, by ``action_id``."""
    if chances is None:
        return {}
    low = chances[chances < AMBER_CHANCE]
    return dict(zip(low.index.tolist(), low.tolist(), strict=True))


def _unlikely(chance: float, last: pd.Timestamp | None, as_at: date) -> _Fired:
    is_red = chance < RED_CHANCE
    status, limit = (Status.RED, RED_CHANCE) if is_red else (Status.AMBER, AMBER_CHANCE)
    figures = f"{_percent(chance)}; under {_percent(limit)} is {status}."
    return _Fired(status, f"{_meeting(last, as_at)} is {figures}")


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


def _moved(milestones: list[_Milestone]) -> Iterator[_Fired]:
    for each in milestones:
        if each.is_planned and each.moves >= AMBER_MOVES:
            words = f"The date of {each.title} has moved {wording.times(each.moves)}."
            yield _Fired(Status.AMBER, words)


_STALE = _Fired(Status.AMBER, "The reported status is stale: a round has passed without an update.")


class Contradiction(Word):
    """How a reported status differs from the assessed one."""

    TOO_ROSY = "too_rosy"
    TOO_GLOOMY = "too_gloomy"


class Difference(NamedTuple):
    """A contradiction between the two statuses of an action, with its steps (1 or 2)."""

    contradiction: Contradiction
    steps: int
    sentence: str


def difference(reported: str | None, assessed: str | None) -> Difference | None:
    """How the two statuses of an action differ; ``None``: not by a step or more.

    The steps go from green over amber to red. Grey, a done action and one that was never reported
    contradict nothing.

    Args:
        reported, assessed: ``Status`` values; may be missing.
    """
    if reported not in _SCALE or assessed not in _SCALE or reported == assessed:
        return None
    graver = _SCALE[assessed] - _SCALE[reported]
    kind = Contradiction.TOO_ROSY if graver > 0 else Contradiction.TOO_GLOOMY
    sentence = f"Reported {reported}, assessed {assessed}: {kind.label.lower()}."
    return Difference(kind, abs(graver), sentence)


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
