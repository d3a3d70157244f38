import pandas as pd
import pytest

from tracker.analytics.disclosure import Row, fewer_than, release, table, usual_rows
from tracker.analytics.sealing import Topic, new_ledger, seal

NAMES = {"a": "Women", "b": "Disability", "c": "LGBTQ+"}


def sealed(scope="round 1", ledger=None, threshold=10, **counts):
    ledger = new_ledger() if ledger is None else ledger
    rows = seal(ledger, scope, [Topic("opinions", counts, threshold)])
    return pd.concat([ledger, rows], ignore_index=True)


def cells(*rows, scope="round 1", topic="opinions"):
    frame = pd.DataFrame(rows, columns=["unit", "answer", "count"])
    return frame.assign(scope=scope, topic=topic)


def shown(ledger, *rows, counts=None):
    counts = cells() if counts is None else counts
    return table(release(counts, ledger), ledger, rows)


def one(ledger, *units, scopes=("round 1",)):
    """The one row of a table, of these units together."""
    found = shown(ledger, Row("row", frozenset(units), frozenset(scopes)))
    return found.rows.iloc[0]


def test_enough_people_are_told_to_the_nearest_five():
    ledger = sealed(a=12, b=33)
    assert one(ledger, "a")["base"] == 10
    assert one(ledger, "b")["base"] == 35
    both = one(ledger, "a", "b")
    assert (both["base"], both["words"], both["left_out"]) == (45, "", 0)


def test_too_few_are_told_as_fewer_than():
    ledger = sealed(a=3, b=33, c=50)
    small = one(ledger, "a")
    assert small["base"] is pd.NA
    assert (small["words"], small["left_out"]) == ("fewer than 10", 1)


def test_with_one_small_group_a_second_is_withheld_and_both_are_told_together():
    ledger = sealed(a=3, b=33, c=50)
    words = {unit: one(ledger, unit)["words"] for unit in "abc"}
    assert sorted(words.values()) == ["", "fewer than 10", "fewer than 10, or shown with others"]
    [companion] = [unit for unit, text in words.items() if "others" in text]
    assert one(ledger, "a", companion)["base"] in (35, 55)
    assert one(ledger, "a", "b", "c")["base"] == 85


def test_a_filter_that_cuts_a_pool_leaves_all_of_it_out():
    ledger = sealed(a=3, b=33, c=50)
    [shown_alone] = [unit for unit in "bc" if one(ledger, unit)["words"] == ""]
    row = one(ledger, "a", shown_alone)
    assert row["base"] == one(ledger, shown_alone)["base"]
    assert row["left_out"] == 1


def test_in_a_pool_of_all_groups_nobody_says_which_are_small():
    ledger = sealed(a=3, b=10)
    assert one(ledger, "a", "b")["base"] == 15
    assert {one(ledger, unit)["words"] for unit in "ab"} == {"fewer than 10, or shown with others"}


def test_fewer_than_the_threshold_in_all_are_withheld_in_all():
    ledger = sealed(a=3, b=6)
    assert one(ledger, "a", "b")["words"] == "fewer than 10 each time"
    assert one(ledger, "b")["words"] == "fewer than 10"
    assert release(cells(("a", "yes", 3), ("b", "yes", 6)), ledger).empty


def test_small_groups_are_never_told_by_adding_rounds_up():
    ledger = sealed("round 1", a=6, b=30, c=40)
    ledger = sealed("round 2", ledger, a=7, b=30, c=40)
    year = one(ledger, "a", scopes=["round 1", "round 2"])
    assert year["base"] is pd.NA
    assert (year["words"], year["left_out"]) == ("fewer than 10 each time", 2)


def test_a_wider_period_holds_the_rounds_that_are_told_and_says_how_many_are_not():
    ledger = sealed("round 1", a=31)
    ledger = sealed("round 2", ledger, a=4)
    year = one(ledger, "a", scopes=["round 1", "round 2"])
    assert (year["base"], year["words"], year["left_out"]) == (30, "", 1)


def test_answers_are_added_up_by_block_and_rounded():
    ledger = sealed(a=12, b=13)
    counts = cells(("a", "yes", 8), ("a", "no", 4), ("b", "yes", 11), ("b", "no", 2))
    rows = [Row("A", frozenset("a"), frozenset({"round 1"}))]
    rows += [Row("Both", frozenset("ab"), frozenset({"round 1"}))]
    found = shown(ledger, *rows, counts=counts).cells
    assert found[["row", "label", "answer", "count"]].values.tolist() == [
        [0, "A", "no", 5],
        [0, "A", "yes", 10],
        [1, "Both", "no", 5],
        [1, "Both", "yes", 20],
    ]


def test_what_is_not_known_of_one_is_not_known_of_the_sum():
    ledger = sealed(a=12, b=13)
    counts = cells(("a", "asked", 20), ("b", "asked", None))
    rows = [Row(unit, frozenset(unit), frozenset({"round 1"})) for unit in "ab"]
    rows += [Row("both", frozenset("ab"), frozenset({"round 1"}))]
    found = shown(ledger, *rows, counts=counts).cells.set_index("label")["count"]
    assert found.isna().to_dict() == {"a": False, "b": True, "both": True}


def test_a_row_of_what_was_never_counted_is_not_there():
    assert shown(sealed(a=12), Row("B", frozenset("b"), frozenset({"round 1"}))).rows.empty
    assert shown(new_ledger()).cells.empty


def test_the_usual_table_has_each_group_then_pools_then_all():
    ledger = sealed(a=3, b=33, c=50)
    rows = usual_rows(ledger, "opinions", NAMES, {"round 1"})
    assert [row.label for row in rows][:3] == ["Women", "Disability", "LGBTQ+"]
    assert rows[3].label in ("Women and Disability together", "Women and LGBTQ+ together")
    assert rows[4].label == "All groups"
    found = shown(ledger, *rows).rows
    assert found["base"].notna().tolist().count(True) == 3
    assert len(usual_rows(ledger, "opinions", {"a": "Women"}, {"round 1"})) == 2


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ({}, "fewer than 10"),
        ({"each": True}, "fewer than 10 each time"),
        ({"or_with_others": True}, "fewer than 10, or shown with others"),
    ],
)
def test_withheld_is_written_in_words(kinds, words):
    assert fewer_than(10, **kinds) == words
