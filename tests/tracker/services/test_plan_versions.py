"""What publishing freezes."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.factories import BEGINNING, make_action, make_actor, make_milestone, make_strategy
from tracker.errors import InvalidChange, NotFound
from tracker.models import PlannedMilestone, PlanVersion
from tracker.queries.progress import plan_on, progress_on
from tracker.services.milestones import drop_milestone, move_milestone, settle_condition
from tracker.services.plan_versions import publish_plan
from tracker.vocabulary import ConditionState, Precision

NOW = BEGINNING + timedelta(days=100)  # 10 December 2021
LATER = date(2022, 3, 1)


def publish(session, now=NOW, **details):
    return publish_plan(session, actor=make_actor(), now=now, **details)


def change(session, service, milestone, now=NOW, **details):
    seen = {"milestone_id": milestone.id, "version": milestone.version}
    service(session, actor=make_actor(), now=now, **seen, **details)


def frozen(session):
    return session.exec(select(PlannedMilestone).order_by(PlannedMilestone.plan_version_id)).all()


def planned(session, day=LATER):
    return progress_on(session, plan_on(session, day=day), day=day).planned


@pytest.fixture
def conditional(session):
    """One of two milestones of an action; the other one is due by October 2021."""
    action = make_action(session)
    make_milestone(session, action, timing="by October 2021")
    return make_milestone(session, action, title="Rest", timing="by January 2022, if available")


def test_dates_and_weights_are_frozen_as_they_stand(session):
    milestone = make_milestone(session, make_action(session, weight=2.0), timing="by January 2022")
    assert publish(session, note=" As launched ") == 1
    change(session, move_milestone, milestone, timing="by March 2022", reason="No data yet")
    assert publish(session) == 2

    first, second = frozen(session)
    assert (first.due_on, first.due_precision) == (date(2022, 1, 31), Precision.MONTH)
    assert (first.weight, first.action_weight) == (1.0, 2.0)
    assert second.timing == "by March 2022"
    assert session.exec(select(PlanVersion.note)).all() == ["As launched", ""]


def test_what_is_dropped_is_no_part_of_it(session, conditional):
    change(session, drop_milestone, conditional, reason="Not needed")
    publish(session)
    assert [each.title for each in frozen(session)] == ["Delivered"]


def test_what_waits_when_it_is_published_has_no_planned_date(session, conditional):
    decided = {"state": ConditionState.NOT_MET, "reason": "The data are not there"}
    change(session, settle_condition, conditional, **decided)
    publish(session)

    _, waiting = frozen(session)
    assert (waiting.due_on, waiting.due_precision) == (None, None)
    assert waiting.timing == "by January 2022, if available"
    assert planned(session) == 0.5


@pytest.mark.parametrize("state", [ConditionState.UNDECIDED, ConditionState.MET])
def test_until_a_condition_is_marked_as_not_met_its_date_is_planned(session, conditional, state):
    if state is not ConditionState.UNDECIDED:
        change(session, settle_condition, conditional, state=state, reason="")
    publish(session)
    assert planned(session) == 1.0


def test_a_published_date_stays_whatever_becomes_of_its_condition(session, conditional):
    publish(session)
    decided = {"state": ConditionState.NOT_MET, "reason": "The data are not there"}
    change(session, settle_condition, conditional, **decided)
    assert planned(session) == 1.0


def test_there_is_nothing_to_publish_before_there_is_a_milestone(session):
    with pytest.raises(NotFound, match="no strategy yet"):
        publish(session)
    make_strategy(session)
    with pytest.raises(InvalidChange, match="no milestones yet"):
        publish(session)
