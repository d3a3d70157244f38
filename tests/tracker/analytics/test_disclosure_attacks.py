"""Attacks on what is told: by subtraction, by linear algebra and by linear programming.

The attacker is given more than any reader has: every sum exactly, before it is rounded; which
units each row holds; and the number of people in every group where answers are attacked.
"""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tracker.analytics.disclosure import NEAREST, Row, release, table
from tracker.analytics.sealing import Topic, new_ledger, seal

PEOPLE, OPINIONS = 5, 10
UNITS = "abcdef"
ANSWERS = ("agree", "neither", "disagree")

counts = st.integers(0, 12) | st.integers(0, 60)
split = st.lists(st.floats(0, 1), min_size=2, max_size=2)
group = st.tuples(counts, st.floats(0.5, 1), split)
rounds = st.lists(st.lists(group, min_size=1, max_size=len(UNITS)), min_size=1, max_size=3)
filters = st.lists(
    st.tuples(st.sets(st.sampled_from(UNITS), min_size=1), st.sets(st.integers(0, 2), min_size=1)),
    max_size=12,
)


def scope_name(number):
    return f"round {number}"


def world(rounds):
    """True counts: ``scope, unit, people, answered`` and one column for each answer."""
    rows = []
    for number, groups in enumerate(rounds):
        for unit, (people, share, (first, second)) in zip(UNITS, groups, strict=False):
            answered = math.floor(people * share)
            agree = math.floor(answered * first)
            neither = math.floor((answered - agree) * second)
            rest = answered - agree - neither
            rows.append([scope_name(number), unit, people, answered, agree, neither, rest])
    return pd.DataFrame(rows, columns=["scope", "unit", "people", "answered", *ANSWERS])


def ledger_of(truth):
    """Sealed round after round."""
    ledger = new_ledger()
    for number in range(truth["scope"].nunique()):
        of_round = truth[truth["scope"] == scope_name(number)].set_index("unit")
        people, answered = of_round["people"].to_dict(), of_round["answered"].to_dict()
        topics = [
            Topic("people", people, PEOPLE),
            Topic("opinions", people, OPINIONS, within="people"),
            Topic("question", answered, OPINIONS, within="opinions"),
        ]
        rows = seal(ledger, scope_name(number), topics)
        ledger = pd.concat([ledger, rows], ignore_index=True)
    return ledger


def requests(truth, filters):
    """Each group alone, every total, every wider period, and whatever filters come."""
    scopes = frozenset(truth["scope"])
    rows = [Row("", frozenset(UNITS), frozenset(each)) for each in [scopes, *({s} for s in scopes)]]
    for unit in UNITS:
        rows += [Row("", frozenset(unit), frozenset({scope})) for scope in scopes]
        rows += [Row("", frozenset(unit), scopes), Row("", frozenset(UNITS) - {unit}, scopes)]
    rows += [Row("", frozenset(u), frozenset(map(scope_name, n))) for u, n in filters]
    return rows


def what_rows_hold(truth, ledger, rows, topic):
    """A row for each one told, a column for each of ``truth``: 1 where it is counted in.

    Found from outside: every unit of every round gives an answer of its own, five times.
    """
    marks = truth[["scope", "unit"]].assign(topic=topic, count=NEAREST)
    marks["answer"] = [str(place) for place in truth.index]
    found = table(release(marks, ledger), ledger, rows)
    held = found.cells.pivot_table(index="row", columns="answer", values="count", aggfunc="sum")
    held = held.reindex(columns=marks["answer"]).fillna(0) / NEAREST
    told = found.rows[(found.rows["topic"] == topic) & found.rows["base"].notna()]
    assert set(held.index) == set(told["row"])
    return np.unique(held.to_numpy(dtype=float), axis=0)


def is_known(held, place):
    """Whether some sum of multiples of the rows leaves the one unit at ``place``."""
    alone = np.eye(held.shape[1])[[place]]
    return np.linalg.matrix_rank(np.vstack([held, alone])) == np.linalg.matrix_rank(held)


