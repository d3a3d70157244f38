"""One organisation: what it has and lacks, and whom to ask."""

import pytest
import time_machine

from dashboard.navigation import ORGANISATION
from tests.dashboard import screen
from tests.dashboard.app_pages import directory
from tracker.db import transaction


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(directory.TODAY):
        yield


@pytest.fixture
def open_organisation(engine, open_page):
    with transaction(engine) as session:
        directory.make_directory(session)

    def open_organisation(code, viewer="Member"):
        app = open_page(ORGANISATION, viewer=viewer, organisation=code)
        assert not app.exception
        return app

    return open_organisation


def test_what_is_missing_comes_first_with_whom_to_ask(open_organisation):
    app = open_organisation("met")
    assert app.title[0].value == "MET: Weather"
    said = screen.words(app)
    assert (
        "Weather lacks 4 of 4: representative, LGBTQ+ champion, gender champion and HR contact."
    ) in said
    assert "Ask Ada Example (Chair of DIAG)." in said
    assert "Ask Ben Example (LGBTQ+ champion)." in said
    assert "Ask the secretariat, or say [I’m interested](/champions?post=" in said
    assert [each.value for each in app.header] == ["What is missing (4)"]


def test_what_is_there_is_told_by_name_to_those_who_may_see_it(open_organisation):
    for viewer, name in (("Member", "There is somebody"), ("Sponsor", "Ada Example")):
        app = open_organisation("DEFRA", viewer)
        assert f"**Representative**: :material/check: {name}" in screen.words(app)
        assert "**Gender champion**: :material/check: Cleo Example" in screen.words(app)


def test_its_head_can_be_sent_the_address_that_any_member_sees(open_organisation):
    [code] = open_organisation("DEFRA", "Secretariat").code
    assert code.value.endswith("/organisation?organisation=DEFRA&as=Member")


@pytest.mark.parametrize("code", ["NONE", "OUT"])
def test_one_that_is_not_in_scope_is_said_and_another_can_be_chosen(open_organisation, code):
    app = open_organisation(code)
    assert app.error[0].value == f"There is no organisation “{code}” in scope on this day."
    app = app.selectbox(key="address_choice.organisation").set_value("HSE").run()
    assert app.title[0].value == "HSE: Safety"
