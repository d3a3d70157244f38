from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    make_actor,
    make_appointment,
    make_group,
    make_membership,
    make_organisation,
    make_person,
    make_post,
    make_round,
)
from tracker import tokens
from tracker.db import transaction
from tracker.errors import EditConflict, InvalidChange
from tracker.models import AuditEntry, Offer, Person, Record, Reminder, Setting
from tracker.queries import people as people_queries
from tracker.queries.posts import FORMER_MEMBER, read_posts
from tracker.services import appointments, offers, people, people_erasure
from tracker.vocabulary import Role

NOW = BEGINNING + timedelta(days=100)  # 10 December 2021
TODAY = NOW.date()
DAY = timedelta(days=1)
BY = {"actor": make_actor(), "now": NOW}
ADA = {"name": "Ada Mei Example", "email": "ada@example.org"}


def erase(session, person, **details):
    given = {"person_id": person.id, "version": person.version, "reason": "They asked for it"}
    people_erasure.erase_person(session, **BY | given | details)


@pytest.fixture
def ada(session):
    return make_person(session, post="Poet", **ADA)


def test_of_an_erased_person_the_key_and_the_organisation_stay(session, ada):
    ada.organisation_id, ada.calendar_hash = make_organisation(session).id, "0" * 64
    erase(session, ada)
    assert (ada.name, ada.email, ada.calendar_hash) == ("", None, "")
    assert (ada.wants_reminders, ada.erased_on) == (False, TODAY)
    assert ada.organisation_id
    entry = session.exec(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.sentence, entry.reason) == (f"Person {ada.id} was erased", "They asked for it")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "left"),
    [
        (TODAY - 9 * DAY, TODAY - 2 * DAY, (TODAY - 2 * DAY, False)),
        (TODAY - 9 * DAY, None, (TODAY, False)),
        (TODAY - 9 * DAY, TODAY + 9 * DAY, (TODAY, False)),
        (TODAY, None, (TODAY, False)),
        (TODAY + DAY, None, (None, True)),
        (TODAY + DAY, TODAY + 9 * DAY, (TODAY + 9 * DAY, True)),
    ],
)
def test_spells_and_terms_end_that_day_and_what_is_ahead_never_begins(
    session, ada, starts_on, ends_on, left
):
    days = {"starts_on": starts_on, "ends_on": ends_on}
    spell = make_membership(session, make_group(session), ada, **days)
    term = make_appointment(session, make_post(session), ada, **days)
    erase(session, ada)
    assert (spell.ends_on, spell.is_void) == left
    assert (term.ends_on, term.is_void) == left


def test_a_deputy_is_one_no_more_and_was_one_before(session, ada):
    holder = make_person(session)
    ended = {"starts_on": TODAY - 9 * DAY, "ends_on": TODAY - DAY}
    before = make_appointment(session, make_post(session), holder, deputy_id=ada.id, **ended)
    now = make_appointment(session, make_post(session), holder, deputy_id=ada.id)
    erase(session, ada)
    assert (before.deputy_id, now.deputy_id) == (ada.id, None)
    assert now.ends_on is None


def test_the_past_has_a_former_member_in_the_post(session, ada):
    erase(session, ada)
    for as_at in (None, TODAY - DAY):
        posts = read_posts(session, as_at=as_at)
        assert posts.people.set_index("id").at[ada.id, "name"] == FORMER_MEMBER
        assert posts.appointments["person_id"].tolist() == [ada.id]


def test_no_mail_no_calendar_and_no_link_of_theirs_is_good_any_more(session, ada):
    session.add(Setting(name=people_queries.SIGNING_KEY, value="k" * 43))
    token = tokens.new_token()
    people.issue_calendar(session, **BY, person_id=ada.id, token=token, version=ada.version)
    round_ = make_round(session)
    [facts] = people_queries.to_remind(session, round_id=round_.id, day=TODAY)
    off = tokens.sign("k" * 43, people_queries.TURN_OFF, facts.handle)
    session.add(Reminder(person_id=ada.id, round_id=round_.id, claimed_at=NOW))
    session.flush()
    erase(session, ada)
    assert people_queries.to_remind(session, round_id=round_.id, day=TODAY) == []
    assert people_queries.of_calendar(session, token, day=TODAY) is None
    assert people_queries.of_reminder(session, off) is None
    assert session.exec(select(Reminder)).all() == []
    assert people_queries.everyone(session, day=TODAY).empty


