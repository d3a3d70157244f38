from datetime import date

import pandas as pd
import pytest

from dashboard.charts import timeline as charts

DAY = date(2022, 12, 1)
DAYS = ["first_due_on", "due_on", "done_on"]


def milestones(*rows):
    """From dicts that name only what matters."""
    defaults = {
        **dict.fromkeys(DAYS, None),
        **{"ref": "DATA-A1", "name": "Delivered", "state": "planned", "slip_days": pd.NA},
        **{"is_late": False, "on_hold": False},
    }
    frame = pd.DataFrame([defaults | row for row in rows], columns=list(defaults))
    for name in DAYS:
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    kinds = {"slip_days": "Int64", "is_late": bool, "on_hold": bool}
    return frame.astype(kinds)


DONE = {
    **{"ref": "DATA-A1", "state": "done", "first_due_on": "2021-10-31", "due_on": "2021-10-31"},
    **{"done_on": "2021-11-12", "slip_days": 12},
}
MOVED = {
    **{"ref": "DATA-A2", "first_due_on": "2022-01-31", "due_on": "2022-10-31"},
    **{"slip_days": 273, "is_late": True},
}
AHEAD = {"ref": "DATA-A3", "first_due_on": "2023-01-31", "due_on": "2023-01-31", "slip_days": 0}
ON_HOLD = {"ref": "DATA-A4", "first_due_on": "2022-03-31", "on_hold": True}
UNDATED = {"ref": "DATA-A5"}
DROPPED = {"ref": "DATA-A6", "state": "dropped", "first_due_on": "2022-05-31"}
ALL = milestones(DONE, MOVED, AHEAD, ON_HOLD, UNDATED, DROPPED)


def marks(figure):
    """Where each kind of mark stands: its rows and its days."""
    return {
        trace.name: [(int(y), str(x)[:10]) for y, x in zip(trace.y, trace.x, strict=True)]
        for trace in figure.data
        if trace.mode == "markers"
    }


def test_each_milestone_has_its_published_current_and_done_day():
    assert marks(charts.timeline(ALL, DAY, name_of_day="Today")) == {
        "Published date": [
            (0, "2021-10-31"),
            (1, "2022-01-31"),
            (2, "2023-01-31"),
            (3, "2022-03-31"),
        ],
        "Due now": [(0, "2021-10-31"), (2, "2023-01-31")],
        "Late": [(1, "2022-10-31")],
        "Done": [(0, "2021-11-12")],
    }


def test_the_marks_differ_in_shape_and_only_the_published_one_is_hollow():
    figure = charts.timeline(ALL, DAY, name_of_day="Today")

    shapes = {trace.name: trace.marker.symbol for trace in figure.data if trace.mode == "markers"}
    assert len(set(shapes.values())) == 4
    assert [name for name, shape in shapes.items() if shape.endswith("-open")] == ["Published date"]


def test_a_line_leads_from_the_published_date_to_where_it_went():
    [slips] = [
        trace
        for trace in charts.timeline(ALL, DAY, name_of_day="Today").data
        if trace.name == "Slip"
    ]

    ends = [str(day)[:10] for day in slips.x]
    assert ends == [
        *("2021-10-31", "2021-11-12", "NaT"),
        *("2022-01-31", "2022-10-31", "NaT"),
        *("2023-01-31", "2023-01-31", "NaT"),
    ]
    assert list(slips.y) == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_rows_are_named_and_long_or_hostile_names_do_no_harm():
    rows = milestones(DONE | {"name": "<a href='javascript:x'>y</a> " + "and more " * 20})

    [label] = charts.timeline(rows, DAY, name_of_day="Today").layout.annotations

    assert label.text.startswith("DATA-A1 &lt;a")
    assert label.text.endswith("…")
    assert "<a" not in label.text


def test_the_day_looked_at_is_in_view_and_in_the_legend():
    figure = charts.timeline(milestones(DONE), DAY, name_of_day="As at")

    first, last = figure.layout.xaxis.range
    assert first < date(2021, 10, 31)
    assert last > DAY
    assert figure.data[-1].name == "As at, 1 December 2022"
    assert figure.layout.shapes[0].x0 == DAY


def test_more_milestones_make_a_higher_chart():
    one = charts.timeline(milestones(DONE), DAY, name_of_day="Today")
    ten = charts.timeline(milestones(*[DONE] * 10), DAY, name_of_day="Today")

    assert ten.layout.height > one.layout.height


def test_the_sentence_says_what_slipped_and_what_is_not_drawn():
    assert charts.describe_timeline(ALL) == (
        "Of 4 milestones, 1 is done and 1 late. "
        "2 have slipped from the published date, DATA-A2 furthest: 273 days later. "
        "1 milestone waits or is paused. 1 milestone has no date yet. 1 milestone was dropped."
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [AHEAD],
            "Of 1 milestone, 0 are done and none late. None has slipped from its published date.",
        ),
        ([UNDATED, UNDATED], "2 milestones have no date yet."),
        ([], "There are no milestones to show."),
    ],
    ids=["no slip", "no dates", "none"],
)
def test_the_sentence_of_little(rows, sentence):
    assert charts.describe_timeline(milestones(*rows)) == sentence


@pytest.mark.parametrize("rows", [[], [UNDATED], [DROPPED]], ids=["none", "undated", "dropped"])
def test_without_a_date_there_is_no_empty_chart(rows):
    assert charts.timeline(milestones(*rows), DAY, name_of_day="Today") is None


def test_the_table_has_every_milestone_in_words():
    table = charts.timeline_table(ALL)

    assert table.to_numpy().tolist() == [
        ["DATA-A1 Delivered", "31 October 2021", "31 October 2021", "12 November 2021", LATER[12]],
        ["DATA-A2 Delivered", "31 January 2022", "31 October 2022", "–", LATER[273]],
        ["DATA-A3 Delivered", "31 January 2023", "31 January 2023", "–", "as published"],
        ["DATA-A4 Delivered", "31 March 2022", "on hold", "–", "–"],
        ["DATA-A5 Delivered", "–", "–", "–", "–"],
        ["DATA-A6 Delivered", "31 May 2022", "–", "dropped", "–"],
    ]


LATER = {12: "12 days later", 273: "273 days later"}
