from datetime import date

import pandas as pd
import pytest

from tracker.analytics.disclosure import Row
from tracker.analytics.replies import SUGGESTIONS, reply_performance
from tracker.analytics.sealing import Topic, new_ledger, seal
from tracker.working_days import england_and_wales

TODAY = date(2026, 5, 29)


def some(count, unit, replied_on=None, kind=None, has_reason=False):
    row = ("Q2", unit, "2026-05-01", replied_on, kind, has_reason)
    return [row] * count


def performance(*suggestions, as_at=TODAY):
    columns = ["scope", "unit", "made_on", "replied_on", "kind", "has_reason"]
    frame = pd.DataFrame([row for rows in suggestions for row in rows], columns=columns)
    counts = {unit: int(n) for unit, n in frame["unit"].value_counts().items()}
    ledger = seal(new_ledger(), "Q2", [Topic(SUGGESTIONS, counts, 5)])
    units = sorted(counts)
    rows = [Row(unit, frozenset({unit}), frozenset({"Q2"})) for unit in units]
    rows += [Row("all", frozenset(units), frozenset({"Q2"}))]
    found = reply_performance(frame, ledger, rows, england_and_wales(), as_at)
    return found.set_index("label")


def test_replies_are_told_by_share_median_and_reasons():
    found = performance(
        some(10, "a", "2026-05-05", "we_will"),  # the next working day
        some(6, "a", "2026-05-08", "will_not", has_reason=True),
        some(5, "a", "2026-05-08", "will_not"),
        some(9, "a"),
    ).loc["a"]
    assert (found["suggestions"], found["answered"], found["will_not"]) == (30, 20, 10)
    assert found["share_answered"] == pytest.approx(20 / 30)
    assert found["median_days"] == 4
    assert found["share_with_reason"] == pytest.approx(5 / 10)
    assert found[["because", "median_because", "reason_because"]].tolist() == ["", "", ""]


def test_what_rests_on_too_few_is_not_told_and_says_so():
    found = performance(some(4, "a", "2026-05-05", "will_not", True), some(30, "b")).loc["b"]
    assert found[["median_days", "share_with_reason", "will_not"]].isna().all()
    assert found["median_because"] == "fewer than 5 were answered"
    assert found["reason_because"] == "fewer than 5 were declined"


def test_a_small_group_is_told_with_others_only():
    replied = ("2026-05-05", "we_will")
    found = performance(some(3, "a", *replied), some(30, "b", *replied), some(40, "c", *replied))
    withheld = found[found["because"] != ""]
    assert len(withheld) == 2
    assert "a" in withheld.index
    assert set(withheld["because"]) == {"fewer than 5, or told with others"}
    figures = ["suggestions", "answered", "share_answered", "median_days"]
    assert withheld[figures].isna().all(axis=None)
    assert found.loc["all", "suggestions"] == 75
    assert found.loc["all", "median_days"] == 1


def test_replies_after_the_day_are_not_counted_yet():
    rows = some(10, "a", "2026-05-05", "we_will"), some(10, "a", "2026-05-20", "we_will")
    found = performance(*rows, as_at=date(2026, 5, 19)).loc["a"]
    assert (found["answered"], found["median_days"]) == (10, 1)
    assert performance(*rows, as_at=date(2026, 5, 4)).loc["a", "answered"] == 0
    assert performance(*rows, as_at=date(2026, 4, 30)).loc["a", "because"] != ""


def test_without_suggestions_there_is_nothing_to_tell():
    frame = pd.DataFrame(
        columns=["scope", "unit", "made_on", "replied_on", "kind", "has_reason"], dtype=object
    )
    row = Row("a", frozenset("a"), frozenset({"Q2"}))
    found = reply_performance(frame, new_ledger(), [row], england_and_wales(), TODAY)
    assert pd.isna(found.loc[0, "suggestions"])
