"""The plan as it was recorded on an earlier day: the present, with later changes undone."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd


def undo(
    frames: Mapping[str, pd.DataFrame], changes: Iterable[Mapping[str, Any]]
) -> dict[str, pd.DataFrame]:
    """Put every changed field back to what it was before ``changes``.

    Args:
        frames: By record ("milestone"), each with its key in the column ``id``.
        changes: As the audit trail holds them, the latest first.

    Returns:
        The frames with the old values; columns that a frame doesn't have are passed over.
    """
    # The latest comes first, so the earliest change of a field is the one that stays.
    old: dict[tuple[str, str], dict[int, Any]] = {}
    for change in changes:
        old.setdefault((change["record"], change["field"]), {})[change["id"]] = change["old"]
    undone = dict(frames)
    for (record, field), values in old.items():
        frame = undone.get(record)
        if frame is not None and field in frame:
            undone[record] = frame.assign(**{field: _put_back(frame, field, values)})
    return undone


def _put_back(frame: pd.DataFrame, field: str, values: Mapping[int, Any]) -> pd.Series:
    column = frame[field]
    changed = frame["id"].isin(list(values))
    was = frame.loc[changed, "id"].map(dict(values).get)
    whole = column.astype(object).where(~changed, was.reindex(column.index))
    if pd.api.types.is_datetime64_any_dtype(column):
        return pd.to_datetime(whole).astype(column.dtype)
    return whole.astype(column.dtype)
