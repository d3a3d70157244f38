"""A member answers a round of questions, by keyboard on a phone, and over a line that breaks."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests import feedback
from tests.e2e.axe import grave_violations
from tests.e2e.browser import expect_no_failure, open_page, wait_until_drawn
from tests.e2e.keyboard import press, tab_to, type_into
from tests.e2e.line import line_to
from tests.e2e.server import Server, serve
from tracker.clock import Clock
from tracker.db import make_engine, transaction
from tracker.queries.feedback import answered

PHONE = {"width": 390, "height": 844}
SECRET = {"TRACKER_FEEDBACK_SECRET": "a secret of the settings alone, 0123456789"}
NOTE = "We meet at eight, when nobody with children can come"
MEMBER, SECRETARIAT = {"as": "Member"}, {"as": "Secretariat"}
CONNECTED = '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'
CUT = '[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])'


@pytest.fixture
def address(tmp_path):
    return f"sqlite:///{tmp_path / 'tracker.db'}"


@pytest.fixture
def server(address, tmp_path):
    with serve(address, mode="LOCAL", log=tmp_path / "log", **SECRET) as server:
        yield server


@pytest.fixture
def asked(server, monkeypatch):
    """An open round for three groups, one of them small."""
    for name, value in SECRET.items():
        monkeypatch.setenv(name, value)
    engine = make_engine(server.database)
    with transaction(engine) as session:
        asked = feedback.open_round(
            session,
            now=Clock().now(),
            groups=(120, 7, None),
            names=("Women", "LGBTQ+", "Returners"),
            required=True,
        )
    engine.dispose()
    return asked


def count(server, asked):
    engine = make_engine(server.database)
    with transaction(engine, writes=False) as session:
        number = answered(session, asked.id)
    engine.dispose()
    return number


def choose(page, question, option):
    """Go to a choice and move to ``option`` with the arrow keys, as one does without a mouse."""
    group = page.get_by_role("radiogroup", name=question)
    tab_to(page, group.get_by_role("radio").first)
    page.keyboard.press("Space")
    target = group.get_by_role("radio", name=option, exact=True)
    for _ in range(group.get_by_role("radio").count()):
        if target.is_checked():
            return
        page.keyboard.press("ArrowDown")
    expect(target).to_be_checked()


def answer(page):
    choose(page, "Which group do you speak for?", "LGBTQ+")
    expect(page.get_by_text("Fewer than 10 people are asked in LGBTQ+.")).to_be_visible()
    wait_until_drawn(page)
    choose(page, "1. I am heard", "Agree")
    choose(page, "2. What helps?", "Money")
    type_into(page, page.get_by_role("textbox", name="3. What should change?"), NOTE)


def test_a_member_answers_by_keyboard_on_a_phone(server, asked, page):
    page.set_viewport_size(PHONE)
    open_page(page, server, "answer", round=str(asked.id), **MEMBER)
    expect(page.get_by_text("Not stored:")).to_be_visible()
    answer(page)
    assert grave_violations(page) == []
    overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0

    press(page, page.get_by_role("button", name="Send my answers"))

    expect(page.get_by_text("Your answers are sent.")).to_be_visible()
    expect(page.get_by_text("Thank you: you have answered this round.")).to_be_visible()
    expect(page.get_by_role("textbox", name="3. What should change?")).to_have_count(0)
    expect_no_failure(page)
    assert count(server, asked) == 1
    assert NOTE not in server.log.read_text()

    open_page(page, server, "feedback", round=str(asked.id), **SECRETARIAT)
    expect(page.get_by_text("1 member has answered so far")).to_be_visible()
    expect(page.get_by_text(NOTE)).to_have_count(0)


def test_two_windows_send_one_answer(server, asked, page, context):
    windows = (page, context.new_page())
    for window in windows:
        open_page(window, server, "answer", **MEMBER)
        answer(window)
    for window in windows:
        window.get_by_role("button", name="Send my answers").click()
        expect(window.get_by_text("Thank you: you have answered this round.")).to_be_visible()

    expect(windows[1].get_by_role("alert")).to_contain_text("answered this round already")
    expect(windows[1].get_by_text(NOTE)).to_be_visible()
    assert count(server, asked) == 1


def test_a_draft_survives_a_lost_connection(asked, server, page):
    with line_to(urlsplit(server.url).port) as line:
        begin(page, line, server, asked)
        line.cut()
        page.wait_for_selector(CUT)
        come_back(page, line)

        page.get_by_role("button", name="Send my answers").click()
        expect(page.get_by_text("Thank you: you have answered this round.")).to_be_visible()
        assert count(server, asked) == 1


def test_a_draft_survives_even_when_the_program_is_started_anew(
    asked, server, address, page, tmp_path
):
    with line_to(urlsplit(server.url).port) as line:
        begin(page, line, server, asked)
        line.cut()
        page.wait_for_selector(CUT)
        with serve(address, mode="LOCAL", log=tmp_path / "other", **SECRET) as other:
            line.to = urlsplit(other.url).port
            come_back(page, line)

            send = page.get_by_role("button", name="Send my answers")
            send.click()
            expect(page.get_by_text("What you wrote is still here: send it again.")).to_be_visible()
            wait_until_drawn(page)
            expect_all_there(page)
            send.click()
            expect(page.get_by_text("Thank you: you have answered this round.")).to_be_visible()
            assert count(other, asked) == 1


def begin(page, line, server, asked):
    """Answer on a phone, over the line; nothing is sent yet."""
    page.set_viewport_size(PHONE)
    through = Server(f"http://127.0.0.1:{line.port}", server.database, server.log)
    open_page(page, through, "answer", round=str(asked.id), **MEMBER)
    answer(page)


def come_back(page, line):
    """Connected again, everything is still there."""
    expect_all_there(page)
    line.mend()
    page.wait_for_selector(CONNECTED)
    wait_until_drawn(page)
    expect_all_there(page)


def expect_all_there(page):
    expect(page.get_by_role("textbox", name="3. What should change?")).to_have_value(NOTE)
    for label in ("LGBTQ+", "Agree", "Money"):
        expect(page.get_by_role("radio", name=label, exact=True)).to_be_checked()
