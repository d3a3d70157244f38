import pandas as pd
import pytest

from tracker.analytics.slips import (
    Agreement,
    MoveSelection,
    ledger,
    moved_often,
    select_moves,
    slip_days,
)

DAYS = ["first_due_on", "due_on", "done_on"]


def milestone(state, first_due_on, due_on, done_on=None):
    frame = pd.DataFrame([[state, first_due_on, due_on, done_on]], columns=["state", *DAYS])
    return frame.astype(dict.fromkeys(DAYS, "datetime64[s]"))


@pytest.mark.parametrize(
    ("row", "days"),
    [
        (milestone("done", "2022-01-31", "2022-01-31", "2022-02-10"), 10),
        (milestone("done", "2022-01-31", "2022-04-30", "2022-01-30"), -1),
        (milestone("planned", "2022-01-31", "2022-04-30"), 89),
        (milestone("planned", "2022-01-31", "2022-01-31"), 0),
    ],
    ids=["done late", "done early, whatever its date was moved to", "moved", "unmoved"],
)
def test_slip_runs_from_the_first_published_date(row, days):
    assert slip_days(row).tolist() == [days]


@pytest.mark.parametrize(
    "row",
    [
        milestone("dropped", "2022-01-31", "2022-04-30"),
        milestone("planned", None, "2022-04-30"),
        milestone("planned", "2022-01-31", None),
    ],
    ids=["dropped", "never published", "without a date"],
)
def test_what_cannot_be_compared_has_no_slip(row):
    assert slip_days(row).isna().all()


ACTIONS = pd.DataFrame(
    {
        "action_id": [1, 2],
        "title": ["Analyse", "Publish"],
        "theme": ["DATA", "ACCESS"],
        "responsible": ["Data lead", "Access lead"],
    }
)


def moves(*rows):
    """The latest first: milestone, action, from and to (a day or nothing), agreed by."""
    frame = pd.DataFrame(
        rows, columns=["milestone_id", "action_id", "from_due_on", "to_due_on", "agreed_by"]
    )
    frame = frame.assign(
        id=range(len(frame), 0, -1),
        ref="A" + frame["action_id"].astype(str),
        title="Delivered",
        changed_by="Data lead",
        reason="No [contacts]",
        from_timing=frame["from_due_on"].fillna("to be set"),
        to_timing=frame["to_due_on"].fillna("to be set"),
    )
    days = dict.fromkeys(["from_due_on", "to_due_on"], "datetime64[s]")
    return ledger(frame.astype(days), ACTIONS)


THREE = moves(
    (1, 1, "2022-03-31", "2022-06-30", None),
    (2, 2, None, "2022-05-31", "Sponsor"),
    (1, 1, "2022-01-31", "2022-03-31", "Sponsor"),
)


def test_a_move_says_by_how_much_and_which_of_its_milestones_it_is():
    found = THREE[["days_moved", "move", "moves", "is_latest", "agreement", "theme"]]

    assert found.astype(object).where(found.notna(), None).to_numpy().tolist() == [
        [91, 2, 2, True, Agreement.NOT_AGREED, "DATA"],
        [None, 1, 1, True, Agreement.AGREED, "ACCESS"],
        [59, 1, 2, False, Agreement.AGREED, "DATA"],
    ]


def test_a_date_that_moved_again_is_told_from_its_first_to_its_last_deadline():
    [row] = moved_often(THREE).to_dict("records")

    assert row == {
        "ref": "A1",
        "action_title": "Analyse",
        "title": "Delivered",
        "moves": 2,
        "from_timing": "2022-01-31",
        "to_timing": "2022-06-30",
        "days_moved": 150,
    }


def test_the_most_often_moved_comes_first():
    rows = [(1, 1, "2022-03-31", "2022-06-30", None)] * 2
    rows += [(2, 2, "2022-03-31", "2022-02-28", None)] * 3

    assert moved_often(moves(*rows))["ref"].tolist() == ["A2", "A1"]


def test_no_move_at_all_is_a_ledger_too():
    assert moves().empty
    assert moved_often(moves()).empty
    assert select_moves(moves(), MoveSelection(search="x", often=True)).empty


@pytest.mark.parametrize(
    ("selection", "rows"),
    [
        (MoveSelection(), [0, 1, 2]),
        (MoveSelection(search="ANALYSE [contacts]"), [0, 2]),
        (MoveSelection(search="contacts nobody"), []),
        (MoveSelection(themes=("ACCESS",)), [1]),
        (MoveSelection(agreements=("agreed",)), [1, 2]),
        (MoveSelection(often=True), [0, 2]),
        (MoveSelection(often=True, agreements=("not_agreed",)), [0]),
    ],
)
def test_moves_are_selected_by_everything_that_is_asked(selection, rows):
    assert select_moves(THREE, selection).index.tolist() == rows
