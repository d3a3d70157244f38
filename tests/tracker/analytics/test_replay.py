import pandas as pd

from tracker.analytics import replay


def plan():
    milestones = {"id": [1, 2], "state": ["done", "done"], "done_on": ["2022-03-31", None]}
    frame = pd.DataFrame(milestones).astype({"done_on": "datetime64[s]", "state": "object"})
    frame["after_milestone_id"] = pd.array([2, None], dtype="Int64")
    return {"milestone": frame, "action": pd.DataFrame({"id": [1], "weight": [2.0]})}


def change(field, old, *, record="milestone", id_=1):
    return {"record": record, "id": id_, "field": field, "old": old, "new": None}


def test_only_what_changed_is_put_back():
    before = plan()
    undone = replay.undo(before, [change("state", "planned")])
    assert list(undone["milestone"]["state"]) == ["planned", "done"]
    assert undone["action"] is before["action"]
    assert list(before["milestone"]["state"]) == ["done", "done"]


def test_of_several_changes_of_a_field_the_earliest_counts():
    undone = replay.undo(plan(), [change("state", "dropped"), change("state", "planned")])
    assert list(undone["milestone"]["state"]) == ["planned", "done"]


def test_every_column_keeps_its_type():
    before = plan()
    changes = [
        change("done_on", None),
        change("done_on", "2022-02-28", id_=2),
        change("after_milestone_id", None),
        change("after_milestone_id", 1, id_=2),
        change("weight", 1.5, record="action"),
    ]
    undone = replay.undo(before, changes)
    for name, frame in before.items():
        assert undone[name].dtypes.equals(frame.dtypes)
    milestones = undone["milestone"]
    assert pd.isna(milestones.loc[0, "done_on"])
    assert milestones.loc[1, "done_on"] == pd.Timestamp("2022-02-28")
    assert pd.isna(milestones.loc[0, "after_milestone_id"])
    assert milestones.loc[1, "after_milestone_id"] == 1
    assert list(undone["action"]["weight"]) == [1.5]


def test_changes_of_what_is_not_shown_are_passed_over():
    changes = [
        change("state", "planned", id_=77),
        change("created_by", "nobody"),
        change("title", "Old", record="strategy"),
    ]
    undone = replay.undo(plan(), changes)
    assert undone["milestone"].equals(plan()["milestone"])
    assert set(undone) == {"milestone", "action"}


def test_without_changes_the_plan_stays_as_it_is():
    before = plan()
    assert replay.undo(before, []) == before
