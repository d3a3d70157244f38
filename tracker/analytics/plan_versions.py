"""What changed between two published versions of the plan."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from tracker.vocabulary import Word


class Difference(Word):
    """How a milestone differs between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWEIGHTED = "reweighted"


def compare(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """What changed from ``before`` to ``after``.

    Args:
        before, after: One row per milestone: ``milestone_id``, ``ref`` (the action's), ``title``,
            ``timing``, ``weight``, ``action_weight``.

    Returns:
        One row per difference: ``difference`` (a ``Difference`` value), ``ref``, ``title``,
        ``old``, ``new`` (deadlines or weights in words; empty where there is none).
    """
    both = before.merge(
        after, on="milestone_id", how="outer", suffixes=("_old", "_new"), indicator="side"
    )
    rows = [found for row in both.to_dict("records") for found in _differences(row)]
    return pd.DataFrame(rows, columns=["difference", "ref", "title", "old", "new"])


def _differences(row: dict[Hashable, Any]) -> list[tuple[str, ...]]:
    if row["side"] == "right_only":
        return [(Difference.ADDED.value, row["ref_new"], row["title_new"], "", row["timing_new"])]
    if row["side"] == "left_only":
        return [(Difference.REMOVED.value, row["ref_old"], row["title_old"], row["timing_old"], "")]
    found: list[tuple[str, ...]] = []
    name = (row["ref_new"], row["title_new"])
    if row["timing_old"] != row["timing_new"]:
        found.append((Difference.MOVED.value, *name, row["timing_old"], row["timing_new"]))
    for weight, whose in (("weight", "milestone"), ("action_weight", "action")):
        old, new = row[f"{weight}_old"], row[f"{weight}_new"]
        if old != new:
            found.append(
                (Difference.REWEIGHTED.value, *name, f"{whose}: {old:g}", f"{whose}: {new:g}")
            )
    return found
