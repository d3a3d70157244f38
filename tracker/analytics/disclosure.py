"""Disclosure control: the one way from counts of people to any table or chart.

A *unit* is a group, a *scope* the occasion on which it was counted (a feedback round), a *topic*
what was counted (who answered; the answers to one question). Once, when a scope is complete,
``sealing.seal`` divides its units into *blocks*: a unit alone, or a pool of units that are only
ever counted together (``pooling``). The ledger keeps the blocks, ``release`` counts by block, and
every row of every table is a sum of whole blocks, then rounded. So:

1. *Nothing but blocks.* Whatever is shown is worked out from the blocks' counts. However many
   totals, filters, periods and releases are subtracted from each other, what comes out is a
   function of those counts. It suffices that somebody who knows each of them exactly learns
   nothing that is withheld.
2. *Blocks are safe.* They are disjoint, and one that is told has the threshold or more people.
   Of a pool only its sum is known, and that leaves every unit of it at least ``threshold``
   possible counts; its answers hide among those of ``threshold`` others (``pooling``).
3. *Earlier releases.* A topic of a scope is sealed once; the ledger is only ever added to, and
   sealing again changes nothing. No later release can cut through an earlier block.
4. *Topics of the same people.* A topic ``within`` another is made of whole blocks of it, so that
   the blocks of both never cross. Topics that aren't within each other count different things.
5. *Wider periods.* Rounds count different answers, and a unit that is small in each of them is
   never told by adding them up: twelve answers may come from four people.

Requests needn't be remembered: whichever come, in whatever order, (1) covers them.
docs/decisions/0014-results-are-told-by-blocks.md says what was weighed, and the limits.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import pandas as pd

from tracker import wording

NEAREST = 5  # what counts are rounded to before anything is worked out from them

_BLOCK = ["scope", "topic", "block"]
_ROW_BLOCK = ["row", *_BLOCK]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: these units, over these scopes, counted together."""

    label: str
    units: frozenset[str]
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Table:
    """What may be shown.

    Attributes:
        rows: One row per ``Row`` and topic, in their order: ``row`` (its place), ``label``,
            ``topic``, ``base`` (how many people, to the nearest 5; missing: withheld), ``words``
            (what to write where it is withheld; else empty), ``left_out`` (how many pairs of unit
            and scope are asked for and not in it).
        cells: Of the rows that are told: ``row``, ``label``, ``topic``, ``answer``, ``count`` (to
            the nearest 5; missing: not known). An answer that nobody gave may be absent.
    """

    rows: pd.DataFrame
    cells: pd.DataFrame


