"""A suggestion, from a member's phone to "You said, we did", by keyboard alone."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.browser import expect_no_failure, open_page
from tests.e2e.keyboard import press, tab_to, type_into

MEMBER, LEAD, SECRETARIAT = ({"as": who} for who in ("Member", "Lead: Data lead", "Secretariat"))
PHONE = {"width": 390, "height": 844}
WORDS = "Tell us by which day the survey closes"
REPLY = "Every invitation will name the day."


def choose(page: Page, field: str, option: str) -> None:
    """Find one of many in a field by typing a part of it."""
    tab_to(page, page.get_by_role("combobox", name=re.compile(field)))
    page.keyboard.type(option)
    expect(page.get_by_role("option", name=re.compile(option)).first).to_be_visible()
    page.keyboard.press("Enter")


def suggest(page: Page) -> None:
    """What a member does on a phone."""
    type_into(page, page.get_by_role("textbox", name="What do you suggest?"), WORDS)
    choose(page, "^Theme", "DATA")
    press(page, page.get_by_role("button", name="Send my suggestion"))
    expect(page.get_by_text(re.compile("^Thank you.* a reply is due by")).first).to_be_visible()
    expect(page.get_by_role("textbox", name="What do you suggest?")).to_have_value("")


def publish(page: Page) -> None:
    press(page, page.get_by_role("link", name=re.compile("^Check suggestion")))
    press(page, page.get_by_role("radio", name="Publish it"))
    press(page, page.get_by_role("button", name="Publish it: it names nobody"))
    expect(page.get_by_text(re.compile("is published")).first).to_be_visible()


def answer(page: Page, number: str) -> None:
    """Two clicks, one form."""
    press(page, page.get_by_role("link", name=f"Answer suggestion {number}", exact=True))
    expect(page.get_by_role("radio", name="Suggestions", exact=True)).to_be_checked()
    decisions = page.get_by_role("radiogroup", name=re.compile("What is decided"))
    tab_to(page, decisions.get_by_role("radio").first)
    page.keyboard.press("Space")
    type_into(page, page.get_by_role("textbox", name="The reply, for all members"), REPLY)
    choose(page, "The action by which it is done", "DATA-A3")
    press(page, page.get_by_role("button", name="Publish the reply", exact=True))
    expect(page.get_by_text("The reply stands under").first).to_be_visible()


def card_of(page: Page):
    return page.get_by_test_id("stVerticalBlock").filter(has_text=WORDS).last


def test_a_member_suggests_the_lead_decides_and_the_member_sees_it(fresh_demo, page):
    page.set_viewport_size(PHONE)
    open_page(page, fresh_demo, "suggestions", **MEMBER)
    suggest(page)
    open_page(page, fresh_demo, "triage", **SECRETARIAT)
    publish(page)

    open_page(page, fresh_demo, "suggestions", **MEMBER)
    expect(page.get_by_text(WORDS)).to_be_visible()
    back = page.get_by_role("button", name=re.compile("^Back suggestion")).first
    number = back.inner_text().removeprefix("Back suggestion ")
    press(page, back)
    expect(page.get_by_text(f"You back suggestion {number}.").first).to_be_visible()

    open_page(page, fresh_demo, "triage", **LEAD)
    answer(page, number)
    expect_no_failure(page)

    open_page(page, fresh_demo, "you_said", **MEMBER)
    card = card_of(page)
    expect(card).to_contain_text(f"We will: {REPLY}")
    expect(card).to_contain_text("said by 1 member")
    expect(card).to_contain_text("1 member backs it")
    link = card.get_by_role("link", name=re.compile("^DATA-A3"))
    expect(card).to_contain_text(re.compile(r"\d+% done"))
    press(page, link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("DATA-A3")
    expect_no_failure(page)
