"""The plan as recorded by the end of a day, as far as it is told when it has changed."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

EDITABLE = {
    "themes": ("name", "goal"),
    "objectives": ("text",),
    "measures": ("name", "target"),
    "actions": ("objective", "title", "accountable", "responsible", "needs", "weight"),
    "milestones": ("weight", "condition_state"),
}
# All that is read of each sort.
TOLD = {
    "themes": ["id", "code", "name", "goal"],
    "objectives": ["id", "ref", "text"],
    "measures": ["id", "objective_id", "name", "target"],
    "actions": ["id", "ref", *EDITABLE["actions"], "state", "state_reason", "progress"],
    "milestones": [
        *("id", "action_id", "title", "weight", "timing", "due_on", "done_on"),
        *("condition_state", "condition_reason", "state", "state_reason"),
    ],
}


def _none() -> pd.Series:
    return pd.Series(dtype=object)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The plan as recorded by the end of a day, and what was said of it by then.

    Attributes:
        themes: ``id``, ``code``, ``name``, ``goal``.
        objectives: ``id``, ``ref``, ``text``.
        measures: ``id``, ``objective_id``, ``name``, ``target``.
        actions: ``id``, ``objective`` (ref), ``ref``, ``title``, ``accountable``,
            ``responsible``, ``needs``, ``weight``, ``state``, ``state_reason``, ``progress``
            (0 to 1, may be missing).
        milestones: ``id``, ``action_id``, ``title``, ``weight``, ``timing``, ``due_on``,
            ``done_on`` (days), ``condition_state``, ``condition_reason``, ``state``,
            ``state_reason``.
        moved_because: The reason of each milestone's latest move, by milestone.
        reported, assessed: ``Status`` values by action; missing or empty where there is none.
    """

    themes: pd.DataFrame
    objectives: pd.DataFrame
    measures: pd.DataFrame
    actions: pd.DataFrame
    milestones: pd.DataFrame
    moved_because: pd.Series = field(default_factory=_none)
    reported: pd.Series = field(default_factory=_none)
    assessed: pd.Series = field(default_factory=_none)

    def differing(self, sort: str, other: "Snapshot") -> pd.DataFrame:
        """The rows of one sort that aren't there or say something else in ``other``.

        Of a large plan nearly all say the same. Only what is told of them is given.
        """
        rows: pd.DataFrame = getattr(self, sort)[TOLD[sort]]
        others: pd.DataFrame = getattr(other, sort)
        if others.empty:
            return rows
        place = pd.Index(others["id"]).get_indexer(rows["id"])
        same = place >= 0
        for name in rows.columns:
            one, two = rows[name].to_numpy(), others[name].to_numpy()[place]
            is_same = one == two
            if one.dtype.kind == "M":  # only days may be missing
                is_same |= np.isnat(one) & np.isnat(two)
            same &= is_same
        found: pd.DataFrame = rows[~same]
        return found
