"""The page on which the secretariat keeps who is reminded."""

import re
from datetime import date

import pytest
from sqlmodel import select

from dashboard.navigation import PEOPLE
from tests.factories import LEAD, make_action, make_person
from tracker import tokens
from tracker.db import transaction
from tracker.models import Person

ADA = {"name": "Ada Example", "email": "ada@example.org", "post": LEAD}
CHOICE = "people.choice"


@pytest.fixture
def people(engine):
    """Reads everybody who is stored."""

    def people():
        with transaction(engine, writes=False) as session:
            found = list(session.exec(select(Person).order_by(Person.id)))
            session.expunge_all()
            return found

    return people


@pytest.fixture
def ada(engine):
    with transaction(engine) as session:
        make_action(session)
        return make_person(session, **ADA).id


def choose(page, what):
    return page.pills(key=CHOICE).set_value(what).run()


def send(page, label, **typed):
    for field, value in typed.items():
        [widget] = [w for w in page.text_input if w.key and w.key.endswith(f".{field}")]
        widget.set_value(value)
    [button] = [button for button in page.button if button.label == label]
    return button.click().run()


def said(page):
    assert not page.exception
    return [message.value.replace("\\", "") for message in page.success]


def test_the_first_person_is_added(open_page, people):
    page = open_page(PEOPLE)
    assert page.info[0].value.startswith("Nobody is reminded yet.")
    page = send(choose(page, "Add a person"), "Add the person", **ADA)
    assert said(page) == ["The person is added."]
    assert [(each.name, each.email, each.post) for each in people()] == [tuple(ADA.values())]
    [table] = page.table
    assert table.value.index.tolist() == ["Ada Example"]
    assert table.value["Leads"].tolist() == ["No action names this post"]


def test_a_wrong_address_is_said_and_what_was_typed_stays(open_page, people):
    page = choose(open_page(PEOPLE), "Add a person")
    page = send(page, "Add the person", **ADA | {"email": "ada"})
    [error] = page.error
    assert "not an e-mail address" in error.value.replace("\\", "")
    assert [field.value for field in page.text_input] == ["Ada Example", "ada", LEAD]
    assert people() == []


def test_everybody_is_listed_with_what_they_lead(open_page, ada):
    [table] = open_page(PEOPLE).table
    row = table.value.iloc[0]
    assert row["Work e-mail"].replace("\\", "") == "ada@example.org"
    assert (row["Leads"], row["Reminders"], row["Calendar"]) == ("1 action", "On", "–")


def test_a_person_is_edited(open_page, ada, people):
    page = choose(open_page(PEOPLE), "Edit a person")
    page = send(page, "Save the person", name="Ada Other")
    assert said(page) == ["The person is saved."]
    assert people()[0].name == "Ada Other"


def test_reminders_are_turned_off_and_on_again(open_page, ada, people):
    page = open_page(PEOPLE)
    for word, wants in (("off", False), ("on", True)):
        page = send(choose(page, "Turn reminders on or off"), f"Turn them {word}")
        assert said(page) == [f"Reminders to Ada Example are {word}."]
        assert people()[0].wants_reminders is wants


def test_a_calendars_address_is_shown_once_and_ended(open_page, ada, people, monkeypatch):
    monkeypatch.setenv("TRACKER_PUBLIC_URL", "https://tracker.example.org")
    page = choose(open_page(PEOPLE), "Give or end a calendar address")
    page = send(page, "Give a new address")
    [code] = page.code
    token = re.fullmatch(r"https://tracker\.example\.org/calendar/(.+)\.ics", code.value)[1]
    assert people()[0].calendar_hash == tokens.fingerprint(token)
    page = page.run()
    assert not page.code
    page = send(choose(page, "Give or end a calendar address"), "End its address")
    assert said(page) == ["The calendar of Ada Example can no longer be read."]
    assert people()[0].calendar_hash == ""


@pytest.mark.parametrize("viewer", ["Member", "Sponsor", f"Lead: {LEAD}"])
def test_nobody_else_sees_names_or_addresses(open_page, ada, viewer):
    page = open_page(PEOPLE, viewer=viewer)
    assert page.error[0].value == "Only the secretariat can open this page."
    assert not page.table


def test_an_earlier_day_changes_nobody(open_page, ada):
    page = open_page(PEOPLE, as_at=date(2021, 10, 1))
    assert not page.exception
    assert not page.pills
