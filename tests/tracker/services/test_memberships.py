"""Spells in groups: joining, leaving, another role, hours, corrections."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from tests.factories import BEGINNING, make_actor, make_group, make_membership, make_person
from tests.tracker.trail import latest_entry
from tracker.db import transaction
from tracker.errors import EditConflict, InvalidChange
from tracker.models import Membership
from tracker.services import memberships
from tracker.vocabulary import GroupRole, GroupState

NOW = BEGINNING
TODAY = NOW.date()
BY = {"actor": make_actor(), "now": NOW}
BEFORE, AFTER = TODAY - timedelta(days=30), TODAY + timedelta(days=30)
DAY = timedelta(days=1)
CHAIR, MEMBER, SECRETARY = GroupRole.CHAIR, GroupRole.MEMBER, GroupRole.SECRETARY


@pytest.fixture
def group(session):
    return make_group(session, name="DIAG", state=GroupState.ACTIVE)


def join(session, group, person, **details):
    given = {"group_id": group.id, "person_id": person.id}
    key = memberships.join_group(session, **BY, **given | details)
    return session.get_one(Membership, key)


def do(service, session, spell, **details):
    seen = {"membership_id": spell.id, "version": spell.version}
    return service(session, **BY, **seen | details)


def correct(session, spell, **details):
    as_it_is = {name: getattr(spell, name) for name in ("role", "starts_on", "ends_on")}
    given = {"reason": "Typed wrongly"} | as_it_is | details
    do(memberships.correct_spell, session, spell, **given)


def days(spell):
    return spell.starts_on, spell.ends_on


def test_somebody_joins_today_unless_another_day_is_given(session, group):
    ada, ben = make_person(session), make_person(session)
    spell = join(session, group, ada, role=CHAIR, hours_a_month=6)
    assert (days(spell), spell.role, spell.hours_a_month) == ((TODAY, None), CHAIR, 6)
    assert latest_entry(session).sentence == (
        f"DIAG: Person {ada.id} in it as chair from 1 September 2021 on"
    )
    assert days(join(session, group, ben, starts_on=BEFORE, ends_on=AFTER)) == (BEFORE, AFTER)


@pytest.mark.parametrize(
    ("details", "field", "message"),
    [
        ({"starts_on": TODAY, "ends_on": BEFORE}, "ends_on", "is before the start"),
        ({"starts_on": BEFORE, "ends_on": TODAY}, "starts_on", "Another membership of theirs"),
        ({"hours_a_month": -1.0}, "hours_a_month", "from 0 to 200"),
        ({"hours_a_month": 201.0}, "hours_a_month", "from 0 to 200"),
        ({"hours_a_month": float("nan")}, "hours_a_month", "from 0 to 200"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(session, group, details, field, message):
    spell = make_membership(session, group, starts_on=TODAY, ends_on=AFTER)
    ada = session.get_one(type(make_person(session)), spell.person_id)
    given = {"starts_on": AFTER + DAY} | details
    with pytest.raises(InvalidChange, match=message) as refusal:
        join(session, group, ada, **given)
    assert refusal.value.field == field


@pytest.mark.parametrize("gone", [{"erased_on": TODAY, "name": "", "email": None}, "merged"])
def test_nobody_joins_who_is_no_longer_in_the_directory(session, group, gone):
    details = {"merged_into_id": make_person(session).id} if gone == "merged" else gone
    with pytest.raises(InvalidChange, match="no longer in the directory") as refusal:
        join(session, group, make_person(session, **details))
    assert refusal.value.field == "person_id"


def test_a_group_has_one_chair_at_a_time(session, group):
    first = make_membership(session, group, role=CHAIR, starts_on=BEFORE)
    with pytest.raises(InvalidChange, match="The chair's term is from 2 August 2021 on") as no:
        join(session, group, make_person(session), role=CHAIR)
    assert no.value.field == "starts_on"

    do(memberships.leave_group, session, first, ends_on=TODAY)
    join(session, group, make_person(session), role=CHAIR, starts_on=TODAY + DAY)


def test_leaving_sets_the_last_day(session, group):
    spell = make_membership(session, group, starts_on=BEFORE)
    do(memberships.leave_group, session, spell)
    assert days(spell) == (BEFORE, TODAY)
    assert latest_entry(session).sentence.endswith("leaves on 1 September 2021")
    do(memberships.leave_group, session, spell, ends_on=AFTER)
    assert days(spell) == (BEFORE, AFTER)
    with pytest.raises(InvalidChange, match="last day already"):
        do(memberships.leave_group, session, spell, ends_on=AFTER)
    with pytest.raises(InvalidChange, match="is before the start") as refusal:
        do(memberships.leave_group, session, spell, ends_on=BEFORE - DAY)
    assert refusal.value.field == "ends_on"


def test_staying_longer_does_not_reach_into_the_next_spell(session, group):
    first = make_membership(session, group, starts_on=BEFORE, ends_on=TODAY)
    again = {"person_id": first.person_id, "starts_on": AFTER}
    make_membership(
        session, group, session.get_one(type(make_person(session)), first.person_id), **again
    )
    with pytest.raises(InvalidChange, match="of theirs is from 1 October 2021 on"):
        do(memberships.leave_group, session, first, ends_on=AFTER)


def test_another_role_is_another_spell_from_a_day_on(session, group):
    spell = make_membership(session, group, starts_on=BEFORE, ends_on=AFTER, hours_a_month=4)

    key = do(memberships.change_role, session, spell, role=CHAIR)

    new = session.get_one(Membership, key)
    assert (days(spell), spell.role) == ((BEFORE, TODAY - DAY), MEMBER)
    assert (days(new), new.role, new.hours_a_month) == ((TODAY, AFTER), CHAIR, 4)
    assert new.person_id == spell.person_id


def test_another_role_from_the_first_day_on_changes_the_spell_itself(session, group):
    spell = make_membership(session, group, starts_on=AFTER)
    assert do(memberships.change_role, session, spell, role=SECRETARY) == spell.id
    assert (days(spell), spell.role) == ((AFTER, None), SECRETARY)


@pytest.mark.parametrize(
    ("details", "field", "message"),
    [
        ({"role": MEMBER}, "role", "They are member already"),
        ({"role": CHAIR}, "starts_on", "The chair's term is from"),
        ({"role": SECRETARY, "starts_on": BEFORE - DAY}, "starts_on", "choose a day of these"),
        ({"role": SECRETARY, "starts_on": AFTER + DAY}, "starts_on", "choose a day of these"),
    ],
)
def test_a_role_that_cannot_be_is_refused(session, group, details, field, message):
    make_membership(session, group, role=CHAIR, starts_on=TODAY)
    spell = make_membership(session, group, starts_on=BEFORE, ends_on=AFTER)
    with pytest.raises(InvalidChange, match=message) as refusal:
        do(memberships.change_role, session, spell, **details)
    assert refusal.value.field == field


def test_how_many_hours_somebody_offers_is_not_told_by_the_history(session, group):
    spell = make_membership(session, group, hours_a_month=4)
    do(memberships.offer_hours, session, spell, hours_a_month=None)
    assert spell.hours_a_month is None
    do(memberships.offer_hours, session, spell, hours_a_month=7.5)
    assert spell.hours_a_month == 7.5
    assert "7" not in latest_entry(session).sentence.replace(f"Person {spell.person_id}", "")
    with pytest.raises(InvalidChange, match="Nothing of this is different"):
        do(memberships.offer_hours, session, spell, hours_a_month=7.5)


def test_what_is_over_is_only_corrected(session, group):
    spell = make_membership(session, group, starts_on=BEFORE, ends_on=TODAY - DAY)
    for service, details in (
        (memberships.leave_group, {}),
        (memberships.change_role, {"role": CHAIR}),
        (memberships.offer_hours, {"hours_a_month": 1.0}),
    ):
        with pytest.raises(InvalidChange, match="They have left already. Correct that"):
            do(service, session, spell, **details)
    correct(session, spell, starts_on=BEFORE - DAY, role=SECRETARY)
    assert (days(spell), spell.role) == ((BEFORE - DAY, TODAY - DAY), SECRETARY)
    assert latest_entry(session).reason == "Typed wrongly"


def test_a_spell_recorded_by_mistake_counts_no_more(session, group):
    spell = make_membership(session, group, role=CHAIR)
    with pytest.raises(InvalidChange, match="Say why") as refusal:
        correct(session, spell, is_void=True, reason="")
    assert refusal.value.field == "reason"
    correct(session, spell, is_void=True)
    join(session, group, make_person(session), role=CHAIR)
    with pytest.raises(InvalidChange, match="The chair's term"):
        correct(session, spell, is_void=False)


def test_a_correction_keeps_the_rules(session, group):
    spell = make_membership(session, group, starts_on=BEFORE, ends_on=TODAY)
    with pytest.raises(InvalidChange, match="is before the start"):
        correct(session, spell, ends_on=BEFORE - DAY)
    assert days(spell) == (BEFORE, TODAY)


def test_a_correction_that_changes_nothing_and_one_that_comes_second_are_refused(session, group):
    spell = make_membership(session, group)
    with pytest.raises(InvalidChange, match="Nothing of this is different"):
        correct(session, spell)
    with pytest.raises(EditConflict):
        correct(session, spell, role=CHAIR, version=7)


def test_nobody_is_in_a_group_after_it_has_ended(session):
    group = make_group(session, state=GroupState.CLOSED, ended_on=TODAY)
    spell = make_membership(session, group, starts_on=BEFORE, ends_on=TODAY)
    with pytest.raises(InvalidChange, match="has ended on 1 September 2021. What it was stays"):
        join(session, group, make_person(session))
    with pytest.raises(InvalidChange, match="nobody is in it after that") as refusal:
        correct(session, spell, ends_on=None)
    assert refusal.value.field == "ends_on"


@pytest.mark.both_databases
@pytest.mark.parametrize("what", ["the same person", "a second chair"])
def test_the_database_says_so_too(engine, what):
    with transaction(engine) as session:
        spell = make_membership(session, role=CHAIR)
        details = {"group_id": spell.group_id, "role": spell.role, "person_id": spell.person_id}
        other = make_person(session).id
    details |= {"role": MEMBER} if what == "the same person" else {"person_id": other}
    with pytest.raises(DBAPIError, match="overlap"), transaction(engine) as session:
        session.add(Membership(created_at=NOW, starts_on=TODAY, **details))
        session.flush()


@pytest.mark.both_databases
def test_a_role_is_changed_on_both_databases(engine):
    """The old spell ends before the new one is written, or the database would see an overlap."""
    with transaction(engine) as session:
        spell = make_membership(session, starts_on=BEFORE)
        do(memberships.change_role, session, spell, role=CHAIR)
    with transaction(engine, writes=False) as session:
        assert len(session.exec(select(Membership)).all()) == 2
