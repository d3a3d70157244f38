"""The programs that are measured, each on a port of its own of this machine."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, STDOUT, Popen

from tests.e2e.server import ROOT, TRACKER, environment, free_port, stop, wait_until_it_answers

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Program:
    """How to start one of them.

    Attributes:
        command: What is run; ``streamlit`` ones get their port as an option.
        variables: Its settings.
        log: The file to which it writes.
    """

    command: tuple[str, ...]
    variables: dict[str, str]
    log: Path


@dataclass(frozen=True, slots=True)
class Running:
    """One that answers at ``url``."""

    url: str
    pid: int

    def cpu_seconds(self) -> float:
        """Processor time used so far by all of its threads (Linux)."""
        return time.clock_gettime(~self.pid << 3 | _ALL_THREADS)


# The kernel's number for the clock of a whole process, in the last three bits; the process before.
_ALL_THREADS = 2


def tracker(database: str, folder: Path) -> Program:
    """The product over ``database``, as ``make start`` serves it."""
    return Program((str(TRACKER), "serve"), environment(database, "LOCAL"), folder / "tracker.log")


def ready(database: str, folder: Path) -> Program:
    """The same pages, from data that is ready in memory."""
    return _streamlit("ready", environment(database, "LOCAL"), folder)


def floor(recordings: Path, folder: Path) -> Program:
    """Pages that draw what was recorded, and nothing else."""
    variables = environment("sqlite://", "LOCAL", FLOOR_RECORDINGS=str(recordings))
    return _streamlit("floor", variables, folder)


def _streamlit(name: str, variables: dict[str, str], folder: Path) -> Program:
    script = HERE / name / "server.py"
    command = (sys.executable, "-m", "streamlit", "run", str(script))
    return Program(command, variables, folder / f"{name}.log")


@contextmanager
def serve(program: Program) -> Iterator[Running]:
    """Run ``program`` from when it answers until the block ends."""
    port = str(free_port())
    places = {"TRACKER_PORT": port, "STREAMLIT_SERVER_PORT": port, "PYTHONPATH": str(ROOT)}
    url = f"http://127.0.0.1:{port}"
    with program.log.open("ab") as output:
        process = Popen(
            program.command,
            cwd=ROOT,
            env=program.variables | places,
            stdin=DEVNULL,
            stdout=output,
            stderr=STDOUT,
        )
    try:
        wait_until_it_answers(process, f"{url}/_stcore/health", program.log)
        yield Running(url, process.pid)
    finally:
        stop(process)
