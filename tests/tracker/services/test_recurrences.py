from datetime import date, timedelta

from sqlmodel import select

from tests.factories import BEGINNING, make_action, make_milestone, make_milestones, make_strategy
from tracker.models import Action, AuditEntry, Milestone, Recurrence
from tracker.permissions import SYSTEM
from tracker.services.milestones import complete_milestone
from tracker.services.recurrences import lay_out_recurrences
from tracker.vocabulary import ActionState


def titles(milestones):
    return [milestone.title for milestone in milestones]


def lay_out(session, days):
    return lay_out_recurrences(session, actor=SYSTEM, now=BEGINNING + timedelta(days=days))


def test_each_occurrence_is_a_milestone_with_a_date_of_its_own(session):
    timing = "quarterly from October 2021 until June 2022, if available"
    found = make_milestones(session, timing=timing, weight=2.0)
    assert titles(found) == [
        "Delivered, October 2021",
        "Delivered, January 2022",
        "Delivered, April 2022",
    ]
    assert [each.due_on for each in found] == [
        date(2021, 10, 31),
        date(2022, 1, 31),
        date(2022, 4, 30),
    ]
    assert {(each.weight, each.condition) for each in found} == {(2.0, "available")}
    assert found[0].timing == "by October 2021, if available"


def test_an_endless_recurrence_is_laid_out_for_a_year(session):
    found = make_milestones(session, timing="monthly from September 2021")
    assert (found[0].due_on, found[-1].due_on) == (date(2021, 9, 30), date(2022, 9, 30))
    assert len(found) == 13


def test_an_endless_recurrence_ends_with_its_strategy(session):
    make_strategy(session, ends_on=date(2023, 3, 31))
    found = make_milestones(session, timing="yearly from April 2021")
    assert titles(found) == ["Delivered, April 2021", "Delivered, April 2022"]


def test_what_follows_a_recurrence_recurs_with_it_however_long_the_chain(session):
    make_strategy(session)
    make_milestones(session, make_action(session, ref="DATA-A6"), timing="yearly from April 2022")
    for ref, timing in (("DATA-A7", "1 month after DATA-A6"), ("DATA-A8", "9 days after DATA-A7")):
        found = make_milestones(session, make_action(session, ref=ref), timing=timing)
        assert titles(found) == ["Delivered, for April 2022"]
        assert [each.due_on for each in found] == [None]


def test_the_year_ahead_is_filled_as_time_goes_on_and_never_twice(session):
    make_strategy(session)
    make_milestones(session, make_action(session, ref="DATA-A6"), timing="yearly from April 2022")
    make_milestones(session, timing="1 month after DATA-A6")
    assert lay_out(session, days=100) == 0
    assert lay_out(session, days=300) == 2  # April 2023 is now within a year
    assert lay_out(session, days=300) == 0
    latest = session.exec(select(AuditEntry.sentence).order_by(AuditEntry.id.desc())).first()
    assert latest == "Recurring milestones: laid out 2 occurrences more"
    following = select(Milestone).where(Milestone.title == "Delivered, for April 2023")
    assert session.exec(following).one().after_milestone_id


def test_a_done_action_goes_on_when_more_of_it_is_laid_out(session):
    make_strategy(session)
    make_milestones(session, make_action(session, ref="DATA-A6"), timing="yearly from April 2022")
    [following] = make_milestones(session, timing="1 month after DATA-A6")
    complete_milestone(
        session,
        actor=SYSTEM,
        now=BEGINNING,
        milestone_id=following.id,
        version=following.version,
        done_on=BEGINNING.date(),
    )
    action = session.get_one(Action, following.action_id)
    assert action.state is ActionState.DONE
    assert lay_out(session, days=300) == 2
    assert action.state is ActionState.IN_PROGRESS
    assert lay_out(session, days=300) == 0


def test_a_paused_action_stays_paused_when_more_of_it_is_laid_out(session):
    make_strategy(session)
    action = make_action(session, state=ActionState.PAUSED, state_reason="No data")
    make_milestones(session, action, timing="yearly from April 2022")
    assert lay_out(session, days=300) == 1
    assert action.state is ActionState.PAUSED


def test_a_single_milestone_is_no_recurrence(session):
    make_milestone(session, timing="from March 2022")
    assert session.exec(select(Recurrence)).all() == []
    assert lay_out(session, days=4000) == 0
