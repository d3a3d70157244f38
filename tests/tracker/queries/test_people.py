from datetime import timedelta

import pytest
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    LEAD,
    make_action,
    make_actor,
    make_objective,
    make_organisation,
    make_person,
    make_round,
    make_strategy,
)
from tracker import tokens
from tracker.models import Person, Reminder, Setting, Strategy
from tracker.queries import people
from tracker.services.people import edit_person, issue_calendar, revoke_calendar

KEY = "k" * 43
DAY = BEGINNING.date()


def test_everyone_is_listed_by_name_with_how_many_actions_name_their_post(session):
    objective = make_objective(session)
    for _ in range(2):
        make_action(session, objective_id=objective.id)
    make_person(session, name="Ben", post=LEAD, calendar_hash="0" * 64)
    make_person(session, name="ada", post="Poet", wants_reminders=False)
    first, second = people.everyone(session, day=DAY).to_dict("records")
    assert (first["name"], first["leads"], first["has_calendar"]) == ("ada", 0, False)
    assert (second["name"], second["leads"], second["has_calendar"]) == ("Ben", 2, True)
    assert not first["wants_reminders"]
    assert "calendar_hash" not in second


def test_actions_of_an_earlier_strategy_are_not_led_any_more(session):
    make_action(session)
    session.exec(select(Strategy)).one().is_current = False
    session.flush()
    make_strategy(session, title="The next")
    make_person(session)
    assert people.everyone(session, day=DAY)["leads"].tolist() == [0]


def test_nobody_is_listed_before_anybody_is_added(session):
    assert people.everyone(session, day=DAY).empty
    assert "email" in people.everyone(session, day=DAY).columns


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["ada", "Ben", "Cat"]),
        ("BE", ["Ben"]),
        ("ada@", ["ada"]),
        ("hse", ["ada"]),
        ("safety", ["ada"]),
        ("poet", ["Ben"]),
        ("health ada", ["ada"]),
        ("health ben", []),
        ("100%", []),
        ("_", []),
        ("he\0alth \0", ["ada"]),
    ],
)
@pytest.mark.both_databases
def test_people_are_found_by_name_address_organisation_and_post(session, words, names):
    own = make_organisation(session, code="HSE", name="Health and Safety").id
    make_person(session, name="Cat", email="cat@a.org", post=LEAD)
    make_person(session, name="Ben", email="b@a.org", post="Poet")
    make_person(session, name="ada", email="ada@a.org", organisation_id=own)
    ids = people.found(session, words, day=DAY)
    everyone = people.everyone(session, day=DAY, ids=ids)
    assert everyone["id"].tolist() == list(ids)
    assert everyone["name"].tolist() == names


def test_those_to_remind_want_it_and_have_not_been_in_this_round(session):
    first, second = make_round(session), make_round(session)
    ada, ben = make_person(session), make_person(session)
    make_person(session, wants_reminders=False)
    session.add(Reminder(person_id=ada.id, round_id=first.id, claimed_at=BEGINNING))
    assert [each.id for each in people.to_remind(session, round_id=first.id, day=DAY)] == [ben.id]
    assert [each.id for each in people.to_remind(session, round_id=second.id, day=DAY)] == [
        ada.id,
        ben.id,
    ]


def test_a_calendar_is_found_by_its_token_until_it_is_revoked(session):
    person = make_person(session)
    make_person(session)
    token = tokens.new_token()
    by = {"actor": make_actor(), "now": BEGINNING, "person_id": person.id}
    issue_calendar(session, **by, token=token, version=person.version)
    assert people.of_calendar(session, token, day=DAY).id == person.id
    for other in ("", token[:-1], tokens.fingerprint(token)):
        assert people.of_calendar(session, other, day=DAY) is None
    revoke_calendar(session, **by)
    assert people.of_calendar(session, token, day=DAY) is None


@pytest.fixture
def person(session):
    session.add(Setting(name=people.SIGNING_KEY, value=KEY))
    return make_person(session)


def signed(session, person, purpose=people.TURN_OFF, key=KEY):
    [facts] = [
        each for each in people.to_remind(session, round_id=0, day=DAY) if each.id == person.id
    ]
    return tokens.sign(key, purpose, facts.handle)


def test_a_signed_address_names_its_person_whatever_their_address_becomes(session, person):
    token = signed(session, person)
    assert people.of_reminder(session, token) == person.id
    edit_person(
        session,
        actor=make_actor(),
        now=BEGINNING,
        person_id=person.id,
        version=person.version,
        name="Another name",
        email="new@example.org",
    )
    assert people.of_reminder(session, token) == person.id


def test_a_signature_of_another_key_or_purpose_names_nobody(session, person):
    for token in (
        signed(session, person, key="other"),
        signed(session, person, purpose="calendar"),
        "",
        "1",
    ):
        assert people.of_reminder(session, token) is None


def test_whoever_comes_to_have_the_key_of_a_person_who_is_gone_is_not_meant(session, person):
    token = signed(session, person)
    person.created_at += timedelta(seconds=1)
    session.flush()
    make_person(session)  # leaves the entry
    assert people.of_reminder(session, token) is None


def test_before_anything_was_signed_no_address_is_good(session):
    person = make_person(session)
    assert people.signing_key(session) is None
    assert people.of_reminder(session, signed(session, person)) is None
    assert session.get(Person, person.id) is not None
