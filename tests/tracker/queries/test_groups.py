"""Groups as they were recorded, and those who take part in them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import select

from tests import factories
from tests.dashboard import groups as made
from tracker import audit
from tracker.db import transaction
from tracker.models import Membership, Person
from tracker.permissions import SYSTEM
from tracker.queries import group_people
from tracker.queries.groups import read_groups
from tracker.services import meetings, memberships
from tracker.vocabulary import GroupRole

TODAY = made.TODAY.date()


@pytest.fixture
def groups(engine):
    made.make_groups(engine)


def read(engine, as_at=None):
    with transaction(engine, writes=False) as session:
        return read_groups(session, as_at=as_at)


def people_of(engine, *keys, as_at=None):
    with transaction(engine, writes=False) as session:
        return group_people.read_people(session, keys, as_at=as_at)


@pytest.mark.both_databases
def test_every_frame_has_the_types_it_promises(groups, engine):
    whole = read(engine)
    assert whole.groups["name"].tolist() == ["DIAG", "Ideas", "Returners group"]
    pack = whole.groups.iloc[2]
    assert (pack["proposed_on"].date(), pack["ends_on"].date()) == (
        *(date(2022, 2, 1), date(2022, 10, 31)),
    )
    assert whole.deliverables["title"].tolist() == ["Pack", "Talk", "Blog"]
    assert whole.terms[["group_id", "number"]].to_numpy().tolist() == [[1, 1], [2, 1]]
    moved = whole.changes.iloc[-1]
    assert (moved["from_state"], moved["to_state"]) == ("active", "active")
    assert [moved[name].date() for name in ("from_ends_on", "to_ends_on", "on")] == [
        *(date(2022, 9, 30), date(2022, 10, 31), date(2022, 9, 1)),
    ]
    assert whole.actions.to_numpy().tolist() == [[1, 2]]


@pytest.mark.both_databases
def test_an_earlier_day_is_as_it_was_recorded_by_its_end(groups, engine):
    before, after = read(engine, date(2022, 8, 31)), read(engine, date(2022, 9, 1))
    assert [each.groups["ends_on"].iloc[-1].date().month for each in (before, after)] == [9, 10]
    assert len(after.changes) == len(before.changes) + 1
    assert read(engine, date(2022, 4, 30)).deliverables["accepted_on"].isna().all()
    nothing = read(engine, date(2021, 8, 31))
    frames = (nothing.groups, nothing.changes, nothing.terms, nothing.deliverables, nothing.actions)
    assert all(frame.empty for frame in frames)
    assert list(nothing.groups.columns) == list(after.groups.columns)


@pytest.mark.both_databases
@pytest.mark.parametrize("ago", [0, 1, 100, 365, 500])
def test_the_database_counts_as_the_frames_do(groups, engine, ago):
    day = TODAY - timedelta(days=ago)
    with transaction(engine, writes=False) as session:
        counted = group_people.count_members(session, day=day)
        told = group_people.count_members(session, day=day, as_at=TODAY)
        pooled = [
            group_people.count_hours(session, day=day, as_at=as_at) for as_at in (None, TODAY)
        ]
    assert counted.equals(told)
    assert pooled[0] == pooled[1]


def test_who_takes_part_in_one_group_leaves_out_the_others(groups, engine):
    pack = people_of(engine, 2)
    assert pack.memberships[["group_id", "role"]].to_numpy().tolist() == [[2, "chair"]]
    assert pack.meetings["note"].tolist() == ["The first draft"]
    assert len(pack.attendance) == 1
    assert len(people_of(engine, 1, 2).memberships) == 9
    assert people_of(engine, 3).meetings.empty


def test_corrections_of_spells_and_meetings_are_undone_for_earlier_days(groups, engine):
    chair = people_of(engine, 2).memberships.iloc[0]
    held = people_of(engine, 2).meetings.iloc[0]
    with transaction(engine) as session:
        guest = factories.make_person(session).id
        meetings.correct_meeting(
            session,
            **made.at(TODAY),
            meeting_id=int(held["id"]),
            version=int(held["version"]),
            reason="Another came",
            held_on=date(2022, 3, 2),
            person_ids=[guest],
        )
        memberships.correct_spell(
            session,
            **made.at(TODAY),
            membership_id=int(chair["id"]),
            version=int(chair["version"]),
            reason="Never was",
            role=GroupRole.CHAIR,
            starts_on=date(2022, 2, 1),
            is_void=True,
        )
    now, before = people_of(engine, 2), people_of(engine, 2, as_at=TODAY - timedelta(days=1))
    assert now.memberships.empty
    assert len(before.memberships) == 1
    assert [each.meetings["held_on"].iloc[0].day for each in (now, before)] == [2, 1]
    assert now.attendance["person_id"].tolist() == [guest]
    assert before.attendance["person_id"].tolist() == [chair["person_id"]]


def test_the_names_of_those_who_are_gone(groups, engine):
    with transaction(engine) as session:
        one, two, three = session.exec(select(Person).limit(3)).all()
        one.name, one.email, one.erased_on = "", None, TODAY
        two.merged_into_id = three.id
        audit.record(session, actor=SYSTEM, now=made.TODAY, sentence="Gone for a test")
        names = group_people.read_names(session, [one.id, two.id])
        assert names[one.id] == "former member"
        assert names[two.id] == three.name


def test_chairs_are_those_of_the_day_in_groups_that_have_not_ended(groups, engine):
    with transaction(engine) as session:
        chairs = [group_people.chairs(session, day=day) for day in (TODAY, date(2021, 8, 31))]
        assert chairs == [["Chair of DIAG", "Chair of Returners group"], []]
        spell = session.exec(select(Membership).where(Membership.group_id == 2)).one()
        memberships.leave_group(
            session,
            actor=SYSTEM,
            now=datetime.combine(TODAY, time(9), tzinfo=UTC),
            membership_id=spell.id,
            version=spell.version,
            ends_on=TODAY,
        )
        tomorrow = TODAY + timedelta(days=1)
        assert group_people.chairs(session, day=tomorrow) == ["Chair of DIAG"]
