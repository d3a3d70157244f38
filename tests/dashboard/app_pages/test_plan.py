"""The plan page, over a plan made through real services."""

from datetime import date

import pytest

from dashboard.navigation import PLAN
from tests import factories
from tests.dashboard.app_pages import plans
from tracker.db import transaction

pytestmark = pytest.mark.usefixtures("day_of_the_plan")


@pytest.fixture
def long_plan(engine):
    """30 actions with two milestones each."""
    with transaction(engine) as session:
        objective = plans.make_objective(session, "DATA", "Data", text="")
        for number in range(1, 31):
            ref = f"DATA-A{number}"
            plans.make_action(session, objective, ref, "by October 2021", {})


@pytest.fixture
def open_plan(open_page):
    def open_plan(**options):
        app = open_page(PLAN, **options)
        assert not app.exception
        return app

    return open_plan


def table(app):
    """The plan's table as a reader sees it: its rows by the first words of each."""
    frame = app.table[0].value
    rows = frame.reset_index().to_dict("records")
    return [{name: cell.replace("\\", "") for name, cell in row.items()} for row in rows]


def refs(app):
    return [row["Action"].split("]")[0].removeprefix("[") for row in table(app)]


def milestones(app):
    """The rows of the timeline's numbers."""
    return [name.replace("\\", "") for name in app.table[1].value.index]


def chosen(app, key):
    [field] = [field for field in app.multiselect if field.key == key]
    return field


def words(app):
    return "\n".join(element.value for element in app.markdown).replace("\\", "")


def test_every_action_has_a_row_in_the_order_of_the_plan(plan, open_plan):
    rows = table(open_plan(viewer="Sponsor"))

    assert rows[1] == {
        "Action": "[DATA-A2](/action?ref=DATA-A2&as=Sponsor) Work on DATA-A2",
        "Standing": ":red-badge[:material/error: Late] by 62 days",
        "Next due": "Q3 2022",
        "Progress": "0%",
        "Accountable": "DIAG and networks",
        "Responsible": factories.LEAD,
        "Theme, objective": "Data, DATA-O1",
    }
    next_due = [row["Next due"] for row in rows[:5]]
    assert next_due == ["–", "Q3 2022", "December 2022", "waiting", "–"]


def test_an_objective_without_an_action_has_a_row_too(plan, open_plan):
    [*_, last] = table(open_plan())

    assert last["Action"] == "*No action yet:* Act on suggestions"
    assert last["Theme, objective"] == "Equal access, ACCESS-O2"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"standing": "Late"}, ["DATA-A2"]),
        ({"state": "Paused"}, ["ACCESS-A1"]),
        ({"theme": "DATA Data"}, ["DATA-A1", "DATA-A2", "DATA-A3", "DATA-A4"]),
        ({"accountable": plans.DIAG}, ["DATA-A2"]),
        ({"search": "WORK a3"}, ["DATA-A3"]),
        ({"search": "open doors"}, ["ACCESS-A1"]),
        ({"theme": "DATA Data", "standing": "Done"}, ["DATA-A1"]),
    ],
)
def test_the_address_filters(plan, open_plan, query, found):
    app = open_plan(**query)

    assert refs(app) == found
    assert not app.warning


def test_a_filter_that_is_chosen_goes_into_the_address(plan, open_plan):
    app = open_plan()
    chosen(app, "standing").set_value(["Late", "Done"]).run()

    assert refs(app) == ["DATA-A1", "DATA-A2"]
    assert app.query_params["standing"] == ["Late", "Done"]


@pytest.mark.parametrize(
    "query",
    [
        {"standing": "<script>"},
        {"theme": "DATA"},
        {"table": "-1"},
        {"table": "many"},
        {"timeline": "99999999999999999999"},
        {"search": "["},
    ],
)
def test_an_address_that_makes_no_sense_is_no_failure(plan, open_plan, query):
    open_plan(**query)


def test_what_the_address_asks_for_in_vain_is_said(plan, open_plan):
    app = open_plan(theme="Pay [x](y)")

    assert len(table(app)) == 6
    assert app.warning[0].value == (
        r"Nothing here is called “Pay \[x\]\(y\)”, so that is passed over."
    )


def test_nothing_found_is_said_and_the_filters_can_be_cleared(plan, open_plan):
    app = open_plan(search="no such words", standing="Late")
    assert app.info[0].value == "Nothing in the plan matches these filters."

    app.button[0].click().run()

    assert len(table(app)) == 6
    assert not {"search", "standing"} & set(app.query_params)


def test_a_long_plan_is_shown_a_page_at_a_time(long_plan, open_plan):
    app = open_plan(table="2")

    assert refs(app) == [f"DATA-A{number}" for number in range(26, 31)]
    assert "Rows 26 to 30 of 30" in words(app)


def test_a_filter_leads_back_to_the_first_page(long_plan, open_plan):
    app = open_plan(table="2")
    chosen(app, "standing").set_value(["Late"]).run()

    assert refs(app)[0] == "DATA-A1"


def test_the_timeline_shows_the_milestones_of_the_actions_shown(plan, open_plan):
    app = open_plan(theme="DATA Data")

    assert milestones(app) == [f"DATA-A{number} Work on DATA-A{number}" for number in range(1, 5)]
    assert (
        "Of 3 milestones, 1 is done and 1 late. 2 have slipped from the published date, "
        "DATA-A2 furthest: 92 days later. 1 milestone waits or is paused."
    ) in words(app)


def test_what_is_on_hold_is_not_shown_as_due(plan, open_plan):
    numbers = open_plan(theme="ACCESS Equal access").table[1].value

    assert list(numbers["Due now"]) == ["on hold"]
    assert list(numbers["Published date"]) == ["31 March 2022"]


def test_an_earlier_day_shows_the_dates_of_then(plan, open_plan):
    app = open_plan(as_at=date(2022, 5, 1), search="a2")

    assert table(app)[0]["Next due"] == "Q2 2022"
    assert "On course" in table(app)[0]["Standing"]


def test_without_a_plan_it_says_what_to_do(open_plan):
    app = open_plan()

    assert "There is no plan yet." in app.info[0].value
    assert not app.table


def test_what_people_typed_is_shown_as_text(engine, open_plan):
    typed = "<script>alert(1)</script> [x](javascript:alert(2)) $latex$ |pipes|"
    with transaction(engine) as session:
        plans.make_plan(session, DATA_A2=typed)

    app = open_plan(standing="Late")

    assert table(app)[0]["Action"].endswith(typed)
    assert milestones(app) == [f"DATA-A2 {typed}"]
    for frame in (app.table[0].value, app.table[1].value):
        assert "](javascript" not in frame.to_csv()
