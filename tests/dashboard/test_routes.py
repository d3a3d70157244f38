from datetime import timedelta

import icalendar
import pytest
from starlette.applications import Starlette

from dashboard.middleware import PageShell, SecurityHeaders
from dashboard.navigation import MY_UPDATES, address
from dashboard.routes import ROUTES
from dashboard.view import Moment, View
from tests.dashboard import asgi
from tests.factories import (
    BEGINNING,
    FIRST_VERSION,
    LEAD,
    make_action,
    make_actor,
    make_milestone,
    make_person,
    make_round,
)
from tracker import tokens
from tracker.db import transaction
from tracker.models import Person, Setting
from tracker.queries import people as people_queries
from tracker.reminders.compose import Links
from tracker.services import people
from tracker.vocabulary import Role

APP = SecurityHeaders(PageShell(Starlette(routes=ROUTES)))
KEY = "k" * 43


def ask(path, method="GET"):
    """One request, through all that is done to each."""
    return asgi.ask(APP, path, method)


@pytest.fixture
def person(engine):
    """Somebody who leads an action with a due date, while a round is planned."""
    with transaction(engine) as session:
        session.add(Setting(name=people_queries.SIGNING_KEY, value=KEY))
        make_milestone(session, make_action(session, ref="DATA-A1"), timing="by 2099")
        make_round(session)
        return make_person(session).id


@pytest.fixture
def calendar_path(engine, person):
    return f"/calendar/{issue(engine, person)}.ics"


@pytest.fixture
def off_path(engine, person):
    with transaction(engine, writes=False) as session:
        [facts] = people_queries.to_remind(session, round_id=0, day=BEGINNING.date())
    return Links("", KEY).turn_off(facts)


def give(engine, change, person_id, **details):
    with transaction(engine) as session:
        change(session, actor=make_actor(), now=BEGINNING, person_id=person_id, **details)


def issue(engine, person_id):
    """Give the person's calendar an address, and return its token."""
    token = tokens.new_token()
    with transaction(engine, writes=False) as session:
        version = session.get_one(Person, person_id).version
    give(engine, people.issue_calendar, person_id, token=token, version=version)
    return token


def wants_reminders(engine, person_id):
    with transaction(engine, writes=False) as session:
        return session.get_one(Person, person_id).wants_reminders


def test_whoever_has_the_address_reads_the_calendar(calendar_path):
    status, headers, body = ask(calendar_path)
    assert status == 200
    assert headers["content-type"] == "text/calendar; charset=utf-8"
    assert headers["cache-control"] == "private, no-store"
    summaries = {str(e["summary"]) for e in icalendar.Calendar.from_ical(body).walk("VEVENT")}
    assert summaries == {
        "DATA-A1: Delivered (by the end of 2099)",
        "Round 1 opens",
        "Round 1 closes",
        "Meeting",
    }


def test_a_revoked_unknown_or_replaced_address_leads_nowhere(engine, person, calendar_path):
    assert ask("/calendar/unknown.ics")[0] == 404
    assert ask("/calendar/.ics")[0] == 404
    assert ask(calendar_path[:-5] + ".ics")[0] == 404
    issue(engine, person)
    assert ask(calendar_path)[0] == 404
    give(engine, people.revoke_calendar, person)
    status, _, body = ask(calendar_path)
    assert (status, body.decode()) == (
        404,
        "There is no such calendar. Ask the secretariat for a new address.",
    )


def test_a_calendar_is_only_read(calendar_path):
    assert ask(calendar_path, "POST")[0] == 405


def test_the_link_of_a_mail_asks_first_and_changes_nothing(engine, person, off_path):
    status, headers, body = ask(off_path)
    page = body.decode()
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert "Turn your reminders off?" in page
    assert '<form method="post">' in page
    assert "script" not in page
    assert wants_reminders(engine, person)


def test_confirmed_the_reminders_are_off_and_stay_off(engine, person, off_path):
    for _ in range(2):
        status, _, body = ask(off_path, "POST")
        assert status == 200
        assert "Your reminders are off" in body.decode()
        assert not wants_reminders(engine, person)


def test_that_page_says_nothing_of_whom_it_is_about(engine, person, off_path):
    with transaction(engine, writes=False) as session:
        facts = session.get_one(Person, person)
        personal = (facts.name, facts.email, LEAD)
    for method in ("GET", "POST"):
        page = ask(off_path, method)[2].decode()
        assert not [each for each in personal if each in page]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_forged_link_turns_nothing_off(engine, person, off_path, method):
    forged = ("/reminders/off/1", off_path[:-1], off_path.replace("off/1-", "off/2-"))
    for path in forged:
        status, _, body = ask(path, method)
        assert status == 404
        assert "This link does not work" in body.decode()
    assert wants_reminders(engine, person)


def test_a_mails_links_lead_where_the_pages_are(monkeypatch):
    monkeypatch.setenv("TRACKER_LOCAL", "1")
    moment = Moment(FIRST_VERSION, (BEGINNING + timedelta(days=1)).date())
    view = View(moment, make_actor(Role.LEAD))
    links = Links("", KEY)
    assert links.my_updates(LEAD, "DATA-A1") == address(MY_UPDATES, view, ref="DATA-A1")
    assert links.my_updates(LEAD) == address(MY_UPDATES, view)
