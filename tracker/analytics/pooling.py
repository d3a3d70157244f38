"""Pooling: which small groups are only ever counted together, and with whom.

A count below the threshold *t* is small. If it alone were withheld, a total less the counts shown
would give it away, so all small units make up one pool, which other units (companions) join, one
after another by lot, until the pool is safe:

- without a companion it has at least ``2 t``, and at most ``(k - 1)(t - 1)`` in its *k* units: so
  any one of them could still be 0 although none reaches *t*;
- with *j* companions it has at least ``(j + 1) t``: so any of the small ones could still be 0 to
  ``t - 1``, although every companion has *t* or more.

A unit may itself be a pool, made before for a lower threshold. It is small below ``2 t``: any
group of it that is under *t* then has *t* others beside it. And it is the first to be a companion,
so that no other group has to give up a row of its own.

Two things follow. Each small group is counted together with at least *t* people of others. And
somebody who knows the exact count of every pool, which of its units are small, and these rules,
is left with at least *t* possible counts for every unit of it (for a unit of a pool that holds
all units: as long as nobody says which are small). The rules look at nothing but the pool's own
count, which is told, and at the lot, which is public: that a unit was *not* taken says nothing
new. Taking the smallest or the largest as a companion would (Wong et al., "Minimality Attack in
Privacy Preserving Data Publishing", VLDB 2007).
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence


def pooled(
    counts: Mapping[str, int], threshold: int, lots: Sequence[str], pools: Collection[str] = ()
) -> tuple[list[str], list[str]]:
    """Divide units into those counted alone and those counted in one pool.

    Args:
        counts: How many people each unit has, 0 included.
        threshold: The fewest that may be told.
        lots: All units, in the order in which they become companions; it must not depend on
            the counts (``by_lot``).
        pools: The units that are pools themselves.

    Returns:
        The units counted alone, and the pool (empty when no unit is small). A pool of all units
        may have any count; whether that may be told is for the caller to see.
    """
    pool = [unit for unit in lots if counts[unit] < threshold * (1 + (unit in pools))]
    alone = sorted((unit for unit in lots if unit not in pool), key=lambda unit: unit not in pools)
    small, companions, count = len(pool), 0, sum(counts[unit] for unit in pool)
    while small and alone and not _is_safe(count, small, companions, threshold):
        pool.append(alone.pop(0))
        companions, count = companions + 1, count + counts[pool[-1]]
    return alone, sorted(pool)  # an order in which the small ones can't be told by their place


def _is_safe(count: int, small: int, companions: int, threshold: int) -> bool:
    if companions:
        return count >= (companions + 1) * threshold
    return 2 * threshold <= count <= (small - 1) * (threshold - 1)


def by_lot(units: Sequence[str], draw: str) -> list[str]:
    """The units in an order that anyone can check and nobody can choose, another for each draw."""
    return sorted(units, key=lambda unit: hashlib.sha256(f"{draw}\n{unit}".encode()).digest())
