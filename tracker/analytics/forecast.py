"""Forecast: when what is left to do will be done, if milestones go on slipping as they have.

The slips of this strategy's milestones give a distribution (Kaplan-Meier, so that what is still
open counts for what is known of it); the open milestones are then played through many times.

Sources: E. L. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete Observations",
Journal of the American Statistical Association, 1958; the tail of constant rate after B. W. Brown,
M. Hollander and R. M. Korwar, "Nonparametric Tests of Independence for Censored Data", 1974.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from tracker import wording
from tracker.vocabulary import MilestoneState

FEWEST_DONE = 15  # milestones done, before a forecast is worth showing
DRAWS = 2_000
QUANTILES = {"by_10": 0.1, "by_50": 0.5, "by_90": 0.9}

_NEVER = 36_525  # days ahead: what would take a century gets no date
_CELLS = 2**16  # equally likely slips that stand for the distribution
_ROWS_AT_ONCE = 500  # milestones drawn together: a few megabytes each time
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
        by_10, by_50, by_90: The days by which all is done in 10, 50 and 90 % of the draws;
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
    """What the draws say of each action and of the plan.

    Attributes:
        actions: One row per action that has an open milestone with a date: ``action_id``,
            ``last_due_on`` (day), ``milestones`` (how many were drawn), ``undated`` (how many
            more are open, but wait or have no date), ``by_10``, ``by_50``, ``by_90`` (days by
            which its last milestone is done in that percentage of the draws; missing: later than
            can be told), ``chance`` (of all being done by ``last_due_on``, 0 to 1).
        plan: The same for the whole plan; ``None`` when there is nothing to forecast.
        done: How many done milestones it rests on.
        because: Why there is no forecast; empty when there is one.
    """

    actions: pd.DataFrame
    plan: Outlook | None
    done: int
    because: str = ""

    @property
    def chances(self) -> pd.Series | None:
        """Each forecast action's chance, by ``action_id``; ``None`` with too little history."""
        if self.done < FEWEST_DONE:
            return None
        return self.actions.set_index("action_id")["chance"]


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
    published = milestones[milestones["first_due_on"].notna()]
    is_done = (published["state"] == MilestoneState.DONE) & published["done_on"].notna()
    until = published["done_on"].where(is_done, pd.Timestamp(as_at))
    days = (until - published["first_due_on"]).dt.days
    found = pd.DataFrame({"slip_days": days, "is_done": is_done})
    return found[is_done | _workable(published)].astype({"slip_days": int, "is_done": bool})


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
    stands = (milestones["state"] != MilestoneState.DROPPED) & (milestones["waiting_for"] == "")
    return milestones[stands].groupby("action_id")["due_on"].max().dropna()


def simulate(milestones: pd.DataFrame, as_at: date, draws: int = DRAWS) -> Forecast:
    """Play the open milestones through ``draws`` times.

    Each is done on its first published date (or, never published, its present one) and a slip
    drawn from ``kaplan_meier``, given that it isn't done before ``as_at``. Milestones slip
    independently of each other. An action is done with the last of its dated milestones, and
    meets its date when that is no later than ``last_due_on``; so the chance is 0 once the date
    has passed. Left out are milestones without a date, those that wait, and paused or stopped
    actions. The seed comes from the slips and the published dates: the same data give the same
    figures, and moving a date moves no draw.

    Args:
        milestones: As returned by ``deadlines.assess``, with ``first_due_on`` and ``done_on``.
    """
    observed = slips(milestones, as_at)
    done = int(observed["is_done"].sum())
    if done < FEWEST_DONE:
        words = wording.count(done, "done milestone")
        return _nothing(done, f"too little history: {words}, {FEWEST_DONE} are needed")
    is_open = _workable(milestones)
    rows = _days_since_first_date(milestones[is_open & milestones["due_on"].notna()], as_at)
    if rows.empty:
        return _nothing(done, "nothing that is left to do has a date")
    generator = np.random.default_rng(_seed(rows, observed))
    last_done = _last_done(rows, kaplan_meier(observed), draws, generator)

    ids = rows["action_id"].unique()
    due = last_due_on(milestones).reindex(ids)
    counts = rows["action_id"].value_counts().reindex(ids)
    open_ = milestones.loc[is_open, "action_id"].value_counts().reindex(ids)
    end = last_due_on(milestones[~milestones["is_left_out"]]).max()
    whole = _outlook(last_done.max(axis=0, keepdims=True), pd.Series([end]), as_at)
    actions = _outlook(last_done, due, as_at).assign(
        action_id=ids,
        milestones=counts.to_numpy(),
        undated=(open_ - counts).to_numpy(),
    )
    return Forecast(actions=actions[_COLUMNS], plan=_as_plan(whole), done=done)


