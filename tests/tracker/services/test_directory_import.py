from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    make_actor,
    make_appointment,
    make_organisation,
    make_person,
    make_post,
)
from tracker.db import transaction, trial
from tracker.errors import EditConflict, FaultyFile, NotAllowed
from tracker.models import Appointment, AuditEntry, Organisation, Person, Post
from tracker.services import organisations, people, people_erasure
from tracker.services.directory_import import import_directory
from tracker.services.plan_import import ImportKind
from tracker.transfer.directory_file import COLUMNS
from tracker.transfer.directory_reader import read_directory
from tracker.transfer.spreadsheets import to_csv
from tracker.vocabulary import PostKind, Role, Strand

NOW = BEGINNING + timedelta(days=100)  # 10 December 2021
TODAY = NOW.date()
BY = {"actor": make_actor(), "now": NOW}
HSE = {"organisation_code": "HSE", "organisation": "Health", "in_scope": "yes"}
ADA = {"name": "Ada Example", "email": "ada@example.org"}
BEN = {"name": "Ben Example", "email": "ben@example.org"}
HR = {"post": "HR contact, HSE", "post_kind": "hr_contact"}
WHOLE = HSE | ADA | HR | {"from": "2 May 2021", "until": "1 May 2023"}


def take(session, *rows, **details):
    content = to_csv(COLUMNS, [[row.get(column, "") for column in COLUMNS] for row in rows])
    directory = read_directory("directory.csv", content)
    given = {"directory": directory, "source": "directory.csv"}
    return import_directory(session, **BY | given | details)


def faults_of(session, *rows):
    with pytest.raises(FaultyFile) as caught:
        take(session, *rows)
    return [(each.row, each.column, each.problem) for each in caught.value.faults]


def one(session, model):
    return session.exec(select(model)).one()


def entries(session):
    return list(session.exec(select(AuditEntry).order_by(AuditEntry.id)))


@pytest.mark.both_databases
def test_what_a_file_names_is_added_and_the_same_file_again_changes_nothing(session):
    report = take(session, WHOLE)
    assert report.sentence == "4 added, 0 changed, 0 left alone"
    organisation, person = one(session, Organisation), one(session, Person)
    post, term = one(session, Post), one(session, Appointment)
    assert (organisation.code, organisation.name, organisation.is_in_scope) == (
        "HSE",
        "Health",
        True,
    )
    assert (person.name, person.email) == ("Ada Example", "ada@example.org")
    assert (post.kind, post.exists_from) == (PostKind.HR_CONTACT, date(2021, 5, 2))
    assert person.organisation_id == post.organisation_id == organisation.id
    assert (term.post_id, term.person_id) == (post.id, person.id)
    assert (term.starts_on, term.ends_on) == (date(2021, 5, 2), date(2023, 5, 1))

    assert not take(session, WHOLE).changes_anything


def test_an_import_is_one_entry_that_names_nobody(session):
    take(session, WHOLE)
    [entry] = entries(session)
    assert entry.sentence == (
        "Imported directory.csv: 1 organisation added, 1 person added, 1 post added and "
        "1 appointment added"
    )
    take(session, WHOLE | {"name": "Ada Other", "organisation": "Safety"})
    changed = entries(session)[-1]
    assert changed.sentence == "Imported directory.csv: 1 organisation changed and 1 person changed"
    assert {(c["field"], c["new"]) for c in changed.changes} == {
        ("name", "Safety"),
        ("name", "(not kept)"),
    }


def test_what_differs_is_changed_and_said_in_words(session):
    other = make_organisation(session, code="DEFRA")
    take(session, WHOLE)
    changed = {"in_scope": "no", "until": "1 June 2023"}
    report = take(
        session, WHOLE | changed, {"organisation_code": "DEFRA", "email": BEN["email"]} | BEN
    )
    assert [(line.what, line.detail) for line in report.of(ImportKind.CHANGED)] == [
        ("Organisation HSE", "no longer in scope"),
        (
            "Appointment Ada Example, HR contact, HSE",
            "until: “1 May 2023” becomes “1 June 2023”",
        ),
    ]
    report = take(session, {"organisation_code": "DEFRA"} | ADA)
    assert [(line.what, line.detail) for line in report.of(ImportKind.CHANGED)] == [
        ("Person Ada Example", "organisation: “HSE” becomes “DEFRA”")
    ]
    assert (
        session.exec(select(Person).where(Person.name == "Ada Example")).one().organisation_id
        == other.id
    )


