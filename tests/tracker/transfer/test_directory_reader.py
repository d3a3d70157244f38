import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import FaultyFile
from tracker.transfer.directory_file import (
    COLUMNS,
    DirectoryFile,
    FileOrganisation,
    FilePerson,
    FilePost,
    FileTerm,
    directory_rows,
)
from tracker.transfer.directory_reader import read_directory
from tracker.transfer.spreadsheets import to_csv
from tracker.vocabulary import PostKind, Strand

HR = {"post": "HR contact, HSE", "post_kind": "hr_contact"}
HSE = {"organisation_code": "HSE", "organisation": "Health", "in_scope": "yes"}
ADA = {"name": "Ada Example", "email": "ada@example.org"}


def rows_of(*rows):
    return to_csv(COLUMNS, [[row.get(column, "") for column in COLUMNS] for row in rows])


def read(*rows):
    return read_directory("directory.csv", rows_of(*rows))


def faults_of(*rows):
    with pytest.raises(FaultyFile) as caught:
        read(*rows)
    return [(each.row, each.column, each.problem) for each in caught.value.faults]


def test_one_row_may_hold_an_organisation_a_person_a_post_and_a_term():
    found = read(HSE | ADA | HR | {"from": "2 May 2021", "until": "2023-05-01"})
    assert found.organisations == (FileOrganisation("HSE", "Health", True),)
    assert found.people == (FilePerson("ada@example.org", "Ada Example", "HSE"),)
    [post] = found.posts
    assert (post.title, post.kind, post.organisation) == (HR["post"], PostKind.HR_CONTACT, "HSE")
    assert (post.says_organisation, post.first_held) == (False, date(2021, 5, 2))
    assert found.terms == (
        FileTerm(HR["post"], "ada@example.org", date(2021, 5, 2), date(2023, 5, 1)),
    )


def test_words_are_read_however_they_are_written():
    found = read(
        {"organisation_code": " hse ", "organisation": "Health  and\nSafety", "in_scope": "NO"},
        {"post": "Champion", "post_kind": "Champion", "strand": "LGBTQ+", "from": "31/12/2020"},
        {"post": "HR", "post_kind": "HR contact"},
        {"name": "Ada", "email": "ADA@Example.org"},
    )
    assert found.organisations == (FileOrganisation("HSE", "Health and Safety", False),)
    assert [(each.kind, each.strand) for each in found.posts] == [
        (PostKind.CHAMPION, Strand.LGBTQ),
        (PostKind.HR_CONTACT, None),
    ]
    assert found.posts[0].exists_from == date(2020, 12, 31)
    assert found.people[0].email == "ada@example.org"


def test_a_row_without_a_holder_says_whose_a_post_is_wherever_its_holder_works():
    champion = {"post": "LGBTQ+ champion", "post_kind": "champion", "strand": "lgbtq"}
    for rows in ([HSE | ADA | champion, champion], [champion, HSE | ADA | champion]):
        [post] = read(*rows).posts
        assert (post.organisation, post.says_organisation) == ("", True)


def test_what_is_said_in_one_row_need_not_be_said_again():
    found = read(HSE, {"organisation_code": "HSE"} | ADA, {"email": ADA["email"]} | HR)
    assert found.organisations == (FileOrganisation("HSE", "Health", True),)
    assert found.people == (FilePerson("ada@example.org", "Ada Example", "HSE"),)


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        ({"organisation_code": "1"}, "organisation_code", "not the code of an organisation"),
        ({"organisation_code": "X" * 21}, "organisation_code", "not the code of an organisation"),
        (HSE | {"organisation": "x" * 201}, "organisation", "201 characters"),
        (HSE | {"in_scope": "perhaps"}, "in_scope", "doesn't say whether it is in scope"),
        (ADA | {"email": "ada"}, "email", "not an e-mail address"),
        (ADA | {"name": "x" * 201}, "name", "201 characters"),
        (HR | {"post_kind": "boss"}, "post_kind", "not a kind of post"),
        (HR | {"strand": "all"}, "strand", "not a strand"),
        (HR | {"from": "soon"}, "from", "not a day"),
        (HR | {"from": "May 2021"}, "from", "not a day"),
        (HR | {"from": "31 June 2021"}, "from", "31 June 2021 is not a day"),
        (HR | {"from": "=TODAY()"}, "from", "holds a formula"),
        ({"organisation": "Health"}, "organisation_code", "without its code"),
        ({"in_scope": "yes"}, "organisation_code", "without its code"),
        ({"name": "Ada"}, "email", "without their e-mail"),
        ({"post_kind": "csa"}, "post", "without its title"),
        (ADA | {"until": "2 May 2021"}, "post", "without its title"),
        (HR | {"until": "2 May 2021"}, "until", "names nobody who holds the post"),
        (ADA | HR | {"from": "2 May 2021", "until": "1 May 2021"}, "until", "before the start"),
    ],
)
def test_each_fault_is_told_with_its_place(row, column, problem):
    content = rows_of(row)
    if "=" in row.get("from", ""):
        content = content.replace(b"'=", b"=")
    with pytest.raises(FaultyFile) as caught:
        read_directory("directory.csv", content)
    [fault] = caught.value.faults
    assert (fault.row, fault.column) == (2, column)
    assert problem in fault.problem
    assert fault.allowed.endswith(".")