def _nothing(done: int, because: str) -> Forecast:
    days = dict.fromkeys(["last_due_on", *QUANTILES], "datetime64[s]")
    counts = dict.fromkeys(["action_id", "milestones", "undated"], "int64")
    empty = pd.DataFrame(columns=_COLUMNS).astype(days | counts | {"chance": "float64"})
    return Forecast(actions=empty, plan=None, done=done, because=because)


def _workable(milestones: pd.DataFrame) -> pd.Series:
    planned = milestones["state"] == MilestoneState.PLANNED
    return planned & (milestones["waiting_for"] == "") & ~milestones["is_left_out"]


def _days_since_first_date(milestones: pd.DataFrame, as_at: date) -> pd.DataFrame:
    """``action_id`` and ``days`` (below 0: ahead), in an order that only the values decide."""
    first = milestones["first_due_on"].fillna(milestones["due_on"])
    days = (pd.Timestamp(as_at) - first).dt.days.astype(int)
    rows = pd.DataFrame({"action_id": milestones["action_id"], "days": days})
    return rows.sort_values(["action_id", "days"], ignore_index=True)


def _seed(rows: pd.DataFrame, observed: pd.DataFrame) -> int:
    values = [rows, observed.sort_values(["slip_days", "is_done"])]
    data = b"".join(frame.to_numpy(dtype="<i8").tobytes() for frame in values)
    return int.from_bytes(hashlib.sha256(data).digest()[:8], "big")


def _last_done(
    rows: pd.DataFrame, distribution: SlipDistribution, draws: int, generator: np.random.Generator
) -> np.ndarray:
    """Days from today until each action's last milestone is done: a row per action, in order."""
    owners = rows["action_id"].factorize()[0]
    days = rows["days"].to_numpy()
    cells = _cells(distribution)
    last = np.zeros((owners[-1] + 1, draws), dtype=np.int32)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = slice(start, start + _ROWS_AT_ONCE)
        done = _draw(days[some], cells, draws, generator)
        own, firsts = np.unique(owners[some], return_index=True)
        last[own] = np.maximum(last[own], np.maximum.reduceat(done, firsts, axis=0))
    return last


@dataclass(frozen=True, slots=True)
class _Cells:
    """Equally likely slips, the longest first: the first ``tail`` count from ``end`` on."""

    days: np.ndarray
    tail: int
    end: int


def _cells(distribution: SlipDistribution) -> _Cells:
    levels = (np.arange(_CELLS) + 0.5) / _CELLS
    position = np.searchsorted(-distribution.survival, -levels, side="right")
    tail = int((position == len(distribution.days)).sum())
    days = np.full(_CELLS, _NEVER)
    days[tail:] = distribution.days[position[tail:]]
    if distribution.late_rate > 0:
        left = levels[:tail] / distribution.survival[-1]
        days[:tail] = np.minimum(np.ceil(-np.log(left) / distribution.late_rate), _NEVER)
    return _Cells(days.astype(np.int32), tail, int(distribution.days[-1]))


def _draw(
    since: np.ndarray, cells: _Cells, draws: int, generator: np.random.Generator
) -> np.ndarray:
    """Days from today until each milestone is done, given how many ``since`` its first date."""
    # Only slips that aren't over yet can still happen: those are the first ones.
    possible = cells.tail + np.searchsorted(-cells.days[cells.tail :], -since, side="right")
    chosen = generator.random((len(since), draws), dtype=np.float32)
    chosen *= possible[:, np.newaxis].astype(np.float32)
    cell = chosen.astype(np.int32)
    begins = np.where(cell < cells.tail, np.maximum(cells.end - since, 0)[:, None], -since[:, None])
    ahead = cells.days[cell] + begins.astype(np.int32)
    ahead[possible == 0] = _NEVER  # later than all that ever was
    return np.asarray(np.minimum(ahead, _NEVER))


def _outlook(last_done: np.ndarray, due: pd.Series, as_at: date) -> pd.DataFrame:
    """What the draws, a row for each of ``due``, say; they are put in order where they stand."""
    today = pd.Timestamp(as_at)
    last_done.sort(axis=1)
    draws = last_done.shape[1]
    found = pd.DataFrame({"last_due_on": due.to_numpy()})
    for name, share in QUANTILES.items():
        ahead = pd.Series(last_done[:, int(np.ceil(share * draws)) - 1])
        done_on = today + pd.to_timedelta(ahead.where(ahead < _NEVER), unit="D")
        found[name] = done_on.astype("datetime64[s]")
    days_left = (found["last_due_on"] - today).dt.days.to_numpy()
    met = last_done <= days_left[:, np.newaxis]
    return found.assign(chance=met.mean(axis=1))


def _as_plan(whole: pd.DataFrame) -> Outlook:
    row = whole.iloc[0]
    days = {name: None if pd.isna(row[name]) else row[name].date() for name in QUANTILES}
    return Outlook(last_due_on=row["last_due_on"].date(), chance=float(row["chance"]), **days)
