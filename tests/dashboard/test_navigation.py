from datetime import date

import pytest

from dashboard import navigation, session
from dashboard.navigation import ACTION, IMPORT_PLAN, OVERVIEW
from dashboard.view import Moment, View
from tests.factories import FIRST_VERSION, make_actor
from tracker import permissions
from tracker.vocabulary import Role

TODAY = date(2022, 12, 3)
SHOWN_AT_ONCE = 10  # pages of the menu, before "View more"


def view(role=Role.SPONSOR, as_at=None) -> View:
    return View(Moment(FIRST_VERSION, TODAY, as_at), make_actor(role))


@pytest.fixture(params=["TRACKER_DEMO", "TRACKER_LOCAL"])
def role_is_chosen(request, monkeypatch):
    monkeypatch.setenv(request.param, "1")


def test_an_address_carries_the_role_and_the_day(role_is_chosen):
    assert navigation.address(ACTION, view(as_at=date(2022, 3, 1)), ref="DATA-A1") == (
        "/action?ref=DATA-A1&as=Sponsor&as_at=2022-03-01"
    )
    assert navigation.address(OVERVIEW, view(Role.LEAD)) == "/?as=Lead%3A+Data+lead"


def test_an_address_names_no_role_where_none_is_chosen(monkeypatch):
    monkeypatch.delenv("TRACKER_DEMO", raising=False)
    monkeypatch.delenv("TRACKER_LOCAL", raising=False)

    assert navigation.address(IMPORT_PLAN, view()) == "/import_plan"


@pytest.mark.parametrize("role", Role)
def test_the_actor_of_a_label_is_the_one_it_was_made_from(role):
    actor = make_actor(role)

    assert session.actor_called(session.label_of(actor)) == actor


@pytest.mark.parametrize("post", ["Chair", "Sponsor", "Chair: acting"])
def test_a_sponsor_is_known_by_the_post_that_reviews(post):
    actor = make_actor(Role.SPONSOR, post)

    assert session.actor_called(session.label_of(actor)) == actor


def test_nobody_is_the_secretariat_where_nothing_says_so(monkeypatch):
    monkeypatch.delenv("TRACKER_DEMO", raising=False)
    monkeypatch.delenv("TRACKER_LOCAL", raising=False)

    assert session.current_actor().role is Role.MEMBER


@pytest.mark.parametrize(
    ("role", "needed"),
    [
        (Role.MEMBER, {"Give feedback", "Suggest", "You said, we did"}),
        (Role.LEAD, {"My updates", "Plan", "Triage", "What changed"}),
        (Role.SPONSOR, {"My updates", "Slips", "Status", "What changed"}),
        (Role.SECRETARIAT, {"My updates", "Rounds", "Triage", "What changed"}),
    ],
)
def test_the_menu_shows_what_each_role_needs_most_without_a_press(role, needed):
    menu = [
        page.title
        for page in navigation.PAGES
        if page.in_menu and permissions.can(make_actor(role), page.needs)
    ]

    assert needed <= set(menu[:SHOWN_AT_ONCE])
