from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
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
from tracker.analytics import spells
from tracker.db import make_engine, transaction
from tracker.errors import EditConflict, InvalidChange
from tracker.models import (
    Attendance,
    AuditEntry,
    Meeting,
    Membership,
    Person,
    Record,
    Reminder,
    Setting,
)
from tracker.queries import people as people_queries
from tracker.queries._recorded import recorded
from tracker.queries.posts import named, read_posts
from tracker.services import people, people_erasure, people_merging
from tracker.vocabulary import GroupRole

NOW = BEGINNING + timedelta(days=30)  # 1 October 2021
TODAY, FIRST = NOW.date(), BEGINNING.date()
DAY = timedelta(days=1)
BY = {"actor": make_actor(), "now": NOW}


def merge(session, gone, kept, **details):
    seen = {"person_id": gone.id, "version": gone.version, "kept_id": kept.id}
    people_merging.merge_people(session, **BY, **seen | details)


@pytest.fixture
def gone(session):
    return make_person(session, name="A. Example", email="a.example@example.org", post="Poet")


@pytest.fixture
def kept(session):
    return make_person(session, name="Ada Example", email="ada@example.org", post="Lead")


def test_of_the_one_that_goes_the_key_stays_and_the_other_gets_what_it_lacks(session, gone, kept):
    gone.organisation_id, gone.calendar_hash = make_organisation(session).id, "0" * 64
    merge(session, gone, kept)
    assert (gone.name, gone.email, gone.calendar_hash) == ("", None, "")
    assert gone.merged_into_id == kept.id
    assert (kept.name, kept.email, kept.calendar_hash) == (
        "Ada Example",
        "ada@example.org",
        "0" * 64,
    )
    assert kept.organisation_id == gone.organisation_id
    entry = session.exec(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert entry.sentence == f"Merged Person {gone.id} into Person {kept.id}"


def test_what_the_kept_one_has_stands(session, gone, kept):
    own = make_organisation(session).id
    gone.organisation_id, kept.organisation_id = make_organisation(session).id, own
    gone.calendar_hash, kept.calendar_hash = "0" * 64, "1" * 64
    gone.wants_reminders = False
    merge(session, gone, kept)
    assert (kept.organisation_id, kept.calendar_hash, kept.wants_reminders) == (
        own,
        "1" * 64,
        True,
    )


def test_terms_move_and_nobody_is_their_own_deputy(session, gone, kept):
    deputised = make_appointment(session, make_post(session), kept, deputy_id=gone.id)
    other = make_appointment(session, make_post(session), make_person(session), deputy_id=gone.id)
    merge(session, gone, kept)
    posts = read_posts(session)
    held = posts.appointments.merge(posts.posts, left_on="post_id", right_on="id")
    assert set(held.loc[held["person_id"] == kept.id, "title"]) >= {"Poet", "Lead"}
    assert not (held["person_id"] == gone.id).any()
    assert (deputised.deputy_id, other.deputy_id) == (None, kept.id)


def test_a_meeting_to_which_both_came_one_came_to(session, gone, kept):
    group = make_group(session)
    meetings = [
        Meeting(created_at=NOW, group_id=group.id, held_on=TODAY - day * DAY) for day in range(3)
    ]
    session.add_all(meetings)
    session.flush()
    came = [(0, gone, False), (1, gone, False), (1, kept, False), (2, gone, False), (2, kept, True)]
    session.add_all(
        Attendance(
            created_at=NOW, meeting_id=meetings[number].id, person_id=who.id, is_void=is_void
        )
        for number, who, is_void in came
    )
    merge(session, gone, kept)
    counting = select(Attendance).where(~Attendance.is_void)
    found = [(each.meeting_id, each.person_id) for each in session.exec(counting)]
    assert sorted(found) == [(meeting.id, kept.id) for meeting in meetings]


def test_who_was_reminded_under_either_name_was_reminded(session, gone, kept):
    rounds = [make_round(session).id, make_round(session).id]
    for whom, round_id in ((gone, rounds[0]), (gone, rounds[1]), (kept, rounds[1])):
        session.add(Reminder(person_id=whom.id, round_id=round_id, claimed_at=NOW))
    merge(session, gone, kept)
    found = [(each.person_id, each.round_id) for each in session.exec(select(Reminder))]
    assert sorted(found) == [(kept.id, rounds[0]), (kept.id, rounds[1])]


def test_links_of_earlier_mails_and_the_calendar_go_on_for_the_kept_one(session, gone, kept):
    session.add(Setting(name=people_queries.SIGNING_KEY, value="k" * 43))
    token = tokens.new_token()
    people.issue_calendar(session, **BY, person_id=gone.id, token=token, version=gone.version)
    facts = people_queries.to_remind(session, round_id=0, day=TODAY)[0]
    off = tokens.sign("k" * 43, people_queries.TURN_OFF, facts.handle)
    merge(session, gone, kept)
    assert people_queries.of_reminder(session, off) == kept.id
    assert people_queries.of_calendar(session, token, day=TODAY).id == kept.id


def test_earlier_days_show_both_by_the_name_that_is_kept(session, gone, kept):
    group = make_group(session)
    for person in (gone, kept):
        make_membership(session, group, person)
    merge(session, gone, kept)
    by_name = {False: [kept.id], True: [gone.id, kept.id]}
    for is_earlier, expected in by_name.items():
        as_at = TODAY - DAY if is_earlier else None
        found = membership(session, as_at)
        assert sorted(found["person_id"]) == expected
        tables = {Person: ("name", "merged_into_id", "erased_on")}
        names = named(recorded(session, tables, as_at=as_at)["person"]).set_index("id")["name"]
        assert names[gone.id] == names[kept.id] == "Ada Example"


def test_a_merge_of_a_merge_leads_to_the_last_one(session, gone, kept):
    third = make_person(session)
    merge(session, gone, kept)
    merge(session, kept, third)
    assert {gone.merged_into_id, kept.merged_into_id} == {third.id}
    people_erasure.erase_person(
        session, **BY, person_id=third.id, version=third.version, reason="Asked for it"
    )
    tables = {Person: ("name", "merged_into_id")}
    assert set(named(recorded(session, tables, as_at=None)["person"])["name"]) == {"former member"}


def test_the_same_one_and_one_who_is_gone_are_refused(session, gone, kept):
    with pytest.raises(InvalidChange, match="the same person") as refusal:
        merge(session, gone, gone)
    assert refusal.value.field == "kept_id"
    seen = gone.version
    people.set_reminders(session, **BY, person_id=gone.id, wants_reminders=False)
    with pytest.raises(EditConflict):
        merge(session, gone, kept, version=seen)
    merge(session, gone, kept)
    third = make_person(session)
    with pytest.raises(InvalidChange, match="no longer in the directory") as refusal:
        merge(session, third, gone)
    assert refusal.value.field == "kept_id"


def test_every_table_that_names_a_person_is_thought_of_in_merging_and_erasing():
    naming = {
        f"{table.name}.{column.name}"
        for table in Record.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }
    assert naming == {
        "person.merged_into_id",
        "membership.person_id",
        "attendance.person_id",
        "appointment.person_id",
        "appointment.deputy_id",
        "reminder.person_id",
    }


@pytest.mark.both_databases
def test_spells_that_overlap_become_one_and_others_stay_apart(session):
    gone, kept, group = make_person(session), make_person(session), make_group(session)

    def spell(person, first, last, **details):
        ends_on = None if last is None else FIRST + last * DAY
        days = {"starts_on": FIRST + first * DAY, "ends_on": ends_on}
        make_membership(session, group, person, **days, **details)

    spell(gone, 0, 5, hours_a_month=4)
    spell(kept, 3, 9, hours_a_month=6)
    spell(gone, 8, 12)
    spell(kept, 20, 22)
    spell(gone, 30, 40, role=GroupRole.CHAIR)
    spell(kept, 25, None)
    merge(session, gone, kept)
    found = membership(session).sort_values("starts_on")
    assert set(found["person_id"]) == {kept.id}
    columns = ["role", "starts_on", "ends_on", "hours_a_month"]
    rows = [
        (role, (first.date() - FIRST).days, None if pd.isna(last) else (last.date() - FIRST).days)
        for role, first, last, _ in found[columns].itertuples(index=False)
    ]
    assert rows == [
        ("member", 0, 12),
        ("member", 20, 22),
        ("member", 25, 29),
        ("chair", 30, 40),
        ("member", 41, None),
    ]
    assert found["hours_a_month"].iloc[0] == 6


def membership(session, as_at=None):
    names = ("group_id", "person_id", "role", "starts_on", "ends_on", "hours_a_month", "is_void")
    found = recorded(session, {Membership: names}, as_at=as_at)["membership"]
    return found[~found["is_void"]]


# Spells of one person in one group, one after the other: days before each, days it lasts, whether
# the last goes on.
OF_ONE = st.tuples(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=3), st.booleans()
)
ROLES = st.sampled_from([GroupRole.DEPUTY_CHAIR, GroupRole.MEMBER])
CALENDAR = pd.date_range(FIRST, periods=90)


