"""The Groups page, over groups made through real services."""

from datetime import date

import pytest
import time_machine

from dashboard.components.groups import group_table
from dashboard.navigation import GROUPS
from tests import factories
from tests.dashboard import groups as made
from tests.dashboard.screen import error_beside, fill, said, send, words
from tracker.analytics.groups import sheet, with_open_actions
from tracker.db import transaction
from tracker.queries.group_people import count_members
from tracker.queries.groups import read_groups
from tracker.services._groups import spells_of
from tracker.vocabulary import GroupKind, GroupRole


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(made.TODAY):
        yield


@pytest.fixture
def groups(engine):
    made.make_groups(engine)


def names(app):
    """The groups in the table, by the words of their links."""
    return [cell.split("]")[0].strip("[") for cell in app.table[0].value.index]


def view_as(app):
    """Whoever one can look as."""
    [box] = [box for box in app.selectbox if box.label == "View as"]
    return box.options


def chair_of(engine, name):
    """The key of whoever chairs the group of this name."""
    with transaction(engine, writes=False) as session:
        spells = spells_of(session, made.group_called(session, name).id)
        [chair] = [each.person_id for each in spells if each.role is GroupRole.CHAIR]
    return chair


def test_it_says_first_how_many_there_are_and_who_overruns(groups, open_page):
    app = open_page(GROUPS)

    assert not app.exception
    assert (
        "**Of 3 groups: 1 proposed and 2 active. 1 is past the planned end: Returners group, by "
        "31 days.**"
    ) in words(app)
    assert names(app) == ["DIAG", "Ideas", "Returners group"]
    row = app.table[0].value.iloc[2]
    assert row["Kind"] == "Task-and-finish group"
    assert "Past its end by 31 days" in row["State"]
    assert (row["Members"], row["Open actions"]) == ("1", "1")
    assert row["Deliverables accepted"] == "1 of 3"
    assert (row["Time used"], row["End"]) == ("100%", "31 October 2022")


def test_the_volunteers_are_told_with_the_summers_joiners(groups, open_page):
    app = open_page(GROUPS, viewer="Member")
    assert "Volunteers in DIAG" in words(app)
    assert "From June to August 2022, 2 people joined." in words(app)


@pytest.mark.parametrize(
    ("viewer", "is_told"), [("Sponsor", True), ("Secretariat", True), ("Member", False)]
)
def test_sponsors_are_told_what_all_offer_together(groups, open_page, viewer, is_told):
    app = open_page(GROUPS, viewer=viewer)
    assert ("about 60 hours are offered in all groups together" in words(app)) == is_told


def test_what_fewer_than_five_offer_is_told_to_no_sponsor(engine, open_page):
    with transaction(engine) as session:
        for _ in range(4):
            factories.make_membership(session, hours_a_month=10)
    shown = words(open_page(GROUPS, viewer="Sponsor"))
    assert "fewer than 5 people offer hours in all groups together" in shown
    assert "73" not in shown  # 4 people, 10 hours a month, 8 weeks


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "returner help"}, ["Returners group"]),
        ({"search": "plan"}, ["DIAG"]),
        ({"group_kind": "Working group"}, ["Ideas"]),
        ({"group_state": "Active"}, ["DIAG", "Returners group"]),
        ({"overrun": "true"}, ["Returners group"]),
    ],
)
def test_the_filters_stand_in_the_address(groups, open_page, query, found):
    assert names(open_page(GROUPS, **query)) == found


def test_nothing_found_is_said_and_the_filters_can_be_cleared(groups, open_page):
    app = open_page(GROUPS, search="nobody", group_kind="Choir")
    assert app.info[0].value == "No group matches these filters."
    assert "“Choir”" in app.warning[0].value
    assert len(names(send(app, "Clear the filters"))) == 3


def test_an_earlier_day_is_shown_as_it_was_recorded(groups, open_page):
    app = open_page(GROUPS, as_at=date(2022, 1, 31))
    assert names(app) == ["DIAG"]
    app = open_page(GROUPS, as_at=date(2022, 10, 5))
    assert names(app) == ["DIAG", "Returners group"]
    assert "None is past its end" in words(app)  # it had moved to 31 October by then
    assert not app.pills


