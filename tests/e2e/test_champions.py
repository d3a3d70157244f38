"""A champion goes, and what an organisation lacks is read on any screen."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.browser import expect_no_failure, open_page, wait_until_drawn
from tests.e2e.keyboard import press

TITLE = "LGBTQ+ champion"


def test_a_champion_steps_down_by_keyboard(page: Page, fresh_demo):
    open_page(page, fresh_demo, "champions", **{"as": f"Lead: {TITLE}"})
    press(page, page.get_by_role("link", name=TITLE, exact=True).first)
    expect(page).to_have_url(re.compile(r"post=\d+"))
    press(page, page.get_by_role("radio", name="Step down"))
    press(page, page.get_by_role("button", name="Step down"))
    expect(page.get_by_text(f"{TITLE} is vacant from the day after.")).to_be_visible()
    expect_no_failure(page)

    open_page(page, fresh_demo, "champions", **{"as": "Member"})
    ending = page.get_by_role("heading", name=re.compile("Terms that end within"))
    expect(ending).to_contain_text(re.compile(r"\([1-9]"))


def test_coverage_is_a_grid_and_on_a_phone_a_list(page: Page, demo_server):
    open_page(page, demo_server, "coverage", **{"as": "Member"})
    grid, lines = page.locator(".st-key-coverage_grid"), page.locator(".st-key-coverage_list")
    expect(grid.get_by_role("table")).to_be_visible()
    expect(lines).to_be_hidden()
    page.set_viewport_size({"width": 320, "height": 800})
    wait_until_drawn(page)
    expect(grid).to_be_hidden()
    expect(lines.get_by_role("listitem").first).to_be_visible()
