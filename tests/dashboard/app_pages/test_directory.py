"""The page on which the secretariat keeps organisations, people and posts."""

import re
from datetime import date

import pytest
from sqlmodel import select

from dashboard.navigation import DIRECTORY
from tests.dashboard.screen import errors, field, fill, said, send, words
from tests.factories import (
    BEGINNING,
    LEAD,
    make_action,
    make_actor,
    make_group,
    make_membership,
    make_organisation,
    make_person,
    make_post,
)
from tracker import tokens
from tracker.db import transaction
from tracker.models import DataReturn, Membership, Organisation, Person, Post
from tracker.services.organisations import edit_organisation
from tracker.transfer.directory_file import COLUMNS
from tracker.vocabulary import PostKind, Strand

ADA = {"name": "Ada Example", "email": "ada@example.org"}
PEOPLE, ORGANISATIONS, POSTS, FILES = "People", "Organisations", "Posts", "Import and export"
HEADINGS = ",".join(COLUMNS) + "\n"


@pytest.fixture
def stored(engine):
    """Reads everything of one kind that is stored."""

    def stored(model):
        with transaction(engine, writes=False) as session:
            found = list(session.exec(select(model).order_by(model.id)))
            session.expunge_all()
            return found

    return stored


@pytest.fixture
def ada(engine):
    with transaction(engine) as session:
        make_action(session)
        return make_person(session, **ADA, post=LEAD).id


@pytest.fixture
def hse(engine):
    with transaction(engine) as session:
        return make_organisation(session, code="HSE", name="Health").id


def choose(page, what):
    """Choose what to do: the form for it opens."""
    [pills] = [each for each in page.get("button_group") if "choice" in each.key]
    return pills.set_value(what).run()


def pick(page, key, value):
    [box] = [box for box in page.selectbox if box.key.endswith(key)]
    box.set_value(value)
    return page


def rows_of(page):
    [table] = page.table
    return [name.replace("\\", "") for name in table.value.index]


def test_an_empty_directory_says_what_to_do_first(open_page):
    page = open_page(DIRECTORY)
    assert not page.exception
    assert page.info[0].value.startswith("Nothing is in the directory yet. Add the organisations")
    assert "No person is in the directory yet: add one below." in words(page)
    assert "Nothing is in" not in words(open_page(DIRECTORY, show=ORGANISATIONS))


# People


def test_the_first_person_is_added_to_an_organisation(open_page, stored, hse):
    page = choose(open_page(DIRECTORY), "Add a person")
    page = send(pick(fill(page, **ADA), ".organisation_id", hse), "Add the person")
    assert said(page) == ["The person is added."]
    [person] = stored(Person)
    assert (person.name, person.email, person.organisation_id) == (*ADA.values(), hse)
    assert rows_of(page) == ["Ada Example"]
    assert page.table[0].value["Organisation"].tolist() == ["HSE"]


def test_a_wrong_address_is_said_and_what_was_typed_stays(open_page, stored):
    page = choose(open_page(DIRECTORY), "Add a person")
    page = send(fill(page, **ADA | {"email": "ada"}), "Add the person")
    assert "not an e-mail address" in errors(page)[0]
    assert (field(page, "name").value, field(page, "email").value) == ("Ada Example", "ada")
    assert stored(Person) == []


def test_everybody_is_listed_with_what_they_lead(open_page, ada):
    [table] = open_page(DIRECTORY).table
    row = table.value.iloc[0]
    assert row["Work e-mail"].replace("\\", "") == "ada@example.org"
    assert (row["Posts"], row["Actions"], row["Gets"]) == (LEAD, "1", "Reminders")


def test_people_are_searched_and_paged_by_the_address(open_page, engine):
    with transaction(engine) as session:
        for number in range(30):
            make_person(session, name=f"Person {number:02}", email=f"p{number:02}@example.org")
    page = open_page(DIRECTORY)
    assert len(rows_of(page)) == 25
    assert "30 people" in words(page)
    assert rows_of(open_page(DIRECTORY, table="2"))[0] == "Person 25"
    assert rows_of(open_page(DIRECTORY, search="p07@")) == ["Person 07"]
    page = open_page(DIRECTORY, search="nobody")
    assert page.info[0].value == "No person has all of these words."


def test_a_person_is_edited(open_page, ada, stored):
    page = choose(open_page(DIRECTORY), "Edit a person")
    page = send(fill(page, name="Ada Other"), "Save the person")
    assert said(page) == ["The person is saved."]
    assert stored(Person)[0].name == "Ada Other"


