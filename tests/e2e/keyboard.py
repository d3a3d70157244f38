"""Using a page by keyboard alone."""

from playwright.sync_api import Locator, Page

MOST_TABS = 120


def tab_to(page: Page, target: Locator, *, backwards: bool = False) -> None:
    """Press Tab until ``target`` has the focus, as somebody without a mouse does."""
    target.wait_for()
    handle = target.element_handle()
    for _ in range(MOST_TABS):
        if handle.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    focused = page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
    raise AssertionError(f"{target} can't be reached by keyboard; the focus is on {focused}")


def press(page: Page, target: Locator) -> None:
    """Go to a button, link or choice, and press it."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def type_into(page: Page, target: Locator, text: str) -> None:
    """Go to a field, and type over what stands there."""
    tab_to(page, target)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
