"""Tables as they were recorded, now or at the end of an earlier day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Boolean, Column, Date, Enum, Float, Integer, String, type_coerce
from sqlmodel import Session, select

from tracker.analytics import replay
from tracker.clock import end_of
from tracker.models import NOT_KEPT, Edited
from tracker.queries._frames import read_frame
from tracker.queries.history import changes_after


def recorded(
    session: Session,
    tables: Mapping[Any, Sequence[str]],
    *,
    as_at: date | None,
    where: Mapping[Any, Any] | None = None,
) -> dict[str, pd.DataFrame]:
    """The rows of ``tables``, each by the name of its table and in the order of its keys.

    Args:
        tables: By model (``Edited``), the columns wanted of each, beside ``id``.
        as_at: Show what had been recorded by the end of this day; ``None`` shows the present.
            What is personal isn't kept in the trail, and so is shown as it is now.
        where: By model, a condition on what never changes in its rows.

    Returns:
        Days as ``datetime64[s]``, numbers that may be missing as ``Int64``, fixed words as the
        text that is stored.
    """
    frames = {
        str(model.__tablename__): _read(
            session, model, ("id", *names), as_at, (where or {}).get(model)
        )
        for model, names in tables.items()
    }
    if as_at is None:
        return frames
    return replay.undo(frames, filter(_is_undone, changes_after(session, as_at)))


def _is_undone(change: Mapping[str, Any]) -> bool:
    """Not what isn't kept; nor that two records were found to be one person, who has one name."""
    is_who = (change["record"], change["field"]) == ("person", "merged_into_id")
    return change["old"] != NOT_KEPT and not is_who


def _read(
    session: Session, model: type[Edited], names: Sequence[str], as_at: date | None, where: Any
) -> pd.DataFrame:
    table = model.__table__  # type: ignore[attr-defined]
    columns = [table.c[name] for name in names]
    statement = select(*(_as_stored(column) for column in columns)).order_by(table.c.id)
    if as_at is not None:
        statement = statement.where(table.c.created_at <= end_of(as_at))
    if where is not None:
        statement = statement.where(where)
    types = {column.name: kind for column in columns if (kind := _type(column))}
    return read_frame(session, statement, names, types)


def _as_stored(column: Column[Any]) -> Any:
    return type_coerce(column, String) if isinstance(column.type, Enum) else column


def _type(column: Column[Any]) -> str:
    """What pandas keeps a column as; blank: as objects."""
    if isinstance(column.type, Date):
        return "datetime64[s]"
    if isinstance(column.type, Boolean):
        return "bool"
    if isinstance(column.type, Integer):
        return "Int64" if column.nullable else "int64"
    return "float64" if isinstance(column.type, Float) else ""
