from datetime import date

import pandas as pd

from tracker.analytics.disclosure import release
from tracker.analytics.opinions import ASKED, PEOPLE
from tracker.analytics.sealing import Topic, new_ledger, seal
from tracker.analytics.voices import NOT_ASKED, coverage

TODAY = date(2026, 5, 2)
CLOSED = {"1": "2025-05-02", "2": "2025-05-03", "3": "2025-11-01", "4": "2026-05-02"}
NAMES = {unit: f"Group {unit}" for unit in "abcdef"}


def covered(rounds, as_at=TODAY):
    """``rounds``: by round, of each unit how many were asked and heard."""
    ledger, cells = new_ledger(), []
    for scope, groups in rounds.items():
        heard = {unit: heard for unit, (_, heard) in groups.items()}
        ledger = pd.concat([ledger, seal(ledger, scope, [Topic(PEOPLE, heard, 5)])])
        cells += [(scope, PEOPLE, unit, ASKED, asked) for unit, (asked, _) in groups.items()]
    cells = pd.DataFrame(cells, columns=["scope", "topic", "unit", "answer", "count"])
    days = pd.DataFrame({"scope": CLOSED.keys(), "closed_on": CLOSED.values()})
    return coverage(release(cells, ledger), ledger, days, NAMES, as_at)


def test_what_was_asked_and_heard_is_added_up_over_twelve_months():
    found = covered({str(n): {"a": (40, 20), "b": (30, 15)} for n in (1, 2, 3, 4)})
    a = found.loc["a"]
    assert (a["name"], a["heard"], a["asked"], a["rate"]) == ("Group a", 60, 120, 0.5)
    # The first round closed a day too early, the last one today.
    assert (a["rounds"], a["told"], a["missed"], a["is_silent"]) == (3, 3, 0, False)
    assert a["low"] < 0.5 < a["high"]


def test_a_round_is_missed_when_fewer_than_may_be_told_answered():
    groups = {"a": (40, 4), "b": (40, 30), "c": (40, 30), "d": (40, 0)}
    others = {"a": (40, 9), "b": (40, 30), "c": (40, 30), "d": (40, 3)}
    found = covered({"3": groups, "4": others})
    assert found.loc[["a", "b", "c", "d"], "missed"].tolist() == [1, 0, 0, 2]
    assert found.index[found["is_silent"]].tolist() == ["d"]
    assert found.loc["d", "because"] == "fewer than 5 each time"
    assert pd.isna(found.loc["d", "heard"])
    a = found.loc["a"]
    assert a["told"] in (0, 1)  # 0 when the lot made it hide d
    assert a["because"] == "" or "shown with others" in a["because"]


def test_a_group_that_was_never_asked_is_listed():
    found = covered({"1": {"a": (40, 20)}, "4": {"b": (40, 20)}})
    assert found.loc["a", ["rounds", "told", "missed", "is_silent"]].tolist() == [0, 0, 0, False]
    assert found.loc["a", "because"] == found.loc["f", "because"] == NOT_ASKED
    assert found.index.tolist() == list("abcdef")


def test_an_unknown_denominator_is_said():
    found = covered({"4": {"a": (None, 20), "b": (40, 20)}})
    assert found.loc["a", "because"] == "how many were asked is not known"
    assert found.loc["a", "heard"] == 20
    assert found.loc["b", "because"] == ""


def test_an_earlier_day_sees_what_had_closed_by_then():
    rounds = {str(n): {"a": (40, 20)} for n in (1, 2, 3, 4)}
    assert covered(rounds, date(2025, 12, 1)).loc["a", "rounds"] == 3
    assert covered(rounds, date(2024, 12, 1)).loc["a", "because"] == NOT_ASKED
