"""A champion goes, and what an organisation lacks is read on any screen."""

import re
import subprocess

from playwright.sync_api import Page, expect

from tests.e2e.browser import expect_no_failure, open_page, wait_until_drawn
from tests.e2e.keyboard import press, press_choice, tab_to, type_into
from tests.e2e.server import ROOT, TRACKER, Server, environment, let_time_pass

TITLE = "LGBTQ+ champion"
THEIRS = "LGBTQ+ champion, HEALTHLAB"


def reminders(server: Server) -> str:
    """What would be sent now."""
    variables = environment(server.database, "DEMO")
    command = [TRACKER, "remind", "--dry-run"]
    done = subprocess.run(
        command, cwd=ROOT, env=variables, check=True, capture_output=True, text=True
    )
    return done.stdout


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


def test_a_post_is_handed_over_from_start_to_end_by_keyboard(page: Page, fresh_demo):
    open_page(page, fresh_demo, "champions", **{"as": "Secretariat"})
    press(page, page.get_by_role("link", name=TITLE, exact=True).first)
    press_choice(page, page.get_by_role("radio", name="Hand over"))
    tab_to(page, page.get_by_role("combobox", name=re.compile("^Who follows")))
    page.keyboard.type("LEN")
    # Whose name merely has these letters somewhere is not offered.
    expect(page.get_by_role("option")).to_have_text(["Lena Example, ROADS"])
    page.keyboard.press("Enter")
    note = page.get_by_role("textbox", name=re.compile("^What should they know"))
    type_into(page, note, "The talks in June are booked.")
    press(page, page.get_by_role("button", name="Hand over"))
    expect(page.get_by_text(f"{TITLE} is handed over.")).to_be_visible()
    expect(page.get_by_text("Lena Example follows on 16 January 2023").first).to_be_visible()

    let_time_pass(fresh_demo, days=60)
    open_page(page, fresh_demo, "champions", search=TITLE, **{"as": "Member"})
    row = page.get_by_role("row", name=re.compile(f"{re.escape(TITLE)} The whole profession"))
    expect(row).to_contain_text("Lena Example")
    expect_no_failure(page)


def test_whoever_is_missing_next_day_is_seen_in_the_grid_the_overview_and_a_reminder(
    page: Page, fresh_demo
):
    open_page(page, fresh_demo, "champions", search=THEIRS, **{"as": "Secretariat"})
    press(page, page.get_by_role("link", name=THEIRS, exact=True))
    press_choice(page, page.get_by_role("radio", name="Step down"))
    press(page, page.get_by_role("button", name="Step down"))
    expect(page.get_by_text(f"{THEIRS} is vacant from the day after.")).to_be_visible()
    assert f"{THEIRS} (since" not in reminders(fresh_demo)

    let_time_pass(fresh_demo, days=1)
    open_page(page, fresh_demo, **{"as": "Sponsor"})
    expect(page.get_by_role("link", name="8 posts are vacant")).to_be_visible()
    open_page(page, fresh_demo, "coverage", **{"as": "Sponsor"})
    row = page.locator(".st-key-coverage_grid").get_by_role("row", name=re.compile("HEALTHLAB"))
    expect(row).to_contain_text("Vacant since today")
    assert f"{THEIRS} (since today)" in reminders(fresh_demo)
    expect_no_failure(page)


def test_coverage_is_a_grid_and_on_a_phone_a_list(page: Page, demo_server):
    open_page(page, demo_server, "coverage", **{"as": "Member"})
    grid, lines = page.locator(".st-key-coverage_grid"), page.locator(".st-key-coverage_list")
    expect(grid.get_by_role("table")).to_be_visible()
    expect(lines).to_be_hidden()
    page.set_viewport_size({"width": 320, "height": 800})
    wait_until_drawn(page)
    expect(grid).to_be_hidden()
    expect(lines.get_by_role("listitem").first).to_be_visible()
