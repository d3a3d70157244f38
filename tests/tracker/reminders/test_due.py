from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.factories import (
    LEAD,
    make_action,
    make_actor,
    make_appointment,
    make_exemption,
    make_person,
    make_update,
)
from tests.tracker.reminders.conftest import ADA, BEN, NOW, make_plan
from tracker.models import (
    Action,
    Appointment,
    Milestone,
    Person,
    Post,
    Reminder,
    ReportingRound,
)
from tracker.reminders.due import due_on
from tracker.services.milestones import complete_milestone
from tracker.services.people import set_reminders
from tracker.services.rounds import move_round

TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
ASKED = "Give an update, or say that there is nothing to report."


@pytest.fixture
def plan(session):
    make_plan(session)


@pytest.fixture
def due(session, plan):
    """What is due on a day, by the address of each person and the reference of each action."""

    def due(day=TODAY):
        return {
            each.person.email: {action.ref: action.parts for action in each.actions}
            for each in due_on(session, day=day)
        }

    return due


def action_called(session, ref):
    return session.exec(select(Action).where(Action.ref == ref)).one()


def the_round(session):
    return session.exec(select(ReportingRound)).one()


def test_each_lead_has_their_own_actions_with_all_that_is_due(due):
    assert due() == {
        ADA: {
            "DATA-A1": (ASKED, "Delivered: due by the end of October 2021, 40 days late."),
            "DATA-A2": (
                "Give a new update. Sponsor returned the last one: “Say <b>when</b>, please”",
                "Delivered: due by 15 January 2022.",
            ),
        },
        BEN: {"DATA-A3": (ASKED,)},
    }


def test_a_milestone_is_due_soon_eight_weeks_ahead_and_no_sooner(session, due):
    make_update(session, action_called(session, "DATA-A2"), the_round(session))
    first_day = date(2022, 1, 15) - timedelta(weeks=8)
    round_ = the_round(session)
    move_round(
        session,
        actor=make_actor(),
        now=NOW,
        round_id=round_.id,
        version=round_.version,
        opens_on=first_day - timedelta(days=1),
        closes_on=round_.closes_on,
        grace_days=round_.grace_days,
        meeting_on=round_.meeting_on,
    )
    assert "DATA-A2" in due(first_day)[ADA]
    assert "DATA-A2" not in due(first_day - timedelta(days=1))[ADA]


def test_who_has_answered_and_has_no_milestone_due_has_nothing_due(session, due):
    make_update(session, action_called(session, "DATA-A3"), the_round(session))
    assert BEN not in due()


def test_nothing_to_report_is_an_answer(session, due):
    make_exemption(session, action_called(session, "DATA-A3"), the_round(session))
    assert BEN not in due()


def test_a_done_milestone_and_its_action_are_no_longer_due(session, due):
    for milestone in session.exec(select(Milestone)).all():
        complete_milestone(
            session,
            actor=make_actor(),
            now=NOW,
            milestone_id=milestone.id,
            version=milestone.version,
            done_on=TODAY,
        )
    assert due() == {}


@pytest.mark.parametrize(
    ("day", "until"),
    [
        (date(2021, 12, 1), date(2021, 12, 15)),
        (date(2021, 12, 15), date(2021, 12, 15)),
        (date(2021, 12, 16), date(2021, 12, 20)),
        (date(2021, 12, 20), date(2021, 12, 20)),
        (date(2021, 11, 30), None),
        (date(2021, 12, 21), None),
    ],
)
def test_answers_are_asked_for_by_closing_then_by_the_end_of_grace_then_not_at_all(
    session, plan, day, until
):
    found = {each.round.answers_until for each in due_on(session, day=day)}
    assert found == ({until} if until else set())


def test_who_was_reminded_in_this_round_or_wants_none_is_left_out(session, due):
    ada, ben = session.exec(select(Person).order_by(Person.id)).all()
    session.add(Reminder(person_id=ada.id, round_id=the_round(session).id, claimed_at=NOW))
    assert list(due()) == [BEN]
    set_reminders(session, actor=make_actor(), now=NOW, person_id=ben.id, wants_reminders=False)
    assert due() == {}


def test_who_holds_the_post_that_day_is_reminded_and_who_leads_nothing_is_not(session, due):
    term = session.exec(select(Appointment).join(Post).where(Post.title == LEAD)).one()
    term.ends_on = TODAY
    session.flush()
    after = make_person(session, email="cat@example.org", post="Poet")
    make_appointment(session, session.get(Post, term.post_id), after, starts_on=TOMORROW)
    assert set(due(TODAY)) == {ADA, BEN}
    assert set(due(TOMORROW)) == {"cat@example.org", BEN}


def test_who_holds_two_posts_has_what_is_due_of_both_in_one_mail(session, due):
    term = session.exec(select(Appointment).join(Post).where(Post.title == "Survey lead")).one()
    term.person_id = session.exec(select(Person.id).where(Person.email == ADA)).one()
    session.flush()
    make_person(session, post="Poet")  # leaves the entry
    assert set(due()) == {ADA}
    assert set(due()[ADA]) == {"DATA-A1", "DATA-A2", "DATA-A3"}


def test_an_action_that_nobody_leads_reminds_nobody(session, due):
    make_action(session, responsible="")
    assert set(due()) == {ADA, BEN}


def test_before_there_is_a_plan_nothing_is_due(session):
    make_person(session)
    assert due_on(session, day=TODAY) == []
