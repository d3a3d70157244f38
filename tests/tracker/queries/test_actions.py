from datetime import date, timedelta

import pytest

from tests.factories import (
    BEGINNING,
    make_action,
    make_actor,
    make_milestone,
    make_objective,
    make_theme,
)
from tracker.queries import actions
from tracker.queries.progress import plan_on
from tracker.services import milestones as services
from tracker.services.plan_versions import publish_plan
from tracker.services.rounds import plan_rounds
from tracker.services.updates import give_update
from tracker.vocabulary import ActionState, MilestoneState, Role, Standing, Status

pytestmark = pytest.mark.both_databases

DAY = date(2021, 12, 1)


def read_action(session, ref, *, reader=Role.MEMBER, day=DAY, as_at=None):
    session.flush()
    plan = plan_on(session, day=day, as_at=as_at)
    return actions.report(session, plan, ref, reader=reader, as_at=as_at)


@pytest.fixture
def action(session):
    theme = make_theme(session, code="DATA", name="Data")
    objective = make_objective(session, theme_id=theme.id, ref="DATA-O1", text="Survey")
    return make_action(session, ref="DATA-A1", title="Ask", objective_id=objective.id)


def change(session, service, milestone, *, now=BEGINNING, **details):
    session.flush()
    service(
        session,
        actor=make_actor(),
        now=now,
        milestone_id=milestone.id,
        version=milestone.version,
        **details,
    )


def test_an_action_is_read_with_what_it_serves_and_where_it_stands(session, action):
    make_milestone(session, action, timing="by October 2021")
    make_milestone(session, action, title="Second", timing="by 2022")

    found = read_action(session, "DATA-A1")

    assert (found.ref, found.title, found.responsible) == ("DATA-A1", "Ask", "Data lead")
    assert (found.theme, found.theme_name) == ("DATA", "Data")
    assert (found.objective, found.objective_text) == ("DATA-O1", "Survey")
    assert (found.state, found.standing) == (ActionState.NOT_STARTED, Standing.LATE)
    assert found.progress == 0.0
    first, second = found.milestones
    assert (first.title, first.due_on, first.days_late) == ("Delivered", date(2021, 10, 31), 31)
    assert (second.timing, second.days_late) == ("by 2022", 0)


def test_what_nobody_called_does_not_exist(session, action):
    assert read_action(session, "DATA-A2") is None


def test_without_a_plan_there_is_no_action(session):
    assert read_action(session, "DATA-A1") is None


def test_a_moved_date_is_read_beside_the_published_one(session, action):
    milestone = make_milestone(session, action, timing="by October 2021")
    publish_plan(session, actor=make_actor(), now=BEGINNING)
    change(session, services.move_milestone, milestone, timing="by 2022", reason="Slow start")

    [read] = read_action(session, "DATA-A1").milestones

    assert read.has_moved
    assert (read.first_due_on, read.due_on) == (date(2021, 10, 31), date(2022, 12, 31))


def test_a_date_that_was_never_published_has_not_moved(session, action):
    make_milestone(session, action)

    assert not read_action(session, "DATA-A1").milestones[0].has_moved


def test_progress_is_unknown_when_every_milestone_is_dropped(session, action):
    milestone = make_milestone(session, action)
    change(session, services.drop_milestone, milestone, reason="No money")

    found = read_action(session, "DATA-A1")

    assert found.progress is None
    assert found.milestones[0].state is MilestoneState.DROPPED


def test_what_it_waits_for_is_read_through_other_actions(session, action):
    make_milestone(session, action)
    second = make_action(session, ref="DATA-A2", objective_id=action.objective_id)
    make_milestone(session, second, timing="1 month after DATA-A1")
    third = make_action(session, ref="DATA-A3", objective_id=action.objective_id)
    make_milestone(session, third, timing="1 month after DATA-A2")

    found = read_action(session, "DATA-A3")

    assert found.standing is Standing.UNDATED
    assert found.milestones[0].waiting_for == "DATA-A2 is not done yet: Delivered"


def test_the_actions_it_needs_are_read_in_the_order_in_which_it_names_them(session, action):
    objective_id = action.objective_id
    make_action(
        session, ref="DATA-A2", title="Two", objective_id=objective_id, state=ActionState.DONE
    )
    make_action(session, ref="DATA-A3", objective_id=objective_id, needs="DATA-A2, DATA-A1")

    needs = read_action(session, "DATA-A3").needs

    assert [(need.ref, need.title, need.state) for need in needs] == [
        ("DATA-A2", "Two", ActionState.DONE),
        ("DATA-A1", "Ask", ActionState.NOT_STARTED),
    ]


def test_its_history_is_its_own_and_the_latest_comes_first(session, action):
    first = make_milestone(session, action)
    second = make_milestone(session, action, title="Second")
    other = make_milestone(session, make_action(session, objective_id=action.objective_id))
    change(session, services.drop_milestone, other, reason="Of no interest here")
    change(session, services.drop_milestone, first, reason="No money")
    later = BEGINNING + timedelta(days=3)
    change(session, services.complete_milestone, second, now=later, done_on=date(2021, 9, 2))

    latest, earlier = read_action(session, "DATA-A1").history[:2]

    assert (latest.day, latest.sentence) == (
        date(2021, 9, 4),
        "Second: marked as done on 2 September 2021",
    )
    assert (earlier.sentence, earlier.reason) == ("Delivered: dropped", "No money")


def test_as_at_an_earlier_day_it_is_what_was_recorded_by_then(session, action):
    milestone = make_milestone(session, action)
    later = BEGINNING + timedelta(days=60)
    change(session, services.complete_milestone, milestone, now=later, done_on=date(2021, 9, 2))

    earlier = BEGINNING.date() + timedelta(days=59)
    found = read_action(session, "DATA-A1", day=earlier, as_at=earlier)

    assert found.milestones[0].state is MilestoneState.PLANNED
    assert (found.progress, found.history) == (0.0, ())


def test_what_is_said_of_statuses_is_only_for_those_who_may_read_it(session, action):
    plan_rounds(session, actor=make_actor(), now=BEGINNING, first_meeting_on=date(2021, 9, 20))
    give_update(
        session,
        actor=make_actor(Role.LEAD),
        now=BEGINNING,
        action_id=action.id,
        status=Status.RED,
        likelihood=10,
        what_changed="Nobody is left to do it",
    )

    def sentences(reader):
        return [entry.sentence for entry in read_action(session, action.ref, reader=reader).history]

    update = "Update in round 1: red, 10% likely"
    assert update in sentences(Role.LEAD)
    assert update in sentences(Role.SPONSOR)
    assert update not in sentences(Role.MEMBER)
