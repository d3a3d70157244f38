"""What an import of a file would do: tried on the real records, and nothing kept."""

from collections.abc import Callable

from dashboard import session
from tracker.db import trial
from tracker.permissions import Actor
from tracker.queries import plan as plan_queries
from tracker.queries import versions
from tracker.services.plan_import import ImportReport, import_plan
from tracker.transfer.plan_file import PlanFile
from tracker.transfer.plan_reader import read_plan

_READING = 0.3  # the share of the time that reading takes; trying takes the rest


def tried(
    actor: Actor, name: str, content: bytes, progress: Callable[[float], None]
) -> tuple[PlanFile, ImportReport]:
    """Read the file, and say what importing it would add, change and leave alone.

    Raises:
        UnreadableFile, FaultyFile: What is wrong with it.
        NotAllowed: ``actor`` may not import.
    """
    with trial(session.engine()) as db:
        known = frozenset(plan_queries.read_plan(db).actions["ref"])
        plan = read_plan(
            name, content, known_actions=known, progress=lambda share: progress(share * _READING)
        )
        report = import_plan(
            db,
            actor=actor,
            now=versions.clock(db).now(),
            plan=plan,
            source=name,
            reason=None,
            progress=lambda share: progress(_READING + share * (1 - _READING)),
        )
    return plan, report
