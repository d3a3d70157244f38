"""The real program, serving on this machine for as long as a test needs it."""

import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tracker.queries.versions import CLOCK_OFFSET

TRACKER = Path(sys.executable).with_name("tracker")
ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 180
SECONDS_TO_STOP = 10


@dataclass(frozen=True)
class Server:
    """A running program.

    Attributes:
        url: Its address, without a slash at the end.
        database: The address of the database it serves.
        log: The file to which it writes.
    """

    url: str
    database: str
    log: Path


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def environment(database: str, mode: str, **more: str) -> dict[str, str]:
    """The variables of a program that serves ``database``; none of the caller's own settings.

    Args:
        mode: ``DEMO`` or ``LOCAL``.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TRACKER_", "STREAMLIT_"))
    }
    return kept | {f"TRACKER_{mode}": "1", "TRACKER_DATABASE_URL": database} | more


@contextlib.contextmanager
def serve(database: str, *, mode: str, log: Path, **more: str) -> Iterator[Server]:
    """``tracker serve`` over ``database``, from when it answers until the block ends.

    Args:
        more: Further variables.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [TRACKER, "serve"],
            cwd=ROOT,
            env=environment(database, mode, TRACKER_PORT=str(port), **more),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_it_answers(process, f"{url}/_stcore/health", log)
        yield Server(url, database, log)
    finally:
        stop(process)


def wait_until_it_answers(process: subprocess.Popen, health: str, log: Path) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(health, timeout=5):
            return
        time.sleep(0.1)
    raise RuntimeError(f"The program did not start. It wrote:\n{log.read_text()}")


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def let_time_pass(server: Server, days: int) -> None:
    """Set the demo's clock forward."""
    path = server.database.removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "UPDATE setting SET value = value + ? WHERE name = ?",
            [timedelta(days=days).total_seconds(), CLOCK_OFFSET],
        )
