"""How well the suggestions of each member group are answered, through disclosure control.

Counts of suggestions are counts of people: each was made by somebody. A quarter is counted once,
when it is over and so is the time for its last reply; what was counted then is released, and all
tables are made of it. So no figure follows a reply of a day, and no two days can be subtracted.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from tracker.analytics import disclosure
from tracker.analytics.released import Released
from tracker.analytics.sealing import Topic, new_ledger, seal
from tracker.periods import Period
from tracker.vocabulary import DecisionKind, Precision
from tracker.working_days import REPLY_DAYS, WorkingDays

TOPIC = "replies"
ANSWERED, WILL_NOT, WITH_REASON = "answered", "will not", "with reason"
# The working days of which it is counted how many replies came within them.
STEPS = (5, 10, 15, REPLY_DAYS)


def quarter_of(day: date) -> Period:
    """The quarter in which a suggestion of that day is counted."""
    return Period.holding(day, Precision.QUARTER)


def over(made_on: Iterable[date], day: date, calendar: WorkingDays) -> list[Period]:
    """The quarters with a suggestion in which every clock has run out, in order."""
    quarters = {quarter_of(made) for made in made_on}
    return sorted(
        (each for each in quarters if calendar.after(each.last, REPLY_DAYS) < day),
        key=lambda each: each.first,
    )


def count_quarter(
    suggestions: pd.DataFrame, groups: pd.DataFrame, quarter: Period, threshold: int
) -> Released:
    """What is released of a quarter.

    Args:
        suggestions: Every one that names a group, also if joined: ``group_id``, ``made_on``;
            ``reply_days`` (missing: no reply), ``kind``, ``reply`` (of the one it was joined into).
        groups: ``id``, ``began_on``.
        threshold: The fewest people that may be told.
    """
    own = suggestions[[quarter_of(made.date()) == quarter for made in suggestions["made_on"]]]
    own = own.assign(unit=own["group_id"].astype(str))
    was_there = groups.loc[groups["began_on"] <= pd.Timestamp(quarter.last), "id"].astype(str)
    made = own["unit"].value_counts()
    counts = {unit: int(made.get(unit, 0)) for unit in was_there}
    ledger = seal(new_ledger(), quarter.label, [Topic(TOPIC, counts, threshold)])
    cells = [
        (quarter.label, TOPIC, unit, answer, int(is_so[own["unit"] == unit].sum()))
        for answer, is_so in _answers(own).items()
        for unit in counts
    ]
    columns = ["scope", "topic", "unit", "answer", "count"]
    kinds = dict.fromkeys(columns[:-1], "str")
    found = pd.DataFrame(cells, columns=columns).astype(kinds)
    return Released(ledger, disclosure.release(found, ledger))


def by_group(released: Sequence[Released], names: Mapping[str, str]) -> pd.DataFrame:
    """How many suggestions each group made in these quarters, and how they were answered.

    Args:
        names: By unit, in the order of the table.

    Returns:
        A row for each group, for those told together, and for all: ``label``, ``suggestions``,
        ``words`` (why there are no figures; else empty), ``answered``, ``within`` (the fewest of
        ``STEPS`` in which half of the answered had their reply; missing: more), ``will_not``,
        ``with_reason``. Numbers are to the nearest 5.
    """
    ledger = pd.concat([new_ledger(), *(each.ledger for each in released)], ignore_index=True)
    if ledger.empty:
        return pd.DataFrame()
    counts = pd.concat([each.counts for each in released], ignore_index=True)
    rows = disclosure.usual_rows(ledger, TOPIC, names, set(ledger["scope"]))
    made = disclosure.table(counts, ledger, rows)
    cells = made.cells.pivot(index="row", columns="answer", values="count")
    cells = cells.reindex(columns=[ANSWERED, *map(_step, STEPS), WILL_NOT, WITH_REASON])
    found = made.rows.join(cells, on="row").rename(columns={"base": "suggestions"})
    return found.assign(within=_within(found)).rename(
        columns={ANSWERED: "answered", WILL_NOT: "will_not", WITH_REASON: "with_reason"}
    )


def _answers(suggestions: pd.DataFrame) -> dict[str, pd.Series]:
    """What is counted, each with whether a suggestion counts."""
    refused = suggestions["kind"] == DecisionKind.WILL_NOT
    return {
        ANSWERED: suggestions["reply_days"].notna(),
        **{_step(days): suggestions["reply_days"].le(days).fillna(False) for days in STEPS},
        WILL_NOT: refused,
        WITH_REASON: refused & (suggestions["reply"].str.strip() != ""),
    }


def _within(found: pd.DataFrame) -> pd.Series:
    """The median, as far as the steps tell it: no single reply's days can be read from it."""
    within = pd.Series(pd.NA, index=found.index, dtype="Int64")
    for days in reversed(STEPS):
        is_half = 2 * found[_step(days)] >= found[ANSWERED]
        within = within.mask(is_half.fillna(False).astype(bool), days)
    return within


def _step(days: int) -> str:
    return f"within {days}"