def add_spells(session, group, person, drawn, role):
    days, goes_on = drawn
    start = FIRST
    for number, (before, lasts) in enumerate(days):
        start += before * DAY
        end = None if goes_on and number == len(days) - 1 else start + lasts * DAY
        make_membership(session, group, person, role=role, starts_on=start, ends_on=end)
        start += (lasts + 1) * DAY


def present(session):
    """Who is in which group on which day."""
    return {
        (row["group_id"], row["person_id"], day)
        for row in membership(session).to_dict("records")
        for day in CALENDAR
        if row["starts_on"] <= day and not row["ends_on"] < day
    }


def counted(session, as_at=None):
    found = membership(session, as_at)
    return {id_: spells.numbers(own, CALENDAR).tolist() for id_, own in found.groupby("group_id")}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(OF_ONE, ROLES), min_size=6, max_size=6))
def test_merging_and_erasing_change_no_count_but_of_days_after_the_erasure(sqlite_databases, drawn):
    with sqlite_databases.migrated() as url:
        engine = make_engine(url)
        with transaction(engine) as session:
            persons = [make_person(session) for _ in range(3)]
            groups = [make_group(session) for _ in range(2)]
            places = [(group, person) for group in groups for person in persons]
            for (group, person), (days, role) in zip(places, drawn, strict=True):
                add_spells(session, group, person, days, role)
            gone, kept, _ = persons
            before, counts_before = present(session), counted(session)

            merge(session, gone, kept)
            merged = present(session)
            assert merged == {
                (group, kept.id if who == gone.id else who, day) for group, who, day in before
            }
            assert counted(session, as_at=TODAY - DAY) == counts_before

            counts_merged = counted(session)
            people_erasure.erase_person(
                session, **BY, person_id=kept.id, version=kept.version, reason="Asked for it"
            )
            assert present(session) == {
                (group, who, day)
                for group, who, day in merged
                if who != kept.id or day.date() <= TODAY
            }
            until_today = (pd.Timestamp(TODAY) >= CALENDAR).sum()
            counts_erased = counted(session)
            for id_, counts in counts_merged.items():
                left = counts_erased.get(id_, [0] * len(CALENDAR))
                assert left[:until_today] == counts[:until_today]
        engine.dispose()
