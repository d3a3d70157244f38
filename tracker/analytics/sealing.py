"""The ledger of disclosure control: which units are told alone, and which only together.

``disclosure`` explains the whole; ``pooling`` has the rules by which units are put together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from tracker.analytics.pooling import by_lot, pooled

LEAST_THRESHOLD = 3

# The columns of the ledger and their kinds.
LEDGER = {
    "scope": "str",
    "topic": "str",
    "unit": "str",
    "block": "int64",
    "people": "Int64",
    "threshold": "int64",
    "is_small": "bool",
}


class Sealed(NamedTuple):
    """One row of the ledger: a unit in one topic of one scope.

    Attributes:
        block: The units of a topic and scope that share this number are only told together.
        people: How many the whole block has; ``None``: too few to be told.
        threshold: The fewest that may be told.
        is_small: Whether it is said that the unit was below it; of others nothing is said.
    """

    scope: str
    topic: str
    unit: str
    block: int
    people: int | None
    threshold: int
    is_small: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that is counted of every unit of a scope.

    Attributes:
        counts: How many people each unit has in it, 0 included.
        threshold: The fewest people that may be told.
        within: The topic whose blocks it keeps whole: one that counts the same people. Its
            threshold then holds too, when it is higher.
    """

    name: str
    counts: Mapping[str, int]
    threshold: int
    within: str = ""


def new_ledger() -> pd.DataFrame:
    """A ledger in which nothing stands yet; its columns are those of ``LEDGER``."""
    return _frame(())


def seal(ledger: pd.DataFrame, scope: str, topics: Sequence[Topic]) -> pd.DataFrame:
    """Divide the units of a scope into blocks, once and for all.

    Args:
        ledger: All that was sealed before.
        scope: A scope whose counts won't change any more.
        topics: One that is within another comes after it, or is sealed after it.

    Returns:
        The rows to add to the ledger; none for a topic that was sealed before.

    Raises:
        ValueError: A threshold is below 3, a count below 0, or a topic is within one that isn't
            sealed or that hasn't the same units.
    """
    by_topic = _sealed(ledger[ledger["scope"] == scope])
    added: list[Sealed] = []
    for topic in topics:
        if topic.name not in by_topic:
            by_topic[topic.name] = _divided(scope, topic, by_topic.get(topic.within, []))
            added += by_topic[topic.name]
    return _frame(added)


def _frame(rows: Iterable[Sealed]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*LEDGER]).astype(LEDGER)


def _sealed(ledger: pd.DataFrame) -> dict[str, list[Sealed]]:
    by_topic: dict[str, list[Sealed]] = {}
    known = ledger[[*LEDGER]].astype(object).where(ledger.notna(), None)
    for values in known.itertuples(index=False):
        by_topic.setdefault(str(values.topic), []).append(Sealed(*values))
    return by_topic


def _divided(scope: str, topic: Topic, outer: Sequence[Sealed]) -> list[Sealed]:
    _check(topic, outer)
    threshold = max([topic.threshold, *(row.threshold for row in outer)])
    parts = _parts(topic.counts, outer)
    counts = {name: sum(topic.counts[unit] for unit in parts[name]) for name in parts}
    pools = [name for name in parts if len(parts[name]) > 1]
    alone, pool = pooled(counts, threshold, by_lot(list(parts), scope), pools)
    blocks = [*([part] for part in alone), pool]
    number = {part: place for place, block in enumerate(blocks) for part in block}
    people = [sum(counts[part] for part in block) for block in blocks]
    # Who is small in a pool of everybody could be told from how the pool came about.
    hides_all = not alone and len(pool) > 1 and people[0] >= threshold
    before = {row.unit: row.is_small for row in outer}
    rows = []
    for unit, part in ((unit, part) for part, units in parts.items() for unit in units):
        block = number[part]
        told = people[block] if people[block] >= threshold else None
        is_small = before.get(unit, False) or (counts[part] < threshold and not hides_all)
        rows.append(Sealed(scope, topic.name, unit, block, told, threshold, is_small))
    return rows


def _check(topic: Topic, outer: Sequence[Sealed]) -> None:
    if topic.threshold < LEAST_THRESHOLD:
        raise ValueError(f"The threshold of {topic.name} is below {LEAST_THRESHOLD}.")
    if any(count < 0 for count in topic.counts.values()):
        raise ValueError(f"A count of {topic.name} is below 0.")
    if topic.within and {row.unit for row in outer} != set(topic.counts):
        raise ValueError(f"{topic.name} hasn't the units of {topic.within}, which it is within.")


def _parts(units: Iterable[str], outer: Sequence[Sealed]) -> dict[str, list[str]]:
    """What mustn't be divided, by its first unit: each unit, or each block of the outer topic."""
    if not outer:
        return {unit: [unit] for unit in units}
    blocks: dict[int, list[str]] = {}
    for row in outer:
        blocks.setdefault(row.block, []).append(row.unit)
    return {min(block): sorted(block) for block in blocks.values()}
