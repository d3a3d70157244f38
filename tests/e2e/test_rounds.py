"""A reporting round, from a lead's answers to the sponsor's review, by keyboard alone."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.browser import expect_no_failure, open_page
from tests.e2e.keyboard import press, tab_to, type_into
from tracker.db import make_engine, transaction
from tracker.permissions import SYSTEM
from tracker.queries.versions import clock
from tracker.services._finding import find_action
from tracker.services.actions import edit_action

LEAD = {"as": "Lead: Data lead"}
SPONSOR = {"as": "Sponsor"}
FIVE = ("DATA-A5", "DATA-A6", "DATA-A8", "ACCESS-A1", "ACCESS-A2")


def give_to_the_lead(database: str, refs: tuple[str, ...]) -> None:
    """Let one lead owe answers for all of these."""
    engine = make_engine(database)
    with transaction(engine) as session:
        now = clock(session).now()
        for ref in refs:
            action = find_action(session, ref)
            if action.responsible != "Data lead":
                edit_action(
                    session,
                    actor=SYSTEM,
                    now=now,
                    action_id=action.id,
                    version=action.version,
                    title=action.title,
                    accountable=action.accountable,
                    needs=action.needs,
                    responsible="Data lead",
                )
    engine.dispose()


def answer(page: Page, ref: str, words: str) -> None:
    """Amber, 70 %, and why: the form comes with what was said last."""
    press(page, page.get_by_role("link", name=f"Answer {ref}", exact=True))
    statuses = page.get_by_role("radiogroup", name=f"How is {ref} doing?")
    tab_to(page, statuses.get_by_role("radio", checked=True))
    for _ in range(3):
        if statuses.get_by_role("radio", name="Amber").is_checked():
            break
        page.keyboard.press("ArrowDown")
    likelihood = page.get_by_role("spinbutton", name=re.compile(f"How likely is it that {ref}"))
    type_into(page, likelihood, "70")
    type_into(page, page.get_by_role("textbox", name="What changed?"), words)
    press(page, page.get_by_role("button", name="Send this update"))
    expect(page.get_by_role("link", name=f"Correct {ref}")).to_be_visible()


def test_a_lead_answers_five_actions_and_the_sponsor_returns_one(fresh_demo, page):
    give_to_the_lead(fresh_demo.database, FIVE)
    open_page(page, fresh_demo, "my_updates", **LEAD)
    expect(page.get_by_text("1 of 6 answered").first).to_be_visible()

    for ref in FIVE[:4]:
        answer(page, ref, f"{ref} is under way")
    press(page, page.get_by_role("link", name="Nothing to report on ACCESS-A2"))
    reason = page.get_by_role("textbox", name="Nothing to report on ACCESS-A2, because")
    type_into(page, reason, "The review is in January")
    press(page, page.get_by_role("button", name="Send this reason"))
    expect(page.get_by_text("6 of 6 answered").first).to_be_visible()
    expect_no_failure(page)

    open_page(page, fresh_demo, "my_updates", **SPONSOR)
    press(page, page.get_by_role("link", name="Review DATA-A6"))
    comment = page.get_by_role("textbox", name=re.compile("^Comment"))
    type_into(page, comment, "Which departments are missing?")
    press(page, page.get_by_role("button", name="Return it"))
    expect(page.get_by_role("link", name="Review DATA-A6")).to_have_count(0)

    open_page(page, fresh_demo, "my_updates", **LEAD)
    expect(page.get_by_text("Which departments are missing?")).to_be_visible()
    expect(page.get_by_text("5 of 6 answered").first).to_be_visible()