def withheld(truth, ledger, topic):
    """The places in ``truth`` that aren't told alone."""
    rows = ledger[ledger["topic"] == topic]
    is_alone = rows.groupby(["scope", "block"])["unit"].transform("size") == 1
    told = set(map(tuple, rows[is_alone & rows["people"].notna()][["scope", "unit"]].to_numpy()))
    pairs = map(tuple, truth[["scope", "unit"]].to_numpy())
    return [place for place, pair in enumerate(pairs) if pair not in told]


def bounds(truth, ledger, topic):
    """What the words and the rules say of each: its least and its most."""
    rows = ledger[ledger["topic"] == topic].set_index(["scope", "unit"])
    sizes = rows.groupby(["scope", "block"])["block"].transform("size")
    # Who isn't small, in a pool that isn't everybody's, is there to hide those who are.
    hides = (sizes > 1) & (sizes < rows.groupby("scope")["block"].transform("size"))
    hides &= ~rows["is_small"] & (topic == "people")
    low = rows["threshold"].where(hides, 0)
    high = (rows["threshold"] - 1.0).where(rows["is_small"], math.inf)
    places = pd.MultiIndex.from_frame(truth[["scope", "unit"]])
    return [*zip(low[places], high[places], strict=True)]


def feasible(held, sums, bounds, place):
    """The least and the most that ``place`` can be, given every sum."""
    aim = np.eye(len(bounds))[place]
    known = {"A_eq": held, "b_eq": sums} if len(held) else {}
    low, high = (linprog(sign * aim, bounds=bounds, **known) for sign in (1, -1))
    # Without an end, status 3: there is no limit to how many it can be.
    return low.fun, math.inf if high.status == 3 else -high.fun


def possible(low, high):
    """How many whole numbers lie from ``low`` to ``high``."""
    return math.floor(min(high, 1e6) + 1e-6) - math.ceil(low - 1e-6) + 1


@pytest.mark.parametrize("topic", ["people", "opinions", "question"])
@given(rounds=rounds, filters=filters)
@settings(max_examples=25)
def test_nothing_withheld_can_be_worked_out_by_adding_and_subtracting(topic, rounds, filters):
    truth = world(rounds)
    ledger = ledger_of(truth)
    held = what_rows_hold(truth, ledger, requests(truth, filters), topic)
    assert not [place for place in withheld(truth, ledger, topic) if is_known(held, place)]


@pytest.mark.parametrize(("topic", "threshold"), [("people", PEOPLE), ("opinions", OPINIONS)])
@given(rounds=rounds, filters=filters)
@settings(max_examples=25)
def test_no_difference_of_two_rows_is_fewer_people_than_may_be_told(
    topic, threshold, rounds, filters
):
    truth = world(rounds)
    held = what_rows_hold(truth, ledger_of(truth), requests(truth, filters), topic)
    people = truth["people"].to_numpy()
    for larger in held:
        inside = held[(held <= larger).all(axis=1) & (held < larger).any(axis=1)]
        assert ((larger - inside) @ people >= threshold).all()


@pytest.mark.parametrize(("topic", "threshold"), [("people", PEOPLE), ("opinions", OPINIONS)])
@given(rounds=rounds, filters=filters)
@settings(max_examples=25)
def test_every_withheld_count_can_still_be_as_many_things_as_the_threshold(
    topic, threshold, rounds, filters
):
    truth = world(rounds)
    ledger = ledger_of(truth)
    held = what_rows_hold(truth, ledger, requests(truth, filters), topic)
    sums, known = held @ truth["people"].to_numpy(), bounds(truth, ledger, topic)
    for place in withheld(truth, ledger, topic):
        low, high = feasible(held, sums, known, place)
        assert low <= truth["people"][place] <= high
        assert possible(low, high) >= threshold


