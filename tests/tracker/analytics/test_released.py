import json

import pandas as pd
import pytest

from tracker.analytics import released as rules
from tracker.analytics.opinions import ASKED
from tracker.analytics.released import Released

SCOPE, TOPIC = "round 1", "question 7"
NAMES = {"1": "Women", "2": "Disability", "3": "LGBTQ+"}


def counted(heard, answers, *, asked=None, scope=SCOPE):
    """A round with one question.

    Args:
        answers: By unit, how many gave each answer: ``{"1": {"4": 12}}``.
    """
    rows = [
        (unit, TOPIC, answer, number)
        for unit, given in answers.items()
        for answer, number in given.items()
    ]
    return rules.count_round(
        scope,
        asked=asked or dict.fromkeys(heard, 50),
        heard=heard,
        answers=pd.DataFrame(rows, columns=["unit", "topic", "answer", "count"]),
        topics=[TOPIC],
        fewest_people=5,
        fewest_respondents=10,
    )


def of_all(agreeing, of, **more):
    return counted({"1": of}, {"1": {"5": agreeing, "1": of - agreeing}}, **more)


def test_what_is_released_is_the_same_once_stored():
    made = counted({"1": 12, "2": 3, "3": 30}, {"1": {"4": 12}, "3": {"5": 30}}, asked={"1": None})
    stored = json.loads(json.dumps(made.content()))
    again = Released.of(stored)
    pd.testing.assert_frame_equal(again.ledger, made.ledger)
    pd.testing.assert_frame_equal(again.counts, made.counts, check_dtype=False)
    assert again.content() == made.content()


def test_every_question_keeps_the_blocks_of_the_round_whole():
    made = counted({"1": 12, "2": 3, "3": 30}, {"1": {"4": 2}, "3": {"5": 30}})
    by_topic = {
        topic: [set(block["unit"]) for _, block in own.groupby("block")]
        for topic, own in made.ledger.groupby("topic")
    }
    for pool in by_topic["people"]:
        assert any(pool <= wider for wider in by_topic["opinions"])
    for pool in by_topic["opinions"]:
        assert any(pool <= wider for wider in by_topic[TOPIC])


def test_nobody_answered_and_nothing_is_told():
    made = counted({"1": 0, "2": 0}, {})
    assert made.counts.empty
    found = rules.rates(made, {"1": "Women", "2": "Disability"})
    assert found["because"].ne("").all()


def test_a_lone_group_is_one_row_and_not_also_all_of_them():
    made = of_all(20, 40)
    assert rules.usual_table(made, TOPIC, {"1": "Women"}).rows["label"].tolist() == ["Women"]


def test_topics_with_the_same_rows_share_a_table():
    made = counted({"1": 40, "3": 30}, {"1": {"4": 40}, "3": {"5": 30}})
    names = {"1": "Women", "3": "LGBTQ+"}
    [(table, topics)] = rules.usual_tables(made, [TOPIC, "people", "opinions"], names)
    assert topics == [TOPIC, "people", "opinions"]
    assert table.cells.loc[table.cells["answer"] == ASKED, "count"].tolist() == [50, 50, 100]


def test_a_change_is_of_the_groups_asked_both_times():
    before = counted({"1": 40, "2": 30}, {"1": {"5": 10, "1": 30}, "2": {"1": 30}})
    after = counted({"1": 40, "3": 30}, {"1": {"5": 30, "1": 10}, "3": {"5": 30}}, scope="round 2")
    found = rules.changes(before, after, [TOPIC], {"1": "Women"})
    assert found["label"].tolist() == ["Women"]
    assert found.loc[0, "change"] == pytest.approx(0.5)
    assert found.loc[0, "words"].startswith("More agree")


def test_a_total_of_which_a_part_is_withheld_is_not_compared():
    """In the first round Disability is only told with LGBTQ+, which the second did not ask."""
    before = counted({"2": 3, "3": 40}, {"2": {"5": 3}, "3": {"1": 40}})
    after = counted({"2": 30, "1": 30}, {"2": {"5": 30}, "1": {"5": 30}}, scope="round 2")
    found = rules.changes(before, after, [TOPIC], {"2": "Disability"})
    assert found["change"].isna().all()
    assert found["because"].str.startswith("before: ").all()


def test_themes_are_counted_by_the_blocks_of_their_question():
    made = counted({"1": 12, "2": 3, "3": 30}, {"1": {"0": 12}, "2": {"0": 3}, "3": {"0": 30}})
    found = pd.DataFrame(
        [("1", TOPIC, "theme 1", 4), ("2", TOPIC, "theme 1", 3), ("3", TOPIC, "theme 1", 9)],
        columns=["unit", "topic", "answer", "count"],
    )
    counts = rules.count_themes(made, SCOPE, found)
    assert counts["count"].sum() == 16
    blocks = made.ledger[made.ledger["topic"] == TOPIC].groupby("block")["people"].first()
    assert blocks[counts["block"]].ge(10).all()
    assert rules.counts_of(rules.columns_of(counts)).equals(counts)
