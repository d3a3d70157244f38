"""Suggesting, backing and being answered, over a plan of two themes."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from dashboard.navigation import SUGGESTIONS
from tests.dashboard.app_pages import plans
from tests.dashboard.screen import error_beside, fill, markup, said, send, words
from tests.feedback import make_member_group
from tests.suggestions import back, join, reply, suggest
from tracker.db import transaction
from tracker.models import Suggestion
from tracker.vocabulary import DecisionKind

MEMBER = "Member"
HOSTILE = "<script>alert(1)</script> [x](https://evil.example) **now**"
SEND = "Send my suggestion"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(plans.TODAY):
        yield


@pytest.fixture
def open_suggest(engine, open_page):
    with transaction(engine) as session:
        plans.make_plan(session)
        make_member_group(session, name="Women in science")

    def open_suggest(viewer=MEMBER, **options):
        return open_page(SUGGESTIONS, viewer=viewer, **options)

    return open_suggest


def pick(page, field):
    [found] = [each for each in page.selectbox if each.key and each.key.endswith(f".{field}")]
    return found


def test_a_member_suggests_anonymously_in_one_form(open_suggest, all_of):
    page = open_suggest()
    assert "today’s by 3 January 2023" in words(page)
    assert "No suggestion is published yet" in page.info[0].value
    theme = pick(page, "theme_id")
    theme.set_value(theme.options[0] and 1)
    page = send(fill(page, words=HOSTILE), SEND)
    assert said(page) == [
        "Thank you. Once it is published, it stands below; a reply is due by 3 January 2023."
    ]
    [made] = all_of(Suggestion)
    assert (made.words, made.signed_by, made.theme_id) == (HOSTILE, "", 1)
    assert (made.group_id, made.made_on) == (None, date(2022, 12, 1))


def test_a_member_signs_and_speaks_for_a_group(open_suggest, all_of):
    page = open_suggest()
    pick(page, "group_id").set_value(1)
    send(fill(page, words="Meet less", signed_by="Ada Example"), SEND)
    [made] = all_of(Suggestion)
    assert (made.signed_by, made.group_id) == ("Ada Example", 1)


@pytest.mark.parametrize(
    ("typed", "sentence"), [("", "is missing"), ("x" * 20_000, "has 20,000 characters")]
)
def test_what_cannot_be_sent_is_said_beside_it_and_kept(open_suggest, all_of, typed, sentence):
    page = send(fill(open_suggest(), words=typed), SEND)
    assert sentence in error_beside(page, "words")
    assert page.text_area[0].value == typed
    assert all_of(Suggestion) == []


def test_what_seems_personal_is_asked_about_and_sent_if_it_is_meant(open_suggest, all_of):
    typed = "Write to ada@example.org"
    page = send(fill(open_suggest(), words=typed), SEND)
    assert "an e-mail address" in error_beside(page, "words")
    assert all_of(Suggestion) == []
    page = send(page, f"{SEND} as it stands")
    assert said(page)
    assert [each.words for each in all_of(Suggestion)] == [typed]
    assert f"{SEND} as it stands" not in [button.label for button in page.button]


@pytest.fixture
def made(engine):
    """One on DATA, which two say and two back; one that is hidden."""
    with transaction(engine) as session:
        first, second = (
            suggest(session, now=plans.TODAY - timedelta(days=days), words=text, theme_id=1)
            for days, text in ((3, HOSTILE), (2, "Meet less"))
        )
        suggest(session, now=plans.TODAY, words="Hidden", is_public=False)
        for name in ("Ada", "Ben"):
            back(session, first, name, now=plans.TODAY)
        same = suggest(session, now=plans.TODAY, words="The same")
        join(session, same, first, now=plans.TODAY)
    return first, second


def test_the_published_ones_are_listed_the_latest_first(open_suggest, made):
    page = open_suggest()
    shown = words(page)
    assert "Published suggestions (2)" in shown
    assert shown.index("Meet less") < shown.index("<script>")
    assert "Suggestion 1, said by 2 members, first on 28 November 2022." in shown
    assert "2 members back it." in shown
    assert "Hidden" not in shown
    assert r"\<script\>alert\(1\)\<\/script\> \[x\]" in markup(page)


def test_a_member_backs_one_and_takes_it_back(open_suggest, made, all_of):
    page = send(open_suggest(), "Back suggestion 2")
    assert said(page) == ["You back suggestion 2."]
    assert "1 member backs it." in words(page)
    assert "Back suggestion 2" not in [button.label for button in page.button]
    page = send(page, "Take back my backing of suggestion 2")
    assert said(page) == ["You no longer back suggestion 2."]


def test_what_became_of_each_stands_under_it(open_suggest, made, engine):
    with transaction(engine) as session:
        details = {"kind": DecisionKind.WE_WILL, "reply": "In spring", "action_id": 2}
        reply(session, made[1], now=plans.TODAY, **details)
    shown = words(open_suggest())
    assert "**We will:** In spring – the system, 1 December 2022 (after 2 working days)" in shown
    assert "Action [DATA-A2: Work on DATA-A2](/action?ref=DATA-A2&as=Member)" in shown
    assert "Open] 17 working days left, until 28 December 2022" in shown


def test_suggestions_are_searched(open_suggest, made):
    shown = words(open_suggest(search="less"))
    assert "Meet less" in shown
    assert "script" not in shown
    assert "No suggestion has these words." in open_suggest(search="nothing").info[0].value


def test_an_earlier_day_shows_what_was_published_then_and_takes_nothing(open_suggest, made):
    page = open_suggest(as_at=date(2022, 11, 28))
    shown = words(page)
    assert "Published suggestions (1)" in shown
    assert "said by 1 member" in shown
    assert "back it" not in shown
    assert not [button for button in page.button if "uggestion" in button.label]


AFTER_THE_CALENDAR = datetime(2030, 6, 14, 9, tzinfo=UTC)


def test_where_bank_holidays_are_not_known_members_still_suggest(open_suggest, all_of):
    with time_machine.travel(AFTER_THE_CALENDAR):
        page = open_suggest()
        assert "within 20 working days." in words(page)
        page = send(fill(page, words="Meet later"), SEND)
    assert r"it stands below\." in page.success[0].value
    assert [each.words for each in all_of(Suggestion)] == ["Meet later"]


@pytest.mark.parametrize("viewer", ["Member", "Secretariat"])
def test_where_bank_holidays_are_not_known_the_overview_says_so_and_the_rest(
    open_suggest, open_page, engine, viewer
):
    with transaction(engine) as session:
        suggest(session, now=plans.TODAY)
    with time_machine.travel(AFTER_THE_CALENDAR):
        page = open_page(viewer=viewer)
    assert not page.error
    assert words(page).count("Bank holidays are known from 1 January 2021") == 1
    assert "Progress over time" in words(page)