@given(rounds=rounds, filters=filters)
@settings(max_examples=25)
def test_the_two_thresholds_together_tell_no_more_than_each(rounds, filters):
    truth = world(rounds)
    ledger = ledger_of(truth)
    rows = requests(truth, filters)
    held = [what_rows_hold(truth, ledger, rows, topic) for topic in ("people", "opinions")]
    held = np.vstack(held)
    sums = held @ truth["people"].to_numpy()
    known = [bounds(truth, ledger, topic) for topic in ("people", "opinions")]
    tightest = [(max(a[0], b[0]), min(a[1], b[1])) for a, b in zip(*known, strict=True)]
    for place in withheld(truth, ledger, "people"):
        low, high = feasible(held, sums, tightest, place)
        assert possible(low, high) >= PEOPLE


@given(rounds=rounds, filters=filters)
@settings(max_examples=15)
def test_of_a_withheld_groups_answers_no_more_is_known_than_what_its_pool_said(rounds, filters):
    truth = world(rounds)
    ledger = ledger_of(truth)
    held = what_rows_hold(truth, ledger, requests(truth, filters), "question")
    answered = truth["answered"].to_numpy()
    places = pd.MultiIndex.from_frame(truth[["scope", "unit"]])
    blocks = ledger[ledger["topic"] == "question"].set_index(["scope", "unit"]).loc[places]
    pools = [*zip(blocks.index.get_level_values(0), blocks["block"], strict=True)]
    for place in withheld(truth, ledger, "question"):
        same = np.array([pool == pools[place] for pool in pools])
        said = int(truth["agree"][same].sum())
        others = int(answered[same].sum()) - answered[place]
        known = [(0, count) for count in answered]
        if pd.isna(blocks["people"].iloc[place]):
            expected = (0, answered[place])
        else:
            expected = (max(0, said - others), min(answered[place], said))
        assert feasible(held, held @ truth["agree"], known, place) == pytest.approx(expected)
        is_all = same.sum() == (truth["scope"] == truth["scope"][place]).sum()
        assert answered[place] >= OPINIONS or is_all or others >= OPINIONS


@given(rounds=rounds, filters=filters)
@settings(max_examples=25)
def test_every_count_is_a_multiple_of_five_of_enough_people(rounds, filters):
    truth = world(rounds)
    ledger = ledger_of(truth)
    answers = truth.melt(["scope", "unit"], ANSWERS, var_name="answer", value_name="count")
    released = release(answers.assign(topic="question"), ledger)
    found = table(released, ledger, requests(truth, filters))
    assert (found.rows["base"].dropna() % NEAREST == 0).all()
    assert (found.cells["count"] % NEAREST == 0).all()
    assert (found.rows["base"].isna() == (found.rows["words"] != "")).all()
    told = found.rows[found.rows["base"].notna()]
    assert set(found.cells["row"]) <= set(told["row"])
    assert (told.loc[told["topic"] != "people", "base"] >= OPINIONS).all()
    assert (told["base"] >= PEOPLE).all()


# The attacks themselves: each finds what it looks for, where the rules are left out.


def test_without_a_second_group_withheld_subtraction_finds_the_first():
    total_and_two_groups = np.array([[1, 1, 1], [0, 1, 0], [0, 0, 1]])
    assert is_known(total_and_two_groups, 0)
    assert not is_known(total_and_two_groups[:2], 0)
    assert feasible(total_and_two_groups, [90, 40, 47], [(0, None)] * 3, 0) == (3, 3)


def test_two_rounds_that_were_divided_otherwise_would_give_a_group_away():
    crossing = np.array([[1, 1, 0], [0, 0, 1], [0, 1, 1]])
    assert is_known(crossing, 0)


def test_a_pool_of_two_that_are_both_nearly_enough_would_give_both_away():
    assert feasible(np.array([[1, 1]]), [18], [(0, 9), (0, 9)], 0) == (9, 9)
