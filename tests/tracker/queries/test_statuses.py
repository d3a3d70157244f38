"""Statuses over a plan and rounds made through real services."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import select

from tests import factories
from tests.factories import FIRST_ROUND
from tracker.analytics import forecast, statuses
from tracker.models import Milestone
from tracker.queries.progress import plan_on
from tracker.queries.rounds import read_rounds
from tracker.queries.statuses import round_end, statuses_on
from tracker.services import actions, milestones
from tracker.services.plan_versions import publish_plan
from tracker.vocabulary import ActionState, Role, Status

pytestmark = pytest.mark.both_databases

LEAD = factories.make_actor(Role.LEAD)
# The first round opens on 1 December 2021 and takes answers until 20 December.
IN_ROUND, ROUND_END = FIRST_ROUND + timedelta(days=9), FIRST_ROUND + timedelta(days=19)
DUE = "by 31 October 2021"  # 40 days before IN_ROUND


def at(day):
    return {"now": datetime.combine(day, time(12), tzinfo=UTC)}


def statuses_of(session, day=IN_ROUND, as_at=None, ref=None):
    plan = plan_on(session, day=day, as_at=as_at)
    said = read_rounds(session, day=day, as_at=as_at)
    return statuses_on(plan, said, day=day, ref=ref)


def make_action(session, ref, timing=DUE, **details):
    action = factories.make_action(session, ref=ref, **details)
    factories.make_milestone(session, action, timing=timing)
    return action


def move(session, milestone, timing, *, on):
    milestones.move_milestone(
        session,
        actor=LEAD,
        **at(on),
        milestone_id=milestone.id,
        version=milestone.version,
        timing=timing,
        reason="Two are missing",
    )


def test_reported_green_with_a_milestone_40_days_late_is_a_contradiction_with_its_reasons(session):
    action = make_action(session, "DATA-A1")
    factories.make_update(session, action, factories.make_round(session), status=Status.GREEN)

    [found] = statuses.contradicting(statuses_of(session)).to_dict("records")

    assert found["ref"] == "DATA-A1"
    assert found["sentence"] == "Reported green, assessed red: too rosy."
    assert found["reasons"] == ("Delivered is 40 days late; more than 28 is red.",)
    assert (found["number"], found["likelihood"]) == (1, 80)


def test_a_date_that_moved_twice_makes_it_amber_from_that_day_on(session):
    make_action(session, "DATA-A1", timing="by March 2022")
    milestone = session.get_one(Milestone, 1)
    for day, timing in ((3, "by April 2022"), (5, "by May 2022")):
        move(session, milestone, timing, on=date(2021, 12, day))

    [now] = statuses_of(session).to_dict("records")
    [before] = statuses_of(session, as_at=date(2021, 12, 4)).to_dict("records")

    assert (now["assessed"], before["assessed"]) == ("amber", "green")
    assert now["reasons"] == ("The date of Delivered has moved twice.",)


def test_a_stale_status_counts_only_where_an_update_is_owed(session):
    first, second = factories.make_round(session), factories.make_round(session)
    owed = make_action(session, "DATA-A1", timing="by 2030")
    paused = make_action(session, "DATA-A2", timing="by 2030")
    for action in (owed, paused):
        factories.make_update(session, action, first)
    actions.change_action_state(
        session,
        actor=LEAD,
        **at(IN_ROUND),
        action_id=paused.id,
        version=paused.version,
        state=ActionState.PAUSED,
        reason="Funding",
    )

    found = statuses_of(session, day=second.closes_on + timedelta(days=6))

    assert found["is_stale"].tolist() == [True, False]
    assert found["assessed"].tolist() == ["amber", "grey"]


def test_the_end_of_a_round_is_what_the_rules_said_then(session):
    action = make_action(session, "DATA-A1", timing="by March 2022")
    ended = factories.make_round(session)
    milestone = session.get_one(Milestone, 1)
    for day, timing in ((1, "by April 2022"), (2, "by May 2022")):
        move(session, milestone, timing, on=date(2022, 1, day))

    found = round_end(session, round_id=ended.id, number=1, day=ROUND_END)

    assert found.assessed.to_dict() == {action.id: "green"}
    assert found.last_due_on[action.id].date() == date(2022, 3, 31)


def test_with_enough_history_the_chance_of_meeting_the_date_counts(session):
    for number in range(forecast.FEWEST_DONE):
        make_action(session, f"DONE-A{number}", timing="by 30 September 2021")
    make_action(session, "DATA-A1", timing="by 15 December 2021")
    publish_plan(session, actor=factories.make_actor(), now=factories.BEGINNING)
    *late, _ = session.exec(select(Milestone).order_by(Milestone.id)).all()
    for milestone in late:  # each 60 days after it was published for
        milestones.complete_milestone(
            session,
            actor=LEAD,
            **at(date(2021, 12, 1)),
            milestone_id=milestone.id,
            version=milestone.version,
            done_on=date(2021, 11, 29),
        )

    last = statuses_of(session).iloc[-1]

    assert last["assessed"] == "red"
    assert last["reasons"] == (
        "The chance of meeting the last date, 15 December 2021, is 0%; under 20% is red.",
    )


def test_an_empty_plan_has_no_statuses(session):
    factories.make_strategy(session)

    assert statuses_of(session).empty


def test_what_is_said_of_one_action_alone_is_what_is_said_of_it_among_all(session):
    for number in range(forecast.FEWEST_DONE):
        action = make_action(session, f"DONE-A{number}", timing="by 30 September 2021")
    for ref in ("DATA-A1", "DATA-A2"):
        action = make_action(session, ref, timing="by 15 December 2021")
        factories.make_update(session, action)
    publish_plan(session, actor=factories.make_actor(), now=factories.BEGINNING)
    for milestone in session.exec(select(Milestone).order_by(Milestone.id)).all():
        if milestone.id <= forecast.FEWEST_DONE:
            milestones.complete_milestone(
                session,
                actor=LEAD,
                **at(date(2021, 12, 1)),
                milestone_id=milestone.id,
                version=milestone.version,
                done_on=date(2021, 11, 29),
            )
    move(session, session.get_one(Milestone, 16), "by 16 December 2021", on=date(2021, 12, 3))
    move(session, session.get_one(Milestone, 16), "by 17 December 2021", on=date(2021, 12, 4))

    together = statuses_of(session).to_dict("records")

    for row in together:
        [alone] = statuses_of(session, ref=row["ref"]).to_dict("records")
        assert {name: str(value) for name, value in alone.items()} == {
            name: str(value) for name, value in row.items()
        }
    assert "The date of Delivered has moved twice." in together[-2]["reasons"]
