"""What is kept of the directory: until something of it changes, and no name longer than that."""

from datetime import date

import pytest
from sqlmodel import select

from dashboard.loaders import coverage as coverage_loaders
from dashboard.loaders import posts as post_loaders
from dashboard.view import Moment
from tests.factories import (
    BEGINNING,
    make_actor,
    make_group,
    make_membership,
    make_milestone,
    make_organisation,
    make_person,
    make_post,
)
from tracker.clock import Clock
from tracker.db import transaction
from tracker.models import Person
from tracker.queries import versions
from tracker.services import appointments, people_erasure
from tracker.vocabulary import GroupKind, GroupState

DAY = date(2022, 6, 1)


@pytest.fixture
def moment(engine, monkeypatch):
    """The state of the records after a change, as a page sees it."""
    monkeypatch.setenv("TRACKER_LOCAL", "1")

    def moment(change=None, as_at=None):
        with transaction(engine) as session:
            if change:
                change(session)
        with transaction(engine, writes=False) as session:
            version, _ = versions.version_and_clock(session.connection())
        return Moment(version, DAY, as_at)

    return moment


def test_what_is_said_of_the_plan_leaves_the_directory_as_it_was_read(moment):
    before = post_loaders.posts(moment(make_person))
    assert post_loaders.posts(moment(make_milestone)) is before


@pytest.mark.parametrize(
    "change",
    [
        make_person,
        make_post,
        make_organisation,
        make_group,
        make_membership,
        lambda session: appointments.name_deputy(
            session,
            actor=make_actor(),
            now=BEGINNING,
            appointment_id=1,
            version=1,
            deputy_id=2,
        ),
    ],
)
def test_every_change_of_the_directory_or_of_groups_is_read_anew(moment, change):
    def some(session):
        make_person(session)
        make_person(session)

    first = post_loaders.recorded(moment(some))
    assert post_loaders.recorded(moment(change)) is not first


def test_whoever_is_erased_is_named_on_no_earlier_day_any_more(moment):
    def some(session):
        ada = make_person(session, name="Ada Example")
        group = make_group(session, kind=GroupKind.ACTION_GROUP, state=GroupState.ACTIVE)
        own = make_organisation(session)
        ada.organisation_id = own.id
        make_membership(session, group, ada)

    def erase(session):
        ada = session.exec(select(Person)).one()
        people_erasure.erase_person(
            session,
            actor=make_actor(),
            now=Clock().now(),
            person_id=ada.id,
            version=ada.version,
            reason="Asked for it",
        )

    def told(seen):
        [row] = post_loaders.posts(seen).to_dict("records")
        who = coverage_loaders.grid(seen).cells.query("column == 'representative'")["who"]
        return row["holder"], who.tolist()

    assert told(moment(some, as_at=DAY)) == ("Ada Example", ["Ada Example"])
    assert told(moment(erase, as_at=DAY)) == ("former member", ["former member"])
