import pandas as pd
import pytest

from tracker.analytics.sealing import LEDGER, Topic, new_ledger, seal


def test_what_was_sealed_stays_as_it_was():
    ledger = seal(new_ledger(), "round 1", [Topic("opinions", {"a": 3, "b": 33, "c": 50}, 10)])
    again = seal(ledger, "round 1", [Topic("opinions", {"a": 50, "b": 3, "c": 50}, 3)])
    assert again.empty
    assert again.dtypes.astype(str).to_dict() == LEDGER == ledger.dtypes.astype(str).to_dict()


def blocks_of(ledger):
    """By topic: its blocks, each a set of units."""
    return {
        topic: {frozenset(units) for units in rows.groupby("block")["unit"].agg(list)}
        for topic, rows in ledger.groupby("topic")
    }


@pytest.mark.parametrize("scope", [f"round {number}" for number in range(8)])
def test_a_topic_within_another_never_cuts_its_blocks(scope):
    # Four that are small for opinions could hide among each other; but one of them has hidden
    # behind a larger group already.
    people = Topic("people", {"a": 3, "b": 30, "c": 30, "d": 7, "e": 7, "f": 7}, 5)
    opinions = Topic("opinions", people.counts, 10, within="people")
    question = Topic("question", people.counts | {"b": 8}, 10, within="opinions")
    blocks = blocks_of(seal(new_ledger(), scope, [people, opinions, question]))
    for fine, coarse in (("people", "opinions"), ("opinions", "question")):
        assert all(any(inner <= outer for outer in blocks[coarse]) for inner in blocks[fine])
    [pool] = [block for block in blocks["people"] if len(block) > 1]
    assert len(pool) == 2
    assert "a" in pool


def test_who_gave_up_a_row_for_one_group_does_so_for_the_next():
    people = Topic("people", {"a": 3, "b": 30, "c": 30, "d": 7, "e": 30}, 5)
    opinions = Topic("opinions", people.counts, 10, within="people")
    blocks = blocks_of(seal(new_ledger(), "round 1", [people, opinions]))
    alone = {topic: sum(len(block) == 1 for block in of) for topic, of in blocks.items()}
    assert alone in ({"people": 3, "opinions": 2}, {"people": 3, "opinions": 3})


def test_a_topic_within_another_has_at_least_its_threshold():
    ledger = seal(
        new_ledger(),
        "round 1",
        [Topic("people", {"a": 8}, 10), Topic("opinions", {"a": 8}, 5, within="people")],
    )
    assert ledger["threshold"].tolist() == [10, 10]
    assert ledger["people"].isna().all()


def test_a_topic_can_be_sealed_later_within_an_earlier_one():
    people, themes = ({"a": 3, "b": 33, "c": 50}, {"a": 2, "b": 20, "c": 30})
    ledger = seal(new_ledger(), "round 1", [Topic("opinions", people, 10)])
    kept = ledger.assign(
        people=ledger["people"].astype("float64").astype("Int64")
    )  # as databases do
    later = seal(kept, "round 1", [Topic("themes", themes, 10, within="opinions")])
    at_once = seal(
        new_ledger(),
        "round 1",
        [Topic("opinions", people, 10), Topic("themes", themes, 10, within="opinions")],
    )
    pd.testing.assert_frame_equal(
        pd.concat([ledger, later], ignore_index=True), at_once.reset_index(drop=True)
    )


@pytest.mark.parametrize(
    ("topic", "message"),
    [
        (Topic("people", {"a": 5}, 2), "threshold of people is below 3"),
        (Topic("people", {"a": -1}, 5), "count of people is below 0"),
        (Topic("people", {"a": 5}, 5, within="members"), "hasn't the units of members"),
    ],
)
def test_what_could_not_be_kept_apart_is_not_sealed(topic, message):
    with pytest.raises(ValueError, match=message):
        seal(new_ledger(), "round 1", [topic])
