"""Champions: what the page tells, and what is done on it, over real services."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlmodel import select

from dashboard.markdown import quoted
from dashboard.navigation import CHAMPIONS
from tests.dashboard import screen
from tests.dashboard.app_pages import directory
from tests.dashboard.screen import headings
from tracker.clock import day_of
from tracker.db import transaction
from tracker.models import Appointment, Offer, Post
from tracker.services import offers
from tracker.vocabulary import Role

EVE = {"name": "Eve Example", "email": "eve@example.org"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(directory.TODAY):
        yield


@pytest.fixture
def posts(engine):
    """The keys of the posts, by title."""
    with transaction(engine) as session:
        directory.make_directory(session)
    with transaction(engine, writes=False) as session:
        return dict(session.exec(select(Post.title, Post.id)).all())


@pytest.fixture
def open_post(open_page, posts):
    def open_post(title, viewer="Secretariat", **options):
        app = open_page(CHAMPIONS, viewer=viewer, post=str(posts[title]), **options)
        assert not app.exception
        return app

    return open_post


@pytest.fixture
def terms(engine, posts):
    """Reads who holds a post from when to when."""

    def terms(title):
        with transaction(engine, writes=False) as session:
            own = select(Appointment).where(
                Appointment.post_id == posts[title], Appointment.is_void.is_(False)
            )
            rows = session.exec(own.order_by(Appointment.starts_on)).all()
            return [(each.starts_on, each.ends_on) for each in rows]

    return terms


def choose(app, what):
    [pills] = [each for each in app.pills if what in each.options]
    return pills.set_value(what).run()


def test_it_says_first_how_many_are_held_and_what_depends_on_the_rest(posts, open_page):
    app = open_page(CHAMPIONS, viewer="Member")
    assert not app.exception
    assert app.markdown[0].value == (
        "**2 of 3 champions’ posts are held; 1 is vacant, the longest for 9 weeks. "
        "1 term ends within 8 weeks. 1 action depends on a vacant post.**"
    )
    assert headings(app) == [
        *("Vacant (2)", "Terms that end within 8 weeks (1)", "Every post"),
    ]
    said = screen.words(app)
    assert "vacant for 9 weeks, since 29 September 2022" in said
    assert "[DATA-A1](/action?ref=DATA-A1&as=Member) (responsible) depends on it" in said
    assert "Ben Example until 29 December 2022" in said


def test_champions_are_known_to_all_and_others_to_those_who_see_the_directory(posts, open_page):
    for viewer, holder in (("Member", "Somebody"), ("Sponsor", "Cleo Example")):
        rows = open_page(CHAMPIONS, viewer=viewer).table[0].value
        by_title = {index.partition("](")[0]: row for index, row in rows.iterrows()}
        assert by_title[r"[HR contact\, HSE"]["Held by"] == holder
        assert "Ben Example" in by_title[r"[LGBTQ\+ champion"]["Held by"]
        assert "deputy: Cleo Example" in by_title[r"[LGBTQ\+ champion"]["Held by"]


def test_a_post_tells_who_held_it_and_their_note_to_those_who_may_read_it(open_post):
    for viewer, is_told in (("Member", False), ("Sponsor", True)):
        said = screen.words(open_post("Gender champion", viewer))
        assert "Ben Example" in said
        assert ("Meets on Mondays" in said) is is_told


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"post_state": "Vacant"}, ["Gender champion", "HR contact, MET"]),
        ({"post_kind": "Champion", "of": "DEFRA"}, ["Gender champion, DEFRA"]),
        ({"strand": "LGBTQ+"}, ["LGBTQ+ champion"]),
        ({"search": "weather"}, ["HR contact, MET"]),
        ({"post_state": "Held, term ends soon"}, ["LGBTQ+ champion"]),
    ],
)
def test_the_filters_stand_in_the_address(posts, open_page, query, titles):
    app = open_page(CHAMPIONS, **query)
    assert not app.exception
    shown = [index.replace("\\", "").partition("](")[0][1:] for index in app.table[0].value.index]
    assert shown == titles


def test_nothing_found_and_unknown_filters_are_said(posts, open_page):
    app = open_page(CHAMPIONS, search="nobody", strand="Chess")
    assert app.info[0].value == "No post matches these filters."
    assert "“Chess”" in app.warning[0].value


@pytest.mark.parametrize("asked", ["999", "9" * 5_000])
def test_an_unknown_post_is_said(posts, open_page, asked):
    app = open_page(CHAMPIONS, post=asked)
    assert not app.exception
    assert app.warning[0].value == f"There is no post {quoted(asked)} on this day."


def test_somebody_is_appointed(open_post, terms):
    app = choose(open_post("Gender champion"), "Appoint somebody")
    screen.field(app, "person_id").set_value(1)
    app = screen.send(app, "Appoint")
    assert screen.said(app) == ["Gender champion is filled."]
    today = day_of(directory.TODAY)
    assert terms("Gender champion")[-1] == (today, today + timedelta(days=730))
    assert "Vacant (1)" in headings(app)


def test_an_overlap_is_said_beside_its_day_and_what_was_typed_stays(open_post, terms):
    app = choose(open_post("Gender champion"), "Appoint somebody")
    screen.field(app, "person_id").set_value(1)
    screen.fill(app, starts_on=date(2022, 9, 1), appointed_by="The board")
    app = screen.send(app, "Appoint")
    assert "would overlap" in screen.error_beside(app, "starts_on")
    assert screen.field(app, "appointed_by").value == "The board"
    assert len(terms("Gender champion")) == 1


def test_a_term_is_extended_with_a_reason(open_post, terms):
    app = choose(open_post("LGBTQ+ champion"), "Extend the term")
    app = screen.send(app, "Extend the term")
    assert "Say why" in screen.error_beside(app, "reason")
    screen.fill(app, reason="Nobody follows yet", ends_on=date(2023, 12, 31))
    assert screen.said(screen.send(app, "Extend the term"))
    assert terms("LGBTQ+ champion") == [(directory.BEGAN, date(2023, 12, 31))]


def test_a_champion_steps_down_and_the_vacancy_appears(open_post, terms):
    app = open_post("LGBTQ+ champion", "Lead: LGBTQ+ champion")
    app = choose(app, "Step down")
    screen.fill(app, ends_on=directory.day(-1), handover_note="Ask Cleo")
    app = screen.send(app, "Step down")
    assert screen.said(app) == ["LGBTQ+ champion is vacant from the day after."]
    assert terms("LGBTQ+ champion") == [(directory.BEGAN, directory.day(-1))]
    assert "Vacant (3)" in headings(app)
    assert "LGBTQ+ champion](/champions" in screen.words(app)
    assert "vacant since today" in screen.words(app)


@pytest.mark.parametrize("viewer", ["Member", "Sponsor", "Lead: Data lead"])
def test_nobody_else_is_offered_to_change_who_holds_it(open_post, viewer):
    app = open_post("LGBTQ+ champion", viewer)
    assert not app.pills


def test_a_post_is_handed_over(open_post, terms):
    app = choose(open_post("LGBTQ+ champion"), "Hand over")
    screen.field(app, "person_id").set_value(1)
    screen.fill(app, last_day=directory.day(6), handover_note="Ask Cleo")
    app = screen.send(app, "Hand over")
    assert screen.said(app) == ["LGBTQ+ champion is handed over."]
    assert terms("LGBTQ+ champion")[0] == (directory.BEGAN, directory.day(6))
    assert terms("LGBTQ+ champion")[1][0] == directory.day(7)


def test_a_deputy_is_taken_back_a_term_corrected_and_an_appointment_voided(open_post, terms):
    app = choose(open_post("LGBTQ+ champion"), "Name a deputy")
    screen.field(app, "deputy_id").set_value(None)
    app = screen.send(app, "Save the deputy")
    assert screen.said(app)
    app = choose(app, "Correct a term")
    screen.fill(app, starts_on=date(2022, 2, 1), reason="Typed wrongly")
    assert screen.said(app := screen.send(app, "Correct the term"))
    assert terms("LGBTQ+ champion") == [(date(2022, 2, 1), directory.day(28))]
    app = choose(app, "Take an appointment back")
    screen.fill(app, reason="Never was")
    assert screen.said(screen.send(app, "Take it back"))
    assert terms("LGBTQ+ champion") == []


def test_a_member_says_that_a_vacant_post_interests_them(open_post, engine):
    app = choose(open_post("Gender champion", "Member"), "I’m interested")
    screen.fill(app, **EVE, words="I chair a network")
    app = screen.send(app, "Send")
    assert screen.said(app) == ["Thank you. The secretariat will write to you."]
    app = choose(app, "I’m interested")
    screen.fill(app, **EVE)
    assert "since 1 December 2022" in screen.error_beside(screen.send(app, "Send"), "email")


@pytest.mark.parametrize(
    ("viewer", "what"),
    [("Member", "say that it interests you"), ("Secretariat", "appoint somebody")],
)
def test_what_a_vacant_post_is_chosen_for_is_said(posts, open_page, viewer, what):
    assert f"Choose one to {what}." in screen.words(open_page(CHAMPIONS, viewer=viewer))


def test_the_secretariat_alone_sees_offers_and_marks_them_as_answered(open_page, posts, engine):
    with transaction(engine) as session:
        offers.offer(
            session,
            actor=directory.factories.make_actor(Role.MEMBER),
            now=directory.TODAY,
            post_id=posts["Gender champion"],
            **EVE | {"name": directory.HOSTILE},
        )
    for viewer in ("Member", "Sponsor", "Lead: Data lead"):
        assert "eve@example.org" not in screen.words(open_page(CHAMPIONS, viewer=viewer))
    app = open_page(CHAMPIONS)
    assert "Interested in a post (1)" in headings(app)
    assert "eve@example.org" in screen.words(app)
    assert "[x](https://evil" not in screen.markup(app)
    [button] = [each for each in app.button if each.label.startswith("Mark as answered")]
    app = button.click().run()
    assert screen.said(app) == ["The offer for Gender champion is answered."]
    assert "eve@example.org" not in screen.words(app)
    with transaction(engine, writes=False) as session:
        assert session.exec(select(Offer)).one().email == ""


def test_an_earlier_day_is_shown_as_it_was_and_changes_nothing(open_post):
    app = open_post("Gender champion", as_at=date(2022, 9, 1))
    assert "Ben Example" in screen.words(app)
    assert "Vacant (1)" in headings(app)
    assert "Choose one" not in screen.words(app)
    assert not app.pills


def test_before_there_is_a_post(open_page):
    assert "No post is recorded yet." in open_page(CHAMPIONS).info[0].value
