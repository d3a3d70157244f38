from datetime import timedelta

import pytest

from tests.factories import (
    BEGINNING,
    make_actor,
    make_appointment,
    make_organisation,
    make_person,
    make_post,
)
from tracker.db import make_engine, transaction
from tracker.services import people_erasure
from tracker.services.directory_import import import_directory
from tracker.transfer.directory_export import directory_of
from tracker.transfer.directory_file import COLUMNS, directory_rows
from tracker.transfer.directory_reader import read_directory
from tracker.transfer.spreadsheets import to_csv
from tracker.vocabulary import PostKind, Strand

NOW = BEGINNING + timedelta(days=100)
TODAY = NOW.date()
DAY = timedelta(days=1)
BY = {"actor": make_actor(), "now": NOW}


def written(session):
    return to_csv(COLUMNS, directory_rows(directory_of(session, day=TODAY)))


def take(session, content):
    directory = read_directory("directory.csv", content)
    return import_directory(session, **BY, directory=directory, source="directory.csv")


@pytest.fixture
def filled(session):
    own = make_organisation(session, code="HSE", is_in_scope=False)
    make_organisation(session, code="DEFRA")
    ada = make_person(session, name="=Ada", post="Data lead", organisation_id=own.id)
    champion = {"kind": PostKind.CHAMPION, "strand": Strand.GENDER, "organisation_id": own.id}
    post = make_post(session, title="Gender champion, HSE", **champion)
    make_appointment(session, post, ada, ends_on=TODAY)
    make_appointment(session, post, make_person(session), starts_on=TODAY + DAY)
    return session


def test_a_directory_that_is_taken_out_and_brought_in_again_is_the_same(filled, databases):
    content = written(filled)
    assert not take(filled, content).changes_anything
    with databases.migrated() as url:
        engine = make_engine(url)
        with transaction(engine) as other:
            take(other, content)
            assert written(other) == content
        engine.dispose()


def test_what_is_over_abolished_or_erased_is_not_in_it(session):
    past = make_person(session, name="Was here", post="Poet")
    make_appointment(session, make_post(session, title="Ended post"), past, ends_on=TODAY - DAY)
    make_post(session, title="Gone post", abolished_on=TODAY)
    gone = make_person(session, name="Ben Gone")
    people_erasure.erase_person(
        session, **BY, person_id=gone.id, version=gone.version, reason="Asked for it"
    )
    found = directory_of(session, day=TODAY)
    assert [each.name for each in found.people] == ["Was here"]
    assert [each.title for each in found.posts] == ["Poet", "Ended post", "Data lead"]
    assert [each.post for each in found.terms] == ["Poet"]
