from dataclasses import replace
from datetime import date

import pytest

from dashboard.components.plan.milestone_forms import (
    COMPLETE,
    DROP,
    MET,
    MOVE,
    NOT_MET,
    REOPEN,
    choices,
)
from tracker.queries.actions import MilestoneReport
from tracker.vocabulary import ConditionState, MilestoneState

PLANNED = MilestoneReport(
    id=1,
    version=1,
    title="Delivered",
    timing="by October 2021",
    due_on=date(2021, 10, 31),
    first_due_on=None,
    waiting_for="",
    days_late=0,
    condition="",
    condition_state=ConditionState.UNDECIDED,
    condition_reason="",
    state=MilestoneState.PLANNED,
    state_reason="",
    done_on=None,
    evidence="",
)


def test_a_planned_one_can_be_done_moved_or_dropped():
    assert choices(PLANNED) == [COMPLETE, MOVE, DROP]


@pytest.mark.parametrize("state", [MilestoneState.DONE, MilestoneState.DROPPED])
def test_one_that_has_ended_can_only_be_taken_back(state):
    assert choices(replace(PLANNED, state=state, condition="available")) == [REOPEN]


@pytest.mark.parametrize(
    ("state", "decisions"),
    [
        (ConditionState.UNDECIDED, [MET, NOT_MET]),
        (ConditionState.MET, [NOT_MET]),
        (ConditionState.NOT_MET, [MET]),
    ],
)
def test_a_condition_can_be_decided_otherwise(state, decisions):
    milestone = replace(PLANNED, condition="available", condition_state=state)

    assert choices(milestone) == [COMPLETE, MOVE, DROP, *decisions]
