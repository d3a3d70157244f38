"""Both statuses side by side, counted, over the rounds and with what came of them."""

from datetime import date

import pandas as pd
import pytest

from tracker.analytics import statuses
from tracker.analytics.statuses import RoundEnd, StatusSelection

TODAY = date(2022, 12, 1)


def actions(*states):
    ids = range(1, len(states) + 1)
    return pd.DataFrame(
        {
            "action_id": ids,
            "ref": [f"DATA-A{id_}" for id_ in ids],
            "title": "Work",
            "theme": "DATA",
            "responsible": "Data lead",
            "state": states,
        }
    )


def reported(*rows):
    """By action from 1 on: the status, its round and likelihood, and whether it is stale."""
    frame = pd.DataFrame(rows, columns=["status", "number", "likelihood", "is_stale"])
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return frame.assign(round_id=frame["number"], update_id=frame["number"])


def assessed(*words):
    return pd.DataFrame(
        {
            "action_id": range(1, len(words) + 1),
            "assessed": words,
            "reasons": [("It is late.",) if word else () for word in words],
        }
    )


def answers(*rows):
    return pd.DataFrame(rows, columns=["action_id", "round_id", "author", "answer"])


NEVER = (None, None, None, False)
FOUR = statuses.beside(
    actions("in_progress", "in_progress", "done", "paused"),
    reported(("green", 7, 80, False), ("red", 6, 20, True), ("green", 5, 90, False), NEVER),
    assessed("red", "amber", None, "grey"),
    answers((1, 7, "Data lead", "First"), (1, 7, "Data lead", "Second"), (2, 5, "Ann", "Old")),
)


def test_both_statuses_stand_side_by_side():
    shown = FOUR[["reported", "number", "likelihood", "is_stale", "assessed"]].astype(object)

    assert shown.where(shown.notna(), None).to_numpy().tolist() == [
        ["green", 7, 80, False, "red"],
        ["red", 6, 20, True, "amber"],
        ["green", 5, 90, False, ""],
        ["", None, None, False, "grey"],
    ]
    assert FOUR["sentence"].tolist() == [
        "Reported green, assessed red: too rosy.",
        "Reported red, assessed amber: too gloomy.",
        "",
        "",
    ]


def test_the_latest_answer_to_the_round_of_the_status_counts():
    assert FOUR["answer"].tolist() == ["Second", "", "", ""]
    assert FOUR["answered_by"].tolist() == ["Data lead", "", "", ""]


def test_the_widest_apart_comes_first_and_too_rosy_before_too_gloomy():
    rows = statuses.beside(
        actions(*["in_progress"] * 3),
        reported(("red", 1, 10, False), ("green", 1, 80, False), ("green", 1, 80, False)),
        assessed("amber", "amber", "red"),
        answers(),
    )

    assert statuses.contradicting(rows)["action_id"].tolist() == [3, 2, 1]


def test_counts_leave_out_what_is_done():
    assert statuses.count(FOUR).to_numpy().tolist() == [
        ["green", 1, 0],
        ["amber", 0, 1],
        ["red", 1, 1],
        ["grey", 0, 1],
    ]


@pytest.mark.parametrize(
    ("selection", "rows"),
    [
        (StatusSelection(), [0, 1, 2, 3]),
        (StatusSelection(reported=("green",)), [0, 2]),
        (StatusSelection(reported=("green",), assessed=("red", "amber")), [0]),
        (StatusSelection(stale=True), [1]),
        (StatusSelection(themes=("ACCESS",)), []),
    ],
)
def test_actions_are_selected_by_everything_that_is_asked(selection, rows):
    assert statuses.select(FOUR, selection).index.tolist() == rows


def test_no_actions_have_no_statuses():
    rows = statuses.beside(actions(), reported(), assessed(), answers())

    assert rows.empty
    assert statuses.contradicting(rows).empty
    assert statuses.count(rows)[["reported", "assessed"]].to_numpy().sum() == 0


