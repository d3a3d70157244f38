from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    make_actor,
    make_appointment,
    make_person,
    make_post,
)
from tests.tracker.trail import latest_entry
from tracker import audit
from tracker.db import transaction
from tracker.errors import EditConflict, InvalidChange, NotAllowed
from tracker.models import Appointment, AuditEntry
from tracker.permissions import SYSTEM
from tracker.services import appointments
from tracker.vocabulary import Role

NOW = BEGINNING + timedelta(days=100)  # 10 December 2021
STARTS, ENDS = date(2021, 10, 1), date(2022, 9, 30)
by_both_databases = pytest.mark.both_databases


@pytest.fixture
def post(session):
    return make_post(session, title="Gender champion")


@pytest.fixture
def term(session, post):
    """A year's term in the post."""
    return make_appointment(session, post, starts_on=STARTS, ends_on=ENDS)


@pytest.fixture
def person(session):
    return make_person(session)


def give(session, command, *, actor=None, now=NOW, **details):
    return command(session, actor=actor or make_actor(), now=now, **details)


def change(session, command, term, **details):
    seen = {"appointment_id": term.id, "version": details.pop("version", term.version)}
    return give(session, command, **seen, **details)


def days_of(session, post):
    own = select(Appointment).where(Appointment.post_id == post.id)
    terms = session.exec(own.order_by(Appointment.starts_on))
    return [(each.person_id, each.starts_on, each.ends_on) for each in terms]


# Appoint


def test_who_is_appointed_holds_the_post_from_today_without_an_end(session, post, person):
    id_ = give(session, appointments.appoint, post_id=post.id, person_id=person.id)
    term = session.get_one(Appointment, id_)
    assert (term.starts_on, term.ends_on) == (date(2021, 12, 10), None)
    sentence = f"Gender champion: person {person.id} appointed, 10 December 2021 on"
    assert latest_entry(session).sentence == sentence


@pytest.mark.parametrize(
    ("days", "field", "words"),
    [
        ({"starts_on": date(2022, 9, 30)}, "starts_on", "1 October 2021 to 30 September 2022"),
        ({"starts_on": date(2021, 9, 10), "ends_on": STARTS}, "starts_on", "would overlap"),
        ({"starts_on": STARTS, "ends_on": date(2021, 9, 30)}, "ends_on", "before the start"),
        ({"starts_on": date(2021, 8, 31)}, "starts_on", "exists from 1 September 2021"),
    ],
)
def test_a_term_that_cannot_be_is_refused(session, post, term, person, days, field, words):
    with pytest.raises(InvalidChange, match=words) as refusal:
        give(session, appointments.appoint, post_id=term.post_id, person_id=person.id, **days)
    assert refusal.value.field == field
    assert len(days_of(session, post)) == 1


def test_somebody_who_was_erased_is_neither_appointed_nor_a_deputy(session, post, person):
    gone = make_person(session, erased_on=date(2021, 11, 1))
    for people, field in (
        ({"person_id": gone.id}, "person_id"),
        ({"person_id": person.id, "deputy_id": gone.id}, "deputy_id"),
    ):
        with pytest.raises(InvalidChange, match="no longer in the directory") as refusal:
            give(session, appointments.appoint, post_id=post.id, **people)
        assert refusal.value.field == field


def test_nobody_deputises_for_themselves_or_holds_what_was_abolished(session, post, person):
    own = {"person_id": person.id, "deputy_id": person.id}
    with pytest.raises(InvalidChange, match="own deputy") as refusal:
        give(session, appointments.appoint, post_id=post.id, **own)
    assert refusal.value.field == "deputy_id"
    gone = make_post(session, abolished_on=date(2021, 11, 1))
    with pytest.raises(InvalidChange, match="abolished on 1 November 2021") as refusal:
        give(session, appointments.appoint, post_id=gone.id, person_id=person.id)
    assert refusal.value.field == "post_id"


# Extend


def test_a_term_is_extended_with_a_reason(session, term):
    details = {"ends_on": date(2023, 9, 30), "reason": "Nobody follows yet"}
    change(session, appointments.extend_appointment, term, **details)
    assert term.ends_on == date(2023, 9, 30)
    entry = latest_entry(session)
    assert entry.reason == "Nobody follows yet"
    assert entry.sentence.endswith("the term is extended, 1 October 2021 to 30 September 2023")


