"""A group from its first day to its last: proposed, at work, past its end, and closed."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.browser import expect_no_failure, open_page, wait_until_drawn
from tests.e2e.keyboard import pick, press, tab_to, type_day, type_into
from tests.e2e.server import let_time_pass

NAME = "Exit interviews task-and-finish group"
SECRETARIAT, CHAIR = {"as": "Secretariat"}, {"as": f"Lead: Chair of {NAME}"}
TERMS = {
    "Purpose": "Learn why people leave the profession",
    "Deliverables, one a line": "A set of questions",
}
END = {
    "What does it leave behind?": "A set of questions, tried in two departments",
    "What can others learn from it?": "Ask within a week of the last day",
    "Why does it close?": "Its questions are in use",
}


def field(page: Page, label: str):
    return page.get_by_role("textbox", name=re.compile(f"^{re.escape(label)}"))


def fill(page: Page, answers: dict[str, str]) -> None:
    for label, words in answers.items():
        type_into(page, field(page, label), words)


def begin(page: Page, label: str) -> None:
    """Choose what is to be done, which opens the form for it."""
    page.get_by_role("radio", name=label, exact=True).click()


def send(page: Page, label: str, said: str) -> None:
    press(page, page.get_by_role("button", name=label, exact=True))
    expect(page.get_by_text(said).first).to_be_visible()
    wait_until_drawn(page)


def propose(page: Page) -> None:
    """What the secretariat does: the group, and who chairs it."""
    begin(page, "Propose a group")
    type_into(page, field(page, "Name"), NAME)
    type_day(page, "By when is it to have ended", "20/01/2023")
    send(page, "Propose it", "The group is proposed.")
    press(page, page.get_by_role("link", name=NAME, exact=True))
    expect(page.get_by_role("heading", name=NAME, level=1)).to_be_visible()
    wait_until_drawn(page)
    begin(page, "Somebody joins")
    pick(page, "Who?", "Priya Example")
    tab_to(page, page.get_by_role("radio", name="Member", exact=True))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Chair", exact=True)).to_be_checked()
    send(page, "Let them join", f"There is somebody new in {NAME}.")


def activate(page: Page) -> None:
    """What its chair does: refused without terms, and then not."""
    begin(page, "Activate")
    send(page, "Activate it today", "needs a purpose and deliverables before it becomes active")
    begin(page, "Agree on terms")
    fill(page, TERMS)
    send(page, "Agree on these terms", f"The terms of {NAME} are agreed.")
    begin(page, "Activate")
    send(page, "Activate it today", f"{NAME} is active.")
    begin(page, "Take an action on")
    pick(page, "Which one?", "DATA-A3")
    send(page, "Take it on", f"{NAME} has taken it on.")


def close(page: Page) -> None:
    """What its chair does: refused without a home for its action, and nothing typed is lost."""
    begin(page, "Begin to close")
    send(page, "Begin to close it", f"{NAME} is closing.")
    begin(page, "Close")
    fill(page, END)
    send(page, "Close it", "Choose one.")
    for label, words in END.items():
        expect(field(page, label)).to_have_value(words)
    pick(page, "Who takes DATA-A3 on", "DIAG")
    send(page, "Close it", f"{NAME} is closed.")


def test_a_group_is_proposed_begins_overruns_and_closes(page: Page, fresh_demo):
    open_page(page, fresh_demo, "groups", **SECRETARIAT)
    propose(page)
    open_page(page, fresh_demo, "group", group=NAME, **CHAIR)
    activate(page)

    let_time_pass(fresh_demo, days=60)  # from 1 December 2022
    open_page(page, fresh_demo, **CHAIR)
    expect(page.get_by_role("link", name="2 groups are past their end")).to_be_visible()
    open_page(page, fresh_demo, "group", group=NAME, **CHAIR)
    expect(page.get_by_text("Past its end by 10 days")).to_be_visible()
    expect(page.get_by_text("Deliverables accepted: 0% (0 of 1)")).to_be_visible()
    close(page)

    expect(page.get_by_text(END["What can others learn from it?"])).to_be_visible()
    expect(page.get_by_text("No action is at home in it.")).to_be_visible()
    open_page(page, fresh_demo, "group", group="DIAG", **CHAIR)
    expect(page.get_by_role("link", name="DATA-A3")).to_be_visible()
    expect_no_failure(page)
