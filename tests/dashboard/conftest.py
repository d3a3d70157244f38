"""Opens the app's pages without a browser."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session
from dashboard.navigation import OVERVIEW, PageSpec
from tests.dashboard.reporting import Reporting

APP = Path(__file__).parents[2] / "dashboard" / "app.py"


@pytest.fixture
def open_page(database, monkeypatch):
    """Opens a page over the test's database: ``open_page(PLAN, viewer="Sponsor", late="1")``."""
    monkeypatch.setenv("TRACKER_LOCAL", "1")

    def open_page(
        page: PageSpec = OVERVIEW,
        *,
        viewer: str = "Secretariat",
        as_at: date | None = None,
        **query: str,
    ) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=30)
        app.query_params.update(query | {session.AS: viewer})
        if as_at:
            app.query_params[session.AS_AT] = as_at.isoformat()
        if page is not OVERVIEW:
            # Before its first run, an AppTest knows pages by file name: the same as their address.
            app.switch_page(page.file)
        return app.run()

    return open_page


@pytest.fixture
def reporting(engine):
    return Reporting(engine)