@pytest.mark.parametrize(
    ("details", "field", "words"),
    [
        ({"ends_on": ENDS}, "ends_on", "ends on 30 September 2022 already"),
        ({"ends_on": date(2023, 1, 1)}, "ends_on", "would overlap"),
        ({"ends_on": None}, "ends_on", "would overlap"),
        ({"ends_on": date(2022, 10, 1), "reason": " "}, "reason", "Say why"),
        ({"now": BEGINNING + timedelta(days=500)}, None, "ended on 30 September 2022"),
    ],
)
def test_an_extension_that_cannot_be_is_refused(session, post, term, details, field, words):
    make_appointment(session, post, starts_on=date(2022, 11, 1))
    given = {"ends_on": date(2022, 10, 1), "reason": "Needed"} | details
    with pytest.raises(InvalidChange, match=words) as refusal:
        change(session, appointments.extend_appointment, term, **given)
    assert refusal.value.field == field
    assert term.ends_on == ENDS


def test_what_has_no_end_is_not_extended(session, post):
    term = make_appointment(session, post)
    with pytest.raises(InvalidChange, match="goes on without"):
        change(
            session,
            appointments.extend_appointment,
            term,
            ends_on=date(2023, 1, 1),
            reason="Needed",
        )


# Step down


def test_a_holder_steps_down_and_leaves_a_note(session, term):
    holder = make_actor(Role.LEAD, name="Gender champion")
    note = "The network meets on Mondays"
    change(
        session,
        appointments.step_down,
        term,
        actor=holder,
        ends_on=date(2022, 1, 31),
        handover_note=note,
    )
    assert (term.ends_on, term.handover_note) == (date(2022, 1, 31), note)
    entry = latest_entry(session)
    assert entry.actor == "Gender champion"
    assert entry.sentence.endswith("the holder steps down, 1 October 2021 to 31 January 2022")


@pytest.mark.parametrize(
    "actor",
    [
        make_actor(Role.LEAD, name="LGBTQ+ champion"),
        make_actor(Role.MEMBER, name="Gender champion"),
    ],
)
def test_nobody_steps_down_for_another(session, term, actor):
    with pytest.raises(NotAllowed, match="^Only Gender champion and the secretariat"):
        change(session, appointments.step_down, term, actor=actor, ends_on=date(2022, 1, 31))


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"ends_on": date(2021, 9, 30)}, "before the start, 1 October 2021"),
        ({"ends_on": ENDS}, "ends on 30 September 2022 anyway"),
        ({"now": BEGINNING + timedelta(days=500)}, "This term ended on 30 September 2022"),
    ],
)
def test_a_last_day_that_cannot_be_is_refused(session, term, details, words):
    with pytest.raises(InvalidChange, match=words):
        change(session, appointments.step_down, term, **{"ends_on": date(2022, 1, 31)} | details)
    assert term.ends_on == ENDS


# Hand over


@by_both_databases
def test_one_ends_and_the_next_begins_the_day_after(session, post, term, person):
    following = change(
        session,
        appointments.hand_over,
        term,
        last_day=date(2021, 12, 31),
        person_id=person.id,
        ends_on=date(2022, 12, 31),
        handover_note="All files are on the shared drive",
    )
    assert days_of(session, post) == [
        (term.person_id, STARTS, date(2021, 12, 31)),
        (person.id, date(2022, 1, 1), date(2022, 12, 31)),
    ]
    assert term.handover_note == "All files are on the shared drive"
    assert session.get_one(Appointment, following).person_id == person.id
    assert len(latest_entry(session).changes) == 2  # the end and the note


def test_a_post_is_handed_over_on_the_day_its_term_ends_anyway(session, post, term, person):
    details = {"last_day": ENDS, "person_id": person.id}
    change(session, appointments.hand_over, term, **details)
    assert days_of(session, post)[1] == (person.id, date(2022, 10, 1), None)


@pytest.mark.parametrize(
    ("details", "field", "words"),
    [
        ({"last_day": date(2022, 12, 1)}, "last_day", "anyway"),
        ({"last_day": date(2021, 9, 1)}, "last_day", "before the start"),
        ({"ends_on": date(2021, 12, 1)}, "ends_on", "before the start"),
        ({}, "ends_on", "would overlap"),
    ],
)
def test_a_hand_over_that_cannot_be_changes_nothing(session, post, term, details, field, words):
    make_appointment(session, post, starts_on=date(2022, 11, 1))
    given = {"last_day": date(2021, 12, 31), "person_id": make_person(session).id} | details
    with pytest.raises(InvalidChange, match=words) as refusal:
        change(session, appointments.hand_over, term, **given)
    assert refusal.value.field == field
    assert len(days_of(session, post)) == 2


