"""Coverage: the grid, its filters, and the actions that nobody stands behind."""

from datetime import date

import pytest
import time_machine

from dashboard.components.coverage import coverage_table
from dashboard.navigation import COVERAGE, OVERVIEW
from dashboard.view import Moment, View
from tests.dashboard import screen
from tests.dashboard.app_pages import directory
from tests.factories import FIRST_VERSION, make_actor, make_group
from tracker.db import transaction
from tracker.vocabulary import GroupState, Role


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(directory.TODAY):
        yield


@pytest.fixture
def organisations(engine):
    with transaction(engine) as session:
        directory.make_directory(session)


@pytest.fixture
def open_grid(open_page, organisations):
    def open_grid(viewer="Sponsor", **options):
        app = open_page(COVERAGE, viewer=viewer, **options)
        assert not app.exception
        return app

    return open_grid


def grid(app):
    """The cells of the grid as a reader sees them, by the organisation's code."""
    table = app.table[0].value.map(lambda cell: cell.replace("\\", "").split(": ")[-1])
    table.index = [index.partition("](")[0][1:] for index in table.index]
    return table


def test_it_says_first_how_many_lack_a_representative(open_grid):
    app = open_grid()
    assert app.markdown[0].value == (
        "**2 of 3 organisations have no representative; 9 gaps in all.**"
    )
    assert "9 gaps in 3 organisations" in screen.words(app)
    assert "Most are in “LGBTQ+ champion”: 3 of 3 organisations." in screen.words(app)


def test_every_gap_is_said_in_words_those_with_most_gaps_first(open_grid):
    rows = grid(open_grid())
    assert rows.index.tolist() == ["MET", "HSE", "DEFRA"]
    assert rows.loc["MET"].tolist() == [
        *("4 of 4", "Nobody]", "No post]", "No post]", "Vacant 47 weeks]"),
    ]
    assert rows.loc["DEFRA", "Representative"].endswith("Ada Example")
    assert rows.loc["DEFRA", "Gender champion"].endswith("Cleo Example")
    assert rows.loc["HSE", "HR contact"].endswith("Cleo Example")


def test_members_see_that_there_is_somebody_and_champions_names(open_grid):
    rows = grid(open_grid("Member"))
    assert rows.loc["DEFRA", "Representative"].endswith("There is somebody")
    assert rows.loc["HSE", "HR contact"].endswith("There is somebody")
    assert rows.loc["DEFRA", "Gender champion"].endswith("Cleo Example")


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"gap": "HR contact"}, ["MET", "DEFRA"]),
        ({"search": "weath"}, ["MET"]),
        ({"order": "By name"}, ["DEFRA", "HSE", "MET"]),
    ],
)
def test_the_filters_stand_in_the_address(open_grid, query, codes):
    assert grid(open_grid(**query)).index.tolist() == codes


def test_nothing_found_is_said_and_the_filters_can_be_cleared(open_grid):
    app = open_grid(search="nobody", order="By name")
    assert app.info[0].value == "No organisation matches these filters."
    app = screen.send(app, "Clear the filters")
    assert grid(app).index.tolist() == ["DEFRA", "HSE", "MET"]


def test_the_file_says_the_same_in_plain_words(open_grid, organisations):
    open_grid()
    for role, name in ((Role.SPONSOR, "Ada Example"), (Role.MEMBER, "There is somebody")):
        view = View(Moment(FIRST_VERSION, directory.TODAY.date()), make_actor(role))
        file = coverage_table.file(view, (1, 3)).set_index("code")
        assert file.loc["DEFRA", "Representative"] == name
        assert file.loc["MET"].tolist()[1:4] == [4, "Nobody", "No post"]
        assert file.loc["MET", "HR contact"] == "Vacant 47 weeks"


def test_actions_that_nobody_stands_behind_are_listed_with_the_reason(open_grid):
    app = open_grid()
    assert "Actions that nobody stands behind (1)" in [each.value for each in app.header]
    [row] = app.table[-1].value.to_dict("records")
    assert row["Responsible"] == "Gender champion"
    assert row["Why"].replace("\\", "") == "The post Gender champion has been vacant for 9 weeks."


def test_members_are_not_told_who_does_not_answer(open_grid):
    headings = [each.value for each in open_grid("Member").header]
    assert not [each for each in headings if "nobody stands behind" in each]


def test_an_earlier_day_is_shown_as_it_was(open_grid):
    app = open_grid(as_at=date(2022, 9, 1))
    assert "None: whoever is named as responsible is in post, and answers." in screen.words(app)
    assert grid(app).loc["MET", "HR contact"] == "Vacant 34 weeks]"


def test_before_there_is_an_organisation(open_page):
    app = open_page(COVERAGE)
    assert app.info[0].value.startswith("No organisation in scope is recorded yet. Add one")
    assert [link.proto.label for link in app.get("page_link")] == ["Go to the directory"]
    assert not app.header  # before there is a plan, no action lacks anybody

    told = open_page(COVERAGE, viewer="Member")
    assert "The secretariat adds them" in told.info[0].value
    assert not told.get("page_link")
    past = open_page(COVERAGE, as_at=date(2022, 9, 1))
    assert "had been recorded by 1 September 2022" in past.info[0].value


def test_the_overview_has_a_line_for_each_with_its_number_and_link(engine, open_grid, open_page):
    with transaction(engine) as session:
        make_group(session, state=GroupState.ACTIVE, ends_on=directory.day(-9))
    said = screen.words(open_page(OVERVIEW, viewer="Member"))
    assert (
        "- [2 posts are vacant](/champions?post_state=Vacant&as=Member), the longest for 47 weeks."
    ) in said
    assert (
        "- [1 group is past its end](/groups?overrun=true&as=Member), the longest by 9 days."
    ) in said
    assert (
        "- [2 of 3 organisations have no representative](/coverage?gap=Representative&as=Member)."
    ) in said


def test_the_overview_of_a_plan_alone_says_nothing_of_them(engine, open_page):
    with transaction(engine) as session:
        directory.factories.make_milestone(session)
    headings = [each.value for each in open_page(OVERVIEW).header]
    assert "Late" in headings
    assert "Who is missing" not in headings
