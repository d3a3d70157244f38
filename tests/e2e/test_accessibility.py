"""Every page and what opens on it: WCAG 2.2 AA in light and dark, and at 320 px."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.navigation import ACTION, GROUP, ORGANISATION, OVERVIEW, PAGES
from tests.e2e.axe import grave_violations
from tests.e2e.browser import open_page, wait_until_drawn

# Pages about one thing, and what their address asks for.
ABOUT = {
    ACTION: {"ref": "DATA-A3"},
    GROUP: {"group": "DIAG"},
    ORGANISATION: {"organisation": "HEALTHLAB"},
}
NARROW = {"width": 320, "height": 800}
SCHEMES = ("light", "dark")


@pytest.fixture(params=SCHEMES)
def reader(request, browser: Browser, browser_context_args):
    """A page of a reader whose system prefers light, or dark."""
    context = browser.new_context(
        **browser_context_args | {"color_scheme": request.param, "bypass_csp": True}
    )
    yield context.new_page()
    context.close()


def check(page: Page) -> None:
    """The page as it stands, wide and at 320 px, where nothing may scroll sideways."""
    size = page.viewport_size
    assert grave_violations(page) == []
    page.set_viewport_size(NARROW)
    page.wait_for_timeout(500)
    wait_until_drawn(page)
    assert grave_violations(page) == []
    overflow = page.evaluate(
        "() => { const main = document.querySelector('[data-testid=\"stMain\"]');"
        " return main.scrollWidth - main.clientWidth; }"
    )
    assert overflow <= 0, f"{overflow} px stand out at 320 px"
    page.set_viewport_size(size)


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.title)
def test_every_page(spec, reader, demo_server):
    path = "" if spec is OVERVIEW else spec.name
    open_page(reader, demo_server, path, **ABOUT.get(spec, {}), **{"as": "Secretariat"})

    check(reader)


def test_on_a_phone_what_names_a_row_stays_while_its_table_is_moved(demo_server, page):
    page.set_viewport_size(NARROW)
    open_page(page, demo_server, "plan", **{"as": "Member"})
    name = page.get_by_role("rowheader").first
    before = name.bounding_box()

    page.get_by_role("region", name=re.compile("^The plan")).evaluate(
        "frame => { frame.scrollLeft = 150; }"
    )

    assert name.bounding_box() == before
    assert before["width"] < NARROW["width"] / 2 + 20


def test_on_a_phone_filters_stand_two_by_two(demo_server, page):
    page.set_viewport_size(NARROW)
    open_page(page, demo_server, "plan", **{"as": "Member"})
    fields = page.get_by_test_id("stMultiSelect")
    boxes = [fields.nth(place).bounding_box() for place in range(3)]

    assert boxes[0]["y"] == boxes[1]["y"] < boxes[2]["y"]


def test_a_link_to_a_page_looks_like_any_other_link(demo_server, page):
    open_page(page, demo_server, "action", ref="DATA-A6", **{"as": "Lead: Data lead"})
    looks = """element => {
        const style = getComputedStyle(element);
        return [style.color, style.textDecorationLine, style.backgroundColor];
    }"""
    # The second leads to another action: its page is the one that is open.
    for name in ("Answer for round 8", re.compile("^DATA-A4")):
        link = page.get_by_role("link", name=name)
        assert link.locator("p").evaluate(looks)[:2] == ["rgb(26, 101, 166)", "underline"]
        assert link.evaluate(looks)[2] == "rgba(0, 0, 0, 0)"


def test_on_a_phone_no_choice_is_cut_off(demo_server, page):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, demo_server, "action", ref="DATA-A6", **{"as": "Secretariat"})
    last = page.get_by_role("radio", name="Condition is not met").bounding_box()

    assert last["x"] + last["width"] < 390


def open_numbers(page: Page) -> None:
    page.get_by_text("The numbers: Progress over time").click()
    expect(page.get_by_role("table").first).to_be_visible()


def open_mark_as_done(page: Page) -> None:
    page.get_by_role("radio", name="Mark as done").first.click()
    expect(page.get_by_role("group", name="Done on")).to_be_visible()


def send_a_blank_reason(page: Page) -> None:
    page.get_by_role("radio", name="Drop it").first.click()
    # A field comes after the button: its part of the program is fetched when it is first needed.
    expect(page.get_by_role("textbox", name="Why is it dropped?")).to_be_visible()
    page.get_by_role("button", name="Drop it").click()
    expect(page.get_by_role("alert")).to_be_visible()


def test_what_a_field_lacks_is_written_under_it(demo_server, page):
    open_page(page, demo_server, "action", ref="DATA-A3", **{"as": "Secretariat"})
    send_a_blank_reason(page)
    said = page.get_by_role("alert")

    expect(said).to_have_text("This field is required.")
    assert said.bounding_box()["height"] > 15


def edit_the_plan(page: Page) -> None:
    page.get_by_role("switch", name="Edit the plan").locator("xpath=ancestor::label").click()
    expect(page.get_by_role("radiogroup").first).to_be_visible()


def choose_a_faulty_file(page: Page) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "bad.csv", "mimeType": "text/csv", "buffer": b"theme_code,colour\nDATA,red\n"}
    )
    expect(page.get_by_role("table")).to_be_visible()


def open_view_as(page: Page) -> None:
    page.get_by_role("combobox", name="View as").click()
    expect(page.get_by_role("option").first).to_be_visible()


def open_review(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Review ")).first.click()
    expect(page.get_by_role("button", name="Return it")).to_be_visible()


def choice(label: str) -> Callable[[Page], None]:
    """Choose what is to be done; its form opens, or the question what it is to be done to."""

    def choose(page: Page) -> None:
        page.get_by_role("radio", name=label, exact=True).first.click()
        expect(page.get_by_role("radio", name=label, exact=True).first).to_be_checked()

    choose.__name__ = label
    return choose


def button(label: str) -> Callable[[Page], None]:
    """Send what is empty, and be refused."""

    def send(page: Page) -> None:
        page.get_by_role("button", name=label, exact=True).click()
        expect(page.get_by_role("alert").first).to_be_visible()

    send.__name__ = label
    return send


def link(label: str) -> Callable[[Page], None]:
    """Go where a link leads to."""

    def follow(page: Page) -> None:
        page.get_by_role("link", name=re.compile(label)).first.click()
        expect(page).to_have_url(re.compile(r"[?&](post|suggestion)=\d+"))

    follow.__name__ = label
    return follow


def interested_without_a_name(page: Page) -> None:
    link("^Gender champion$")(page)
    choice("I’m interested")(page)
    button("Send")(page)


def add_nobody(page: Page) -> None:
    choice("Add a person")(page)
    button("Add the person")(page)


def hand_over(page: Page) -> None:
    link("^LGBTQ. champion$")(page)
    choice("Hand over")(page)


OPENED: list[tuple[str, dict[str, str], Callable[[Page], None]]] = [
    ("", {}, open_numbers),
    ("", {"as_at": "2022-03-01"}, lambda page: None),
    ("", {}, open_view_as),
    ("action", {"ref": "DATA-A3"}, open_mark_as_done),
    ("action", {"ref": "DATA-A3"}, send_a_blank_reason),
    ("action", {"ref": "NONE-A1"}, lambda page: None),
    ("strategy", {}, edit_the_plan),
    ("import_plan", {}, choose_a_faulty_file),
    ("my_updates", {"ref": "DATA-A6"}, lambda page: None),
    ("my_updates", {"ref": "DATA-A6", "say": "nothing"}, lambda page: None),
    ("my_updates", {"as": "Sponsor"}, open_review),
    ("groups", {}, choice("Propose a group")),
    ("group", {"group": "DIAG"}, choice("Agree on terms")),
    ("group", {"group": "DIAG"}, choice("Stop")),
    ("group", {"group": "DIAG"}, choice("Somebody joins")),
    ("group", {"group": "DIAG"}, choice("Record a meeting")),
    ("group", {"group": "None of them"}, lambda page: None),
    ("champions", {}, hand_over),
    ("champions", {"as": "Member"}, interested_without_a_name),
    ("organisation", {"organisation": "NONE"}, lambda page: None),
    ("directory", {}, add_nobody),
    ("directory", {}, choice("Merge two records")),
    ("directory", {"show": "Organisations"}, choice("Add an organisation")),
    ("directory", {"show": "Posts"}, choice("Add a post")),
    ("directory", {"show": "Import and export"}, lambda page: None),
    ("feedback", {}, choice("Begin a round")),
    ("suggestions", {"as": "Member"}, button("Send my suggestion")),
    ("triage", {}, link("^Answer suggestion")),
]


@pytest.mark.parametrize(
    ("path", "query", "opens"), OPENED, ids=lambda value: getattr(value, "__name__", None)
)
def test_what_opens_on_a_page(path, query, opens, reader, demo_server):
    open_page(reader, demo_server, path, **{"as": "Secretariat"} | query)
    opens(reader)
    wait_until_drawn(reader)

    check(reader)