def test_what_is_blank_or_not_in_the_file_stays(session):
    take(session, WHOLE, BEN)
    report = take(
        session, {"email": ADA["email"], "post": HR["post"]}, {"organisation_code": "HSE"}
    )
    assert not report.changes_anything
    assert one(session, Appointment).ends_on == date(2023, 5, 1)
    assert len(session.exec(select(Person)).all()) == 2


def test_a_post_without_a_holder_is_vacant_and_the_professions_unless_it_says_whose(session):
    champion = {"post": "LGBTQ+ champion", "post_kind": "champion", "strand": "lgbtq"}
    take(session, HSE | {"from": "1 May 2021"} | HR, champion)
    hr, profession = session.exec(select(Post).order_by(Post.id))
    assert (hr.exists_from, hr.organisation_id) == (date(2021, 5, 1), one(session, Organisation).id)
    assert (profession.strand, profession.organisation_id) == (Strand.LGBTQ, None)
    assert profession.exists_from == TODAY
    assert session.exec(select(Appointment)).all() == []


def test_a_hand_over_in_one_file_ends_the_one_and_begins_the_other(session):
    term = HR | {"from": "2 May 2021"}
    take(session, HSE | ADA | term)
    take(
        session,
        BEN | HR | {"from": "1 January 2022"},
        ADA | term | {"until": "31 December 2021"},
    )
    found = session.exec(select(Appointment).order_by(Appointment.starts_on)).all()
    assert [(each.starts_on, each.ends_on) for each in found] == [
        (date(2021, 5, 2), date(2021, 12, 31)),
        (date(2022, 1, 1), None),
    ]


def test_a_holder_named_without_a_start_starts_today_and_only_once(session):
    rows = [HSE | ADA | HR]
    take(session, *rows)
    assert one(session, Appointment).starts_on == TODAY
    assert not take(session, *rows, now=NOW + timedelta(days=9)).changes_anything


def test_all_faults_against_the_directory_are_told_at_once_and_nothing_is_taken(engine):
    with transaction(engine) as session:
        make_organisation(session, code="HSE")
        kept = make_organisation(session, code="NEW")
        gone = make_organisation(session, code="OLD")
        by = BY | {"organisation_id": gone.id, "version": gone.version}
        organisations.merge_organisations(session, **by, kept_id=kept.id)
        holder = make_person(session, post="Data lead")
        make_post(session, title="Ended", abolished_on=TODAY)
        assert holder.name

    rows = [
        {"organisation_code": "OLD"},
        {"organisation_code": "XYZ"},
        {"email": "new@example.org"},
        {"post": "No kind"},
        {"post": "Champion", "post_kind": "champion"},
        {"post": "No champion", "post_kind": "csa", "strand": "gender"},
        {"post": "Data lead", "post_kind": "csa"},
        {"post": "Ended"},
        ADA | {"post": "Data lead", "from": "1 October 2021"},
        {"post": "Data lead", "from": "1 October 2021"},
    ]
    with pytest.raises(FaultyFile) as caught, transaction(engine) as session:
        take(session, *rows)
    assert [(each.row, each.column) for each in caught.value.faults] == [
        (2, "organisation_code"),
        (3, "organisation"),
        (4, "name"),
        (5, "post_kind"),
        (6, "strand"),
        (7, "strand"),
        (8, "post_kind"),
        (9, "post"),
        (10, "from"),
    ]
    problems = [each.problem for each in caught.value.faults]
    assert problems[0] == "OLD was merged into NEW."
    assert problems[6] == 'The directory says "lead" of Data lead.'
    assert problems[8].startswith("The term of another holder is from 1 September 2021 on")
    with transaction(engine, writes=False) as session:
        assert len(session.exec(select(Person)).all()) == 1


@pytest.mark.parametrize(
    ("whose", "said"),
    [("", 'The directory says "HSE" of HR contact, HSE.'), ("HSE", "")],
)
def test_an_import_moves_no_post_to_another_organisation(session, whose, said):
    take(session, HSE | HR)
    row = HR | {"organisation_code": whose}
    if said:
        assert faults_of(session, row) == [(2, "organisation_code", said)]
    else:
        assert not take(session, row).changes_anything


