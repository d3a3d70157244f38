"""The plan as one table: every theme, objective and action, to be searched and filtered."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tracker.analytics.gaps import TO_BE_SET
from tracker.periods import Period
from tracker.vocabulary import MilestoneState, Precision

NO_ACTION = -1
WAITING = "waiting"

_NUMBERS = {"action_id": NO_ACTION, "days_late": 0}
_WORDS = [
    *("theme", "theme_name", "objective", "objective_text", "ref", "title"),
    *("accountable", "responsible", "state", "standing", "next_due"),
]
_SEARCHED = [*_WORDS[:8]]


def outline(
    themes: pd.DataFrame,
    objectives: pd.DataFrame,
    actions: pd.DataFrame,
    milestones: pd.DataFrame,
) -> pd.DataFrame:
    """One row per action, and one for each objective or theme that has none, in plan order.

    Args:
        themes: ``id``, ``code``, ``name``.
        objectives: ``id``, ``theme_id``, ``ref``, ``text``.
        actions: ``action_id``, ``objective_id``, ``ref``, ``title``, ``accountable``,
            ``responsible``, ``state``, ``standing``, ``progress``.
        milestones: As returned by ``deadlines.assess``.

    Returns:
        Words (empty where there is no action): ``theme`` (code), ``theme_name``, ``objective``
        (ref), ``objective_text``, ``ref``, ``title``, ``accountable``, ``responsible``, ``state``,
        ``standing``, ``next_due`` (the first open deadline: "October 2021", "waiting",
        "to be set"). Numbers: ``action_id`` (or ``NO_ACTION``), ``progress`` (0 to 1, may be
        missing), ``days_late`` (its longest overdue milestone's, or 0).
    """
    own = actions[["action_id", "objective_id", *_WORDS[4:10], "progress"]]
    own = own.assign(
        next_due=_of(own["action_id"], next_due(milestones)),
        days_late=_of(own["action_id"], milestones.groupby("action_id")["days_late"].max()),
    )
    objective = {"id": "objective_id", "ref": "objective", "text": "objective_text"}
    theme = {"id": "theme_id", "code": "theme", "name": "theme_name"}
    rows = (
        themes[[*theme]]
        .rename(columns=theme)
        .merge(objectives[[*objective, "theme_id"]].rename(columns=objective), "left", "theme_id")
        .merge(own, "left", "objective_id")[[*_WORDS, *_NUMBERS, "progress"]]
    )
    filled = rows.astype(dict.fromkeys(_WORDS, object)).fillna(dict.fromkeys(_WORDS, "") | _NUMBERS)
    return filled.astype(dict.fromkeys(_NUMBERS, int))


def next_due(milestones: pd.DataFrame) -> pd.Series:
    """The first open deadline of each action in words, by ``action_id``.

    One that is done, paused or stopped has none.

    Args:
        milestones: As returned by ``deadlines.assess``.
    """
    is_open = (milestones["state"] == MilestoneState.PLANNED) & ~milestones["is_left_out"]
    planned = milestones[is_open]
    waits = planned["waiting_for"] != ""
    dated = planned[~waits & planned["due_on"].notna()].sort_values("due_on", kind="stable")
    first = dated.drop_duplicates("action_id")
    words = dict.fromkeys(planned["action_id"], TO_BE_SET)
    words |= dict.fromkeys(planned.loc[waits, "action_id"], WAITING)
    words |= {
        action_id: Period.holding(due_on.date(), Precision(precision)).label
        for action_id, due_on, precision in zip(
            first["action_id"], first["due_on"], first["due_precision"], strict=True
        )
    }
    return pd.Series(words, dtype=object)


def _of(ids: pd.Series, values: pd.Series) -> pd.Series:
    return pd.Series(values.reindex(ids).to_numpy(), index=ids.index)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows of the outline are asked for; what is empty does not choose.

    Attributes:
        search: Words that must all occur, in any place and any case.
        themes: Codes.
        standings: ``Standing`` values.
        states: ``ActionState`` values.
        accountables: Bodies or posts as the plan names them.
    """

    search: str = ""
    themes: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    accountables: tuple[str, ...] = ()


def select(rows: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The rows of ``outline`` that ``selection`` asks for, in their order."""
    chosen = {
        "theme": selection.themes,
        "standing": selection.standings,
        "state": selection.states,
        "accountable": selection.accountables,
    }
    found = pd.Series(True, index=rows.index)
    for column, values in chosen.items():
        if values:
            found &= rows[column].isin(values)
    words = selection.search.casefold().split()
    if words:
        texts = ["\n".join(row).casefold() for row in rows[_SEARCHED].itertuples(index=False)]
        found &= np.array([all(word in text for word in words) for text in texts], dtype=bool)
    return rows[found]
