from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.analytics.linked import LINKED, action_in
from tracker.analytics.replies import Outcome, ReplyState, with_plan
from tracker.analytics.suggestions import SuggestionSelection, on_day, select
from tracker.vocabulary import ActionState, DecisionKind
from tracker.working_days import england_and_wales

CALENDAR = england_and_wales()
MAY_1 = date(2026, 5, 1)  # a Friday; its last day is 2 June, after two bank holidays
WE_WILL, WILL_NOT = DecisionKind.WE_WILL, DecisionKind.WILL_NOT
days = st.dates(date(2022, 1, 1), date(2026, 12, 1))


def suggestions(*made_on, joined=None, **columns):
    """Suggestions 1, 2, ... made on these days; ``joined`` has what they were joined into."""
    ids = [*range(1, len(made_on) + 1)]
    given = {"words": "Meet less", "theme_id": 1} | columns
    frame = pd.DataFrame(
        {"id": ids, "made_on": pd.to_datetime(pd.Series(made_on, dtype="object"))} | given,
        index=range(len(ids)),
    )
    into = pd.Series([(joined or {}).get(id_) for id_ in ids], dtype="Int64")
    return frame.assign(joined_into_id=into)


def decisions(*made):
    """Each as ``(suggestion, kind, day)``, then the state of its action if it has one."""
    rows = [
        (id_, kind, day, f"Reply on {day}", action_in(*more), "Data lead")
        for id_, kind, day, *more in made
    ]
    columns = ["suggestion_id", "kind", "decided_on", "reply", "action_id", "decided_by"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"suggestion_id": "int64", "action_id": "Int64"}).assign(
        decided_on=pd.to_datetime(frame["decided_on"])
    )


def on(day, made, replied=None):
    rows = on_day(made, decisions() if replied is None else replied, day, CALENDAR)
    return with_plan(rows, rows["theme_id"], LINKED)


@given(days, st.integers(0, 60))
def test_the_clock_agrees_with_counting_day_by_day(made_on, later):
    day = made_on + timedelta(days=later)
    [row] = on(day, suggestions(made_on)).to_dict("records")
    due_on, counted = made_on, 0
    while counted < 20:
        due_on += timedelta(days=1)
        counted += due_on.weekday() < 5 and due_on not in CALENDAR.holidays
    assert row["due_on"].date() == due_on
    ahead = (day + timedelta(days=n) for n in range(1, (due_on - day).days + 1))
    left = sum(each.weekday() < 5 and each not in CALENDAR.holidays for each in ahead)
    assert row["days_left"] == left if day <= due_on else row["days_left"] < 0
    assert (row["state"] == ReplyState.OVERDUE) == (day > due_on)
    assert (row["state"] == ReplyState.DUE_SOON) == (day <= due_on and left <= 5)


@pytest.mark.parametrize(
    ("day", "left", "state"),
    [
        (MAY_1, 20, ReplyState.OPEN),
        (date(2026, 5, 25), 6, ReplyState.OPEN),
        (date(2026, 5, 26), 5, ReplyState.DUE_SOON),
        (date(2026, 6, 2), 0, ReplyState.DUE_SOON),
        (date(2026, 6, 3), -1, ReplyState.OVERDUE),
    ],
)
def test_a_reply_is_due_soon_in_its_last_five_working_days(day, left, state):
    [row] = on(day, suggestions(MAY_1)).to_dict("records")
    assert (row["days_left"], row["state"], row["outcome"]) == (left, state, Outcome.WAITING)


def test_joined_suggestions_are_one_said_by_all_on_the_clock_of_the_first():
    made = suggestions(date(2026, 5, 6), MAY_1, date(2026, 5, 7), joined={2: 1})
    rows = on(date(2026, 5, 8), made)
    assert rows["id"].tolist() == [1, 3]
    assert rows["said_by"].tolist() == [2, 1]
    assert rows["said_on"].dt.date.tolist() == [MAY_1, date(2026, 5, 7)]
    assert rows["due_on"].dt.date.tolist() == [date(2026, 6, 2), date(2026, 6, 5)]


def test_the_latest_decision_counts_and_the_first_stops_the_clock():
    replied = decisions(
        (2, DecisionKind.NEED_TO_KNOW, date(2026, 5, 5)),
        (1, WE_WILL, date(2026, 7, 1), ActionState.IN_PROGRESS),
    )
    made = suggestions(MAY_1, MAY_1, joined={2: 1})
    [row] = on(date(2026, 8, 1), made, replied).to_dict("records")
    assert (row["kind"], row["reply"]) == (WE_WILL, "Reply on 2026-07-01")
    assert (row["replies"], row["reply_days"]) == (2, 1)
    assert (row["state"], row["outcome"]) == (ReplyState.ANSWERED, Outcome.UNDER_WAY)
    assert pd.isna(row["days_left"])


def test_a_later_decision_without_an_action_leaves_the_earlier_ones_behind():
    replied = decisions(
        (1, WE_WILL, date(2026, 5, 5), ActionState.DONE), (1, WILL_NOT, date(2026, 5, 6))
    )
    [row] = on(date(2026, 8, 1), suggestions(MAY_1), replied).to_dict("records")
    assert (row["ref"], row["outcome"]) == ("", Outcome.WILL_NOT)
    assert pd.isna(row["action_id"])


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (ActionState.NOT_STARTED, Outcome.UNDER_WAY),
        (ActionState.IN_PROGRESS, Outcome.UNDER_WAY),
        (ActionState.PAUSED, Outcome.HELD_UP),
        (ActionState.STOPPED, Outcome.HELD_UP),
        (ActionState.DONE, Outcome.DONE),
    ],
)
def test_the_outcome_follows_the_action(state, outcome):
    replied = decisions((1, WE_WILL, date(2026, 5, 5), state))
    assert on(date(2026, 8, 1), suggestions(MAY_1), replied)["outcome"].tolist() == [outcome]


def test_suggestions_are_found_by_words_theme_and_state():
    made = suggestions(MAY_1, MAY_1, words=["Meet less often", "MEET more"], theme_id=[1, pd.NA])
    rows = on(MAY_1, made)
    for selection, ids in (
        (SuggestionSelection(), [1, 2]),
        (SuggestionSelection(search="often meet"), [1]),
        (SuggestionSelection(search="meet."), []),
        (SuggestionSelection(themes=("DATA",)), [1]),
        (SuggestionSelection(states=(ReplyState.ANSWERED,)), []),
    ):
        assert select(rows, selection)["id"].tolist() == ids
