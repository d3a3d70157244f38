"""Using a page by keyboard alone."""

import re

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 120
MOST_CHOICES = 10


def tab_to(page: Page, target: Locator, *, backwards: bool = False) -> None:
    """Press Tab until ``target`` has the focus, as somebody without a mouse does."""
    _tab_until(page, target, "element === document.activeElement", backwards=backwards)


def press(page: Page, target: Locator) -> None:
    """Go to a button, link or choice, and press it."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def press_choice(page: Page, target: Locator) -> None:
    """Go to one of several choices, with arrows once inside the group of them, and press it."""
    # Tab leads to one of a group only: to the first, or to the one that was in use last.
    beside = "element.closest('[role=radiogroup]').contains(document.activeElement)"
    _tab_until(page, target, beside)
    for arrow in ("ArrowLeft", "ArrowRight"):
        for _ in range(MOST_CHOICES):
            if target.evaluate("element => element === document.activeElement"):
                page.keyboard.press("Enter")
                return
            page.keyboard.press(arrow)
    raise AssertionError(f"{target} can't be reached with arrows")


def type_into(page: Page, target: Locator, text: str) -> None:
    """Go to a field, and type over what stands there."""
    tab_to(page, target)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def pick(page: Page, field: str, option: str) -> None:
    """Find one of many by typing a part of it; ``field`` is how the label begins."""
    tab_to(page, page.get_by_role("combobox", name=re.compile(f"^{re.escape(field)}")))
    page.keyboard.type(option)
    expect(page.get_by_role("option", name=re.compile(option)).first).to_be_visible()
    page.keyboard.press("Enter")


def type_day(page: Page, field: str, day: str) -> None:
    """Type a day, as in "20/01/2023", into a field whose label begins with ``field``."""
    group = page.get_by_role("group", name=re.compile(f"^{re.escape(field)}"))
    tab_to(page, group.get_by_role("spinbutton").first)
    page.keyboard.type(day)


def _tab_until(page: Page, target: Locator, holds: str, *, backwards: bool = False) -> None:
    target.wait_for()
    for _ in range(MOST_TABS):
        if target.evaluate(f"element => {holds}"):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    focused = page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
    raise AssertionError(f"{target} can't be reached by keyboard; the focus is on {focused}")
