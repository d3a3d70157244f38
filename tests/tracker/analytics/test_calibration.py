from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analytics.calibration import calibrate, met_date, wilson

TODAY = date(2026, 5, 2)


def likelihoods(*rows):
    return pd.DataFrame(rows, columns=["likelihood", "met_date"]).astype({"met_date": "boolean"})


def some(count, likelihood, met):
    """``count`` updates that said ``likelihood``, of which ``met`` came true."""
    return [(likelihood, number < met) for number in range(count)]


# R. G. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I.
@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_as_published(successes, total, low, high):
    assert wilson(successes, total) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilsons_interval_holds_the_share_and_mirrors(counts):
    successes, total = counts
    low, high = wilson(successes, total)
    assert 0 <= low <= successes / total <= high <= 1
    other = wilson(total - successes, total)
    assert other == pytest.approx((1 - high, 1 - low))
    narrower = wilson(successes * 2, total * 2)
    assert narrower[1] - narrower[0] < high - low


def test_of_nothing_nothing_is_known():
    assert wilson(0, 0) == (0, 1)


def days(*values):
    return pd.Series(pd.to_datetime(list(values)), dtype="datetime64[s]")


@pytest.mark.parametrize(
    ("last_due_on", "done_on", "met"),
    [
        ("2026-04-30", "2026-04-30", True),
        ("2026-04-30", "2026-05-01", False),
        ("2026-04-30", None, False),
        ("2026-05-02", None, None),  # today it can still be done
        ("2026-05-01", None, False),
        ("2026-06-30", None, None),
        ("2026-06-30", "2026-04-30", True),
        ("2026-06-30", "2026-05-03", None),  # after the day that is asked for
        ("2026-04-30", "2026-05-03", False),
        (None, "2026-04-30", None),
        (None, None, None),
    ],
)
def test_whether_a_date_was_met(last_due_on, done_on, met):
    [found] = met_date(days(last_due_on), days(done_on), TODAY)
    assert (found is pd.NA) if met is None else (found == met)


def test_each_band_sets_what_was_said_beside_what_came_true():
    found = calibrate(likelihoods(*some(20, 90, 15), *some(10, 10, 1), *some(10, 19, 3)))
    top = found.bands.iloc[4]
    assert (top["band"], top["updates"], top["updates_in_words"]) == ("80 to 100%", 20, "20")
    assert (top["likelihood"], top["share_met"]) == pytest.approx((0.9, 0.75))
    assert (top["low"], top["high"]) == pytest.approx(wilson(15, 20))
    bottom = found.bands.iloc[0]
    assert (bottom["band"], bottom["updates"]) == ("0 to 19%", 20)
    assert (bottom["likelihood"], bottom["share_met"]) == pytest.approx((0.145, 0.2))


@pytest.mark.parametrize(
    ("likelihood", "band"),
    [
        *((0, 0), (19, 0), (20, 1), (39, 1), (40, 2), (59, 2)),
        *((60, 3), (79, 3), (80, 4), (99, 4), (100, 4)),
    ],
)
def test_every_likelihood_has_its_band(likelihood, band):
    counts = calibrate(likelihoods(*some(10, likelihood, 5))).bands["updates"]
    assert [number for number, count in enumerate(counts) if count is not pd.NA] == [band]


def test_a_band_of_fewer_than_ten_is_withheld_and_says_so():
    found = calibrate(likelihoods(*some(9, 90, 9), *some(10, 70, 7), *some(3, 10, 0)))
    withheld = found.bands[found.bands["updates"].isna()]
    assert withheld.index.tolist() == [0, 1, 2, 4]
    assert set(withheld["updates_in_words"]) == {"fewer than 10"}
    assert withheld[["likelihood", "share_met", "low", "high"]].isna().all(axis=None)
    # With the total, the one band that is withheld could be worked out.
    assert found.updates is None
    assert found.brier is not None


def test_until_one_band_holds_ten_all_likelihoods_are_one():
    found = calibrate(likelihoods(*some(9, 90, 5), *some(9, 60, 1)))
    [band] = found.bands.to_dict("records")
    assert (band["band"], band["updates"], found.updates) == ("0 to 100%", 18, 18)
    assert (band["likelihood"], band["share_met"]) == pytest.approx((0.75, 1 / 3))
    assert (band["low"], band["high"]) == pytest.approx(wilson(6, 18))


def test_with_every_band_shown_so_is_the_total():
    rows = [row for likelihood in (10, 30, 50, 70, 90) for row in some(10, likelihood, 5)]
    assert calibrate(likelihoods(*rows)).updates == 50


@pytest.mark.parametrize("count", [0, 9])
def test_fewer_than_ten_in_all_have_no_score(count):
    found = calibrate(likelihoods(*some(count, 90, count)))
    assert (found.updates, found.brier) == (None, None)
    assert found.because == "fewer than 10 likelihoods have come to their date"
    assert len(found.bands) == 5


def test_what_is_not_known_yet_is_not_counted():
    rows = [*some(10, 90, 5), *[(90, None)] * 30]
    assert calibrate(likelihoods(*rows)).bands["updates"].iloc[4] == 10


@pytest.mark.parametrize(
    ("rows", "brier"),
    [
        (some(10, 100, 10), 0),
        (some(10, 100, 0), 1),
        (some(10, 50, 3), 0.25),
        (some(10, 80, 8), 0.16),  # 0.8 * 0.2^2 + 0.2 * 0.8^2
        ([*some(5, 90, 5), *some(5, 20, 0)], 0.025),  # (0.1^2 + 0.2^2) / 2
    ],
)
def test_the_brier_score_is_the_mean_squared_difference(rows, brier):
    found = calibrate(likelihoods(*rows))
    assert found.brier == pytest.approx(brier)
    assert found.because == ""


@given(st.lists(st.tuples(st.integers(0, 100), st.booleans() | st.none()), max_size=80))
def test_no_figure_rests_on_fewer_than_ten(rows):
    found = calibrate(likelihoods(*rows))
    shown = found.bands.dropna(subset=["updates"])
    assert (shown["updates"] >= 10).all()
    assert shown[["likelihood", "share_met", "low", "high"]].notna().all(axis=None)
    assert found.bands["updates_in_words"].str.len().gt(0).all()
    assert found.brier is None or 0 <= found.brier <= 1
    known = sum(met is not None for _, met in rows)
    assert (found.brier is None) == (known < 10)
