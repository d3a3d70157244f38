"""``tracker serve``, as `make run` and `make start` call it, seen in a browser."""

import os
import re
import subprocess
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from dashboard.navigation import OVERVIEW, PAGES
from tests.e2e.browser import expect_no_failure, open_page
from tests.e2e.server import ROOT, TRACKER, serve

IN_MENU = [page for page in PAGES if page.in_menu]


@pytest.mark.parametrize("spec", IN_MENU, ids=lambda spec: spec.title)
def test_every_page_of_the_demo_opens_by_its_address(spec, demo_server, page):
    path = "" if spec is OVERVIEW else spec.name
    open_page(page, demo_server, path, **{"as": "Secretariat"})

    expect_no_failure(page)
    expect(page).to_have_title(re.compile(f"^{spec.title} – "))


def test_ones_own_plan_begins_empty(own_plan_server, page):
    open_page(page, own_plan_server)

    expect_no_failure(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def status(server, path, **headers):
    """The number with which the program answers."""
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def test_it_answers_under_its_own_names_and_the_public_one_alone(database, tmp_path):
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    public = {"TRACKER_PUBLIC_URL": "https://tracker.example.org"}
    with serve(database, mode="LOCAL", log=tmp_path / "log", **public) as server:
        for host, answers in (
            ("127.0.0.1:8501", True),
            ("localhost", True),
            ("tracker.example.org", True),
            ("www.tracker.example.org", False),
            ("example.org", False),
        ):
            session = upgrade | {"Host": host, "Origin": f"https://{host}"}
            assert (status(server, "/health", Host=host) == 200) is answers
            assert (status(server, "/_stcore/stream", **session) == 101) is answers


def test_without_a_mode_nothing_is_served(tmp_path):
    names = [name for name in os.environ if not name.startswith("TRACKER_")]
    database = {"TRACKER_DATABASE_URL": f"sqlite:///{tmp_path / 'tracker.db'}"}
    result = subprocess.run(
        [TRACKER, "serve"],
        cwd=ROOT,
        env={name: os.environ[name] for name in names} | database,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert result.returncode == 1
    assert "Set TRACKER_DEMO=1" in result.stderr
