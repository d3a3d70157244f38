from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    make_actor,
    make_organisation,
    make_person,
    make_post,
)
from tracker.errors import EditConflict, InvalidChange, NotFound
from tracker.models import AuditEntry, DataReturn, Organisation, Record
from tracker.services import organisations

NOW = BEGINNING + timedelta(days=100)  # 10 December 2021
TODAY = NOW.date()
BY = {"actor": make_actor(), "now": NOW}


def add(session, **details):
    given = {"code": "DEFRA", "name": "Department for Rivers"}
    id_ = organisations.add_organisation(session, **BY, **given | details)
    return session.get_one(Organisation, id_)


def edit(session, organisation, **details):
    as_it_is = {each: getattr(organisation, each) for each in ("code", "name", "is_in_scope")}
    seen = {"organisation_id": organisation.id, "version": organisation.version}
    organisations.edit_organisation(session, **BY, **as_it_is | seen | details)


def merge(session, gone, kept, **details):
    seen = {"organisation_id": gone.id, "version": gone.version, "kept_id": kept.id}
    organisations.merge_organisations(session, **BY, **seen | details)


def returned(session, organisation, year=2021, **details):
    given = {"organisation_id": organisation.id, "year": year}
    organisations.record_data_return(session, **BY, **given | details)


def returns_of(session, organisation):
    own = select(DataReturn).where(DataReturn.organisation_id == organisation.id)
    return {each.year: each.returned_on for each in session.exec(own)}


def latest_sentence(session):
    return session.exec(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one().sentence


def test_an_organisation_has_a_code_in_capitals_and_is_in_scope(session):
    organisation = add(session, code=" defra ", name="Department \n for Rivers ")
    assert (organisation.code, organisation.name) == ("DEFRA", "Department for Rivers")
    assert organisation.is_in_scope
    assert latest_sentence(session) == "Added the organisation DEFRA, Department for Rivers"


@pytest.mark.parametrize(
    ("details", "field", "message"),
    [
        ({"code": " "}, "code", "The code is missing"),
        ({"code": "x" * 21}, "code", "21 characters"),
        ({"code": "1ST"}, "code", "This is no code"),
        ({"code": "D EFRA"}, "code", "This is no code"),
        ({"name": ""}, "name", "The name is missing"),
        ({"name": "x" * 201}, "name", "201 characters"),
        ({"code": "hse"}, "code", "There is an organisation with the code HSE already"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(session, details, field, message):
    make_organisation(session, code="HSE")
    with pytest.raises(InvalidChange, match=message) as refusal:
        add(session, **details)
    assert refusal.value.field == field


def test_an_edit_says_in_words_what_becomes_of_it(session):
    organisation = add(session)
    edit(session, organisation, code="dfr", is_in_scope=False)
    assert (organisation.code, organisation.is_in_scope) == ("DFR", False)
    assert latest_sentence(session) == "DEFRA: code: “DEFRA” becomes “DFR”; no longer in scope"
    edit(session, organisation, is_in_scope=True)
    assert latest_sentence(session) == "DFR: now in scope"


def test_an_edit_that_changes_nothing_and_one_that_comes_second_are_refused(session):
    organisation = add(session)
    seen = organisation.version
    with pytest.raises(InvalidChange, match="Nothing of this is different"):
        edit(session, organisation)
    edit(session, organisation, name="Another")
    with pytest.raises(EditConflict):
        edit(session, organisation, name="A third", version=seen)
    with pytest.raises(NotFound):
        edit(session, organisation, organisation_id=12345)


def test_people_posts_and_returns_of_one_that_is_merged_are_the_others(session):
    gone, kept = make_organisation(session, code="OLD"), make_organisation(session, code="NEW")
    person = make_person(session, organisation_id=gone.id)
    post = make_post(session, organisation_id=gone.id)
    returned(session, gone, 2020, returned_on=date(2020, 6, 1))
    merge(session, gone, kept)
    assert {person.organisation_id, post.organisation_id} == {kept.id}
    assert returns_of(session, kept) == {2020: date(2020, 6, 1)}
    assert gone.merged_into_id == kept.id
    assert latest_sentence(session) == "Merged the organisation OLD into NEW"


@pytest.mark.parametrize(("theirs", "ours"), [(1, 2), (2, 1)])
def test_of_two_returns_for_a_year_the_earlier_counts(session, theirs, ours):
    gone, kept = make_organisation(session), make_organisation(session)
    returned(session, gone, returned_on=date(2021, 6, theirs))
    returned(session, kept, returned_on=date(2021, 6, ours))
    merge(session, gone, kept)
    assert returns_of(session, kept) == {2021: date(2021, 6, 1)}


def test_one_that_was_merged_is_chosen_for_nothing_and_its_code_stays_taken(session):
    gone, kept = make_organisation(session, code="OLD"), make_organisation(session, code="NEW")
    third = make_organisation(session)
    merge(session, gone, kept)
    with pytest.raises(InvalidChange, match=r"^OLD was merged into NEW\. Choose NEW\.$") as refusal:
        merge(session, third, gone)
    assert refusal.value.field == "kept_id"
    with pytest.raises(InvalidChange, match="OLD was merged into NEW"):
        edit(session, gone, name="Other")
    with pytest.raises(InvalidChange, match="the code OLD already; it was merged into another"):
        add(session, code="OLD")
    merge(session, kept, third)
    assert gone.merged_into_id == third.id


def test_an_organisation_is_not_merged_into_itself(session):
    organisation = make_organisation(session)
    with pytest.raises(InvalidChange, match="the same organisation") as refusal:
        merge(session, organisation, organisation)
    assert refusal.value.field == "kept_id"


def test_every_table_that_names_an_organisation_is_thought_of_in_merging():
    naming = {
        f"{table.name}.{column.name}"
        for table in Record.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "organisation" for key in column.foreign_keys)
    }
    assert naming == {
        "organisation.merged_into_id",
        "person.organisation_id",
        "post.organisation_id",
        "data_return.organisation_id",
    }


def test_a_return_is_noted_once_taken_back_with_a_reason_and_noted_again(session):
    organisation = make_organisation(session, code="HSE")
    returned(session, organisation)
    assert returns_of(session, organisation) == {2021: TODAY}
    assert latest_sentence(session) == "HSE: returned its data for 2021 on 10 December 2021"
    with pytest.raises(InvalidChange, match="noted already"):
        returned(session, organisation)
    back = BY | {"organisation_id": organisation.id, "year": 2021}
    with pytest.raises(InvalidChange, match="Say why"):
        organisations.take_back_data_return(session, **back, reason=" ")
    organisations.take_back_data_return(session, **back, reason="It was another's")
    assert returns_of(session, organisation) == {2021: None}
    with pytest.raises(InvalidChange, match="No return of HSE is noted for 2021"):
        organisations.take_back_data_return(session, **back, reason="Twice")
    returned(session, organisation, returned_on=date(2021, 5, 1))
    assert returns_of(session, organisation) == {2021: date(2021, 5, 1)}


@pytest.mark.parametrize(
    ("year", "day", "field"),
    [
        (1999, TODAY, "year"),
        (2022, TODAY, "year"),
        (2021, TODAY + timedelta(days=1), "returned_on"),
    ],
)
def test_no_return_is_noted_before_it_has_come(session, year, day, field):
    with pytest.raises(InvalidChange) as refusal:
        returned(session, make_organisation(session), year, returned_on=day)
    assert refusal.value.field == field
    assert session.exec(select(DataReturn)).all() == []
