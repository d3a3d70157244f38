import pytest
from sqlmodel import select

from tests.factories import BEGINNING, LEAD, make_actor, make_organisation, make_person
from tests.tracker.trail import latest_entry
from tracker import tokens
from tracker.errors import EditConflict, InvalidChange, NotAllowed, NotFound
from tracker.models import AuditEntry, Person
from tracker.services import people
from tracker.vocabulary import Role

NOW = BEGINNING
SECRETARIAT = make_actor()


def add(session, **details):
    given = {"name": "Ada Example", "email": "ada@example.org"}
    return people.add_person(session, **{"actor": SECRETARIAT, "now": NOW} | given | details)


def edit(session, person, **details):
    as_it_is = {field: getattr(person, field) for field in ("name", "email", "organisation_id")}
    seen = {"person_id": person.id, "version": person.version}
    people.edit_person(session, **{"actor": SECRETARIAT, "now": NOW} | seen | as_it_is | details)


def issue(session, person, token, **details):
    given = {"person_id": person.id, "token": token, "version": person.version}
    people.issue_calendar(session, **{"actor": SECRETARIAT, "now": NOW} | given | details)


def test_a_person_has_a_name_an_address_and_an_organisation_and_is_reminded(session):
    own = make_organisation(session).id
    id_ = add(session, name=" Ada \n Example ", email=" Ada@Example.ORG ", organisation_id=own)
    person = session.get_one(Person, id_)
    assert (person.name, person.email) == ("Ada Example", "ada@example.org")
    assert (person.organisation_id, person.wants_reminders) == (own, True)
    assert person.calendar_hash == ""


@pytest.mark.parametrize(
    ("details", "field", "message"),
    [
        ({"name": " "}, "name", "The name is missing"),
        ({"name": "x" * 201}, "name", "201 characters"),
        ({"email": ""}, "email", "The work e-mail is missing"),
        ({"email": "x" * 195 + "@a.org"}, "email", "201 characters"),
        ({"email": "ada"}, "email", "not an e-mail address"),
        ({"email": "ada@example"}, "email", "not an e-mail address"),
        ({"email": "ada@example.org, b@example.org"}, "email", "not an e-mail address"),
        ({"email": "ada@example.org\nBcc: b@example.org"}, "email", "not an e-mail address"),
        ({"email": "Ada <ada@example.org>"}, "email", "not an e-mail address"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(session, details, field, message):
    with pytest.raises(InvalidChange, match=message) as refusal:
        add(session, **details)
    assert refusal.value.field == field
    assert session.exec(select(Person)).all() == []


def test_nobody_has_an_address_twice(session):
    add(session)
    with pytest.raises(InvalidChange, match="Another person has this") as refusal:
        add(session, email="ADA@example.org")
    assert refusal.value.field == "email"
    other = make_person(session)
    with pytest.raises(InvalidChange, match="Another person has this"):
        edit(session, other, email="ada@example.org")


def test_a_person_is_edited_and_keeps_their_address(session):
    person = session.get_one(Person, add(session))
    other = make_organisation(session).id
    edit(session, person, name="Ada Other", organisation_id=other)
    assert (person.name, person.email) == ("Ada Other", "ada@example.org")
    assert person.organisation_id == other


def test_an_organisation_that_is_not_there_is_refused(session):
    with pytest.raises(NotFound, match="no such organisation"):
        add(session, organisation_id=12345)


def test_an_edit_that_changes_nothing_and_one_that_comes_second_are_refused(session):
    person = make_person(session)
    seen = person.version
    with pytest.raises(InvalidChange, match="Nothing of this is different"):
        edit(session, person)
    edit(session, person, name="Another")
    with pytest.raises(EditConflict):
        edit(session, person, name="A third", version=seen)
    with pytest.raises(NotFound):
        edit(session, person, person_id=12345)


def test_the_history_never_holds_a_name_an_address_or_a_token(session):
    id_ = add(session)
    person = session.get_one(Person, id_)
    own = make_organisation(session).id
    edit(session, person, name="Ada Other", email="other@example.org", organisation_id=own)
    issue(session, person, tokens.new_token())
    entries = session.exec(select(AuditEntry)).all()
    told = " ".join(f"{each.sentence} {each.reason} {each.changes}" for each in entries).lower()
    for secret in ("ada", "other@", "example.org", person.calendar_hash):
        assert secret not in told
    assert "person 1: changed name, email and organisation" in told
    changes = {c["field"]: (c["old"], c["new"]) for each in entries for c in each.changes}
    assert changes["organisation_id"] == (None, own)
    assert changes["email"] == ("(not kept)", "(not kept)")


@pytest.mark.parametrize(("first", "second", "word"), [(False, True, "on"), (True, False, "off")])
def test_reminders_are_turned_off_and_on(session, first, second, word):
    person = make_person(session, wants_reminders=first)
    by = {"now": NOW, "person_id": person.id, "wants_reminders": second}
    people.set_reminders(session, actor=make_actor(Role.LEAD), **by)
    assert person.wants_reminders is second
    assert latest_entry(session).sentence == f"Person {person.id}: reminders turned {word}"


def test_turning_off_what_is_off_changes_nothing(session):
    person = make_person(session, wants_reminders=False)
    before = latest_entry(session).id
    people.set_reminders(
        session, actor=SECRETARIAT, now=NOW, person_id=person.id, wants_reminders=False
    )
    assert latest_entry(session).id == before


def test_whoever_is_named_by_their_key_turns_off_their_own_reminders(session):
    make_person(session, post=LEAD)
    person = make_person(session)
    actor = make_actor(Role.MEMBER, name=f"Person {person.id}")
    people.set_reminders(session, actor=actor, now=NOW, person_id=person.id, wants_reminders=False)
    assert not person.wants_reminders


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD, Role.SPONSOR])
def test_nobody_elses_reminders_are_changed(session, role):
    person = make_person(session)
    with pytest.raises(NotAllowed, match="Only the person themselves"):
        people.set_reminders(
            session,
            actor=make_actor(role, "Another"),
            now=NOW,
            person_id=person.id,
            wants_reminders=False,
        )


def test_of_a_calendars_address_only_the_fingerprint_is_kept_and_a_new_one_ends_the_old(session):
    person = make_person(session)
    by = {"actor": SECRETARIAT, "now": NOW, "person_id": person.id}
    first, second = tokens.new_token(), tokens.new_token()
    issue(session, person, first)
    assert person.calendar_hash == tokens.fingerprint(first) != first
    issue(session, person, second)
    assert person.calendar_hash == tokens.fingerprint(second)
    people.revoke_calendar(session, **by)
    assert person.calendar_hash == ""
    with pytest.raises(InvalidChange, match="has no address"):
        people.revoke_calendar(session, **by)


def test_of_two_who_issue_an_address_at_once_the_second_is_told(session):
    person = make_person(session)
    seen = person.version
    issue(session, person, tokens.new_token())
    kept = person.calendar_hash
    with pytest.raises(EditConflict):
        issue(session, person, tokens.new_token(), version=seen)
    assert person.calendar_hash == kept


def test_a_token_that_could_be_guessed_is_not_taken(session):
    person = make_person(session)
    with pytest.raises(ValueError, match="guessed"):
        issue(session, person, "short")
