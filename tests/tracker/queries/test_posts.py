"""Posts as recorded: whatever is done to their terms, a day has one holder or a vacancy."""

from datetime import date, datetime, time, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    make_actor,
    make_appointment,
    make_organisation,
    make_person,
    make_post,
)
from tracker.analytics.posts import on_day
from tracker.clock import LONDON
from tracker.db import make_engine, transaction
from tracker.errors import TrackerError
from tracker.models import Appointment, Post
from tracker.queries.posts import FORMER_MEMBER, offices, read_posts
from tracker.services import appointments
from tracker.vocabulary import PostKind, Strand

EXISTS_FROM = date(2021, 9, 1)
DAYS = 45
PEOPLE = 3


def on(day):
    return datetime.combine(day, time(12), tzinfo=LONDON)


def day_number(number):
    return None if number is None else EXISTS_FROM + timedelta(days=number)


COMMANDS = ("appoint", "extend", "step_down", "hand_over", "correct", "void")
DAY = st.integers(-2, DAYS + 5)
steps = st.lists(
    st.tuples(
        st.sampled_from(COMMANDS),
        st.integers(0, 5),  # which term
        st.integers(1, PEOPLE),
        DAY,
        st.none() | DAY,
        st.integers(0, 6),  # days later
    ),
    min_size=1,
    max_size=14,
)


def do(session, command, number, person_id, first, last, *, now):
    """Try one change of the only post; what breaks a rule is refused and changes nothing."""
    by = {"actor": make_actor(), "now": now}
    starts_on, ends_on = day_number(first), day_number(last)
    if command == "appoint":
        days = {"starts_on": starts_on, "ends_on": ends_on}
        appointments.appoint(session, **by, post_id=1, person_id=person_id, **days)
        return
    own = select(Appointment).where(Appointment.post_id == 1)
    terms = session.exec(own.order_by(Appointment.id)).all()
    if not terms:
        return
    term = terms[number % len(terms)]
    by |= {"appointment_id": term.id, "version": term.version}
    if command == "extend":
        appointments.extend_appointment(session, **by, ends_on=ends_on, reason="Needed")
    elif command == "step_down":
        appointments.step_down(session, **by, ends_on=starts_on)
    elif command == "hand_over":
        days = {"last_day": starts_on, "ends_on": ends_on}
        appointments.hand_over(session, **by, person_id=person_id, **days)
    elif command == "correct":
        days = {"starts_on": starts_on, "ends_on": ends_on}
        appointments.correct_appointment(session, **by, **days, reason="Wrong")
    else:
        appointments.void_appointment(session, **by, reason="Never was")


def try_to(engine, *step, now):
    try:
        with transaction(engine) as session:
            do(session, *step, now=now)
    except TrackerError:
        pass


def holders(terms, day):
    """Day by day and by hand: who holds the post."""
    return [
        each.person_id
        for each in terms
        if not each.is_void
        and each.starts_on <= day
        and (each.ends_on is None or day <= each.ends_on)
    ]


def assert_told_as_it_is(posts, terms):
    vacant_days = 0
    for number in range(DAYS):
        day = day_number(number)
        there = holders(terms, day)
        assert len(there) <= 1, f"{len(there)} holders on {day}"
        [row] = on_day(
            posts.posts, posts.appointments, posts.people, posts.organisations, day
        ).to_dict("records")
        if there:
            assert (row["holder_id"], row["state"] != "vacant") == (there[0], True)
            assert pd.isna(row["vacant_since"])
            vacant_days = 0
        else:
            assert (row["state"], row["vacant_days"]) == ("vacant", vacant_days)
            assert row["vacant_since"] == pd.Timestamp(day - timedelta(days=vacant_days))
            vacant_days += 1


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_whatever_is_done_one_holds_a_post_on_a_day_or_it_is_vacant_since(databases, history):
    with databases.migrated() as url:
        engine = make_engine(url)
        with transaction(engine) as session:
            make_post(session, exists_from=EXISTS_FROM)
            for _ in range(PEOPLE):
                make_person(session)
        day = EXISTS_FROM
        for *step, later in history:
            day += timedelta(days=later)
            try_to(engine, *step, now=on(day))
        with transaction(engine, writes=False) as session:
            posts = read_posts(session)
            own = select(Appointment).where(Appointment.post_id == 1)
            assert_told_as_it_is(only_first(posts), session.exec(own).all())
        engine.dispose()


def only_first(posts):
    return type(posts)(
        posts.posts[posts.posts["id"] == 1],
        posts.appointments[posts.appointments["post_id"] == 1],
        posts.people,
        posts.organisations,
    )


@pytest.mark.both_databases
def test_an_earlier_day_shows_the_terms_as_they_were_recorded_then(engine):
    with transaction(engine) as session:
        post, person = make_post(session, title="Gender champion"), make_person(session)
        by = {"actor": make_actor(), "now": BEGINNING + timedelta(days=10)}
        id_ = appointments.appoint(session, **by, post_id=post.id, person_id=person.id)
        by = {"actor": make_actor(), "now": BEGINNING + timedelta(days=30)}
        appointments.step_down(
            session, **by, appointment_id=id_, version=1, ends_on=date(2021, 10, 1)
        )
    with transaction(engine, writes=False) as session:
        before, between, after = (
            read_posts(session, as_at=day).appointments
            for day in (date(2021, 9, 5), date(2021, 9, 20), date(2021, 10, 5))
        )
    own = [each[each["id"] == id_] for each in (before, between, after)]
    assert [len(each) for each in own] == [0, 1, 1]
    assert own[1]["ends_on"].isna().all()
    assert own[2]["ends_on"].tolist() == [pd.Timestamp(2021, 10, 1)]


def test_whoever_was_erased_is_a_former_member(session):
    post = make_post(session, organisation_id=make_organisation(session).id)
    make_person(session, name="", email=None, erased_on=date(2021, 10, 1), post=post.title)
    posts = read_posts(session)
    assert posts.people["name"].tolist() == [FORMER_MEMBER]
    [row] = on_day(
        posts.posts, posts.appointments, posts.people, posts.organisations, date(2021, 11, 1)
    ).to_dict("records")
    assert row["holder"] == FORMER_MEMBER
    assert session.get_one(Post, row["id"]).title == post.title


@pytest.mark.parametrize(
    ("days", "acts"), [(-1, False), (0, True), (56, True), (57, False), (None, False)]
)
def test_whose_term_ends_in_the_coming_weeks_acts_by_themselves(session, days, acts):
    post = make_post(session, title="HR contact, RIVERS")
    today = EXISTS_FROM + timedelta(days=100)
    ends_on = None if days is None else today + timedelta(days=days)
    make_appointment(session, post, ends_on=ends_on)
    assert offices(session, day=today) == (["HR contact, RIVERS"] if acts else [])


def test_champions_of_the_profession_act_by_themselves_once_there_was_one(session):
    champion = {"kind": PostKind.CHAMPION, "strand": Strand.GENDER}
    own = make_post(session, title="Gender champion", **champion)
    make_post(session, title="Never held", **champion)
    theirs = make_organisation(session)
    make_appointment(session, make_post(session, organisation_id=theirs.id, **champion))
    make_appointment(session, own)
    make_appointment(session, make_post(session, abolished_on=EXISTS_FROM, **champion))
    assert offices(session, day=EXISTS_FROM) == ["Gender champion"]
