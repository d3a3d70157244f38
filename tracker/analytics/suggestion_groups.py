"""How well the suggestions of each member group are answered, through disclosure control.

Counts of suggestions are counts of people: each was made by somebody. Quarters are told once
nothing of them can change any more: they are over, and so is the time for the last reply.
"""

from datetime import date

import pandas as pd

from tracker.analytics import disclosure
from tracker.analytics.disclosure import Table
from tracker.analytics.sealing import Topic, new_ledger, seal
from tracker.periods import Period
from tracker.vocabulary import Precision
from tracker.working_days import REPLY_DAYS, WorkingDays

TOPIC = "replies"
IN_TIME, NOT_IN_TIME = "in time", "not in time"


def by_group(
    suggestions: pd.DataFrame,
    in_time: pd.Series,
    groups: pd.DataFrame,
    *,
    day: date,
    calendar: WorkingDays,
    threshold: int,
) -> Table:
    """How many suggestions each group made in the quarters that are told, and had answered in time.

    Args:
        suggestions: Every one, also if joined: ``id``, ``group_id`` (missing: none), ``made_on``.
        in_time: By the suggestion's ``id``, whether the reply came in time.
        groups: ``id``, ``name``, ``began_on``.
        threshold: The fewest people that may be told.

    Returns:
        A row for each group, for those told together, and for all; its answers are ``IN_TIME``
        and ``NOT_IN_TIME``.
    """
    said = suggestions.dropna(subset="group_id")
    said = said.assign(
        unit=said["group_id"].astype(str),
        scope=[_quarter(made.date()).label for made in said["made_on"]],
        answer=said["id"].map(in_time).eq(True).map({True: IN_TIME, False: NOT_IN_TIME}),
    )
    ledger = new_ledger()
    for quarter in _told(said["made_on"], day, calendar):
        counts = _counts(said, groups, quarter)
        added = seal(ledger, quarter.label, [Topic(TOPIC, counts, threshold)])
        ledger = pd.concat([ledger, added], ignore_index=True)
    cell = ["scope", "topic", "unit", "answer"]
    cells = said.assign(topic=TOPIC).groupby(cell).size().rename("count").reset_index()
    released = disclosure.release(cells.astype(dict.fromkeys(cell, "str")), ledger)
    names = dict(zip(groups["id"].astype(str), groups["name"], strict=True))
    rows = disclosure.usual_rows(ledger, TOPIC, names, set(ledger["scope"]))
    return disclosure.table(released, ledger, rows)


def _told(made_on: pd.Series, day: date, calendar: WorkingDays) -> list[Period]:
    """The quarters, from the first with a suggestion, in which every clock has run out."""
    quarters = {_quarter(made.date()) for made in made_on}
    return sorted(
        (each for each in quarters if calendar.after(each.last, REPLY_DAYS) < day),
        key=lambda each: each.first,
    )


def _counts(said: pd.DataFrame, groups: pd.DataFrame, quarter: Period) -> dict[str, int]:
    """How many each group made that was there by the end of the quarter, 0 included."""
    was_there = groups[groups["began_on"] <= pd.Timestamp(quarter.last)]
    own = said.loc[said["scope"] == quarter.label, "unit"].value_counts()
    return {unit: int(own.get(unit, 0)) for unit in was_there["id"].astype(str)}


def _quarter(day: date) -> Period:
    return Period.holding(day, Precision.QUARTER)
