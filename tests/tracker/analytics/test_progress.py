import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analytics import progress
from tracker.vocabulary import ActionState, MilestoneState

WEIGHTS = st.floats(0.1, 100)
SCALES = st.floats(0.01, 100)


@st.composite
def plans(draw):
    """Actions of two themes, each with milestones in any state."""
    states = st.sampled_from([state.value for state in MilestoneState])
    milestones = st.lists(st.tuples(states, WEIGHTS), min_size=1, max_size=4)
    action_states = st.sampled_from([state.value for state in ActionState])
    drawn = draw(
        st.lists(
            st.tuples(st.sampled_from(["DATA", "ACCESS"]), action_states, WEIGHTS, milestones),
            min_size=1,
            max_size=5,
        )
    )
    actions = pd.DataFrame(
        [(number, *action[:3]) for number, action in enumerate(drawn)],
        columns=["action_id", "theme", "state", "weight"],
    )
    rows = [
        (number, state, weight)
        for number, action in enumerate(drawn)
        for state, weight in action[3]
    ]
    return actions, pd.DataFrame(rows, columns=["action_id", "state", "weight"])


def with_progress(actions, milestones):
    return actions.assign(
        progress=actions["action_id"].map(progress.of_actions(milestones)).astype(float)
    )


def levels(actions, milestones):
    """Progress at every level: of each action, of each theme, of the whole."""
    counted = with_progress(actions, milestones)
    parts = [counted, *(rows for _, rows in counted.groupby("theme"))]
    return [*progress.of_actions(milestones), *map(progress.overall, parts)]


@given(plans())
def test_progress_lies_between_nothing_and_everything(plan):
    for value in levels(*plan):
        assert pd.isna(value) or 0 <= value <= 1


@given(plans(), SCALES, SCALES)
def test_only_the_proportions_of_weights_matter(plan, milestone_scale, action_scale):
    actions, milestones = plan
    scaled = levels(
        actions.assign(weight=actions["weight"] * action_scale),
        milestones.assign(weight=milestones["weight"] * milestone_scale),
    )
    assert scaled == pytest.approx(levels(actions, milestones), nan_ok=True)


@given(plans(), st.data())
def test_doing_one_more_milestone_never_lowers_progress(plan, data):
    actions, milestones = plan
    planned = milestones.index[milestones["state"] == MilestoneState.PLANNED]
    if planned.empty:
        return
    before = levels(actions, milestones)
    done = milestones.copy()
    done.loc[data.draw(st.sampled_from(list(planned))), "state"] = MilestoneState.DONE.value
    for old, new in zip(before, levels(actions, done), strict=True):
        assert pd.isna(old) == pd.isna(new)
        assert pd.isna(old) or new >= old - 1e-12


@given(plans())
def test_dropped_milestones_and_uncounted_actions_make_no_difference(plan):
    actions, milestones = plan
    out = actions["state"].isin(["paused", "stopped"])
    kept = milestones[milestones["state"] != MilestoneState.DROPPED]
    left = progress.overall(with_progress(actions[~out], kept))
    assert progress.overall(with_progress(actions, milestones)) == pytest.approx(left)


def test_an_actions_progress_is_the_weight_of_what_is_done():
    milestones = pd.DataFrame(
        [
            (1, "done", 3.0),
            (1, "planned", 1.0),
            (2, "done", 1.0),
            (2, "planned", 1.0),
            (2, "dropped", 8.0),
            (3, "planned", 1.0),
            (4, "dropped", 1.0),
        ],
        columns=["action_id", "state", "weight"],
    )
    found = progress.of_actions(milestones)
    assert found.loc[[1, 2, 3]].to_dict() == {1: 0.75, 2: 0.5, 3: 0.0}
    assert pd.isna(found.loc[4])


@pytest.mark.parametrize("state", ["paused", "stopped"])
def test_paused_and_stopped_actions_leave_the_mean(state):
    actions = pd.DataFrame(
        {
            "state": ["in_progress", state, "not_started"],
            "weight": [3.0, 10.0, 1.0],
            "progress": [1.0, 0.0, 0.0],
        }
    )
    assert progress.overall(actions) == 0.75


def test_a_blank_is_not_a_zero():
    nothing = pd.DataFrame({"state": [], "weight": [], "progress": []})
    paused = pd.DataFrame({"state": ["paused"], "weight": [1.0], "progress": [1.0]})
    all_dropped = pd.DataFrame({"state": ["done"], "weight": [1.0], "progress": [float("nan")]})
    for actions in (nothing, paused, all_dropped):
        assert progress.overall(actions) is None


def test_an_action_without_a_figure_does_not_pull_the_mean_down():
    actions = pd.DataFrame(
        {"state": ["in_progress"] * 2, "weight": [1.0, 1.0], "progress": [0.5, float("nan")]}
    )
    assert progress.overall(actions) == 0.5


def test_a_heavier_action_counts_for_more_and_a_paused_one_for_nothing():
    actions = pd.DataFrame(
        {
            "state": ["in_progress", "done", "paused"],
            "weight": [1.0, 3.0, 5.0],
            "progress": [0.0, 1.0, 0.0],
        }
    )
    assert progress.overall(actions) == 0.75
