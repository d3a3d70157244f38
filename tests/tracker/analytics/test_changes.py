"""What changed between two days, on small plans written out here."""

from collections import Counter
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analytics import changes
from tracker.analytics.changes import WHOLE_PLAN, Change, Snapshot

THEME = {"id": 1, "code": "DATA", "name": "Data", "goal": "Know"}
OBJECTIVE = {"id": 1, "ref": "DATA-O1", "text": "Use the survey"}
MEASURE = {"id": 1, "objective_id": 1, "name": "Rate", "target": "80%"}
ACTION = {
    "id": 1,
    "objective": "DATA-O1",
    "ref": "DATA-A1",
    "title": "Analyse",
    "accountable": "GSE team",
    "responsible": "Data lead",
    "needs": "",
    "weight": 1.0,
    "state": "in_progress",
    "state_reason": "",
    "progress": 0.5,
}
MILESTONE = {
    "id": 1,
    "action_id": 1,
    "title": "Delivered",
    "weight": 1.0,
    "timing": "by March 2022",
    "due_on": pd.Timestamp("2022-03-31"),
    "done_on": pd.NaT,
    "condition_state": "undecided",
    "condition_reason": "",
    "state": "planned",
    "state_reason": "",
}


def frame(like, rows):
    return pd.DataFrame(rows, columns=list(like)) if rows else pd.DataFrame([like])[:0]


def snapshot(
    *,
    themes=(THEME,),
    objectives=(OBJECTIVE,),
    measures=(MEASURE,),
    actions=(ACTION,),
    milestones=(MILESTONE,),
    **more,
):
    return Snapshot(
        themes=frame(THEME, themes),
        objectives=frame(OBJECTIVE, objectives),
        measures=frame(MEASURE, measures),
        actions=frame(ACTION, actions),
        milestones=frame(MILESTONE, milestones),
        **more,
    )


def compare(before, after, because=MappingProxyType({})):
    return changes.told(changes.find(before, after), because)


def told(before, after, because=MappingProxyType({})):
    """What was found, but for the progress that comes with it."""
    rows = compare(before, after, because)
    rows = rows[rows["change"] != Change.PROGRESS]
    return list(rows.itertuples(index=False, name=None))


def test_the_same_plan_has_not_changed():
    assert compare(snapshot(), snapshot()).empty
    nothing = snapshot(themes=(), objectives=(), measures=(), actions=(), milestones=())
    assert compare(nothing, nothing).empty


def test_a_milestone_that_was_done_says_when_and_what_its_deadline_was():
    done = MILESTONE | {"state": "done", "done_on": pd.Timestamp("2022-04-02")}

    assert told(snapshot(), snapshot(milestones=[done])) == [
        ("done", "DATA-A1", "Analyse", "Delivered", "by March 2022", "2 April 2022", "")
    ]


def test_a_dropped_milestone_stays_in_sight_with_its_reason():
    dropped = MILESTONE | {"state": "dropped", "state_reason": "No contacts"}

    assert told(snapshot(), snapshot(milestones=[dropped])) == [
        ("dropped", "DATA-A1", "Analyse", "Delivered", "by March 2022", "Dropped", "No contacts")
    ]


def test_one_that_was_done_and_no_longer_is_changed_its_state():
    done = MILESTONE | {"state": "done", "done_on": pd.Timestamp("2022-03-02")}

    assert told(snapshot(milestones=[done]), snapshot()) == [
        ("state", "DATA-A1", "Analyse", "Delivered: state", "Done", "Planned", "")
    ]


def test_a_moved_date_is_told_in_the_words_of_the_plan_with_the_reason_of_the_last_move():
    moved = MILESTONE | {"timing": "by June 2022", "due_on": pd.Timestamp("2022-06-30")}
    because = {1: "Two departments are missing"}

    assert told(snapshot(), snapshot(milestones=[moved]), because) == [
        (
            *("re_dated", "DATA-A1", "Analyse", "Delivered", "by March 2022", "by June 2022"),
            "Two departments are missing",
        )
    ]


def test_a_milestone_that_waited_and_got_its_day_is_re_dated_without_a_reason():
    words = {"timing": "1 month after DATA-A2"}
    waits = MILESTONE | words | {"due_on": pd.NaT}
    because = {1: "An older move"}

    found = told(
        snapshot(milestones=[waits]),
        snapshot(milestones=[MILESTONE | words]),
        because,
    )

    assert found == [
        ("re_dated", "DATA-A1", "Analyse", "Delivered", "no date yet", "31 March 2022", "")
    ]


def test_what_was_added_is_told_with_what_it_became_since():
    done = MILESTONE | {"id": 2, "title": "Published", "state": "done"}
    done["done_on"] = pd.Timestamp("2022-05-01")

    assert told(snapshot(), snapshot(milestones=[MILESTONE, done])) == [
        ("added", "DATA-A1", "Analyse", "Published", "", "by March 2022", ""),
        ("done", "DATA-A1", "Analyse", "Published", "by March 2022", "1 May 2022", ""),
    ]


def test_the_milestones_of_a_new_action_are_told_with_it():
    action = ACTION | {"id": 2, "ref": "DATA-A2", "title": "Publish", "state": "not_started"}
    milestone = MILESTONE | {"id": 2, "action_id": 2}

    found = told(snapshot(), snapshot(actions=[ACTION, action], milestones=[MILESTONE, milestone]))

    assert found == [("added", "DATA-A2", "Publish", "", "", "", "")]


def test_what_only_the_earlier_plan_has_was_removed():
    second = MILESTONE | {"id": 2, "title": "Published"}

    found = told(
        snapshot(milestones=[MILESTONE, second]),
        snapshot(themes=(), measures=()),
    )

    assert found == [
        ("removed", "DATA", "Data", "", "", "", ""),
        ("removed", "DATA-O1", "Use the survey", "Rate", "", "", ""),
        ("removed", "DATA-A1", "Analyse", "Published", "by March 2022", "", ""),
    ]


