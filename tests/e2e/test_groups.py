"""A group from its first day to its last, by whoever chairs it: proposed, at work, late, closed."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.browser import expect_no_failure, open_page, wait_until_drawn
from tests.e2e.keyboard import pick, press, type_day, type_into
from tests.e2e.server import let_time_pass

NAME = "Exit interviews task-and-finish group"
PROPOSER, CHAIR = {"as": "Lead: Chair of DIAG"}, {"as": f"Lead: Chair of {NAME}"}
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
    """Another group's chair says what it is for, and is led to it as its own."""
    begin(page, "Propose a group")
    fill(page, {"Name": NAME} | TERMS)
    send(page, "Propose it", "The group is proposed, and you chair it.")
    press(page, page.get_by_role("link", name=f"Go to {NAME}", exact=True))
    expect(page.get_by_role("heading", name=NAME, level=1)).to_be_visible()
    wait_until_drawn(page)
    expect(page.get_by_text("Owen Example chairs it, since 1 December 2022.")).to_be_visible()


def activate(page: Page) -> None:
    """Refused without an end, and then not."""
    begin(page, "Activate")
    send(page, "Activate it today", "needs an end date before it becomes active")
    begin(page, "Move its end")
    type_day(page, "By when is it to have ended", "20/01/2023")
    send(page, "Move its end", f"The end of {NAME} has moved.")
    begin(page, "Activate")
    send(page, "Activate it today", f"{NAME} is active.")
    begin(page, "Take an action on")
    pick(page, "Which one?", "DATA-A3")
    send(page, "Take it on", f"{NAME} has taken it on.")


def close(page: Page) -> None:
    """Refused without a home for its action, and nothing typed is lost."""
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
    open_page(page, fresh_demo, "groups", **PROPOSER)
    propose(page)
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
