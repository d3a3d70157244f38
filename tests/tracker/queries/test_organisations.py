from datetime import timedelta

import pytest

from tests.factories import (
    BEGINNING,
    make_actor,
    make_organisation,
    make_person,
    make_post,
)
from tracker.queries.organisations import read_organisations
from tracker.services import organisations, people_erasure

NOW = BEGINNING + timedelta(days=500)
BY = {"actor": make_actor(), "now": NOW}


@pytest.mark.both_databases
def test_each_is_listed_by_its_code_with_what_is_its_own(session):
    second, first = make_organisation(session, code="B"), make_organisation(session, code="A")
    stays, leaves = (make_person(session, organisation_id=first.id) for _ in range(2))
    gone = {"person_id": leaves.id, "version": leaves.version, "reason": "Asked for it"}
    people_erasure.erase_person(session, **BY, **gone)
    make_post(session, organisation_id=first.id)
    make_post(session, organisation_id=first.id, abolished_on=NOW.date())
    for year in (2021, 2022):
        by = BY | {"organisation_id": second.id, "year": year}
        organisations.record_data_return(session, **by)
    organisations.take_back_data_return(session, **by | {"year": 2021}, reason="By mistake")
    rows = read_organisations(session).to_dict("records")
    assert [(each["code"], each["people"], each["posts"], each["returned"]) for each in rows] == [
        ("A", 1, 1, ()),
        ("B", 0, 0, (2022,)),
    ]
    assert stays.organisation_id == rows[0]["id"]


def test_one_that_was_merged_is_not_listed(session):
    gone, kept = make_organisation(session), make_organisation(session, is_in_scope=False)
    seen = {"organisation_id": gone.id, "version": gone.version}
    organisations.merge_organisations(session, **BY, **seen, kept_id=kept.id)
    found = read_organisations(session)
    assert found["id"].tolist() == [kept.id]
    assert found["is_in_scope"].tolist() == [False]


def test_before_there_is_any_there_is_none(session):
    assert read_organisations(session).empty