@pytest.mark.parametrize(
    ("state", "kind", "what", "words"),
    [
        ("stopped", "stopped", "", "Stopped"),
        ("done", "done", "", "Done"),
        ("paused", "state", "state", "Paused"),
        ("not_started", "state", "state", "Not started"),
    ],
)
def test_an_actions_state_is_told_by_what_it_means(state, kind, what, words):
    now = ACTION | {"state": state, "state_reason": "Funding"}

    assert told(snapshot(), snapshot(actions=[now])) == [
        (kind, "DATA-A1", "Analyse", what, "In progress", words, "Funding")
    ]


def test_statuses_are_told_where_a_new_one_differs():
    actions = [ACTION | {"id": number, "ref": f"DATA-A{number}"} for number in (1, 2, 3, 4)]
    before = snapshot(
        actions=actions,
        reported=pd.Series({1: "green", 2: "green", 3: None}),
        assessed=pd.Series({1: "green", 2: "red"}),
    )
    after = snapshot(
        actions=actions,
        reported=pd.Series({1: "green", 2: "red", 3: "amber"}),
        assessed=pd.Series({1: "red", 2: None}),
    )

    assert [row[:2] + row[3:6] for row in told(before, after)] == [
        ("reported", "DATA-A2", "status", "Green", "Red"),
        ("reported", "DATA-A3", "status", "", "Amber"),
        ("assessed", "DATA-A1", "status", "Green", "Red"),
    ]


def test_progress_is_told_of_the_whole_plan_first_and_as_a_number():
    half, whole = ACTION, ACTION | {"progress": 1.0}

    found = compare(snapshot(actions=[half]), snapshot(actions=[whole]))

    assert found[["change", "ref", "title", "old", "new"]].to_numpy().tolist() == [
        ["progress", "", WHOLE_PLAN, 0.5, 1.0],
        ["progress", "DATA-A1", "Analyse", 0.5, 1.0],
    ]


def test_progress_that_cannot_be_told_any_more_is_missing_and_not_zero():
    unknown = ACTION | {"progress": np.nan}

    found = compare(snapshot(), snapshot(actions=[unknown]))

    assert found["old"].tolist() == [0.5, 0.5]
    assert found["new"].isna().all()


def test_edits_name_the_field_with_the_old_and_the_new():
    after = snapshot(
        themes=[THEME | {"goal": "Know more"}],
        objectives=[OBJECTIVE | {"text": "Use both surveys"}],
        measures=[MEASURE | {"target": "90%"}],
        actions=[ACTION | {"responsible": "", "weight": 2.5}],
        milestones=[MILESTONE | {"condition_state": "not_met", "condition_reason": "No data"}],
    )

    assert [row[1:] for row in told(snapshot(), after)] == [
        ("DATA", "Data", "goal", "Know", "Know more", ""),
        ("DATA-O1", "Use both surveys", "text", "Use the survey", "Use both surveys", ""),
        ("DATA-O1", "Use both surveys", "Rate: target", "80%", "90%", ""),
        ("DATA-A1", "Analyse", "responsible", "Data lead", "", ""),
        ("DATA-A1", "Analyse", "weight", "1", "2.5", ""),
        ("DATA-A1", "Analyse", "Delivered: condition", "Undecided", "Not met", "No data"),
    ]


def test_kinds_come_in_one_order_whatever_happened_first():
    milestones = [
        MILESTONE | {"state": "dropped", "state_reason": "Why"},
        MILESTONE | {"id": 2, "title": "Published"},
    ]

    found = compare(
        snapshot(), snapshot(milestones=milestones, themes=[THEME | {"name": "Figures"}])
    )

    assert found["change"].tolist() == ["added", "dropped", "edited"]


MANY = st.fixed_dictionaries(
    {
        "timing": st.sampled_from(["by March 2022", "by June 2022"]),
        "due_on": st.sampled_from([pd.NaT, pd.Timestamp("2022-03-31"), pd.Timestamp("2022-06-30")]),
        "weight": st.sampled_from([1.0, 2.0]),
        "state": st.sampled_from(["planned", "dropped"]),
        "condition_state": st.sampled_from(["undecided", "not_met"]),
    }
)
PLANS = st.dictionaries(st.integers(1, 6), MANY).map(
    lambda plan: {id_: MILESTONE | of | {"id": id_, "title": f"{id_}"} for id_, of in plan.items()}
)


def expected(old, new):
    """What is told of one milestone, found field by field."""
    if old is None or new is None:
        yield "removed" if new is None else "added"
    if new is None:
        return
    if new["state"] != (old or {"state": "planned"})["state"]:
        yield "dropped" if new["state"] == "dropped" else "state"
    if old is None:
        return
    if old["timing"] != new["timing"] or str(old["due_on"]) != str(new["due_on"]):
        yield "re_dated"
    yield from ("edited" for name in ("weight", "condition_state") if old[name] != new[name])


@given(PLANS, PLANS)
def test_every_field_that_differs_is_told_once_and_nothing_else(before, after):
    days = (snapshot(milestones=list(day.values())) for day in (before, after))
    counted = changes.find(*days)
    found = changes.told(counted, {})

    assert [each.number for each in counted] == [len([*each.rows({})]) for each in counted]
    whose = (what.partition(":")[0] for what in found["what"])
    assert Counter(zip(whose, found["change"], strict=True)) == Counter(
        (f"{id_}", change)
        for id_ in before | after
        for change in expected(before.get(id_), after.get(id_))
    )
    assert found["change"].tolist() == sorted(found["change"], key=[*Change].index)
