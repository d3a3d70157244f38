"""Importing a plan: all or nothing, creating and updating by reference, never deleting."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session, select

from tracker import audit, permissions, wording
from tracker.errors import InvalidChange
from tracker.models import Strategy
from tracker.permissions import Actor
from tracker.services._finding import SHORTEST_REASON, file_name_of, reason_of
from tracker.services._import_log import ImportKind, ImportLine, ImportLog, ImportReport
from tracker.services._import_milestones import MilestoneImport
from tracker.services._import_outline import OutlineImport
from tracker.transfer.plan_file import PlanFile
from tracker.vocabulary import Permission

__all__ = ["ImportKind", "ImportLine", "ImportReport", "import_plan"]

UNTITLED = "Our diversity and inclusion strategy"


def import_plan(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    plan: PlanFile,
    source: str,
    reason: str | None = "",
    strategy_title: str = "",
    expected: ImportReport | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> ImportReport:
    """Take a plan file into the current strategy, or begin one with it.

    Args:
        source: The file's name, for the history.
        reason: Why deadlines move, if any do; ``None`` in a trial, which asks for none yet.
        strategy_title: What to call the strategy that the first import begins.
        expected: What a trial showed that it would do, if somebody has seen one.
        progress: Told the share done, 0 to 1, a bounded number of times.

    Raises:
        NotAllowed: ``actor`` may not import.
        FaultyFile: What the file says breaks rules of the plan that is there; all are told.
        EditConflict: It would do something else than ``expected``.
        InvalidChange: Deadlines move but no reason is given, or it or the file's name is too long.
    """
    permissions.require(actor, Permission.PLAN_IMPORT)
    strategy = _strategy(session, now, strategy_title)
    why = reason_of(reason or "", required=False)
    log = ImportLog(session, actor, now, file_name_of(source, field="source"), why, plan.columns)
    outline = OutlineImport(log, strategy)
    outline.take(plan.themes)
    actions = list(plan.actions())
    MilestoneImport(log, outline.actions).take(actions, progress)
    report = log.closed(expected)
    if report.moves and reason is not None:
        _require_reason(report, why)
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"Imported {log.source}: {report.sentence}",
        reason=why,
    )
    return report


def _strategy(session: Session, now: datetime, title: str) -> Strategy:
    strategy = session.exec(select(Strategy).where(Strategy.is_current)).one_or_none()
    if strategy is None:
        strategy = Strategy(created_at=now, title=title.strip()[:200] or UNTITLED)
        session.add(strategy)
        session.flush()
    return strategy


def _require_reason(report: ImportReport, reason: str) -> None:
    if len(reason) < SHORTEST_REASON:
        raise InvalidChange(
            f"This file moves {wording.count(report.moves, 'deadline')}. Say why: the reason goes "
            "into the history of each.",
            field="reason",
        )
