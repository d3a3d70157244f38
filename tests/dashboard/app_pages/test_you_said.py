"""What was said and what became of it, as members read it."""

from datetime import date, timedelta

import pytest
import time_machine

from dashboard.navigation import YOU_SAID
from tests.dashboard.app_pages import plans
from tests.dashboard.screen import said, send, words
from tests.feedback import make_member_group
from tests.suggestions import back, reply, suggest
from tracker.db import transaction
from tracker.models import Action
from tracker.permissions import SYSTEM
from tracker.services.actions import change_action_state
from tracker.vocabulary import ActionState, DecisionKind

MEMBER = "Member"
BECAUSE = "It would name single people in small groups."
DONE, WILL_NOT, HELD_UP, WAITING = 1, 2, 3, 4


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(plans.TODAY):
        yield


@pytest.fixture
def open_you_said(engine, open_page):
    """One is done, one refused at the second reply, one linked to what is paused, one waits."""
    with transaction(engine) as session:
        plans.make_plan(session)
        for days in (60, 50, 20, 10):
            now = plans.TODAY - timedelta(days=days)
            suggest(session, now=now, words=f"Said {days} days ago", theme_id=1)
        back(session, DONE, "Ada", now=plans.TODAY)
        for made, days, version, details in (
            (DONE, 55, 0, {"kind": DecisionKind.WE_WILL, "action_id": 1, "reply": "At once"}),
            (WILL_NOT, 9, 0, {"reply": "What do you mean?"}),
            (WILL_NOT, 3, 1, {"kind": DecisionKind.WILL_NOT, "reply": BECAUSE}),
            (HELD_UP, 2, 0, {"kind": DecisionKind.ALREADY_DOING, "action_id": 5, "reply": "Yes"}),
        ):
            now = plans.TODAY - timedelta(days=days)
            reply(session, made, now=now, version=version, **details)

    def open_you_said(viewer=MEMBER, **options):
        return open_page(YOU_SAID, viewer=viewer, **options)

    return open_you_said


def test_the_figures_say_how_many_were_answered_how_fast_and_how_often_it_was_no(open_you_said):
    assert (
        "**Of 4 suggestions, 3 (75%) have a reply.** Half of the replies came within 12 working "
        "days. Of 3, 2 were answered within 20 working days (67%); 1 more can still be. “We will "
        "not” was said once, always with its reason."
    ) in words(open_you_said())


def test_each_reply_stands_with_what_was_said_by_how_many_and_its_action(open_you_said):
    shown = words(open_you_said())
    assert "What became of it (3)" in shown
    assert shown.index("Said 20 days ago") < shown.index("Said 50") < shown.index("Said 60")
    assert "Said 10 days ago" not in shown
    assert "Suggestion 1, said by 1 member, on 2 October 2022. 1 member backs it." in shown
    assert "**We will:** At once – the system, 7 October 2022 (after 5 working days)" in shown
    assert "Action [DATA-A1: Work on DATA-A1](/action?ref=DATA-A1&as=Member): 100% done" in shown
    assert "Its action is paused or stopped" in shown


def test_what_becomes_of_an_action_is_told_though_nothing_new_was_replied(open_you_said, engine):
    open_you_said()
    with transaction(engine) as session:
        paused = session.get_one(Action, 5)
        by = {"actor": SYSTEM, "now": plans.TODAY, "action_id": paused.id}
        change_action_state(
            session, **by, version=paused.version, state=ActionState.IN_PROGRESS, reason="Funded"
        )
    shown = words(open_you_said())
    assert "Its action is under way" in shown
    assert "Its action is paused or stopped" not in shown


def test_a_reply_that_was_replaced_is_still_there(open_you_said):
    shown = words(open_you_said())
    assert f"**We will not, because:** {BECAUSE}" in shown
    assert "(the first reply came after 29 working days)" in shown
    assert "This replaced:\n- **We need to know more:** What do you mean?" in shown


def test_the_flow_has_its_sentence_and_its_numbers(open_you_said):
    page = open_you_said()
    sentence = (
        "Of 4 suggestions and themes of comments, 3 have a reply. 2 led to an action in the plan, "
        "1 of them done."
    )
    assert sentence in words(page)
    table = page.table[0].value
    assert table["In all"].to_dict() == {
        "Said": 4,
        "Decided": 3,
        "Has an action": 2,
        "Done": 1,
    }


def test_the_replies_are_filtered_by_theme(open_you_said):
    page = open_you_said(theme="ACCESS Equal access")
    assert "No reply to a suggestion on this theme yet." in [info.value for info in page.info]


def test_an_earlier_day_shows_what_had_been_replied_by_then(open_you_said):
    shown = words(open_you_said(as_at=date(2022, 11, 24)))
    assert "What became of it (2)" in shown
    assert "**We need to know more:** What do you mean?" in shown
    assert BECAUSE not in shown
    assert "backs it" not in shown


def test_before_the_first_reply_it_says_so(open_page, engine):
    with transaction(engine) as session:
        plans.make_plan(session)
    page = open_page(YOU_SAID, viewer=MEMBER)
    assert "**Nothing has been suggested yet.**" in words(page)
    assert page.info[0].value.startswith("No suggestion has a reply yet.")
    assert "From what was said to what is done" not in words(page)  # there is nothing to draw


def test_small_groups_are_told_in_no_figure(open_page, engine):
    with transaction(engine) as session:
        plans.make_plan(session)
        groups = [make_member_group(session, name=name).id for name in ("Large", "Small")]
        now = plans.TODAY - timedelta(days=200)
        made = [suggest(session, now=now, group_id=groups[place > 9]) for place in range(13)]
        reply(session, made[0], now=now, kind=DecisionKind.WILL_NOT, reply=BECAUSE)
    assert not open_page(YOU_SAID, viewer=MEMBER).table[1:]
    page = open_page(YOU_SAID, viewer="Secretariat")
    assert "Q2 2022 can be counted now." in words(page)
    page = send(page, "Count them")
    assert said(page) == ["The replies are counted."]
    assert "Count them" not in [button.label for button in page.button]

    shown = open_page(YOU_SAID, viewer=MEMBER).table[-1].value
    assert "fewer than 5" in shown.loc["Small", "Answered"]
    assert not set(shown["Suggestions"]) & {"3", "13"}
    of_all = shown.loc["All groups"]
    assert (of_all["Suggestions"], of_all["Answered"]) == ("15", "0\\%")
    assert of_all["Half of those within"] == "fewer than 5"
    assert of_all["“We will not” with a reason"] == "fewer than 5 times"
