"""The triage board: who sees what, answering, and what the secretariat does beside it."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlmodel import select

from dashboard.navigation import TRIAGE
from tests import factories
from tests.dashboard.app_pages import plans
from tests.dashboard.screen import error_beside, fill, said, send, words
from tests.suggestions import join, reply, suggest
from tracker.db import transaction
from tracker.models import Action, Decision, Suggestion
from tracker.vocabulary import DecisionKind

LEAD = f"Lead: {factories.LEAD}"
SECRETARIAT = "Secretariat"
PUBLISH, EDIT = "Publish the reply", "Publish the reply and add the action"
OVERDUE, SOON, OPEN, ANSWERED, HIDDEN = 1, 2, 3, 4, 5


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(plans.TODAY):
        yield


@pytest.fixture
def open_triage(engine, open_page):
    """On DATA one overdue, one due soon, and one answered; one on nothing, and one hidden."""
    with transaction(engine) as session:
        plans.make_plan(session)
        for days, theme in ((40, 1), (24, 1), (2, None), (9, 1)):
            now = plans.TODAY - timedelta(days=days)
            suggest(session, now=now, words=f"Said {days} days ago", theme_id=theme)
        suggest(session, now=plans.TODAY, words="Ring 0117 496 0123", is_public=False, is_sure=True)
        reply(session, ANSWERED, now=plans.TODAY - timedelta(days=1))

    def open_triage(viewer=LEAD, **options):
        return open_page(TRIAGE, viewer=viewer, **options)

    return open_triage


def choose(page, what):
    return page.pills[0].set_value(what).run()


def pick(page, field, value):
    [found] = [each for each in page.selectbox if each.key and each.key.endswith(f".{field}")]
    found.set_value(value)


def order(shown, *parts):
    places = [shown.index(part) for part in parts]
    return places == sorted(places)


def test_the_most_urgent_stand_first_with_their_clocks(open_triage):
    shown = words(open_triage())
    assert "**1 overdue, 1 due soon, 1 open and 1 answered.**" in shown
    assert order(
        shown,
        "Overdue] by 9 working days, since 18 November 2022",
        "Due soon] 2 working days left, until 5 December 2022",
        "Open] 18 working days left",
        "Answered] after 6 working days",
    )
    assert "Ring 0117" not in shown
    assert "Answer suggestion 1" in shown
    assert "Answer again suggestion 4" in shown
    assert "Answer suggestion 3" not in shown  # nobody leads what has no theme


def test_a_sponsor_reads_the_board_and_answers_nothing(open_triage):
    page = open_triage("Sponsor", suggestion="1")
    assert "Said 40 days ago" in words(page)
    assert "Answer" not in words(page).replace("Answered", "")
    assert PUBLISH not in [button.label for button in page.button]


def test_members_are_told_who_opens_it(open_triage):
    [error] = open_triage("Member").error
    assert error.value == "Only the lead, sponsor and the secretariat can open this page."


def test_it_is_filtered_by_clock_and_theme(open_triage):
    shown = words(open_triage(state="Overdue"))
    assert "Said 40 days ago" in shown
    assert "Said 24 days ago" not in shown
    page = open_triage(theme="ACCESS Equal access")
    assert "No suggestion matches these filters." in [info.value for info in page.info]


def test_a_lead_answers_in_one_form_and_links_the_action(open_triage, all_of):
    page = open_triage(suggestion=str(OVERDUE))
    fill(page, kind=DecisionKind.WE_WILL, reply="In spring")
    pick(page, "action_id", 2)
    page = send(page, PUBLISH)
    assert said(page) == ["The reply stands under “You said, we did”."]
    assert "**0 overdue, 1 due soon, 1 open and 2 answered.**" in words(page)
    made = all_of(Decision)[-1]
    assert (made.kind, made.reply, made.action_id) == (DecisionKind.WE_WILL, "In spring", 2)
    assert made.decided_by == factories.LEAD


def test_what_is_missing_is_said_beside_its_field(open_triage):
    page = open_triage(suggestion=str(OVERDUE))
    page = send(page, PUBLISH)
    assert error_beside(page, "kind") == "Choose one."
    page = send(fill(page, kind=DecisionKind.WILL_NOT, reply="No"), PUBLISH)
    assert "Say why not" in error_beside(page, "reply")


def test_somebody_elses_reply_in_between_is_shown(open_triage, engine):
    page = open_triage(suggestion=str(OVERDUE))
    fill(page, kind=DecisionKind.NEED_TO_KNOW, reply="Which?")
    with transaction(engine) as session:
        reply(session, OVERDUE, now=plans.TODAY, reply="What do you mean?")
    page = send(page, PUBLISH)
    assert "by another reply" in page.error[0].value
    assert "What do you mean?" in words(page)
    page = send(page, PUBLISH)
    assert said(page)


def test_a_new_action_is_made_with_the_reply(open_triage, engine):
    page = open_triage(SECRETARIAT, suggestion=str(OPEN))
    new = {"reply": "We will", "title": "Publish results", "timing": "by June 2023"}
    for name, value in new.items():
        [widget] = [
            each
            for each in [*page.text_area, *page.text_input]
            if each.key.endswith(f".decide_new.{OPEN}.{name}")
        ]
        widget.set_value(value)
    pick(page, "objective_id", 1)
    assert said(send(page, EDIT))
    with transaction(engine, writes=False) as session:
        added = session.exec(select(Action).where(Action.title == "Publish results")).one()
        made = session.exec(select(Decision).where(Decision.action_id == added.id)).one()
        assert made.suggestion_id == OPEN


def test_the_secretariat_checks_what_is_hidden_and_is_asked_about_the_number_in_it(
    open_triage, all_of
):
    page = open_triage(SECRETARIAT)
    assert "1 of these waits for somebody to see that nobody is named" in words(page)
    assert "Check suggestion 5" in words(page)
    page = choose(open_triage(SECRETARIAT, suggestion=str(HIDDEN)), "Publish it")
    label = "Publish it: it names nobody"
    page = send(page, label)
    assert "a phone number" in page.error[0].value
    assert said(send(page, f"{label} as it stands")) == ["Suggestion 5 is published."]
    assert all_of(Suggestion)[HIDDEN - 1].is_public


def test_the_secretariat_takes_words_out(open_triage, all_of):
    page = choose(open_triage(SECRETARIAT, suggestion=str(HIDDEN)), "Take words out")
    [area] = page.text_area
    assert area.value == "Ring [phone number removed]"
    assert said(send(page, "Keep only this"))
    assert all_of(Suggestion)[HIDDEN - 1].words == "Ring [phone number removed]"


def test_the_secretariat_joins_and_separates(open_triage, all_of):
    page = choose(open_triage(SECRETARIAT, suggestion=str(OPEN)), "Join it into another")
    pick(page, "into_id", SOON)
    assert said(send(page, "Join it into this one")) == ["Suggestion 3 is joined."]
    assert all_of(Suggestion)[OPEN - 1].joined_into_id == SOON
    page = open_triage(SECRETARIAT, suggestion=str(SOON))
    assert "Joined into it:" in words(page)
    page = choose(page, "Separate what was joined")
    assert said(send(page, "Separate suggestion 3 of 29 November 2022"))
    assert all_of(Suggestion)[OPEN - 1].joined_into_id is None


def test_the_secretariat_puts_one_under_a_theme_and_its_lead_may_answer_then(open_triage):
    page = choose(open_triage(SECRETARIAT, suggestion=str(OPEN)), "Change its theme")
    pick(page, "theme_id", 1)
    assert said(send(page, "Change its theme"))
    assert "Answer suggestion 3" in words(open_triage())


def test_an_earlier_day_is_only_read(open_triage):
    page = open_triage(as_at=date(2022, 11, 29), suggestion="1")
    shown = words(page)
    assert "**1 overdue, 1 due soon, 2 open and 0 answered.**" in shown
    assert "Answer suggestion" not in shown
    assert PUBLISH not in [button.label for button in page.button]


def test_without_suggestions_it_says_what_comes_here(open_page, engine):
    with transaction(engine) as session:
        plans.make_plan(session)
    [info] = open_page(TRIAGE, viewer=LEAD).info
    assert info.value.startswith("Nothing has been suggested yet.")


def test_a_joined_one_is_not_on_the_board(open_triage, engine):
    with transaction(engine) as session:
        join(session, OPEN, SOON, now=plans.TODAY)
    shown = words(open_triage())
    assert "Said 2 days ago" not in shown
    assert "said by 2 members" in shown
