"""The history: of an action, in sentences; of everything, field by field."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
from sqlmodel import Session, col, select

from tracker.clock import day_of, end_of
from tracker.models import AuditEntry
from tracker.vocabulary import ROLE_PERMISSIONS, Role

LONGEST_HISTORY = 200


def of_action(
    session: Session,
    action_id: int,
    *,
    reader: Role,
    as_at: date | None = None,
    most: int = LONGEST_HISTORY,
) -> pd.DataFrame:
    """What happened to an action, the latest first.

    Args:
        reader: Who reads it: what is said of statuses is not for everyone.

    Returns:
        At most ``most`` rows: ``day`` (a date), ``actor``, ``sentence``, ``reason``.
    """
    statement = (
        select(AuditEntry.at, AuditEntry.actor, AuditEntry.sentence, AuditEntry.reason)
        .where(
            AuditEntry.action_id == action_id,
            col(AuditEntry.needs).in_(["", *ROLE_PERMISSIONS[reader]]),
        )
        .order_by(col(AuditEntry.id).desc())
        .limit(most)
    )
    if as_at is not None:
        statement = statement.where(AuditEntry.at <= end_of(as_at))
    rows = [(day_of(at), *words) for at, *words in session.exec(statement).all()]
    return pd.DataFrame(rows, columns=["day", "actor", "sentence", "reason"])


def changes_after(
    session: Session, as_at: date, *, of_actions: bool = True
) -> Iterator[dict[str, Any]]:
    """Every field changed after the end of ``as_at``, the latest first, as entries hold them.

    Args:
        of_actions: Whether the changes of actions, most of a long history, are among them.
    """
    statement = select(AuditEntry.changes).where(AuditEntry.at > end_of(as_at))
    if not of_actions:
        statement = statement.where(col(AuditEntry.action_id).is_(None))
    for changes in session.exec(statement.order_by(col(AuditEntry.id).desc())):
        yield from reversed(changes)