@pytest.mark.parametrize(
    ("first", "second", "column", "said"),
    [
        (HSE, HSE | {"organisation": "Safety"}, "organisation", 'Row 2 says "Health" for HSE.'),
        (HSE, HSE | {"in_scope": "no"}, "in_scope", 'Row 2 says "yes" for HSE.'),
        (ADA, ADA | {"name": "Ben"}, "name", 'Row 2 says "Ada Example" for ada@example.org.'),
        (
            HR,
            HR | {"post_kind": "csa"},
            "post_kind",
            'Row 2 says "HR contact" for HR contact, HSE.',
        ),
        (
            HR,
            HR | {"organisation_code": "HSE"},
            "organisation_code",
            'Row 2 says "the profession" for HR contact, HSE.',
        ),
        (
            ADA | HR | {"until": "1 May 2023"},
            ADA | HR | {"until": "2 May 2023"},
            "until",
            'Row 2 says "1 May 2023" for HR contact, HSE.',
        ),
    ],
)
def test_rows_that_contradict_each_other_are_both_named(first, second, column, said):
    assert faults_of(first, second) == [(3, column, said)]


def test_all_faults_are_told_at_once_in_the_order_of_rows_and_columns():
    faults = faults_of(
        HSE | {"in_scope": "maybe"}, {"name": "Ada"} | HR | {"from": "x", "post_kind": "boss"}
    )
    assert [(row, column) for row, column, _ in faults] == [
        (2, "in_scope"),
        (3, "email"),
        (3, "post_kind"),
        (3, "from"),
    ]


def test_one_broken_key_is_one_fault():
    faults = faults_of(ADA | HR | {"email": "ada", "until": "1 May 2021"})
    assert [(row, column) for row, column, _ in faults] == [(2, "email")]


def test_of_a_row_with_a_broken_address_its_organisation_is_still_compared():
    broken = HSE | ADA | {"email": "ada"}
    other = HSE | {"organisation": "Safety"}
    assert faults_of(broken, other) == [
        (2, "email", "This is not an e-mail address."),
        (3, "organisation", 'Row 2 says "Health" for HSE.'),
    ]


def test_headings_that_are_unknown_and_files_without_rows_are_told():
    with pytest.raises(FaultyFile) as caught:
        read_directory("directory.csv", b"organisation code,e-mail adress\nHSE,x\n")
    [fault] = caught.value.faults
    assert "not known" in fault.problem
    with pytest.raises(FaultyFile, match="1 thing is wrong") as caught:
        read_directory("directory.csv", rows_of())
    assert "no rows below them" in str(caught.value.faults[0])


def test_days_of_a_workbook_are_days_even_the_first_of_a_month():
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["post", "post_kind", "from"])
        sheet.write_row(1, 0, ["HR", "hr_contact"])
        sheet.write_datetime(1, 2, date(2021, 5, 1), book.add_format({"num_format": "d/m/yy"}))
    [post] = read_directory("directory.xlsx", content.getvalue()).posts
    assert post.exists_from == date(2021, 5, 1)


DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
WORDS = st.text("abc Ωé'=+-@,;\"", min_size=1, max_size=12).filter(
    lambda words: words.strip() and "'" not in words[:1]
)
FOLDED = WORDS.map(lambda words: " ".join(words.split()))
CODES = ["HSE", "A", "D-1&2"]


@st.composite
def directories(draw):
    """Any directory whose posts and terms name what is in it."""
    organisations = [
        FileOrganisation(code, draw(FOLDED), draw(st.booleans()))
        for code in draw(st.lists(st.sampled_from(CODES), unique=True))
    ]
    codes = st.sampled_from(["", *(each.code for each in organisations)])
    people = [
        FilePerson(f"p{number}@example.org", draw(FOLDED), draw(codes))
        for number in range(draw(st.integers(0, 3)))
    ]
    posts = [
        FilePost(
            title,
            PostKind.CHAMPION,
            draw(st.sampled_from(Strand)),
            draw(codes),
            says_organisation=True,
            exists_from=draw(DAYS),
        )
        for title in draw(st.lists(FOLDED, max_size=3, unique=True))
    ]
    terms = [
        FileTerm(post.title, person.email, *sorted(draw(st.tuples(DAYS, DAYS))))
        for post in posts
        for person in people
    ]
    return DirectoryFile(tuple(organisations), tuple(people), tuple(posts), tuple(terms))


@given(directories())
def test_a_directory_that_is_written_is_read_back_as_it_was(directory):
    rows = directory_rows(directory)
    if not rows:
        return
    found = read_directory("directory.csv", to_csv(COLUMNS, rows))
    assert found.organisations == directory.organisations
    assert found.people == directory.people
    assert found.terms == directory.terms
    assert [(p.title, p.strand, p.organisation, p.exists_from) for p in found.posts] == [
        (p.title, p.strand, p.organisation, p.exists_from) for p in directory.posts
    ]


def test_the_example_of_the_documents_is_read_as_they_say():
    text = (Path(__file__).parents[3] / "docs/directory-file.md").read_text()
    [example] = re.findall(r"^(organisation_code,.+?)^```", text, re.MULTILINE | re.DOTALL)
    found = read_directory("directory.csv", example.encode())
    assert [each.name for each in found.people] == ["Bea Example", "Cai Example"]
    assert [(each.title, each.organisation) for each in found.posts] == [
        ("HR contact, RIVERS", "RIVERS"),
        ("LGBTQ+ champion", ""),
        ("Gender champion", ""),
    ]
    assert [each.email for each in found.terms] == [
        "bea.example@example.org",
        "cai.example@example.org",
    ]
