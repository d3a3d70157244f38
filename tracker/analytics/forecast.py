"""Forecast: when what is left to do will be done, if milestones go on slipping as they have.

The slips of this strategy's milestones give a distribution (Kaplan-Meier, so that what is still
open counts for what is known of it). Milestones slip independently of each other, so all of
several are done by a day with the product of their chances: nothing has to be drawn.

Sources: E. L. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete Observations",
Journal of the American Statistical Association, 1958; the tail of constant rate after B. W. Brown,
M. Hollander and R. M. Korwar, "Nonparametric Tests of Independence for Censored Data", 1974.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from tracker import wording
from tracker.vocabulary import MilestoneState

FEWEST_DONE = 15  # milestones done, before a forecast is worth showing
QUANTILES = {"by_10": 0.1, "by_50": 0.5, "by_90": 0.9}

_NEVER = 36_525  # days ahead: what would take a century gets no date
_ROUNDING = 1e-12
_DAYS = "datetime64[D]"
_COLUMNS = ["action_id", "last_due_on", "milestones", "undated", *QUANTILES, "chance"]


@dataclass(frozen=True, slots=True)
class SlipDistribution:
    """How far milestones slip: the Kaplan-Meier estimate, and how it goes on after its end.

    Where the longest slips are of milestones still open, the estimate ends above 0. From there
    on milestones are taken to be done at the average rate of all that were ever overdue, which is
    memoryless: being even later makes them no slower. If none was ever done late, that rate is
    0, and what is left is never done as far as can be told.

    Attributes:
        days: The slips at which something was done, ascending.
        survival: The share of milestones that slip by more than each of ``days``.
        late_rate: Milestones done late / days that milestones were overdue.
    """

    days: np.ndarray
    survival: np.ndarray
    late_rate: float

    def later_than(self, days: np.ndarray) -> np.ndarray:
        """The share of milestones, 0 to 1, that slip by more than each of ``days``."""
        share = np.append(1.0, self.survival)[np.searchsorted(self.days, days, side="right")]
        past_the_end = np.maximum(np.asarray(days) - self.days[-1], 0)
        return np.asarray(share * np.exp(-self.late_rate * past_the_end))


@dataclass(frozen=True, slots=True)
class Outlook:
    """When the whole plan's dated milestones will be done.

    Attributes:
        last_due_on: The last date in the plan, as it now stands.
        by_10, by_50, by_90: The days by which all is done with a chance of 10, 50 and 90 %;
            ``None``: later than can be told.
        chance: Of all being done by ``last_due_on``, 0 to 1.
    """

    last_due_on: date
    by_10: date | None
    by_50: date | None
    by_90: date | None
    chance: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """When each action and the plan will be done.

    Attributes:
        actions: One row per action that has an open milestone with a date: ``action_id``,
            ``last_due_on`` (day), ``milestones`` (how many of those it has), ``undated`` (how
            many more are open, but have no date), ``by_10``, ``by_50``, ``by_90`` (days by which
            its last milestone is done with that chance in %; missing: later than can be told),
            ``chance`` (of all being done by ``last_due_on``, 0 to 1).
        plan: The same for the whole plan; ``None`` when there is nothing to forecast.
        done: How many done milestones it rests on.
        because: Why there is no forecast; empty when there is one.
    """

    actions: pd.DataFrame
    plan: Outlook | None
    done: int
    because: str = ""


def slips(milestones: pd.DataFrame, as_at: date) -> pd.DataFrame:
    """What is known on ``as_at`` of every published milestone's slip.

    A done milestone's slip is ``done_on - first_due_on``. Of an open one only this is known:
    it isn't done yet, so its slip is at least ``as_at - first_due_on``. That is so for overdue
    milestones (at least 40 days late) and for those ahead (at most 40 days early), whatever date
    they have been moved to since: a new date is a promise, and no observation. Dropped milestones
    have no slip. Those that wait, or whose action is paused or stopped, aren't counted while
    nobody can work on them.

    Args:
        milestones: As returned by ``deadlines.assess``, with ``first_due_on`` and ``done_on``.

    Returns:
        ``slip_days`` (whole days, below 0: early), ``is_done`` (``False``: at least that many).
    """
    first, done_on = (milestones[name].to_numpy(_DAYS) for name in ("first_due_on", "done_on"))
    states = milestones["state"].to_numpy(dtype=object)
    is_done = (states == MilestoneState.DONE.value) & ~np.isnat(done_on)
    until = np.where(is_done, done_on, np.datetime64(as_at))
    known = ~np.isnat(first) & (is_done | _workable(milestones))
    days = (until - first)[known].astype("int64")
    return pd.DataFrame({"slip_days": days, "is_done": is_done[known]})


def kaplan_meier(observed: pd.DataFrame) -> SlipDistribution:
    """The distribution of slips behind those of ``slips``, of which at least one is done.

    The share that slips by more than *t* is the product, over every slip up to *t* at which
    something was done, of 1 - done then / not done before then. A milestone whose slip is only
    known to be at least *t* still counts at *t*.
    """
    known = np.sort(observed["slip_days"].to_numpy())
    done = observed.loc[observed["is_done"], "slip_days"].to_numpy()
    days, done_then = np.unique(done, return_counts=True)
    not_done_before = len(known) - np.searchsorted(known, days, side="left")
    overdue_days = int(known[known > 0].sum())
    return SlipDistribution(
        days=days,
        survival=np.cumprod(1 - done_then / not_done_before),
        late_rate=int((done > 0).sum()) / overdue_days if overdue_days else 0.0,
    )


def last_due_on(milestones: pd.DataFrame) -> pd.Series:
    """Each action's last date as it now stands, by ``action_id``: done milestones count too.

    Args:
        milestones: As returned by ``deadlines.assess``.

    Returns:
        Days; an action without a date that stands is not there.
    """
    return _that_stand(milestones).groupby("action_id")["due_on"].max()


def dated(milestones: pd.DataFrame) -> pd.Series:
    """The keys, a tuple, of the milestones that ``last_due_on`` is about, by ``action_id``."""
    return _that_stand(milestones).groupby("action_id")["milestone_id"].agg(tuple)


def _that_stand(milestones: pd.DataFrame) -> pd.DataFrame:
    stands = (milestones["state"] != MilestoneState.DROPPED) & (milestones["waiting_for"] == "")
    return milestones[stands & milestones["due_on"].notna()]


def chances(
    milestones: pd.DataFrame, as_at: date, *, of: pd.DataFrame | None = None
) -> pd.Series | None:
    """Each action's chance of meeting its last date, 0 to 1, by ``action_id``.

    As ``foresee`` gives them, without working out the days.

    Args:
        of: The milestones of the actions asked for; by default all.

    Returns:
        Only actions that have an open milestone with a date; ``None`` with too little history.
    """
    observed = slips(milestones, as_at)
    if observed["is_done"].sum() < FEWEST_DONE:
        return None
    own = milestones if of is None else of
    ahead = _open_milestones(own, as_at)
    if ahead.empty:
        return pd.Series(dtype="float64")
    left = _days_left(last_due_on(own).reindex(ahead["action_id"].unique()), as_at)
    share = _Together(ahead, kaplan_meier(observed)).done_by(left.to_numpy())
    return pd.Series(share, index=left.index, name="chance")


def foresee(milestones: pd.DataFrame, as_at: date) -> Forecast:
    """Say when the open milestones will be done.

    Each is done on its first published date (or, never published, its present one) and a slip
    of ``kaplan_meier``, given that it isn't done before ``as_at``. Milestones slip independently
    of each other. An action is done with the last of its dated milestones, and meets its date
    when that is no later than ``last_due_on``; so the chance is 0 once the date has passed. Left
    out are milestones without a date, those that wait, and paused or stopped actions.

    Args:
        milestones: As returned by ``deadlines.assess``, with ``first_due_on`` and ``done_on``.
    """
    observed = slips(milestones, as_at)
    done = int(observed["is_done"].sum())
    if done < FEWEST_DONE:
        words = wording.count(done, "done milestone")
        return _nothing(done, f"too little history: {words}, {FEWEST_DONE} are needed")
    ahead = _open_milestones(milestones, as_at)
    if ahead.empty:
        return _nothing(done, "nothing that is left to do has a date")
    distribution = kaplan_meier(observed)
    ids = ahead["action_id"].unique()
    counts = ahead["action_id"].value_counts().reindex(ids)
    open_ = milestones.loc[_workable(milestones), "action_id"].value_counts().reindex(ids)
    due = last_due_on(milestones).reindex(ids)
    actions = _outlook(_Together(ahead, distribution), due, as_at).assign(
        action_id=ids, milestones=counts.to_numpy(), undated=(open_ - counts).to_numpy()
    )
    end = last_due_on(milestones[~milestones["is_left_out"]]).max()
    whole = _outlook(_Together(ahead.assign(action_id=0), distribution), pd.Series([end]), as_at)
    return Forecast(actions=actions[_COLUMNS], plan=_as_plan(whole), done=done)


def _nothing(done: int, because: str) -> Forecast:
    days = dict.fromkeys(["last_due_on", *QUANTILES], "datetime64[s]")
    counts = dict.fromkeys(["action_id", "milestones", "undated"], "int64")
    empty = pd.DataFrame(columns=_COLUMNS).astype(days | counts | {"chance": "float64"})
    return Forecast(actions=empty, plan=None, done=done, because=because)


def _workable(milestones: pd.DataFrame) -> np.ndarray:
    planned = milestones["state"].to_numpy(dtype=object) == MilestoneState.PLANNED.value
    waits = milestones["waiting_for"].to_numpy(dtype=object) != ""
    return np.asarray(planned & ~waits & ~milestones["is_left_out"].to_numpy(dtype=bool))


def _open_milestones(milestones: pd.DataFrame, as_at: date) -> pd.DataFrame:
    """What is open and dated: ``action_id`` and ``days`` since its first date (below 0: ahead).

    In an order that only the values decide, so that the same data give the same figures.
    """
    first, due = (milestones[name].to_numpy(_DAYS) for name in ("first_due_on", "due_on"))
    ahead = _workable(milestones) & ~np.isnat(due)
    days = (np.datetime64(as_at) - np.where(np.isnat(first), due, first))[ahead].astype("int64")
    owners = milestones["action_id"].to_numpy()[ahead]
    order = np.lexsort((days, owners))
    return pd.DataFrame({"action_id": owners[order], "days": days[order]})


def _days_left(due: pd.Series, as_at: date) -> pd.Series:
    return (due - pd.Timestamp(as_at)).dt.days.astype(int)


class _Together:
    """Milestones that are done together: those of an action, with the last of them."""

    def __init__(self, ahead: pd.DataFrame, distribution: SlipDistribution) -> None:
        """Take ``_open_milestones``; those with the same ``action_id`` belong together."""
        self._since = ahead["days"].to_numpy()
        self._owners, owners = ahead["action_id"].factorize()
        self._firsts = np.searchsorted(self._owners, np.arange(len(owners)))
        self._distribution = distribution
        # Only slips that aren't over yet can still happen.
        self._possible = distribution.later_than(self._since - 1)

    def done_by(self, days: np.ndarray) -> np.ndarray:
        """The chance of all being done by so many days from today, one number for each."""
        until = days[self._owners]
        later = self._distribution.later_than(self._since + until)
        share = np.divide(later, self._possible, out=np.ones(len(until)), where=self._possible > 0)
        own = np.where(until < 0, 0.0, 1 - share)
        return np.asarray(np.multiply.reduceat(own, self._firsts))

    def days_until(self, chance: float) -> np.ndarray:
        """The fewest days from today by which all is done with ``chance``; at most ``_NEVER``."""
        below = np.full(len(self._firsts), -1)
        reached = np.full(len(self._firsts), _NEVER)
        while (reached - below > 1).any():
            middle = (below + reached) // 2
            is_done = self.done_by(middle) >= chance - _ROUNDING
            reached, below = np.where(is_done, middle, reached), np.where(is_done, below, middle)
        return reached


def _outlook(together: _Together, due: pd.Series, as_at: date) -> pd.DataFrame:
    """When those who belong together are done; a row for each of ``due``."""
    found = pd.DataFrame({"last_due_on": due.to_numpy()})
    for name, chance in QUANTILES.items():
        ahead = pd.Series(together.days_until(chance))
        done_on = pd.Timestamp(as_at) + pd.to_timedelta(ahead.where(ahead < _NEVER), unit="D")
        found[name] = done_on.astype("datetime64[s]")
    left = _days_left(found["last_due_on"], as_at)
    return found.assign(chance=together.done_by(left.to_numpy()))


def _as_plan(whole: pd.DataFrame) -> Outlook:
    row = whole.iloc[0]
    days = {name: None if pd.isna(row[name]) else row[name].date() for name in QUANTILES}
    return Outlook(last_due_on=row["last_due_on"].date(), chance=float(row["chance"]), **days)
