"""The plan as one table: every theme, objective and action, to be searched and filtered."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tracker.periods import Period
from tracker.vocabulary import TO_BE_SET, MilestoneState, Precision

NO_ACTION = -1
_DAYS = "datetime64[D]"
WAITING = "waiting"

_WORDS = [
    *("theme", "theme_name", "objective", "objective_text", "ref", "title"),
    *("accountable", "responsible", "state", "standing", "next_due"),
]
# What stands where there is no action; nothing where it is a word.
_BLANKS: dict[str, Any] = {"action_id": NO_ACTION, "days_late": 0, "progress": np.nan}
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
    ids = actions["action_id"]
    late = milestones[["action_id", "days_late"]]
    own = {name: actions[name] for name in ("action_id", *_WORDS[4:10], "progress")}
    own["next_due"] = next_due(milestones).reindex(ids)
    own["days_late"] = late.groupby("action_id")["days_late"].max().reindex(ids)
    of_theme, of_objective, of_action = _places(themes, objectives, actions)
    objective = {"objective": objectives["ref"], "objective_text": objectives["text"]}
    columns = (
        {"theme": _taken(themes["code"], of_theme), "theme_name": _taken(themes["name"], of_theme)}
        | {name: _taken(values, of_objective) for name, values in objective.items()}
        | {name: _taken(values, of_action, _BLANKS.get(name, "")) for name, values in own.items()}
    )
    return pd.DataFrame({name: columns[name] for name in (*_WORDS, *_BLANKS)})


def _places(
    themes: pd.DataFrame, objectives: pd.DataFrame, actions: pd.DataFrame
) -> tuple[np.ndarray, ...]:
    """Of each row of the outline its theme, objective and action, by place; ``NO_ACTION``: none."""
    under_theme, under_objective = defaultdict(list), defaultdict(list)
    for place, (id_, theme_id) in enumerate(
        zip(objectives["id"], objectives["theme_id"], strict=True)
    ):
        under_theme[theme_id].append((place, id_))
    for place, objective_id in enumerate(actions["objective_id"]):
        under_objective[objective_id].append(place)
    nothing = (NO_ACTION, None)
    places = [
        (theme, objective, action)
        for theme, theme_id in enumerate(themes["id"])
        for objective, objective_id in under_theme[theme_id] or [nothing]
        for action in under_objective[objective_id] or [NO_ACTION]
    ]
    return tuple(np.array(places, dtype=int).reshape(-1, 3).T)


def _taken(values: pd.Series, places: np.ndarray, blank: Any = "") -> pd.Series:
    """The values in those places, of the type of ``blank``, which stands where there is none."""
    dtype = object if isinstance(blank, str) else type(blank)
    known = values.fillna(blank).to_numpy(dtype=dtype)
    there = np.append(known, np.array([blank], dtype=dtype))
    return pd.Series(there[places], dtype=dtype)


def next_due(milestones: pd.DataFrame) -> pd.Series:
    """The first open deadline of each action in words, by ``action_id``.

    One that is done, paused or stopped has none.

    Args:
        milestones: As returned by ``deadlines.assess``.
    """
    states, waits_for = (milestones[n].to_numpy(object) for n in ("state", "waiting_for"))
    is_open = (states == MilestoneState.PLANNED.value) & ~milestones["is_left_out"].to_numpy(bool)
    waits = waits_for != ""
    owners, due = milestones["action_id"].to_numpy(), milestones["due_on"].to_numpy(_DAYS)
    dated = np.flatnonzero(is_open & ~waits & ~np.isnat(due))
    earliest_first = dated[np.argsort(due[dated], kind="stable")]
    with_date, first = np.unique(owners[earliest_first], return_index=True)
    periods = milestones[["due_on", "due_precision"]].iloc[earliest_first[first]]
    words = dict.fromkeys(owners[is_open].tolist(), TO_BE_SET)
    words |= dict.fromkeys(owners[is_open & waits].tolist(), WAITING)
    words |= dict(zip(with_date.tolist(), _labels(periods), strict=True))
    return pd.Series(words, dtype=object)


def _labels(periods: pd.DataFrame) -> list[str]:
    """Deadlines in words; many are the same."""
    known: dict[tuple[Any, str], str] = {}
    both = list(zip(periods["due_on"], periods["due_precision"], strict=True))
    for due, precision in set(both):
        known[due, precision] = Period.holding(due.date(), Precision(precision)).label
    return [known[key] for key in both]


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
