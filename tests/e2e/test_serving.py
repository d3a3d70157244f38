"""``tracker serve``, as `make run` and `make start` call it, seen in a browser."""

import os
import re
import subprocess

import pytest
from playwright.sync_api import expect

from dashboard.navigation import OVERVIEW, PAGES
from tests.e2e.browser import expect_no_failure, open_page
from tests.e2e.server import ROOT, TRACKER

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
