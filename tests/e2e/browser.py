"""What every browser test does: open a page of a running program, and wait until it is drawn."""

from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from tests.e2e.server import Server

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MILLISECONDS_TO_DRAW = 60_000

NOT_RUNNING = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# Something is drawn, nothing is a placeholder any more, and every chart has its shapes.
DRAWN = """() => {
    const all = (id) => [...document.querySelectorAll(`[data-testid="${id}"]`)];
    return !all("stSkeleton").length && !all("stAppSkeleton").length
        && document.querySelector('[data-testid="stMain"] [data-testid="stElementContainer"]')
        && all("stPlotlyChart").every((chart) => chart.querySelector(".main-svg"));
}"""


def open_page(page: Page, server: Server, path: str = "", **query: str) -> None:
    """Go to ``path`` ("plan"; "" is the first page) and wait until it is drawn.

    Role and day are part of the address: ``open_page(page, server, "plan", **{"as": "Sponsor"})``.
    """
    address = f"{server.url}/{path}"
    page.goto(f"{address}?{urlencode(query)}" if query else address)
    wait_until_drawn(page)


def wait_until_drawn(page: Page) -> None:
    """Wait until the page's script has ended and the browser has drawn what it sent.

    After a click, call it only once something of the answer is expected to be seen: the script
    may not have begun yet.
    """
    page.wait_for_selector(NOT_RUNNING, timeout=MILLISECONDS_TO_DRAW)
    page.wait_for_function(DRAWN, timeout=MILLISECONDS_TO_DRAW)
    page.evaluate("document.fonts.ready")


def expect_no_failure(page: Page) -> None:
    """Nothing on the page says that the program failed."""
    expect(page.get_by_test_id("stException")).to_have_count(0)
