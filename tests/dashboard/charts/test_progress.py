from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import progress as charts

DAY = date(2022, 12, 1)


def points(*rows):
    frame = pd.DataFrame(rows, columns=["day", "planned", "actual"])
    return frame.assign(day=pd.to_datetime(frame["day"]).dt.as_unit("s"))


POINTS = points(
    ("2022-01-03", 0.0, 0.0),
    ("2022-06-01", 0.2, 0.25),
    ("2022-12-01", 0.41, 0.28),
    ("2023-06-01", 0.9, np.nan),
)


def labels(figure):
    return {
        label.text.removeprefix("<b>").removesuffix("</b>"): (label.xanchor, label.yanchor)
        for label in figure.layout.annotations
    }


def test_two_lines_that_are_told_apart_without_colour():
    figure = charts.burn_up(POINTS, DAY, name_of_day="Today")

    planned, actual = figure.data
    assert (planned.name, planned.line.dash, list(planned.y)) == (
        "Planned",
        "dash",
        [0.0, 0.2, 0.41, 0.9],
    )
    assert (actual.name, actual.line.dash, list(actual.y)) == ("Done", "solid", [0.0, 0.25, 0.28])


def test_the_lines_are_labelled_where_today_crosses_them():
    figure = charts.burn_up(POINTS, DAY, name_of_day="Today")

    assert labels(figure) == {
        "Today, 1 December 2022": ("right", "bottom"),
        "Planned 41%": ("right", "bottom"),
        "Done 28%": ("left", "top"),
    }
    assert figure.layout.shapes[0].x0 == DAY


def test_the_higher_line_is_labelled_above_whichever_it_is():
    ahead = points(("2022-01-03", 0.0, 0.0), ("2022-12-01", 0.4, 0.5), ("2023-12-01", 1.0, np.nan))

    found = labels(charts.burn_up(ahead, DAY, name_of_day="Today"))

    assert found["Done 50%"][1] == "bottom"
    assert found["Planned 40%"][1] == "top"


def test_near_the_axis_the_labels_stand_over_each_other():
    begun = points(("2022-01-03", 0.0, 0.0), ("2022-12-01", 0.05, 0.0), ("2023-12-01", 1.0, np.nan))

    over, under = charts.burn_up(begun, DAY, name_of_day="Today").layout.annotations[1:]

    assert (over.yanchor, under.yanchor) == ("bottom", "bottom")
    assert over.yshift > under.font.size


@pytest.mark.parametrize(
    ("day", "side"), [("2022-01-10", "left"), ("2023-05-25", "right")], ids=["first", "last"]
)
def test_no_label_runs_out_of_the_chart(day, side):
    moved = points(("2022-01-03", 0.0, 0.0), (day, 0.1, 0.05), ("2023-06-01", 0.9, np.nan))

    found = labels(charts.burn_up(moved, date.fromisoformat(day), name_of_day="As at"))

    assert {xanchor for xanchor, _ in found.values()} == {side}


def test_a_label_to_the_right_stands_above_what_its_line_rises_to():
    early = points(
        ("2022-01-03", 0.0, 0.0),
        ("2022-02-01", 0.5, 0.3),
        ("2022-04-01", 0.7, np.nan),
        ("2023-01-03", 0.9, np.nan),
    )

    figure = charts.burn_up(early, date(2022, 2, 1), name_of_day="As at")

    heights = {label.text: label.y for label in figure.layout.annotations[1:]}
    assert heights == {"<b>Planned 50%</b>": 0.7, "<b>Done 30%</b>": 0.3}


def test_the_sentence_gives_both_shares_and_the_distance():
    assert charts.describe_burn_up(POINTS, DAY) == (
        "On 1 December 2022, 28% of the plan was done and 41% was planned: 13 points behind. "
        "By 1 June 2023, when its published dates end, 90% is planned; the rest has no date yet."
    )


def test_level_is_said_in_words():
    level = points(("2022-01-03", 0.0, 0.0), ("2022-12-01", 1.0, 1.0))

    assert charts.describe_burn_up(level, DAY) == (
        "On 1 December 2022, 100% of the plan was done and 100% was planned: as planned. "
        "By 1 December 2022, when its published dates end, 100% is planned."
    )


def test_without_a_published_version_the_sentence_says_so_instead_of_an_empty_chart():
    nothing = points()

    assert charts.burn_up(nothing, DAY, name_of_day="Today") is None
    assert "No version of the plan is published yet" in charts.describe_burn_up(nothing, DAY)
    assert charts.burn_up_table(nothing).empty


def test_a_published_plan_without_dates_has_no_line():
    one_day = points(("2022-12-01", 0.0, 0.0))

    assert charts.burn_up(one_day, DAY, name_of_day="Today") is None
    assert charts.describe_burn_up(one_day, DAY) == (
        "The published plan has no dates yet, so it has no line."
    )


def test_nothing_that_counts_draws_no_line_and_no_label():
    uncounted = points(("2022-01-03", 0.0, np.nan), ("2022-12-01", 0.4, np.nan))

    figure = charts.burn_up(uncounted, DAY, name_of_day="Today")

    assert list(labels(figure)) == ["Today, 1 December 2022"]
    assert len(figure.data[1].x) == 0


def test_the_table_has_a_row_a_month_and_no_zero_for_what_is_not_known():
    weekly = pd.date_range("2022-01-03", "2022-03-01", freq="7D", unit="s")
    frame = pd.DataFrame({"day": weekly, "planned": 0.5, "actual": np.nan})

    table = charts.burn_up_table(frame)

    assert list(table["Day"]) == ["3 January 2022", "7 February 2022"]
    assert set(table["Planned"]) == {"50%"}
    assert set(table["Done"]) == {"–"}
