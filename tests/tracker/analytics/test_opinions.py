import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from tracker.analytics.calibration import wilson
from tracker.analytics.disclosure import Row, release, table
from tracker.analytics.opinions import (
    ASKED,
    PEOPLE,
    agreement,
    change,
    distribution,
    newcombe,
    response_rates,
)
from tracker.analytics.sealing import Topic, new_ledger, seal

shares = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def told(topic, threshold=10, **answers):
    """A table with a row for each unit, from its counts by answer."""
    people = {unit: sum(counts.values()) for unit, counts in answers.items()}
    ledger = seal(new_ledger(), "round 1", [Topic(topic, people, threshold)])
    cells = pd.DataFrame(
        [(unit, answer, n) for unit, counts in answers.items() for answer, n in counts.items()],
        columns=["unit", "answer", "count"],
    ).assign(scope="round 1", topic=topic)
    return shown(ledger, cells, answers)


def shown(ledger, cells, units):
    rows = [Row(unit, frozenset({unit}), frozenset({"round 1"})) for unit in units]
    return table(release(cells, ledger), ledger, rows)


def asked_and_heard(**pairs):
    heard = {unit: heard for unit, (_, heard) in pairs.items()}
    ledger = seal(new_ledger(), "round 1", [Topic(PEOPLE, heard, 5)])
    cells = pd.DataFrame(
        [("round 1", PEOPLE, unit, ASKED, asked) for unit, (asked, _) in pairs.items()],
        columns=["scope", "topic", "unit", "answer", "count"],
    )
    return response_rates(shown(ledger, cells, pairs)).set_index("label")


@given(shares)
def test_wilsons_interval_is_scipys(pair):
    share, of = pair
    oracle = binomtest(share, of).proportion_ci(confidence_level=0.95, method="wilson")
    assert wilson(share, of) == pytest.approx((oracle.low, oracle.high), abs=1e-9)


# R. G. Newcombe, Statistics in Medicine, 1998, table II, method 10: the first less the second.
@pytest.mark.parametrize(
    ("first", "second", "interval"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0)),
    ],
)
def test_newcombes_interval_is_as_published(first, second, interval):
    agreeing, of = zip(second, first, strict=True)
    assert newcombe(agreeing, of) == pytest.approx(interval, abs=6e-5)


@given(shares, shares)
def test_the_interval_of_a_change_holds_it_mirrors_and_stays_possible(first, second):
    low, high = newcombe(*zip(first, second, strict=True))
    difference = second[0] / second[1] - first[0] / first[1]
    assert -1 - 1e-9 <= low <= difference <= high <= 1 + 1e-9
    assert newcombe(*zip(second, first, strict=True)) == pytest.approx((-high, -low))


def test_a_response_rate_is_of_rounded_counts_with_its_interval():
    found = asked_and_heard(a=(61, 33), b=(40, 40)).loc["a"]
    assert (found["heard"], found["asked"]) == (35, 60)
    assert found["rate"] == pytest.approx(35 / 60)
    assert (found["low"], found["high"]) == pytest.approx(wilson(35, 60))
    assert found["because"] == ""


def test_a_rate_that_cannot_be_told_says_why():
    found = asked_and_heard(a=(12, 4), b=(40, 30), c=(None, 30), d=(40, 30))
    assert found.loc["a", "because"] == "fewer than 5"
    unknown = found.loc["c"]
    if pd.notna(unknown["heard"]):  # unless the lot fell on it
        assert unknown["because"] == "how many were asked is not known"
    assert found.loc[found["because"] != "", ["rate", "low", "high"]].isna().all(axis=None)
    assert (found["because"] == "").sum() >= 1


def test_an_unknown_denominator_is_said():
    found = asked_and_heard(a=(None, 30)).loc["a"]
    assert (found["heard"], found["because"]) == (30, "how many were asked is not known")
    assert found["asked"] is pd.NA


def test_agreement_has_a_mean_a_share_and_its_counts():
    found = agreement(told("q", a={"1": 4, "2": 6, "4": 11, "5": 19}), ["q"]).iloc[0]
    assert (found["base"], found["answered"], found["agreeing"]) == (40, 40, 30)
    assert found["mean"] == pytest.approx((5 * 1 + 5 * 2 + 10 * 4 + 20 * 5) / 40)
    assert found["share"] == pytest.approx(0.75)
    assert (found["low"], found["high"]) == pytest.approx(wilson(30, 40))
    assert found["because"] == ""


def test_agreement_that_is_withheld_or_too_thin_says_so():
    withheld = agreement(told("q", a={"4": 9}), ["q"]).iloc[0]
    assert withheld["because"] == "fewer than 10"
    thin = agreement(told("q", a=dict.fromkeys("12345", 2)), ["q"]).iloc[0]
    assert (thin["base"], thin["because"]) == (10, "too few gave any one answer")
    for found in (withheld, thin):
        assert found[["answered", "agreeing", "mean", "share", "low", "high"]].isna().all()


def test_only_the_topics_that_are_asked_for_are_told():
    assert agreement(told("choice", a={"4": 40}), ["q"]).empty


@settings(max_examples=20)
@given(st.lists(st.integers(0, 60), min_size=5, max_size=5))
def test_agreement_lies_within_its_bounds(counts):
    found = agreement(told("q", a=dict(zip("12345", counts, strict=True))), ["q"]).iloc[0]
    if not found["because"]:
        assert 1 <= found["mean"] <= 5
        assert 0 <= found["low"] <= found["share"] <= found["high"] <= 1
        assert found["agreeing"] <= found["answered"]
    else:
        assert sum(counts) < 10 or max(counts) < 3


def test_a_distribution_adds_up_and_has_every_answer():
    found = distribution(told("q", a={"yes": 21, "no": 13}), "q", ["yes", "no", "perhaps"])
    assert found["answer"].tolist() == ["yes", "no", "perhaps"]
    assert found["count"].tolist() == [20, 15, 0]
    assert found["share"].tolist() == pytest.approx([20 / 35, 15 / 35, 0])
    withheld = distribution(told("q", a={"yes": 9}), "q", ["yes", "no"])
    assert withheld[["count", "share"]].isna().all(axis=None)
    assert set(withheld["because"]) == {"fewer than 10"}


def agreeing(share, of=100):
    return agreement(told("q", a={"1": of - share, "5": share}), ["q"])


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [(40, 70, "More agree"), (70, 40, "Fewer agree"), (50, 55, "No clear change")],
)
def test_a_change_is_told_with_what_chance_alone_would_give(before, after, words):
    found = change(agreeing(before), agreeing(after)).iloc[0]
    assert found["change"] == pytest.approx((after - before) / 100)
    assert found["low"] < found["change"] < found["high"]
    assert found["words"].startswith(words)
    assert found["because"] == ""


def test_a_change_from_or_to_what_is_withheld_is_not_told():
    small = agreement(told("q", a={"1": 4}), ["q"])
    assert change(small, agreeing(50)).iloc[0]["because"] == "before: fewer than 10"
    found = change(agreeing(50), small).iloc[0]
    assert found["because"] == "after: fewer than 10"
    assert found[["before", "after", "change", "low", "high"]].isna().all()
    assert change(small.iloc[:0], small).empty
