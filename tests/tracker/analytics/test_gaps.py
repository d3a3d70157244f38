import pandas as pd
import pytest

from tracker.analytics.gaps import Gap, find

OBJECTIVES = pd.DataFrame(
    {"id": [1, 2, 3], "ref": ["O1", "O2", "O3"], "text": ["Measured", "Unmeasured", "Idle"]}
)
MEASURES = pd.DataFrame(
    {
        "objective_id": [1, 1, 3],
        "name": ["Share who answer", "Posts filled", "Visits"],
        "target": ["60%", "To be set", ""],
    }
)


def actions(*rows):
    columns = ["objective_id", "ref", "title", "responsible", "state"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def milestones(*rows):
    return pd.DataFrame(rows, columns=["ref", "title", "timing", "state"], dtype=object)


ACTIONS = actions((1, "A1", "Ask", "Data lead", "planned"), (2, "A2", "Tell", "", "in_progress"))


def gaps(actions=ACTIONS, milestones=milestones()):  # noqa: B008 - frames that nobody changes
    found = find(OBJECTIVES, MEASURES, actions, milestones)
    return list(found.itertuples(index=False, name=None))


def test_what_objectives_and_measures_leave_open_is_listed_by_kind():
    assert gaps() == [
        (Gap.NO_MEASURE, "O2", "Unmeasured"),
        (Gap.TARGET, "O1", "Posts filled"),  # a blank target is none that was promised
        (Gap.NO_ACTION, "O3", "Idle"),
        (Gap.NO_LEAD, "A2", "Tell"),
    ]


@pytest.mark.parametrize(("state", "is_open"), [("paused", True), ("done", False)])
def test_what_has_ended_needs_no_lead(state, is_open):
    rows = actions((3, "A3", "Visit", "", state))
    assert ((Gap.NO_LEAD, "A3", "Visit") in gaps(rows)) == is_open


@pytest.mark.parametrize(
    ("timing", "state", "is_open"),
    [
        ("to be set", "planned", True),
        ("to be set, if available", "planned", True),
        ("by March 2030", "planned", False),
        ("to be set", "done", False),
        ("to be set", "dropped", False),
    ],
)
def test_a_date_to_be_set_is_a_gap_while_the_milestone_is_planned(timing, state, is_open):
    found = gaps(milestones=milestones(("A1", "Delivered", timing, state)))
    assert ((Gap.DATE, "A1", "Delivered") in found) == is_open


def test_an_empty_plan_leaves_nothing_open():
    empty = (frame.iloc[:0] for frame in (OBJECTIVES, MEASURES, ACTIONS, milestones()))
    assert find(*empty).empty