def test_nobody_follows_themselves(session, term):
    details = {"last_day": date(2021, 12, 31), "person_id": term.person_id}
    with pytest.raises(InvalidChange, match="extend their term instead") as refusal:
        change(session, appointments.hand_over, term, **details)
    assert refusal.value.field == "person_id"


# Deputies and corrections


def test_a_deputy_is_named_and_taken_back(session, term, person):
    for deputy in (person.id, None):
        change(session, appointments.name_deputy, term, deputy_id=deputy)
        assert term.deputy_id == deputy
    with pytest.raises(InvalidChange, match="recorded already"):
        change(session, appointments.name_deputy, term, deputy_id=None)
    with pytest.raises(InvalidChange, match="own deputy"):
        change(session, appointments.name_deputy, term, deputy_id=term.person_id)
    late = {"now": BEGINNING + timedelta(days=500), "deputy_id": person.id}
    with pytest.raises(InvalidChange, match="This term is over"):
        change(session, appointments.name_deputy, term, **late)


def test_days_are_corrected_with_a_reason(session, term):
    days = {"starts_on": date(2021, 11, 1), "ends_on": None}
    change(session, appointments.correct_appointment, term, **days, reason="Typed wrongly")
    assert (term.starts_on, term.ends_on) == tuple(days.values())
    assert latest_entry(session).sentence.endswith(
        "the term 1 October 2021 to 30 September 2022 is corrected to 1 November 2021 on"
    )
    with pytest.raises(InvalidChange, match="Nothing of this is different"):
        change(session, appointments.correct_appointment, term, **days, reason="Again")
    with pytest.raises(InvalidChange, match="Say why"):
        change(session, appointments.correct_appointment, term, **days, reason="")


def test_a_correction_stays_within_the_life_of_its_post(session):
    gone = make_post(session, abolished_on=date(2022, 3, 1))
    term = make_appointment(session, gone, starts_on=STARTS, ends_on=date(2022, 2, 1))
    for days, words in (
        ((STARTS, date(2022, 3, 2)), "abolished on 1 March 2022: end by then"),
        ((date(2021, 8, 1), date(2022, 2, 1)), "exists from 1 September 2021"),
    ):
        details = dict(zip(("starts_on", "ends_on"), days, strict=True))
        with pytest.raises(InvalidChange, match=words):
            change(session, appointments.correct_appointment, term, **details, reason="Wrong")


def test_an_appointment_that_never_was_makes_room_and_is_touched_no_more(session, term, person):
    change(session, appointments.void_appointment, term, reason="Another person was meant")
    give(session, appointments.appoint, post_id=term.post_id, person_id=person.id)
    with pytest.raises(InvalidChange, match="was taken back"):
        change(session, appointments.void_appointment, term, reason="Again")


def test_the_second_of_two_who_change_a_term_is_told(session, term):
    change(session, appointments.step_down, term, ends_on=date(2022, 1, 31))
    with pytest.raises(EditConflict, match="the holder steps down"):
        change(session, appointments.step_down, term, version=1, ends_on=date(2022, 2, 1))


def test_the_history_names_nobody(session, term, person):
    change(
        session,
        appointments.hand_over,
        term,
        last_day=date(2021, 12, 31),
        person_id=person.id,
        deputy_id=make_person(session, name="Eve Deputy").id,
    )
    written = [entry.sentence for entry in session.exec(select(AuditEntry))]
    assert not [each for each in written if person.name in each or "Eve" in each]


@by_both_databases
def test_the_database_itself_refuses_two_holders_at_once(engine):
    with transaction(engine) as session:
        term = make_appointment(session, starts_on=STARTS, ends_on=ENDS)
        post_id, person_id = term.post_id, make_person(session).id
    with (
        pytest.raises(DatabaseError, match="appointment_spells_overlap"),
        transaction(engine) as session,
    ):
        session.add(
            Appointment(created_at=NOW, post_id=post_id, person_id=person_id, starts_on=ENDS)
        )
        audit.record(session, actor=SYSTEM, now=NOW, sentence="Two at once")