def test_two_records_of_one_person_become_one(open_page, engine, ada, stored):
    with transaction(engine) as session:
        other = make_person(session, name="A. Example", email="a@example.org")
        make_membership(session, make_group(session), other)
        other = other.id
    page = choose(open_page(DIRECTORY), "Merge two records")
    page = pick(page, "people.person", other).run()
    assert "can’t be taken back" in words(page)
    page = send(page, "Merge the two")
    assert errors(page) == ["Choose one."]
    page = send(pick(page, ".kept_id", ada), "Merge the two")
    assert said(page) == ["The two records are one."]
    assert rows_of(page) == ["Ada Example"]
    assert [each.merged_into_id for each in stored(Person)] == [None, ada]
    assert [each.person_id for each in stored(Membership)] == [ada]


def test_a_person_is_erased_and_the_reason_names_nobody(open_page, ada, stored):
    page = choose(open_page(DIRECTORY), "Erase a person")
    page = send(fill(page, reason="Ada left"), "Erase this person")
    assert "without the person's name" in errors(page)[0]
    page = send(fill(page, reason="Left the civil service"), "Erase this person")
    assert said(page) == ["The person is erased."]
    assert [(each.name, each.email) for each in stored(Person)] == [("", None)]
    assert "Ada" not in words(page)


def test_reminders_are_turned_off_and_on_again(open_page, ada, stored):
    page = open_page(DIRECTORY)
    for word, wants in (("off", False), ("on", True)):
        page = send(choose(page, "Turn reminders on or off"), f"Turn them {word}")
        assert said(page) == [f"Reminders to Ada Example are {word}."]
        assert stored(Person)[0].wants_reminders is wants


def test_a_calendars_address_is_shown_once_and_ended(open_page, ada, stored, monkeypatch):
    monkeypatch.setenv("TRACKER_PUBLIC_URL", "https://tracker.example.org")
    page = choose(open_page(DIRECTORY), "Give or end a calendar address")
    page = send(page, "Give a new address")
    [code] = page.code
    token = re.fullmatch(r"https://tracker\.example\.org/calendar/(.+)\.ics", code.value)[1]
    assert stored(Person)[0].calendar_hash == tokens.fingerprint(token)
    page = page.run()
    assert not page.code
    page = send(choose(page, "Give or end a calendar address"), "End its address")
    assert said(page) == ["The calendar of Ada Example can no longer be read."]
    assert stored(Person)[0].calendar_hash == ""


# Organisations


def test_organisations_are_added_edited_and_merged(open_page, stored, hse):
    page = choose(open_page(DIRECTORY, show=ORGANISATIONS), "Add an organisation")
    page = send(fill(page, code="osh", name="Occupational safety"), "Add the organisation")
    assert said(page) == ["The organisation is added."]
    assert rows_of(page) == ["HSE", "OSH"]
    osh = stored(Organisation)[1].id

    page = pick(choose(page, "Edit an organisation"), "which", osh).run()
    page = send(fill(page, is_in_scope=False), "Save the organisation")
    assert said(page) == ["The organisation is saved."]
    assert page.table[0].value["Scope"].tolist() == ["In scope", "Not in scope"]

    page = pick(choose(page, "Merge two organisations"), "which", osh).run()
    page = send(pick(page, ".kept_id", hse), "Merge OSH into it")
    assert said(page) == ["OSH is merged."]
    assert rows_of(page) == ["HSE"]


def test_a_return_is_noted_and_taken_back(open_page, stored, hse):
    page = choose(open_page(DIRECTORY, show=ORGANISATIONS), "Note a return of data")
    page = send(fill(page, year=2021), "Note the return")
    assert said(page) == ["The return of HSE is noted."]
    assert page.table[0].value["Data returned for"].tolist() == ["2021"]
    page = choose(page, "Take a return of data back")
    page = send(fill(page, year=2021, reason="It was another's"), "Take it back")
    assert said(page) == ["The return of HSE is taken back."]
    assert [each.returned_on for each in stored(DataReturn)] == [None]


def test_organisations_are_searched(open_page, engine, hse):
    with transaction(engine) as session:
        make_organisation(session, code="DEFRA", name="Rivers")
    for search, found in (("riv", ["DEFRA"]), ("hse health", ["HSE"]), ("", ["DEFRA", "HSE"])):
        assert rows_of(open_page(DIRECTORY, show=ORGANISATIONS, search=search)) == found


# Posts


