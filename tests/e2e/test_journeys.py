"""What the product is for, from beginning to end, in a real browser and by keyboard alone."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.e2e.browser import expect_no_failure, open_page, wait_until_drawn
from tests.e2e.keyboard import press, tab_to, type_into
from tests.e2e.server import ROOT

PLAN = ROOT / "data" / "plan.csv"
COMMUNICATIONS = {"as": "Lead: Communications lead"}


def choose(page: Page, group: str, label: str) -> None:
    """Choose from what can be done, as arrow keys do."""
    radios = page.get_by_role("radiogroup", name=group)
    tab_to(page, radios.get_by_role("radio").first)
    target = radios.get_by_role("radio", name=label).element_handle()
    for _ in range(10):
        if target.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")


def done_on_the_overview(page: Page) -> str:
    headline = page.get_by_text(re.compile(r"\d% (of the plan )?is done"))
    expect(headline.first).to_be_visible()
    return re.findall(r"\d+%", headline.first.inner_text())[0]


def test_a_plan_is_imported_published_and_seen(own_plan_server, page):
    open_page(page, own_plan_server)
    press(page, page.get_by_role("main").get_by_role("link", name=re.compile("Import")))
    expect(page.get_by_role("heading", name="Import", level=1)).to_be_visible()
    wait_until_drawn(page)  # a button that is drawn again forgets that it was pressed

    with page.expect_file_chooser() as chooser:
        press(page, page.get_by_test_id("stFileUploaderDropzone").locator("button"))
    chooser.value.set_files(PLAN)
    name = page.get_by_role("textbox", name=re.compile("What is the strategy called"))
    type_into(page, name, "Our strategy")
    press(page, page.get_by_role("button", name="Import this file"))

    expect(page.get_by_text("25 added, 0 changed, 0 left alone")).to_be_visible()
    press(page, page.get_by_role("link", name=re.compile("Publish the plan")))
    expect(page.get_by_role("heading", name="Our strategy", level=1)).to_be_visible()
    expect_no_failure(page)

    open_page(page, own_plan_server)
    assert done_on_the_overview(page) == "0%"


def test_a_lead_marks_a_milestone_done_and_the_overview_moves(fresh_demo, page):
    open_page(page, fresh_demo, **COMMUNICATIONS)
    before = done_on_the_overview(page)
    press(page, page.get_by_role("link", name=re.compile("^DATA-A3")).first)
    expect(page.get_by_role("heading", level=1, name=re.compile("^DATA-A3"))).to_be_visible()

    choose(page, "What happened to “Delivered, October 2022”?", "Mark as done")
    press(page, page.get_by_role("button", name="Mark as done", exact=True))

    expect(page.get_by_text("marked as done on 1 December 2022")).to_be_visible()
    open_page(page, fresh_demo, **COMMUNICATIONS)
    assert done_on_the_overview(page) != before


def test_a_lead_moves_a_date_and_keeps_what_was_typed_when_refused(fresh_demo, page):
    open_page(page, fresh_demo, "action", ref="DATA-A3", **COMMUNICATIONS)
    choose(page, "What happened to “Delivered, January 2023”?", "Move the date")
    deadline = page.get_by_role("textbox", name=re.compile("deadline", re.IGNORECASE))
    type_into(page, deadline, "by 30 February 2023")
    reason = page.get_by_role("textbox", name=re.compile("Why"))
    type_into(page, reason, "The speakers are not free before")
    press(page, page.get_by_role("button", name=re.compile("Move")))

    expect(page.get_by_role("alert")).to_contain_text("30 February 2023 is not a day")
    expect(deadline).to_be_focused()
    expect(reason).to_have_value("The speakers are not free before")

    type_into(page, deadline, "by March 2023")
    press(page, page.get_by_role("button", name=re.compile("Move")))

    expect(page.get_by_text("moved from “by January 2023” to “by March 2023”")).to_be_visible()
    expect(page.get_by_test_id("stAlert").first).to_be_focused()
    wait_until_drawn(page)
    expect_no_failure(page)


def test_a_member_changes_nothing_and_an_earlier_day_is_only_read(demo_server, page):
    open_page(page, demo_server, "action", ref="DATA-A3", **{"as": "Member"})
    expect(page.get_by_role("radio", name="Mark as done")).to_have_count(0)

    open_page(
        page, demo_server, "action", ref="DATA-A4", as_at="2022-02-01", **{"as": "Secretariat"}
    )
    expect(page.get_by_text("as it was recorded on")).to_be_visible()
    expect(page.get_by_text("by March 2022").first).to_be_visible()
    expect(page.get_by_role("radio", name="Mark as done")).to_have_count(0)


def test_nothing_is_asked_of_another_host(demo_server, page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    open_page(page, demo_server, **{"as": "Sponsor"})

    host = demo_server.url.removeprefix("http://")
    elsewhere = [url for url in asked if urlsplit(url).netloc not in ("", host)]
    assert elsewhere == []


def test_the_second_of_two_who_edit_the_same_thing_is_told_and_loses_nothing(
    fresh_demo, page, new_context
):
    other = new_context().new_page()
    for each in (page, other):
        open_page(each, fresh_demo, "action", ref="DATA-A3", **COMMUNICATIONS)
        choose(each, "What happened to “Delivered, January 2023”?", "Move the date")
    for each, deadline in ((page, "by March 2023"), (other, "by April 2023")):
        type_into(each, each.get_by_role("textbox", name=re.compile("deadline", re.I)), deadline)
        type_into(each, each.get_by_role("textbox", name=re.compile("Why")), "No speakers yet")
    press(page, page.get_by_role("button", name=re.compile("Move")))
    expect(page.get_by_text("moved from “by January 2023” to “by March 2023”")).to_be_visible()

    press(other, other.get_by_role("button", name=re.compile("Move")))

    expect(other.get_by_role("alert")).to_contain_text("changed while you had it open")
    expect(other.get_by_text("Deadline: by March 2023")).to_be_visible()
    expect(other.get_by_role("textbox", name=re.compile("Why"))).to_have_value("No speakers yet")

    press(other, other.get_by_role("button", name=re.compile("Move")))
    expect(other.get_by_text("moved from “by March 2023” to “by April 2023”")).to_be_visible()
