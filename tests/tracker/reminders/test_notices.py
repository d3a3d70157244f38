from datetime import date, timedelta

import pytest

from tests.factories import (
    make_actor,
    make_appointment,
    make_group,
    make_membership,
    make_organisation,
    make_person,
    make_post,
    make_round,
)
from tests.tracker.reminders.conftest import NOW
from tracker.reminders.compose import Links, compose, text_of
from tracker.reminders.due import due_on
from tracker.reminders.notices import notices_on
from tracker.services import appointments
from tracker.vocabulary import GroupKind, GroupRole, GroupState, PostKind, Strand

TODAY = NOW.date()  # 10 December 2021
LINKS = Links("https://tracker.example.org", key="k" * 43)


@pytest.fixture
def person(session):
    return make_person(session, post="Data lead")


def champion(session, **details):
    given = {"title": "Gender champion", "kind": PostKind.CHAMPION, "strand": Strand.GENDER}
    return make_post(session, **given | details)


def told(session, person, day=TODAY):
    return [notice.sentence for notice in notices_on(session, day=day).get(person.id, ())]


def test_a_holder_learns_that_their_term_ends_eight_weeks_ahead_and_no_sooner(session, person):
    ends_on = TODAY + timedelta(weeks=8)
    make_appointment(session, champion(session), person, ends_on=ends_on)
    assert told(session, person) == [
        "Your term as Gender champion ends on 4 February 2022: tell the secretariat whether it is "
        "to be extended, or who could follow."
    ]
    assert told(session, person, TODAY - timedelta(days=1)) == []
    assert told(session, person, ends_on + timedelta(days=1)) == []


def test_who_is_followed_is_asked_for_a_note(session, person):
    post = champion(session)
    make_appointment(session, post, person, ends_on=date(2021, 12, 31))
    make_appointment(session, post, starts_on=date(2022, 1, 1))
    assert told(session, person) == [
        "Your term as Gender champion ends on 31 December 2021: somebody follows: leave them a "
        "hand-over note."
    ]


def test_who_steps_down_is_asked_about_no_extension_unless_they_stay_after_all(session, person):
    term = make_appointment(session, champion(session), person)
    of = {"actor": make_actor(), "now": NOW, "appointment_id": term.id}
    appointments.step_down(session, **of, version=term.version, ends_on=TODAY)
    assert told(session, person) == [
        "Your term as Gender champion ends on 10 December 2021: tell the secretariat who could "
        "follow."
    ]
    later = {"ends_on": TODAY + timedelta(days=30), "reason": "They stay"}
    appointments.extend_appointment(session, **of, version=term.version, **later)
    assert "whether it is to be extended" in told(session, person)[0]


@pytest.mark.parametrize(
    ("ends_on", "words"),
    [
        (date(2021, 12, 31), "Survey group ends on 31 December 2021"),
        (date(2021, 12, 1), "Survey group was to end on 1 December 2021, 9 days ago"),
        (date(2022, 6, 1), None),
    ],
)
def test_a_chair_learns_that_their_group_ends_or_overruns(session, person, ends_on, words):
    group = make_group(session, name="Survey group", state=GroupState.ACTIVE, ends_on=ends_on)
    make_membership(session, group, person, role=GroupRole.CHAIR)
    member = make_person(session)
    make_membership(session, group, member)
    expected = [f"{words}: close it, or have its end moved with a reason."] if words else []
    assert told(session, person) == expected
    assert told(session, member) == []


@pytest.mark.parametrize("state", [GroupState.CLOSED, GroupState.PROPOSED])
def test_a_group_that_is_not_at_work_reminds_nobody(session, person, state):
    group = make_group(session, state=state, ends_on=TODAY)
    make_membership(session, group, person, role=GroupRole.CHAIR)
    assert told(session, person) == []


def test_who_chairs_an_action_group_learns_of_vacancies_the_professions_first(session, person):
    champion(session, exists_from=date(2021, 10, 1))
    own = make_organisation(session)
    there = {"title": "Gender champion, there", "organisation_id": own.id}
    champion(session, exists_from=date(2021, 11, 26), **there)
    filled_soon = champion(session, title="LGBTQ+ champion", strand=Strand.LGBTQ)
    make_appointment(session, filled_soon, starts_on=date(2022, 1, 1))
    for kind in (GroupKind.ACTION_GROUP, GroupKind.WORKING_GROUP):
        group = make_group(session, kind=kind, state=GroupState.ACTIVE)
        chair = person if kind is GroupKind.ACTION_GROUP else make_person(session)
        make_membership(session, group, chair, role=GroupRole.CHAIR)
    assert told(session, person) == [
        "Vacant: Gender champion (for 10 weeks) and Gender champion, there (for 14 days)."
    ]
    assert told(session, chair) == []


def test_one_mail_tells_all_of_it_with_links_that_open_as_the_holder(session, person):
    make_round(session)
    post = champion(session)
    make_appointment(session, post, person, ends_on=date(2021, 12, 31))
    [due] = due_on(session, day=TODAY)
    mail = compose(due, links=LINKS, sender="tracker@example.org", now=NOW)
    assert mail["Subject"] == "1 thing to settle before the meeting on 22 December 2021"
    text = text_of(mail)
    assert "nothing of the action plan is due of you" in text
    assert f"/champions?post={post.id}&as=Lead%3A+Gender+champion" in text
    assert "because you hold a post or chair a group" in text