def updates(*rows):
    return pd.DataFrame(rows, columns=["action_id", "round_id", "status", "likelihood"])


EXEMPT = pd.DataFrame({"action_id": [2], "round_id": [10]})


def end(number, assessed_as, due="2022-06-30"):
    ids = range(1, len(assessed_as) + 1)
    return RoundEnd(
        round_id=number * 10,
        number=number,
        assessed=pd.Series(assessed_as, index=ids, dtype=object),
        last_due_on=pd.Series(pd.Timestamp(due), index=ids, dtype="datetime64[s]"),
        dated=pd.Series([(id_ * 100,) for id_ in ids], index=ids),
    )


def test_the_history_has_what_was_said_last_in_each_round_beside_what_the_rules_said():
    found = statuses.history(
        actions("in_progress", "in_progress", "not_started"),
        [end(1, ["green", "amber"]), end(2, ["red", "amber", ""])],
        updates((1, 10, "red", 10), (1, 10, "green", 80), (2, 20, "amber", 50)),
        EXEMPT,
    )

    columns = ["number", "action_id", "answer", "reported", "assessed"]
    assert found[columns].to_numpy().tolist() == [
        [1, 1, "given", "green", "green"],
        [1, 2, "exempt", "", "amber"],
        [1, 3, "missing", "", ""],
        [2, 1, "missing", "", "red"],
        [2, 2, "given", "amber", "amber"],
        [2, 3, "missing", "", ""],
    ]
    assert found["likelihood"].dropna().tolist() == [80, 50]


def test_no_round_is_a_history_too():
    past = statuses.history(actions("done"), [], updates(), EXEMPT)
    told = statuses.outcomes(past, actions("done"), milestones(), TODAY)

    assert past.empty
    assert statuses.flagged(told).columns.tolist() == told.columns.tolist()


def milestones(*rows):
    frame = pd.DataFrame(rows, columns=["milestone_id", "state", "done_on"])
    return frame.astype({"done_on": "datetime64[s]"})


def test_what_came_of_a_status_is_the_next_one_and_whether_the_date_was_met():
    both = actions("done", "in_progress")
    past = statuses.history(
        both,
        [end(1, ["red", "green"]), end(2, ["green", "red"], due="2023-06-30")],
        updates((1, 10, "green", 80), (1, 20, "amber", 60), (2, 20, "green", 90)),
        EXEMPT[:0],
    )
    done = milestones((100, "done", "2022-06-30"), (200, "planned", None))

    told = statuses.outcomes(past, both, done, TODAY)

    columns = ["number", "action_id", "reported_later", "is_done", "met_date"]
    shown = told[columns].astype(object)
    assert shown.where(shown.notna(), None).to_numpy().tolist() == [
        [1, 1, "amber", True, True],
        [2, 1, None, True, True],
        [2, 2, None, False, None],
    ]
    assert statuses.flagged(told)[["number", "action_id"]].to_numpy().tolist() == [
        [1, 1],
        [2, 1],
        [2, 2],
    ]


def test_a_date_is_met_by_what_was_dated_then_whatever_came_since():
    goes_on = actions("in_progress")
    said = updates((1, 10, "green", 80))
    past = statuses.history(goes_on, [end(1, ["green"], due="2022-06-30")], said, EXEMPT[:0])
    for rows, met in (
        ([(100, "done", "2022-06-30"), (101, "planned", None)], True),  # its next occurrence
        ([(100, "done", "2022-07-01")], False),
        ([(100, "planned", None)], False),
        ([(100, "dropped", None)], False),
    ):
        told = statuses.outcomes(past, goes_on, milestones(*rows), TODAY)
        assert told["met_date"].tolist() == [met], rows
    both = past.assign(dated=[(100, 101)])
    told = statuses.outcomes(
        both, goes_on, milestones((100, "done", "2022-06-01"), (101, "dropped", None)), TODAY
    )
    assert told["met_date"].tolist() == [True]
