"""The browser, and the programs it looks at.

``demo_server`` is shared: tests that only look use it. A test that changes something asks for
``fresh_demo``, a program of its own over a copy of the same demo, or for ``own_plan_server``.
"""

import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import ARGUMENTS, MILLISECONDS_TO_DRAW
from tests.e2e.server import ROOT, TRACKER, environment, serve
from tools import chromium

expect.set_options(timeout=MILLISECONDS_TO_DRAW)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    program = chromium.find()
    if program is None:
        pytest.skip(chromium.ADVICE)
    return {**browser_type_launch_args, "executable_path": program, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "viewport": {"width": 1280, "height": 900},
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory):
    """The demo's database, made once; nobody writes to this one."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    subprocess.run(
        [TRACKER, "demo"], cwd=ROOT, env=environment(f"sqlite:///{path}", "DEMO"), check=True
    )
    return path


@pytest.fixture(scope="session")
def demo_server(demo_file, tmp_path_factory):
    """The demo, for tests that change nothing."""
    with serve_copy(demo_file, tmp_path_factory.mktemp("demo-server")) as server:
        yield server


@pytest.fixture
def fresh_demo(demo_file, tmp_path):
    """The demo as it is on the first day, for one test alone."""
    with serve_copy(demo_file, tmp_path) as server:
        yield server


@pytest.fixture
def own_plan_server(tmp_path):
    """One's own plan, before anything was imported, for one test alone."""
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    with serve(url, mode="LOCAL", log=tmp_path / "log") as server:
        yield server


def serve_copy(demo_file, folder):
    copy = folder / "demo.db"
    shutil.copyfile(demo_file, copy)
    return serve(f"sqlite:///{copy}", mode="DEMO", log=folder / "log")
