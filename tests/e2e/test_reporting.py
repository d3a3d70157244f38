"""A reporting round in a real browser, by keyboard alone: answered, looked at, and returned."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.browser import expect_no_failure, open_page
from tests.e2e.keyboard import press, tab_to, type_into

LEAD = {"as": "Lead: Data lead"}
SPONSOR = {"as": "Sponsor"}
FIGURES = {"name": "figures.csv", "mimeType": "text/csv", "buffer": b"1,2"}


def test_a_lead_answers_in_place_and_the_sponsor_returns_it(fresh_demo, page):
    open_page(page, fresh_demo, "my_updates", **LEAD)
    expect(page.get_by_text("1 of 3 answered")).to_be_visible()
    press(page, page.get_by_role("link", name="Answer DATA-A6", exact=True))
    status = page.get_by_role("radiogroup", name="How is DATA-A6 doing?")
    tab_to(page, status.get_by_role("radio").last)  # red, as it was said last
    page.keyboard.press("ArrowUp")
    # Names are read as they are shown: the label's backslashes are no part of them.
    likelihood = page.get_by_role("spinbutton", name=re.compile("^How likely is it that DATA-A6"))
    type_into(page, likelihood, "140")
    what_changed = page.get_by_role("textbox", name="What changed?")
    type_into(page, what_changed, "Half of the figures are in")
    with page.expect_file_chooser() as chooser:
        press(page, page.get_by_test_id("stFileUploaderDropzone").locator("button"))
    chooser.value.set_files([FIGURES])
    send = page.get_by_role("button", name="Send this update")
    # Nothing can be sent until the file is there.
    expect(page.get_by_role("button", name="Remove figures.csv")).to_be_visible()
    expect(send).to_be_enabled()
    press(page, send)

    expect(page.get_by_role("alert")).to_contain_text("140 doesn't")
    expect(what_changed).to_have_value("Half of the figures are in")
    type_into(page, likelihood, "55")
    press(page, send)

    expect(page.get_by_text("DATA-A6 is answered.")).to_be_visible()
    expect(page.get_by_text("2 of 3 answered")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="figures.csv").click()
    assert Path(download.value.path()).read_bytes() == FIGURES["buffer"]

    open_page(page, fresh_demo, "my_updates", **SPONSOR)
    expect(page.get_by_text("Half of the figures are in")).to_be_visible()
    press(page, page.get_by_role("link", name="Review DATA-A6"))
    type_into(page, page.get_by_role("textbox", name=re.compile("^Comment")), "Which half?")
    press(page, page.get_by_role("button", name="Return it"))
    expect(page.get_by_text("The update on DATA-A6 is returned.")).to_be_visible()

    open_page(page, fresh_demo, "my_updates", **LEAD)
    expect(page.get_by_text("Which half?")).to_be_visible()
    expect_no_failure(page)


def test_what_is_typed_stays_while_a_milestone_is_chosen(demo_server, page):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, demo_server, "my_updates", ref="DATA-A7", **LEAD)
    what_changed = page.get_by_role("textbox", name="What changed?")
    what_changed.fill("Typed and not sent yet")
    page.get_by_text("Move the date", exact=True).first.click()

    expect(page.get_by_role("textbox", name=re.compile("new deadline"))).to_be_visible()
    expect(what_changed).to_have_value("Typed and not sent yet")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