def test_a_post_exists_no_later_than_its_first_holder_held_it(session):
    post = make_post(session, title="Poet", exists_from=date(2021, 5, 1))
    make_appointment(session, post, make_person(session), starts_on=date(2021, 6, 1))
    assert faults_of(session, {"post": "Poet", "from": "2 June 2021"}) == [
        (2, "from", "Somebody has held this post from 1 June 2021 on.")
    ]
    report = take(session, {"post": "Poet", "from": "1 April 2021"})
    assert [line.detail for line in report.of(ImportKind.CHANGED)] == [
        "exists from: “1 May 2021” becomes “1 April 2021”"
    ]
    assert post.exists_from == date(2021, 4, 1)


def test_an_address_of_somebody_erased_is_somebody_new(session):
    id_ = people.add_person(session, **BY, **ADA)
    people_erasure.erase_person(session, **BY, person_id=id_, version=1, reason="Asked for it")
    take(session, ADA)
    assert [each.name for each in session.exec(select(Person).order_by(Person.id))] == [
        "",
        "Ada Example",
    ]


def test_a_trial_says_the_same_and_keeps_nothing(engine):
    with trial(engine) as session:
        assert take(session, WHOLE).sentence == "4 added, 0 changed, 0 left alone"
    with transaction(engine, writes=False) as session:
        assert session.exec(select(Organisation)).all() == []


# What everybody may rewrite, as it stands, as the file has it, and as somebody else has put it.
WORDS = {
    "organisation": ("Health", "Health and Safety", "Safety"),
    "in_scope": ("yes", "no", "no"),
    "name": ("Ada Example", "Ada Other", "Ada Third"),
    "organisation_code": ("HSE", "MET", "ONS"),
    "from": ("1 May 2021", "1 April 2021", "1 March 2021"),
    "until": ("1 May 2023", "1 June 2023", "1 July 2023"),
}
BEFORE, IN_FILE, MEANWHILE = range(3)


def sheet(version, **others):
    said = {column: words[version] for column, words in WORDS.items()} | others
    poet = {"post": "Poet", "post_kind": "other"}
    return [
        HSE | {"organisation": said["organisation"], "in_scope": said["in_scope"]},
        {"organisation_code": "MET", "organisation": "Weather"},
        {"organisation_code": "ONS", "organisation": "Statistics"},
        ADA | {"name": said["name"], "organisation_code": said["organisation_code"]},
        poet | {"from": said["from"]},
        {"email": ADA["email"], "post": "Poet", "from": "2 May 2021", "until": said["until"]},
    ]


@pytest.mark.parametrize("column", WORDS)
def test_what_was_changed_after_it_was_shown_is_not_overwritten_unseen(engine, column):
    with transaction(engine) as session:
        take(session, *sheet(BEFORE))
    with trial(engine) as session:
        shown = take(session, *sheet(IN_FILE))
    with transaction(engine) as session:
        others = sheet(BEFORE, **{column: WORDS[column][MEANWHILE]})
        assert take(session, *others).changes_anything

    refused = pytest.raises(EditConflict, match="would do something else now")
    with refused, transaction(engine) as session:
        take(session, *sheet(IN_FILE), expected=shown)

    with trial(engine) as session:
        assert not take(session, *others).changes_anything


@pytest.mark.both_databases
def test_an_import_does_what_its_trial_showed_whatever_else_was_changed(engine):
    with transaction(engine) as session:
        take(session, *sheet(BEFORE))
    with trial(engine) as session:
        shown = take(session, *sheet(IN_FILE))
    with transaction(engine) as session:
        take(session, BEN | HR | {"from": "1 May 2021"})
    with transaction(engine) as session:
        done = take(session, *sheet(IN_FILE), expected=shown)
    assert done == shown
    assert len(done.of(ImportKind.CHANGED)) == 4


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD, Role.SPONSOR])
def test_nobody_else_imports(session, role):
    with pytest.raises(NotAllowed):
        take(session, WHOLE, actor=make_actor(role))


def test_a_large_directory_is_taken_with_bounded_progress(session):
    told = []
    rows = [
        {"organisation_code": f"O{n % 30}", "organisation": f"Organisation {n % 30}"}
        | {"name": f"Person {n}", "email": f"p{n}@example.org"}
        | {"post": f"Post {n}", "post_kind": "other", "from": "1 May 2021"}
        for n in range(300)
    ]
    report = take(session, *rows, progress=told.append)
    assert report.sentence == "930 added, 0 changed, 0 left alone"
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert 50 < len(told) <= 120
