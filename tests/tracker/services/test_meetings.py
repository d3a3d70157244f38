"""Meetings and who came."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.factories import BEGINNING, make_actor, make_group, make_person
from tests.tracker.trail import latest_entry
from tracker.db import transaction
from tracker.errors import EditConflict, InvalidChange, NotFound
from tracker.models import Attendance, Meeting
from tracker.services import meetings
from tracker.vocabulary import GroupState

NOW = BEGINNING
TODAY = NOW.date()
BY = {"actor": make_actor(), "now": NOW}
DAY = timedelta(days=1)


@pytest.fixture
def group(session):
    return make_group(session, name="DIAG", state=GroupState.ACTIVE)


@pytest.fixture
def people(session):
    return [make_person(session) for _ in range(3)]


def ids(people):
    return [person.id for person in people]


def record(session, group, people, **details):
    given = {"group_id": group.id, "held_on": TODAY, "person_ids": ids(people)}
    return session.get_one(Meeting, meetings.record_meeting(session, **BY, **given | details))


def version(session, meeting):
    own = select(Attendance.version).where(Attendance.meeting_id == meeting.id)
    return meeting.version + sum(session.exec(own))


def correct(session, meeting, people, **details):
    as_it_is = {"held_on": meeting.held_on, "note": meeting.note}
    given = {"reason": "Typed wrongly", "person_ids": ids(people)} | as_it_is
    seen = {"meeting_id": meeting.id, "version": version(session, meeting)}
    meetings.correct_meeting(session, **BY, **seen | given | details)


def came(session, meeting):
    own = select(Attendance).where(Attendance.meeting_id == meeting.id, ~Attendance.is_void)
    return {each.person_id for each in session.exec(own)}


def test_a_meeting_has_a_day_a_note_and_those_who_came(session, group, people):
    meeting = record(session, group, [*people, people[0]], note=" On the survey ")
    assert (meeting.held_on, meeting.note) == (TODAY, "On the survey")
    assert came(session, meeting) == set(ids(people))
    assert latest_entry(session).sentence == "DIAG: met on 1 September 2021, 3 people came"


@pytest.mark.parametrize(
    ("details", "field", "message"),
    [
        ({"held_on": TODAY + DAY}, "held_on", "2 September 2021 is still to come"),
        ({"held_on": TODAY - DAY}, "held_on", "of 31 August 2021 is recorded already"),
        ({"person_ids": []}, "person_ids", "Choose who came"),
        ({"note": "x" * 501}, "note", "501 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(session, group, people, details, field, message):
    record(session, group, people, held_on=TODAY - DAY)
    with pytest.raises(InvalidChange, match=message) as refusal:
        record(session, group, people, **details)
    assert refusal.value.field == field


def test_nobody_comes_who_is_not_in_the_directory(session, group):
    with pytest.raises(NotFound, match="no such person"):
        record(session, group, [], person_ids=[99])
    gone = make_person(session, erased_on=TODAY, name="", email=None)
    with pytest.raises(InvalidChange, match="no longer in the directory") as refusal:
        record(session, group, [gone])
    assert refusal.value.field == "person_ids"


def test_a_group_that_has_ended_met_until_then(session, people):
    ended = make_group(session, state=GroupState.CLOSED, ended_on=TODAY - DAY)
    record(session, ended, people, held_on=TODAY - DAY)
    with pytest.raises(InvalidChange, match="has ended on 31 August 2021"):
        record(session, ended, people, held_on=TODAY)


def test_who_came_is_corrected_there_and_back(session, group, people):
    ada, ben, cy = people
    meeting = record(session, group, [ada, ben])
    correct(session, meeting, [ben, cy])
    assert came(session, meeting) == {ben.id, cy.id}
    correct(session, meeting, [ada, ben])
    assert came(session, meeting) == {ada.id, ben.id}
    assert latest_entry(session).reason == "Typed wrongly"


def test_the_day_is_corrected_to_one_without_a_meeting(session, group, people):
    meeting = record(session, group, people)
    record(session, group, people, held_on=TODAY - DAY)
    with pytest.raises(InvalidChange, match="recorded already"):
        correct(session, meeting, people, held_on=TODAY - DAY)
    correct(session, meeting, people, held_on=TODAY - 2 * DAY)
    assert meeting.held_on == TODAY - 2 * DAY


def test_of_two_who_correct_at_once_the_second_is_told(session, group, people):
    meeting = record(session, group, people)
    opened = version(session, meeting)
    correct(session, meeting, people[:2])
    with pytest.raises(EditConflict):
        correct(session, meeting, people[:1], version=opened)
    opened = version(session, meeting)
    correct(session, meeting, people)
    with pytest.raises(EditConflict):
        correct(session, meeting, people[:1], version=opened)


def test_a_correction_that_changes_nothing_or_says_nothing_is_refused(session, group, people):
    meeting = record(session, group, people)
    with pytest.raises(InvalidChange, match="Nothing of this is different"):
        correct(session, meeting, people)
    with pytest.raises(InvalidChange, match="Say why"):
        correct(session, meeting, people[:1], reason="")


def test_whoever_was_erased_since_has_come_all_the_same(session, group, people):
    meeting = record(session, group, people)
    people[0].erased_on = TODAY
    correct(session, meeting, people, note="On the survey")
    assert came(session, meeting) == set(ids(people))


@pytest.mark.both_databases
def test_a_meeting_recorded_by_mistake_leaves_its_day_free(engine):
    with transaction(engine) as session:
        group, people = make_group(session), [make_person(session)]
        for note in ("first", "second"):
            meeting = record(session, group, people, note=note, held_on=date(2021, 9, 1))
            correct(session, meeting, people, is_void=True)
        assert latest_entry(session).sentence.endswith("was recorded by mistake")
        record(session, group, people)
        with pytest.raises(InvalidChange, match="recorded already"):
            correct(session, meeting, people, is_void=False)