def release(cells: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Add counts up by block. What is withheld isn't there.

    Args:
        cells: ``scope``, ``topic``, ``unit``, ``answer``, ``count`` (missing: not known).

    Returns:
        ``scope``, ``topic``, ``block``, ``answer``, ``count`` (missing: not known of some unit).
    """
    told = ledger.loc[ledger["people"].notna(), [*_BLOCK, "unit"]]
    found = cells.astype({"count": "Int64"}).merge(told, on=["scope", "topic", "unit"])
    by_block = found.groupby([*_BLOCK, "answer"])["count"].sum(skipna=False)
    return by_block.reset_index()


def table(released: pd.DataFrame, ledger: pd.DataFrame, rows: Sequence[Row]) -> Table:
    """Make a table: each row holds the blocks that lie wholly inside it.

    Args:
        released: As ``release`` returned it.
        rows: Any units over any scopes; a topic comes with every row that has units in it.
    """
    asked = _asked(ledger, rows)
    blocks = asked[asked["is_told"]].drop_duplicates(_ROW_BLOCK)
    labels = pd.Series([row.label for row in rows], dtype="str")
    found = _rows(asked, blocks)
    found.insert(1, "label", found["row"].map(labels))
    counts = blocks[_ROW_BLOCK].merge(released, on=_BLOCK)
    cells = counts.groupby(["row", "topic", "answer"])["count"].sum(skipna=False).reset_index()
    cells.insert(1, "label", cells["row"].map(labels))
    return Table(found, cells.assign(count=rounded(cells["count"])))


def _asked(ledger: pd.DataFrame, rows: Sequence[Row]) -> pd.DataFrame:
    """The ledger by row: ``is_told`` where the whole block lies in the row and may be told."""
    pairs = [
        (number, scope, unit)
        for number, row in enumerate(rows)
        for scope, unit in product(sorted(row.scopes), sorted(row.units))
    ]
    kinds = {"row": "int64", "scope": "str", "unit": "str"}
    asked = pd.DataFrame(pairs, columns=list(kinds)).astype(kinds)
    sizes = ledger.groupby(_BLOCK)["unit"].transform("size")
    asked = asked.merge(ledger.assign(size=sizes), on=["scope", "unit"])
    is_whole = asked.groupby(_ROW_BLOCK)["unit"].transform("size") == asked["size"]
    return asked.assign(is_told=is_whole & asked["people"].notna())


def _rows(asked: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """By row and topic: what ``Table.rows`` promises, but for the label."""
    key = ["row", "topic"]
    found = asked.assign(is_left_out=~asked["is_told"], may_be_more=~asked["is_small"])
    rows = found.groupby(key).agg(
        left_out=("is_left_out", "sum"),
        pairs=("unit", "size"),
        threshold=("threshold", "max"),
        may_be_more=("may_be_more", "any"),
    )
    rows["base"] = rounded(blocks.groupby(key)["people"].sum().reindex(rows.index))
    rows["words"] = [
        "" if is_told else fewer_than(threshold, each=pairs > 1, or_with_others=may_be_more)
        for is_told, threshold, pairs, may_be_more in zip(
            rows["base"].notna(), rows["threshold"], rows["pairs"], rows["may_be_more"], strict=True
        )
    ]
    return rows.reset_index()[[*key, "base", "words", "left_out"]]


def fewer_than(threshold: int, *, each: bool = False, or_with_others: bool = False) -> str:
    """What stands in the place of a figure that is withheld: never 0, never nothing."""
    words = f"fewer than {threshold}{' each time' if each else ''}"
    return f"{words}, or shown with others" if or_with_others else words


def rounded(counts: pd.Series) -> pd.Series:
    """Counts to the nearest 5; whole numbers never lie half way."""
    return (counts.astype("Int64") + NEAREST // 2) // NEAREST * NEAREST


def usual_rows(
    ledger: pd.DataFrame,
    topic: str,
    names: Mapping[str, str],
    scopes: Collection[str],
    total: str = "All groups",
) -> list[Row]:
    """The rows of the usual table: each unit, then the pools, then all of them together.

    Args:
        names: The name of each unit that is chosen, in the order of the table.
        scopes: The scopes that are chosen.
        total: What the last row is called.
    """
    chosen = frozenset(scopes)
    rows = [Row(name, frozenset({unit}), chosen) for unit, name in names.items()]
    rows += [
        Row(f"{wording.listing([names[u] for u in names if u in units])} together", units, where)
        for units, where in _pools(ledger[ledger["topic"] == topic], chosen).items()
        if units < names.keys()  # all of them are the total
    ]
    return [*rows, Row(total, frozenset(names), chosen)]


def _pools(ledger: pd.DataFrame, scopes: frozenset[str]) -> dict[frozenset[str], frozenset[str]]:
    """The pools that are told, each with the scopes that have it."""
    found: dict[frozenset[str], frozenset[str]] = {}
    told = ledger[ledger["people"].notna() & ledger["scope"].isin(scopes)]
    for _, block in told.groupby(["scope", "block"]):
        pool = frozenset(block["unit"])
        if len(pool) > 1:
            found[pool] = found.get(pool, frozenset()) | frozenset(block["scope"])
    return found
