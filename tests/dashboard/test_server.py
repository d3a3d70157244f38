import asyncio
import json
import runpy
from pathlib import Path

import pytest

SERVER = Path(__file__).parents[2] / "dashboard" / "server.py"


@pytest.fixture
def server(database, monkeypatch):
    """The server's own names, as the program that starts it sees them."""
    monkeypatch.setenv("TRACKER_DEMO", "1")
    return runpy.run_path(str(SERVER))


def answer(server):
    response = asyncio.run(server["health"](None))
    return response.status_code, json.loads(response.body)


def test_it_refuses_to_start_when_nothing_says_who_is_looking(monkeypatch):
    monkeypatch.delenv("TRACKER_DEMO", raising=False)
    monkeypatch.delenv("TRACKER_LOCAL", raising=False)

    with pytest.raises(SystemExit, match="TRACKER_DEMO=1"):
        runpy.run_path(str(SERVER))


def test_health_says_that_the_database_answers(server):
    assert answer(server) == (200, {"database": "answers"})


def test_health_says_that_the_database_does_not_answer(server, databases, monkeypatch):
    with databases.empty() as url:
        monkeypatch.setenv("TRACKER_DATABASE_URL", url)

        assert answer(server) == (503, {"database": "does not answer"})