def test_before_there_is_a_group(database, open_page):
    assert open_page(GROUPS).info[0].value.startswith("No group is recorded yet.")


def test_the_secretariat_proposes_a_group_in_two_clicks(groups, open_page, engine):
    app = open_page(GROUPS)
    app.pills[0].set_value("Propose a group").run()
    fill(app, name="Survey group", ends_on=date(2022, 11, 30))
    app = send(app, "Propose it")
    assert error_beside(app, "ends_on").startswith("The end, 30 November 2022, is over already")

    fill(app, ends_on=date(2023, 3, 31), chair_id=chair_of(engine, made.DIAG))
    app = send(app, "Propose it")
    assert said(app) == ["The group is proposed."]
    assert "[Go to Survey group](/group?group=Survey+group&as=Secretariat)" in words(app)
    assert chair_of(engine, "Survey group") == chair_of(engine, made.DIAG)
    with transaction(engine, writes=False) as session:
        group = made.group_called(session, "Survey group")
        assert (group.kind, group.ends_on) == (
            *(GroupKind.TASK_AND_FINISH_GROUP, date(2023, 3, 31)),
        )


def test_a_chair_proposes_a_group_and_is_led_to_it_as_its_chair(groups, open_page, engine):
    app = open_page(GROUPS, viewer="Lead: Chair of DIAG")
    app.pills[0].set_value("Propose a group").run()
    assert "You chair it from today on." in words(app)
    assert not [box for box in app.selectbox if box.label.startswith("Who chairs it?")]
    fill(app, name="Survey group", deliverables="A shorter survey")
    app = send(app, "Propose it")
    assert error_beside(app, "purpose").startswith("The purpose is missing")

    app = send(fill(app, purpose="Ask less"), "Propose it")
    assert said(app) == ["The group is proposed, and you chair it."]
    assert (
        "[Go to Survey group](/group?group=Survey+group&as=Lead%3A+Chair+of+Survey+group)"
    ) in words(app)
    assert "Lead: Chair of Survey group" in view_as(app)
    assert chair_of(engine, "Survey group") == chair_of(engine, made.DIAG)
    assert "Go to" not in words(app.run())


@pytest.mark.parametrize("viewer", ["Member", "Sponsor"])
def test_nobody_else_proposes(groups, open_page, viewer):
    app = open_page(GROUPS, viewer=viewer)
    assert not app.exception
    assert not app.pills


def test_chairs_can_be_looked_as(groups, open_page):
    assert [label for label in view_as(open_page(GROUPS)) if "Chair of" in label] == [
        *("Lead: Chair of DIAG", "Lead: Chair of Returners group"),
    ]


def test_what_was_typed_is_shown_as_it_was_typed(engine, open_page):
    with transaction(engine) as session:
        factories.make_group(session, name="=1+1 [x](https://evil.example)")
    app = open_page(GROUPS)
    assert r"\=1\+1 \[x\]\(https\:" in app.table[0].value.index[0]


def test_a_long_list_comes_in_pages_and_whole_as_a_file(engine, open_page):
    with transaction(engine) as session:
        for number in range(30):
            factories.make_group(session, name=f"Group {number:02}")
    app = open_page(GROUPS, table="2")
    assert names(app) == [f"Group {number}" for number in range(25, 30)]
    assert "Groups 26 to 30 of 30" in words(app)


def test_the_file_has_days_as_spreadsheets_read_them(groups, engine):
    with transaction(engine, writes=False) as session:
        whole = read_groups(session)
        people = count_members(session, day=made.TODAY.date())
    rows = sheet(whole.groups, people, whole.deliverables, made.TODAY.date())
    rows = with_open_actions(rows, whole.actions)

    pack = group_table.file(rows).set_index("group").loc[made.PACK]

    assert (pack["proposed"], pack["planned end"]) == ("2022-02-01", "2022-10-31")
    assert (pack["days past its end"], pack["has a chair"]) == (31, "yes")
    assert (pack["part of"], pack["open actions"]) == ("DIAG", 1)
