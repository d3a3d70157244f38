from dataclasses import replace
from datetime import date

import pytest

from dashboard.components.plan.milestone_facts import markdown
from tests.dashboard.components.plan.test_milestone_forms import PLANNED
from tracker.vocabulary import ConditionState, MilestoneState

DONE = replace(PLANNED, state=MilestoneState.DONE, done_on=date(2021, 10, 20))


def shown(milestone):
    """Its lines as a reader sees them, without the backslashes."""
    return markdown(milestone).replace("\\", "").split("  \n")


def test_a_planned_one_is_its_title_and_its_deadline():
    assert shown(PLANNED) == [
        "**Delivered** :blue-badge[:material/trending_up: Planned]",
        "Deadline: by October 2021",
    ]


@pytest.mark.parametrize(
    ("change", "badge"),
    [
        ({"days_late": 12}, "Late by 12 days"),
        ({"days_late": 1}, "Late by 1 day"),
        ({"waiting_for": "DATA-A6 is not done yet: Delivered", "due_on": None}, "Waiting"),
        ({"timing": "to be set", "due_on": None}, "No date yet"),
        ({"state": MilestoneState.DONE, "done_on": date(2021, 10, 20)}, "Done"),
        ({"state": MilestoneState.DROPPED, "state_reason": "No money"}, "Dropped"),
    ],
)
def test_its_badge_says_where_it_stands(change, badge):
    assert shown(replace(PLANNED, **change))[0].endswith(f": {badge}]")


def test_a_date_that_moved_is_told_with_the_published_one():
    moved = replace(
        PLANNED, timing="by March 2022", due_on=date(2022, 3, 31), first_due_on=date(2021, 10, 31)
    )

    assert "Deadline: by March 2022 (first published for 31 October 2021)" in shown(moved)


def test_a_date_that_did_not_move_is_told_once():
    same = replace(PLANNED, first_due_on=date(2021, 10, 31))

    assert "Deadline: by October 2021" in shown(same)


def test_a_deadline_after_another_one_is_told_as_a_day_once_it_is_known():
    following = replace(PLANNED, timing="1 month after DATA-A6", due_on=date(2022, 6, 4))

    assert "Deadline: 1 month after DATA-A6, which is 4 June 2022" in shown(following)


def test_what_it_waits_for_is_told():
    waiting = replace(PLANNED, due_on=None, waiting_for="DATA-A6 is not done yet: Delivered")

    assert "DATA-A6 is not done yet: Delivered" in shown(waiting)


@pytest.mark.parametrize(
    ("state", "reason", "sentence"),
    [
        (ConditionState.UNDECIDED, "", "“if available”: nobody has said yet whether it is met"),
        (ConditionState.MET, "They came", "“if available” is met: They came"),
        (ConditionState.MET, "", "“if available” is met"),
    ],
)
def test_what_became_of_its_condition_is_told(state, reason, sentence):
    conditional = replace(
        PLANNED, condition="available", condition_state=state, condition_reason=reason
    )

    assert f"Condition {sentence}" in shown(conditional)


def test_once_it_is_done_an_undecided_condition_is_of_no_interest():
    assert len(shown(replace(DONE, condition="available"))) == len(shown(DONE))


def test_evidence_is_a_link_that_says_where_it_goes():
    with_evidence = replace(DONE, evidence="https://example.org/report (final).pdf")

    assert shown(with_evidence)[-1] == (
        "Done on 20 October 2021. "
        "[Evidence on example.org](https://example.org/report%20%28final%29.pdf)"
    )


def test_an_address_cannot_end_its_link_early():
    hostile = replace(DONE, evidence="https://example.org/) [more](https://evil.example")

    assert markdown(hostile).count("](") == 1
