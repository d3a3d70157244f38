"""What an import of a file would do: tried on the real records, and nothing kept."""

from collections.abc import Callable

from dashboard import session
from tracker.db import trial
from tracker.queries import plan as plan_queries
from tracker.queries import versions
from tracker.services.directory_import import import_directory
from tracker.services.plan_import import ImportReport, import_plan
from tracker.transfer.directory_file import DirectoryFile
from tracker.transfer.directory_reader import read_directory
from tracker.transfer.plan_file import PlanFile
from tracker.transfer.plan_reader import read_plan

_READING = 0.3  # the share of the time that reading takes; trying takes the rest

Progress = Callable[[float], None]


def plan(name: str, content: bytes, progress: Progress) -> tuple[PlanFile, ImportReport]:
    """Read a plan file, and say what importing it would add, change and leave alone.

    Raises:
        UnreadableFile, FaultyFile: What is wrong with it.
        NotAllowed: Whoever is looking may not import it.
    """
    with trial(session.engine()) as db:
        known = frozenset(plan_queries.read_plan(db).actions["ref"])
        read = read_plan(name, content, known_actions=known, progress=_first(progress))
        report = import_plan(
            db,
            actor=session.current_actor(),
            now=versions.clock(db).now(),
            plan=read,
            source=name,
            reason=None,
            progress=_then(progress),
        )
    return read, report


def directory(name: str, content: bytes, progress: Progress) -> tuple[DirectoryFile, ImportReport]:
    """Read a directory file, and say what importing it would do; raises as ``plan``."""
    with trial(session.engine()) as db:
        read = read_directory(name, content, progress=_first(progress))
        report = import_directory(
            db,
            actor=session.current_actor(),
            now=versions.clock(db).now(),
            directory=read,
            source=name,
            progress=_then(progress),
        )
    return read, report


def _first(progress: Progress) -> Progress:
    return lambda share: progress(share * _READING)


def _then(progress: Progress) -> Progress:
    return lambda share: progress(_READING + share * (1 - _READING))