def test_what_they_offered_is_emptied_and_waits_for_nobody(session, ada):
    member = {"actor": make_actor(Role.MEMBER), "now": NOW}
    for email in ("ADA@example.org", "other@example.org"):
        offers.offer(session, **member, post_id=make_post(session).id, name="Ada", email=email)
    erase(session, ada)
    own, other = session.exec(select(Offer).order_by(Offer.id))
    assert (own.name, own.email, own.words, own.answered_on) == ("", "", "", TODAY)
    assert (other.name, other.answered_on) == ("Ada", None)


@pytest.mark.parametrize(
    "reason",
    ["Ada Mei Example left", "ada left", "ADA@example.org", "Example's wish", "wish of Mei."],
)
def test_the_reason_names_nobody(session, ada, reason):
    with pytest.raises(InvalidChange, match="without the person's name") as refusal:
        erase(session, ada, reason=reason)
    assert refusal.value.field == "reason"
    assert ada.name == ADA["name"]


@pytest.mark.parametrize("reason", ["Left for Canada", "For example, they moved", "Meine Wahl"])
def test_a_word_that_only_holds_a_part_of_the_name_is_none(session, ada, reason):
    if "example" in reason:
        ada.name = "Ada Mei"
    erase(session, ada, reason=reason)
    assert ada.erased_on


def test_an_erased_person_is_neither_erased_again_nor_changed_nor_appointed(session, ada):
    seen = ada.version
    people.set_reminders(session, **BY, person_id=ada.id, wants_reminders=False)
    with pytest.raises(EditConflict):
        erase(session, ada, version=seen)
    erase(session, ada)
    gone = BY | {"person_id": ada.id}
    with pytest.raises(InvalidChange, match="no longer in the directory"):
        erase(session, ada)
    with pytest.raises(InvalidChange, match="no longer in the directory"):
        people.set_reminders(session, **gone, wants_reminders=True)
    with pytest.raises(InvalidChange, match="no longer in the directory"):
        appointments.appoint(session, **gone, post_id=make_post(session).id)


def test_the_address_can_be_anothers_later(session, ada):
    erase(session, ada)
    other = people.add_person(session, **BY, **ADA)
    assert other != ada.id


def everything_in(engine):
    """Every row of every table, as one text."""
    with engine.connect() as connection:
        tables = [f'SELECT * FROM "{name}"' for name in Record.metadata.tables]
        return "\n".join(
            str(tuple(row)) for table in tables for row in connection.execute(text(table))
        )


@pytest.mark.both_databases
def test_nothing_personal_is_left_anywhere_in_the_database(engine):
    with transaction(engine) as session:
        organisation = make_organisation(session)
        id_ = people.add_person(session, **BY, **ADA, organisation_id=organisation.id)
        seen = {"person_id": id_, "version": 1}
        people.edit_person(session, **BY, **seen, name="Ada M. Example", email=ADA["email"])
        person = session.get_one(Person, id_)
        make_membership(session, make_group(session), person)
        term = make_appointment(
            session, make_post(session), person, appointed_by="Ada M. Example herself"
        )
        appointments.step_down(
            session,
            **BY,
            appointment_id=term.id,
            version=term.version,
            ends_on=TODAY,
            handover_note="Ask ADA@example.org, or ada m. example",
        )
        member = {"actor": make_actor(Role.MEMBER), "now": NOW}
        given = {"name": "Ada M. Example", "email": ADA["email"], "words": "I, Ada"}
        offers.offer(session, **member, post_id=make_post(session).id, **given)
    before = everything_in(engine).lower()
    assert "ada m. example" in before
    assert "ada@example.org" in before

    with transaction(engine) as session:
        erase(session, session.get_one(Person, id_))

    left = everything_in(engine).lower()
    assert not [each for each in ("ada", "m. example", "ada@example.org") if each in left]
    assert FORMER_MEMBER in left
