import pandas as pd
import pytest

from tracker.analytics.outline import NO_ACTION, Selection, next_due, outline, select

THEMES = pd.DataFrame(
    {"id": [1, 2, 3], "code": ["DATA", "OPEN", "PAY"], "name": ["Data", "O", "P"]}
)
OBJECTIVES = pd.DataFrame(
    {
        "id": [10, 11, 20],
        "theme_id": [1, 1, 2],
        "ref": ["DATA-O1", "DATA-O2", "OPEN-O1"],
        "text": ["Use the survey", "Share data", "Open doors"],
    }
)
ACTIONS = pd.DataFrame(
    {
        "action_id": [100, 101, 200],
        "objective_id": [10, 10, 20],
        "ref": ["DATA-A1", "DATA-A2", "OPEN-A1"],
        "title": ["Analyse", "Publish a blog", "Appoint champions"],
        "accountable": ["GSE team", "DIAG", ""],
        "responsible": ["Data lead", "", "Champions lead"],
        "state": ["in_progress", "done", "paused"],
        "standing": ["late", "done", "left_out"],
        "progress": [0.5, 1.0, float("nan")],
    }
)


def milestones(*rows):
    columns = ["action_id", "state", "waiting_for", "due_on", "due_precision", "is_left_out"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["due_on"] = pd.to_datetime(frame["due_on"]).astype("datetime64[s]")
    frame["is_left_out"] = frame["is_left_out"].astype(bool)
    return frame.assign(days_late=frame["due_on"].notna().astype(int) * 3)


MILESTONES = milestones(
    (100, "planned", "", "2022-06-30", "quarter", False),
    (100, "planned", "", "2022-03-31", "month", False),
    (101, "done", "", "2021-11-30", "month", False),
)


@pytest.fixture
def rows():
    return outline(THEMES, OBJECTIVES, ACTIONS, MILESTONES)


def test_every_theme_objective_and_action_is_there_in_plan_order(rows):
    places = rows[["theme", "objective", "ref"]].to_numpy().tolist()

    assert places == [
        ["DATA", "DATA-O1", "DATA-A1"],
        ["DATA", "DATA-O1", "DATA-A2"],
        ["DATA", "DATA-O2", ""],
        ["OPEN", "OPEN-O1", "OPEN-A1"],
        ["PAY", "", ""],
    ]


def test_where_there_is_no_action_words_are_empty_and_progress_is_missing(rows):
    empty = rows.iloc[2]

    assert (empty["action_id"], empty["days_late"]) == (NO_ACTION, 0)
    assert (empty["title"], empty["standing"], empty["next_due"]) == ("", "", "")
    assert pd.isna(empty["progress"])
    assert empty["objective_text"] == "Share data"


def test_an_action_has_its_first_open_deadline_and_its_longest_delay(rows):
    assert rows["next_due"].tolist() == ["March 2022", "", "", "", ""]
    assert rows["days_late"].tolist() == [3, 3, 0, 0, 0]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ((1, "planned", "", "2022-06-30", "quarter", False), "Q2 2022"),
        ((1, "planned", "", "2022-01-15", "day", False), "15 January 2022"),
        ((1, "planned", "DATA-A1 is not done yet", None, None, False), "waiting"),
        ((1, "planned", "", None, None, False), "to be set"),
    ],
)
def test_the_next_deadline_is_as_exact_as_it_is_known(row, words):
    assert next_due(milestones(row)).to_dict() == {1: words}


@pytest.mark.parametrize(
    "row",
    [
        (1, "done", "", "2022-06-30", "quarter", False),
        (1, "dropped", "", "2022-06-30", "quarter", False),
        (1, "planned", "", "2022-06-30", "quarter", True),
    ],
    ids=["done", "dropped", "paused"],
)
def test_what_is_not_left_to_do_has_no_next_deadline(row):
    assert next_due(milestones(row)).empty


def test_a_date_comes_before_waiting():
    found = next_due(
        milestones(
            (1, "planned", "another", None, None, False),
            (1, "planned", "", "2022-06-30", "year", False),
        )
    )

    assert found.to_dict() == {1: "2022"}


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(), [0, 1, 2, 3, 4]),
        (Selection(themes=("DATA",)), [0, 1, 2]),
        (Selection(themes=("DATA", "PAY")), [0, 1, 2, 4]),
        (Selection(standings=("late", "left_out")), [0, 3]),
        (Selection(states=("done",)), [1]),
        (Selection(accountables=("DIAG",)), [1]),
        (Selection(search="share"), [2]),
        (Selection(search="  BLOG diag "), [1]),
        (Selection(search="blog analyse"), []),
        (Selection(search=".*"), []),
        (Selection(themes=("DATA",), standings=("done",)), [1]),
        (Selection(themes=("NONE",)), []),
    ],
)
def test_rows_are_found_when_every_filter_and_every_word_fits(rows, selection, found):
    assert select(rows, selection).index.tolist() == found


def test_an_empty_plan_has_an_empty_outline():
    empty = outline(THEMES[:0], OBJECTIVES[:0], ACTIONS[:0], MILESTONES[:0])

    assert empty.empty
    assert select(empty, Selection(search="x")).empty
