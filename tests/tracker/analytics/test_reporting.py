from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analytics import reporting
from tracker.analytics.reporting import RoundState

OPENS, CLOSES, GRACE = date(2021, 12, 1), date(2021, 12, 15), date(2021, 12, 20)
UPDATES = ["id", "action_id", "round_id", "given_at", "verdict", "status", "likelihood"]
EXEMPTIONS = ["action_id", "round_id", "given_at", "reason"]


def at(day):
    return pd.Timestamp(2021, 12, day)


def rounds(count=1):
    """Rounds 1, 2, ..., eight weeks apart, with the keys 11, 12, ..."""
    later = [timedelta(weeks=8) * step for step in range(count)]
    days = {"opens_on": OPENS, "closes_on": CLOSES, "grace_until": GRACE}
    frame = pd.DataFrame({"id": range(11, 11 + count), "number": range(1, 1 + count)})
    for name, day in days.items():
        frame[name] = pd.to_datetime([day + step for step in later]).astype("datetime64[s]")
    return frame


def updates(*rows):
    """Of ``(action, round's key, day of December, verdict)``, with the keys 1, 2, ..."""
    said = [
        (number, action, round_, at(day), verdict, "green", 80)
        for number, (action, round_, day, verdict) in enumerate(rows, start=1)
    ]
    return pd.DataFrame(said, columns=UPDATES)


def exemptions(*rows):
    """Of ``(action, round's key, day of December)``."""
    said = [(action, round_, at(day), "No data") for action, round_, day in rows]
    return pd.DataFrame(said, columns=EXEMPTIONS)


def actions(*ids):
    return pd.DataFrame({"action_id": ids})


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (OPENS - timedelta(days=1), RoundState.AHEAD),
        (OPENS, RoundState.OPEN),
        (CLOSES, RoundState.OPEN),
        (CLOSES + timedelta(days=1), RoundState.GRACE),
        (GRACE, RoundState.GRACE),
        (GRACE + timedelta(days=1), RoundState.CLOSED),
    ],
)
def test_a_round_is_open_from_its_first_day_and_late_answers_have_their_days_of_grace(day, state):
    assert reporting.round_states(rounds(), day).tolist() == [state]


def answer_of(said=None, excused=None, round_id=11):
    said = updates() if said is None else said
    excused = exemptions() if excused is None else excused
    [row] = reporting.answers(actions(1), said, excused, round_id).to_dict("records")
    return row


@pytest.mark.parametrize(
    ("said", "excused", "answer"),
    [
        ([], [], "missing"),
        ([(1, 11, 2, None)], [], "given"),
        ([(1, 11, 2, "acknowledged")], [], "given"),
        ([(1, 11, 2, "returned")], [], "missing"),
        ([(1, 11, 2, "returned"), (1, 11, 3, None)], [], "given"),
        ([(1, 11, 2, None), (1, 11, 3, "returned")], [], "missing"),
        ([], [(1, 11, 2)], "exempt"),
        ([(1, 11, 3, None)], [(1, 11, 2)], "given"),
        ([(1, 11, 3, "returned")], [(1, 11, 2)], "missing"),
        ([(1, 11, 3, "returned")], [(1, 11, 4)], "exempt"),
        ([(1, 12, 2, None)], [(1, 12, 2)], "missing"),
        ([(2, 11, 2, None)], [(2, 11, 2)], "missing"),
    ],
)
def test_an_action_is_answered_by_what_was_said_last(said, excused, answer):
    assert answer_of(updates(*said), exemptions(*excused))["answer"] == answer


def test_an_answer_says_which_update_counts_and_why_one_is_excused():
    said = updates((1, 11, 2, "returned"), (1, 11, 3, None), (1, 12, 4, None))
    row = answer_of(said, exemptions((1, 11, 1)))
    assert (row["update_id"], row["exempt_because"]) == (2, "No data")
    assert pd.isna(row["verdict"])
    assert pd.isna(answer_of()["update_id"])
    assert answer_of()["exempt_because"] == ""


def test_answers_keep_the_order_and_columns_of_what_is_owed():
    owed = actions(3, 1, 2).assign(ref=["C", "A", "B"])
    found = reporting.answers(owed, updates((1, 11, 2, None)), exemptions((2, 11, 2)), 11)
    assert found["ref"].tolist() == ["C", "A", "B"]
    assert found["answer"].tolist() == ["missing", "given", "exempt"]


def test_nothing_owed_is_nothing_answered():
    assert reporting.answers(actions(), updates((1, 11, 2, None)), exemptions(), 11).empty


@given(
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["acknowledged", "returned", None]))),
    st.lists(st.integers(1, 4)),
)
def test_every_action_owed_has_exactly_one_answer(said, excused):
    given_ = updates(
        *[(action, 11, 1 + n % 28, verdict) for n, (action, verdict) in enumerate(said)]
    )
    found = reporting.answers(
        actions(1, 2, 3, 4), given_, exemptions(*[(each, 11, 15) for each in excused]), 11
    )
    assert found["action_id"].tolist() == [1, 2, 3, 4]
    assert set(found["answer"]) <= {"given", "exempt", "missing"}
    never = {1, 2, 3, 4} - {action for action, _ in said} - set(excused)
    assert set(found.loc[found["action_id"].isin(never), "answer"]) <= {"missing"}


def reported(day, said=(), excused=(), count=3):
    found = reporting.reported(actions(1), rounds(count), updates(*said), exemptions(*excused), day)
    return found.loc[1]


def grace_of(number):
    return GRACE + timedelta(weeks=8) * (number - 1)


def test_a_status_goes_stale_only_when_a_later_round_is_over_with_its_grace():
    said = [(1, 11, 2, None)]
    assert not reported(grace_of(1) + timedelta(days=1), said)["is_stale"]
    assert not reported(grace_of(2), said)["is_stale"]
    assert reported(grace_of(2) + timedelta(days=1), said)["is_stale"]


def test_an_exemption_keeps_a_status_from_going_stale_for_its_round_alone():
    said, excused = [(1, 11, 2, None)], [(1, 12, 3)]
    assert not reported(grace_of(2) + timedelta(days=1), said, excused)["is_stale"]
    assert reported(grace_of(3) + timedelta(days=1), said, excused)["is_stale"]


def test_the_latest_update_of_all_rounds_is_what_is_reported():
    row = reported(grace_of(3), [(1, 11, 2, None), (1, 12, 3, None), (1, 12, 4, None)])
    assert (row["update_id"], row["round_id"], row["number"]) == (3, 12, 2)
    assert (row["status"], row["likelihood"]) == ("green", 80)


@pytest.mark.parametrize("excused", [[], [(1, 11, 2)]])
def test_what_was_never_reported_is_unknown_and_not_stale(excused):
    row = reported(grace_of(3) + timedelta(days=1), excused=excused)
    assert pd.isna(row["status"])
    assert not row["is_stale"]


def test_before_any_round_nothing_is_stale():
    assert not reported(OPENS, count=0)["is_stale"]
