"""Hours that members of groups offer, beside what their groups have due.

How much somebody offers is between them and their group. Whoever isn't its chair is told of all
groups together, through ``disclosure``.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from tracker.analytics import disclosure
from tracker.analytics.sealing import Topic, new_ledger, seal
from tracker.vocabulary import MilestoneState

AHEAD = timedelta(weeks=8)  # between two meetings of the action group
DAYS_A_MONTH = 365.25 / 12
LEAST_PEOPLE = 5  # whose hours may be told together
# Coarser than most people offer: two days apart, with one person more, tell little of that one.
NEAREST_HOURS = 20
_ALL, _HOURS = "all groups", "hours"


@dataclass(frozen=True, slots=True)
class Pooled:
    """What everybody offers together.

    Attributes:
        hours: To the nearest ``NEAREST_HOURS``; ``None``: withheld.
        words: What to write where it is withheld; else empty.
    """

    hours: int | None
    words: str


def offered(memberships: pd.DataFrame, day: date) -> pd.DataFrame:
    """The hours that each member offers in the eight weeks after ``day``.

    Hours a month count for the days of the spell that lie in them.

    Args:
        memberships: ``group_id``, ``person_id``, ``starts_on``, ``ends_on``, ``hours_a_month``.

    Returns:
        One row per spell with hours in those weeks: ``group_id``, ``person_id``,
        ``hours_a_month``, ``hours``.
    """
    first, last = np.datetime64(day + timedelta(days=1)), np.datetime64(day + AHEAD)
    begins = np.maximum(memberships["starts_on"].to_numpy(), first)
    ends = np.minimum(memberships["ends_on"].fillna(pd.Timestamp(last)).to_numpy(), last)
    days = np.maximum((ends - begins) / np.timedelta64(1, "D") + 1, 0)
    found = memberships.assign(hours=memberships["hours_a_month"] / DAYS_A_MONTH * days)
    names = ["group_id", "person_id", "hours_a_month", "hours"]
    return found.loc[found["hours"].fillna(0) > 0, names]


def pooled(hours: float, people: int) -> Pooled:
    """What all of them offer together, through disclosure control.

    Args:
        hours: In all.
        people: How many offer them; who is in two groups counts as one.
    """
    ledger = seal(new_ledger(), _ALL, [Topic(_HOURS, {_ALL: people}, LEAST_PEOPLE)])
    cell = {"scope": _ALL, "topic": _HOURS, "unit": _ALL, "answer": _HOURS}
    cells = pd.DataFrame([cell | {"count": round(hours)}])
    everybody = disclosure.Row(_ALL, frozenset({_ALL}), frozenset({_ALL}))
    told = disclosure.table(disclosure.release(cells, ledger), ledger, [everybody])
    if told.cells.empty:
        return Pooled(None, str(told.rows["words"].iloc[0]))
    count = int(told.cells["count"].iloc[0])
    return Pooled(round(count / NEAREST_HOURS) * NEAREST_HOURS, "")


def due(milestones: pd.DataFrame, homes: pd.DataFrame, day: date) -> pd.DataFrame:
    """The actions at home in groups that are due in the eight weeks after ``day``, or late.

    Args:
        milestones: ``action_id``, ``state``, ``due_on`` (days, may be missing).
        homes: The open actions: ``action_id``, ``group_id``.

    Returns:
        The rows of ``homes`` that have a milestone to be done by then.
    """
    is_due = (milestones["state"] == MilestoneState.PLANNED) & (
        milestones["due_on"] <= pd.Timestamp(day + AHEAD)
    )
    return homes[homes["action_id"].isin(milestones.loc[is_due, "action_id"])]