def test_a_champions_post_is_added_vacant_and_called_by_what_it_is(open_page, stored, hse):
    page = choose(open_page(DIRECTORY, show=POSTS), "Add a post")
    page = send(page, "Add the post")
    assert errors(page) == ["Choose what the champion speaks for. Other posts have no strand."]
    page = pick(pick(page, ".strand", Strand.GENDER), ".organisation_id", hse)
    page = send(page, "Add the post")
    assert said(page) == ["The post is added. It is vacant."]
    [post] = stored(Post)
    assert (post.title, post.kind) == ("Gender champion, HSE", PostKind.CHAMPION)
    assert "Vacant" in page.table[0].value["Held by"].iloc[0]


def test_a_post_is_renamed_and_abolished(open_page, engine, stored):
    with transaction(engine) as session:
        make_post(session, title="Poet")
    page = choose(open_page(DIRECTORY, show=POSTS), "Rename a post")
    page = send(fill(page, title="Bard"), "Rename the post")
    assert said(page) == ["The post is renamed."]
    page = choose(page, "Abolish a post")
    page = send(fill(page, reason="Nobody needs one"), "Abolish the post")
    assert said(page) == ["The post is abolished."]
    assert stored(Post)[0].abolished_on
    assert "No post is in the directory yet" in words(page)


# Import and export


def upload(page, content):
    page.file_uploader[0].upload("directory.csv", (HEADINGS + content).encode(), "text/csv")
    return page.run()


def test_a_file_is_shown_and_then_imported(open_page, stored):
    page = upload(
        open_page(DIRECTORY, show=FILES),
        "HSE,Health,yes,Ada Example,ada@example.org,HR contact,hr_contact,,2 May 2021,\n",
    )
    assert not page.exception
    assert [metric.value for metric in page.metric] == ["4", "0", "0"]
    assert stored(Person) == []
    page = send(page, "Import this file")
    assert [each.value for each in page.success][0].startswith("Imported directory")
    assert [each.name for each in stored(Person)] == ["Ada Example"]
    assert "nothing is left to import" in page.info[0].value


def test_what_somebody_changed_after_it_was_shown_is_shown_before_it_is_overwritten(
    open_page, engine, stored, hse
):
    page = upload(open_page(DIRECTORY, show=FILES), "HSE,Health and Safety,,,,,,,,\n")
    with transaction(engine) as session:
        by = {"actor": make_actor(), "now": BEGINNING, "organisation_id": hse, "version": 1}
        edit_organisation(session, **by, code="HSE", name="Safety", is_in_scope=True)
    page = send(page, "Import this file")
    assert "would do something else now" in errors(page)[0]
    assert "“Safety” becomes" in page.table[0].value["How"].iloc[0]
    assert stored(Organisation)[0].name == "Safety"
    page = send(page, "Import this file")
    assert errors(page) == []
    assert stored(Organisation)[0].name == "Health and Safety"


def test_a_faulty_file_is_told_fault_by_fault_and_nothing_is_taken(open_page, stored):
    page = upload(open_page(DIRECTORY, show=FILES), "HSE,,,Ada,ada,,,,,\nXYZ,,,Ben,b@a.org,,,,,\n")
    assert not page.exception
    assert errors(page) == ["1 thing is wrong in this file. Nothing was imported."]
    assert page.table[0].value["Column"].tolist() == ["email"]
    page = upload(open_page(DIRECTORY, show=FILES), "XYZ,,,Ben,b@a.org,,,,,\n")
    assert page.table[0].value["Column"].tolist() == ["organisation"]
    assert stored(Organisation) == []


def test_the_directory_can_be_taken_away(open_page, ada):
    page = open_page(DIRECTORY, show=FILES)
    labels = [button.label for button in page.get("download_button")]
    assert labels == ["Download “Directory” (CSV)", "Download “Directory” (XLSX)"]


# Who and when


@pytest.mark.parametrize("viewer", ["Member", "Sponsor", f"Lead: {LEAD}"])
def test_nobody_else_sees_names_or_addresses(open_page, ada, viewer):
    page = open_page(DIRECTORY, viewer=viewer)
    assert page.error[0].value == "Only the secretariat can open this page."
    assert not page.table


@pytest.mark.parametrize("show", [PEOPLE, ORGANISATIONS, POSTS, FILES])
def test_an_earlier_day_changes_nothing(open_page, ada, show):
    page = open_page(DIRECTORY, as_at=date(2021, 10, 1), show=show)
    assert not page.exception
    assert page.info[0].value.startswith("The directory is shown as it is today.")
    assert not [each for each in page.get("button_group") if "choice" in (each.key or "")]
    assert not page.file_uploader
