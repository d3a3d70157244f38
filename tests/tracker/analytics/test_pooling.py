from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analytics.pooling import by_lot, pooled


def divide(threshold, *counts):
    """The counts shown alone, and those of the pool, in the order of the lots."""
    names = [str(number) for number in range(len(counts))]
    by_name = dict(zip(names, counts, strict=True))
    alone, pool = pooled(by_name, threshold, names)
    return sorted(by_name[name] for name in alone), sorted(by_name[name] for name in pool)


@pytest.mark.parametrize(
    ("counts", "alone", "pool"),
    [
        ((10, 12, 40), [10, 12, 40], []),
        ((40, 3, 50), [50], [3, 40]),  # alone, the 3 would be the total less the others
        ((10, 9, 50, 60), [60], [9, 10, 50]),
        ((10, 3, 50, 60), [60], [3, 10, 50]),  # 13 are too few to hide among
        ((9, 9, 40), [], [9, 9, 40]),
        ((5, 5, 6, 6, 40), [40], [5, 5, 6, 6]),
        ((9, 9, 9, 9, 40), [], [9, 9, 9, 9, 40]),  # 36 and each under 10: each is 9
        ((0, 40, 50), [50], [0, 40]),  # that nobody answered isn't told either
        ((3,), [], [3]),
        ((4, 3), [], [3, 4]),
    ],
)
def test_small_units_are_pooled_until_none_can_be_worked_out(counts, alone, pool):
    assert divide(10, *counts) == (alone, pool)


@given(st.lists(st.integers(0, 60), max_size=12), st.integers(3, 12))
def test_every_unit_is_counted_once_and_hides_among_enough_others(counts, threshold):
    alone, pool = divide(threshold, *counts)
    assert sorted(alone + pool) == sorted(counts)
    assert all(count >= threshold for count in alone)
    if alone:
        small = [count for count in pool if count < threshold]
        assert all(sum(pool) - count >= threshold for count in small)
        assert bool(pool) == bool(small)


def test_a_pool_that_is_enough_alone_may_not_hide_a_group_in_it():
    counts = {"pool": 15, "a": 40, "b": 50}
    assert pooled(counts, 10, ["a", "b", "pool"], ["pool"]) == (["b"], ["a", "pool"])
    assert pooled(counts | {"pool": 20}, 10, ["a", "b", "pool"], ["pool"])[1] == []


def test_who_is_in_a_pool_already_is_the_first_to_hide_another():
    counts = {"pool": 25, "a": 40, "b": 5}
    assert pooled(counts, 10, ["a", "b", "pool"], ["pool"]) == (["a"], ["b", "pool"])


def what_is_told(counts, threshold):
    """All that a reader may learn: each block's count, and which units of the pool are small."""
    names = [str(number) for number in range(len(counts))]
    by_name = dict(zip(names, counts, strict=True))
    alone, pool = pooled(by_name, threshold, names)
    total = sum(by_name[name] for name in pool)
    told = total if total >= threshold else None
    small = tuple(by_name[name] < threshold for name in pool) if alone or told is None else None
    return tuple((name, by_name[name]) for name in alone), tuple(pool), told, small


@pytest.mark.parametrize(
    ("units", "threshold", "most"), [(1, 3, 9), (2, 4, 20), (3, 4, 15), (4, 3, 12)]
)
def test_who_knows_the_rules_and_every_pools_count_is_left_with_enough_possible_counts(
    units, threshold, most
):
    """Every table of counts there is, up to ``most``: which of them would have told the same?"""
    possible = defaultdict(lambda: defaultdict(set))
    for counts in product(range(most + 1), repeat=units):
        told = what_is_told(counts, threshold)
        for name in told[1]:
            possible[told][name].add(counts[int(name)])
    withheld = [
        values
        for (_, _, total, _), by_name in possible.items()
        if total is None or total <= most  # beyond, some counts weren't tried
        for values in by_name.values()
    ]
    assert withheld
    assert min(map(len, withheld)) >= threshold


def test_the_lot_is_the_same_each_time_and_another_for_each_draw():
    units = [str(number) for number in range(20)]
    assert by_lot(units, "round 1") == by_lot(units[::-1], "round 1")
    assert sorted(by_lot(units, "round 1")) == sorted(units)
    firsts = {by_lot(units, f"round {number}")[0] for number in range(100)}
    assert len(firsts) > 15
