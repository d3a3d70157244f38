"""What ``tracker serve`` does: the records made ready, and Streamlit run over them."""

import runpy
import sys
from importlib.util import find_spec
from pathlib import Path

from tracker.clock import Clock
from tracker.db import Engine, transaction
from tracker.demo import story
from tracker.permissions import SYSTEM
from tracker.queries import plan as plan_queries
from tracker.queries import versions
from tracker.services import recurrences
from tracker.settings import Settings


def prepare(engine: Engine, *, demo: bool) -> None:
    """Lay out what recurs, up to today; an empty database of a demo is filled with it first."""
    if demo:
        _make_demo_once(engine)
    with transaction(engine) as session:
        now = versions.clock(session).now()
        recurrences.lay_out_recurrences(session, actor=SYSTEM, now=now)


def run(chosen: Settings) -> None:
    """Serve until the process is told to end.

    In this process: by now it has loaded most of what is served, which takes half of the start.
    """
    sys.argv = _streamlit(chosen)
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def _make_demo_once(engine: Engine) -> None:
    with transaction(engine) as session:
        if plan_queries.read_plan(session).strategy is None:
            story.make_demo(session, now=Clock().now())


def _streamlit(chosen: Settings) -> list[str]:
    dashboard = find_spec("dashboard")
    assert dashboard and dashboard.origin, "the dashboard is installed beside this package"
    return [
        *("streamlit", "run", str(Path(dashboard.origin).with_name("server.py"))),
        *("--server.address", chosen.address),
        *("--server.port", str(chosen.port)),
        # The one name besides this machine's own under which Streamlit takes connections.
        *("--browser.serverAddress", chosen.public_host),
    ]
