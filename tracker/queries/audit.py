"""The audit trail: who changed which field of what, when and why; searched and read in pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, String, and_, or_, select, type_coerce
from sqlmodel import Session, col, func

from tracker import wording
from tracker.clock import day_of, end_of
from tracker.models import AuditEntry
from tracker.queries import _audit_names
from tracker.queries._words import askable

# Words are looked for in so many entries at a time: no index finds them.
SEARCHED_AT_ONCE = 50_000
# An import changes thousands of fields in one entry; its sentence says what they come to.
MOST_CHANGES = 100

_COLUMNS = ["id", "at", "actor", "role", "action_id", "sentence", "reason", "changes"]


@dataclass(frozen=True, slots=True)
class TrailSearch:
    """Which entries are asked for; what is empty does not choose.

    Attributes:
        actor: Exactly who did it.
        ref: The action in whose history it belongs.
        words: Words that must all occur in the sentence or the reason, in any place and case.
        first, last: The days from and to which it happened.
    """

    actor: str = ""
    ref: str = ""
    words: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class TrailPage:
    """A page of the trail.

    Attributes:
        entries: The latest first: ``id``, ``at`` (a moment), ``actor``, ``role``, ``ref`` (the
            action's, or empty), ``sentence``, ``reason``, ``changes`` (a tuple of sentences, at
            most ``MOST_CHANGES``), ``more`` (how many changes aren't among them).
        earlier: Where the next page begins; ``None``: there is none.
        searched_to: The day back to which words were looked for on this page, where there are
            earlier entries that weren't searched yet; else ``None``.
    """

    entries: pd.DataFrame
    earlier: int | None
    searched_to: date | None = None


def read_trail(
    session: Session,
    search: TrailSearch,
    *,
    before: int | None = None,
    as_at: date | None = None,
    most: int = 50,
) -> TrailPage:
    """The latest ``most`` entries that ``search`` asks for.

    Args:
        before: Only entries earlier than this one: ``TrailPage.earlier`` of the page before.
        as_at: Leave out what happened after this day.
    """
    chosen = _chosen(session, search, before, as_at)
    looked_through = None
    if words := askable(search.words).split():
        chosen = chosen.limit(SEARCHED_AT_ONCE)
        looked_through = chosen.subquery()
        chosen = _latest_first(select(looked_through).where(*_say(looked_through, words)))
    rows = list(session.execute(chosen.limit(most + 1)).all())
    entries = _entries(session, rows[:most])
    if len(rows) > most:
        return TrailPage(entries, earlier=rows[most - 1].id)
    end = None if looked_through is None else _end_of(session, looked_through)
    if end is None:
        return TrailPage(entries, earlier=None)
    return TrailPage(entries, earlier=end.id, searched_to=day_of(end.at))


def actors(session: Session) -> list[str]:
    """Everyone who ever changed anything, in alphabetical order.

    Each name is looked up after the one before it: the trail has many entries and few names.
    """
    first = select(func.min(col(AuditEntry.actor)).label("actor")).cte("name", recursive=True)
    following = (
        select(func.min(col(AuditEntry.actor)))
        .where(col(AuditEntry.actor) > first.c.actor)
        .scalar_subquery()
    )
    names = first.union_all(select(following).where(first.c.actor.is_not(None)))
    found = select(names.c.actor).where(names.c.actor.is_not(None))
    return list(session.scalars(found))


def _chosen(
    session: Session, search: TrailSearch, before: int | None, as_at: date | None
) -> Select[Any]:
    """The entries asked for by all but words, the latest first."""
    columns = [
        type_coerce(col(AuditEntry.role), String).label("role")
        if name == "role"
        else getattr(AuditEntry, name)
        for name in _COLUMNS
    ]
    where: list[ColumnElement[bool]] = []
    if search.actor:
        where.append(col(AuditEntry.actor) == search.actor)
    if search.ref:
        where.append(col(AuditEntry.action_id).in_(_audit_names.actions_called(search.ref)))
    if search.first:
        where.append(col(AuditEntry.at) > end_of(search.first - timedelta(days=1)))
    for last in (search.last, as_at):
        if last:
            where.append(col(AuditEntry.at) <= end_of(last))
    if before is not None and (entry := session.get(AuditEntry, before)):
        at, id_ = col(AuditEntry.at), col(AuditEntry.id)
        where.append(and_(at <= entry.at, or_(at < entry.at, id_ < entry.id)))
    statement = select(*columns).where(*where)
    return statement.order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())


def _latest_first(statement: Select[Any]) -> Select[Any]:
    columns = statement.selected_columns
    return statement.order_by(columns.at.desc(), columns.id.desc())


def _say(entries: Any, words: Iterable[str]) -> list[ColumnElement[bool]]:
    text = entries.c.sentence + " " + entries.c.reason
    return [text.icontains(word, autoescape=True) for word in words]


def _end_of(session: Session, looked_through: Any) -> Any:
    """The earliest entry looked through, if there may be others before it."""
    entries = select(looked_through.c.id, looked_through.c.at)
    return session.execute(_latest_first(entries).offset(SEARCHED_AT_ONCE - 1).limit(1)).first()


def _entries(session: Session, rows: list[Any]) -> pd.DataFrame:
    found = pd.DataFrame([tuple(row) for row in rows], columns=_COLUMNS, dtype=object)
    changes = [row.changes[:MOST_CHANGES] for row in rows]
    refs = _audit_names.refs(session, {row.action_id for row in rows})
    names = _audit_names.names(session, [change for own in changes for change in own])
    return found.assign(
        ref=[refs.get(row.action_id, "") for row in rows],
        changes=pd.Series(
            [tuple(_in_words(change, names) for change in own) for own in changes], dtype=object
        ),
        more=[max(len(row.changes) - MOST_CHANGES, 0) for row in rows],
    ).drop(columns="action_id")


def _in_words(change: Mapping[str, Any], names: Mapping[tuple[str, int], str]) -> str:
    """``"DATA-A4, Delivered: due on: “31 March 2022” becomes “30 June 2022”"``."""
    return f"{names[change['record'], change['id']]}: {wording.change(change)}"
