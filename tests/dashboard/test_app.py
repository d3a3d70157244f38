"""Who is here, at which day: through the whole app, without a browser."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import navigation, session
from dashboard.navigation import ACTION, IMPORT_PLAN, OVERVIEW, PLAN
from tests.dashboard.conftest import APP
from tests.factories import LEAD, make_action
from tracker.db import transaction


@pytest.fixture
def own_plan(database, monkeypatch):
    monkeypatch.setenv("TRACKER_LOCAL", "1")


@pytest.fixture
def plan(engine):
    with transaction(engine) as db:
        make_action(db)


def words(elements) -> str:
    return " ".join(element.value for element in elements)


def test_a_lead_can_be_chosen_for_every_post_of_the_plan(open_page, plan):
    app = open_page()

    assert app.selectbox(key=session.AS).options == [
        "Member",
        f"Lead: {LEAD}",
        "Sponsor",
        "Secretariat",
    ]


def test_the_role_in_the_address_is_taken(open_page, plan):
    app = open_page(viewer=f"Lead: {LEAD}")

    assert app.selectbox(key=session.AS).value == f"Lead: {LEAD}"
    assert not app.warning


def test_a_role_that_nobody_has_is_said_and_gives_no_rights(open_page, monkeypatch):
    monkeypatch.setenv("TRACKER_DEMO", "1")
    monkeypatch.delenv("TRACKER_LOCAL", raising=False)
    app = open_page(viewer="Lead: [Nobody](x)")

    assert r"“Lead\: \[Nobody\]\(x\)” now. You see this page as: Member." in words(app.warning)


def test_an_earlier_day_is_said_and_left_by_a_button(open_page, plan):
    app = open_page(PLAN, as_at=date(2022, 3, 1))

    assert app.date_input(key=session.AS_AT).value == date(2022, 3, 1)
    assert "as it was recorded on **1 March 2022**" in words(app.markdown)

    button = next(button for button in app.button if button.label == "Back to today")
    button.click().run()

    assert app.date_input(key=session.AS_AT).value is None
    assert "as it was recorded" not in words(app.markdown)


def test_a_day_that_is_none_is_said_and_today_is_shown(own_plan):
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params[session.AS_AT] = "kitten"
    app.run()

    assert "“kitten”, which is not a day before" in words(app.warning)
    assert app.date_input(key=session.AS_AT).value is None


def test_a_day_to_come_is_today(open_page):
    app = open_page(as_at=date(2999, 1, 1))

    assert app.date_input(key=session.AS_AT).value is None
    assert "“2999-01-01”, which is not a day before" in words(app.warning).replace("\\", "")
    assert not app.exception


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("20220601", None), ("2022-W22-3", None), ("2022-6-1", date(2022, 6, 1))],
)
def test_a_day_written_otherwise_is_shown_or_passed_over_and_never_both(own_plan, asked, shown):
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params[session.AS_AT] = asked
    app.run()

    assert app.date_input(key=session.AS_AT).value == shown
    assert ("which is not a day before" in words(app.warning)) == (shown is None)


@pytest.mark.parametrize("viewer", ["Member", "Sponsor"])
def test_a_page_for_others_says_for_whom_it_is(open_page, viewer):
    app = open_page(IMPORT_PLAN, viewer=viewer)

    assert words(app.error) == "Only the secretariat can open this page."


@pytest.mark.parametrize("spec", navigation.PAGES, ids=lambda spec: spec.name)
def test_every_page_opens_on_an_empty_database(open_page, spec):
    app = open_page(spec)

    assert not app.exception
    assert len(app.title) == 1


def test_a_refusal_on_a_page_is_a_sentence(open_page, plan):
    app = open_page(ACTION, ref="DATA-A99")

    assert words(app.error).startswith("There is no action")
    assert not app.exception


def test_only_a_demo_says_that_it_is_one(open_page, monkeypatch):
    assert "Demonstration" not in words(open_page(OVERVIEW).caption)

    monkeypatch.setenv("TRACKER_DEMO", "1")

    assert "Demonstration" in words(open_page(OVERVIEW).caption)
