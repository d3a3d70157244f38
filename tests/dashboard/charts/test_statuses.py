"""The charts of statuses and likelihoods, and their sentences."""

import numpy as np
import pandas as pd

from dashboard import palette
from dashboard.charts import calibration as calibration_charts
from dashboard.charts import statuses as charts
from tracker.analytics.calibration import calibrate
from tracker.vocabulary import Status

COUNTS = pd.DataFrame(
    {
        "status": ["green", "amber", "red", "grey"],
        "reported": [4, 0, 1, 0],
        "assessed": [1, 2, 0, 2],
    }
)
HISTORY = pd.DataFrame(
    [
        ("DATA-A1", 1, "given", "green", "red"),
        ("<b>A2", 1, "exempt", "", "grey"),
        ("DATA-A1", 2, "given", "red", "red"),
        ("<b>A2", 2, "missing", "", ""),
    ],
    columns=["ref", "number", "answer", "reported", "assessed"],
)


def test_counts_have_a_bar_for_each_status_with_its_colour_and_pattern():
    figure = charts.counts(COUNTS)

    assert {bar.name: [*bar.x] for bar in figure.data} == {
        "Green": [4, 1],
        "Amber": [0, 2],
        "Red": [1, 0],
        "Grey": [0, 2],
    }
    assert len({bar.marker.pattern.shape for bar in figure.data}) == len(Status)
    assert charts.describe_counts(COUNTS) == (
        "Reported: 4 green and 1 red. Assessed: 1 green, 2 amber and 2 grey."
    )
    assert charts.counts_table(COUNTS).iloc[0].tolist() == ["Green", 4, 1]


def test_nothing_to_count_has_no_chart():
    nothing = COUNTS.assign(reported=0, assessed=0)

    assert charts.counts(nothing) is None
    assert charts.describe_counts(nothing) == "Reported: none. Assessed: none."


def test_the_history_pairs_reported_and_assessed_with_a_letter_in_every_cell():
    [cells] = charts.history(HISTORY).data

    assert [*map(list, cells.text)] == [
        ["<b>G</b>", "<b>R</b>"],
        ["<b>R</b>", "<b>R</b>"],
        ["", ""],
        ["", ""],
        ["<b>–</b>", ""],
        ["", ""],
    ]
    assert [[*line] for line in cells.z][0] == [0, 2]
    assert [*cells.x] == ["1", "2"]


def test_every_status_has_its_own_colour_on_the_scale():
    [cells] = charts.history(HISTORY).data

    for code, status in enumerate(Status):
        share = (code - cells.zmin) / (cells.zmax - cells.zmin)
        low = [colour for end, colour in cells.colorscale if end <= share]
        assert low[-1] == palette.STATUSES[status].colour


def test_names_in_the_history_are_shown_as_they_stand():
    names = charts.history(HISTORY).layout.yaxis.ticktext

    assert names == (
        *("DATA-A1 reported", "DATA-A1 assessed", "&lt;b&gt;A2 reported", "&lt;b&gt;A2 assessed"),
    )


def test_the_history_in_words():
    assert charts.describe_history(HISTORY).startswith(
        "In 2 rounds, 2 statuses were reported of these actions: 1 green and 1 red. The rules "
        "said something else once."
    )
    assert charts.history_table(HISTORY).to_numpy().tolist() == [
        ["DATA-A1", "reported green, assessed red", "reported red, assessed red"],
        ["<b>A2", "nothing to report, assessed grey", "no answer, not assessed"],
    ]


def test_no_round_that_is_over_has_no_history():
    assert charts.history(HISTORY[:0]) is None
    assert charts.describe_history(HISTORY[:0]) == "No reporting round is over yet."


def likelihoods(said, met):
    return calibrate(pd.DataFrame({"likelihood": said, "met_date": pd.array(met, dtype="boolean")}))


ENOUGH = likelihoods([90] * 10 + [30] * 3, [True] * 8 + [False] * 5)


def test_likelihoods_are_set_beside_what_came_true_with_an_interval():
    figure = calibration_charts.calibration(ENOUGH)

    _, shares = figure.data
    np.testing.assert_allclose([shares.x[0], shares.y[0]], [0.9, 0.8])
    assert calibration_charts.describe_calibration(ENOUGH) == (
        "Of 10 likelihoods of 80 to 100%, on average 90%, 80% came true (95% interval 49% to "
        "94%). All of them together score 0.15 (Brier score): 0 is perfect, 0.25 is what always "
        "saying 50% would get."
    )


def test_bands_with_few_likelihoods_are_withheld_in_words():
    table = calibration_charts.calibration_table(ENOUGH)

    assert table.iloc[1].tolist() == ["20 to 39%", "fewer than 10", "–", "–", "–", "–"]


def test_too_few_likelihoods_are_not_drawn():
    few = likelihoods([90] * 3, [True] * 3)

    assert calibration_charts.calibration(few) is None
    assert calibration_charts.calibration_table(few).empty
    assert calibration_charts.describe_calibration(few) == (
        "Too early to say: fewer than 10 likelihoods have come to their date."
    )
