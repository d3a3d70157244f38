"""The recorded plan as a plan file: what an import of it would leave as it is."""

from collections.abc import Callable, Collection
from typing import Any

import pandas as pd

from tracker.queries.plan import Plan
from tracker.timing import parse
from tracker.transfer.plan_file import (
    FileAction,
    FileMeasure,
    FileMilestone,
    FileObjective,
    FileTheme,
    PlanFile,
)

_Parts = Callable[[int], list[dict[str, Any]]]


def plan_file_of(plan: Plan, *, only: Collection[str] | None = None) -> PlanFile:
    """The plan as a file holds it. States are no part of it: a file says what is planned.

    A recurring milestone is one row; an occurrence that has been moved is one of its own besides.

    Args:
        only: References of the actions to take, with their themes and objectives; ``None``: all
            of the plan, with objectives that have no action yet.
    """
    actions = plan.actions if only is None else plan.actions[plan.actions["ref"].isin([*only])]
    action_parts = _parts(actions, "objective_id")
    measures = _parts(plan.measures, "objective_id")
    milestones = _parts(_milestones(plan), "action_id")
    objectives = plan.objectives
    if only is not None:
        objectives = objectives[objectives["id"].isin(actions["objective_id"])]
    objective_parts = _parts(objectives, "theme_id")
    return PlanFile(
        tuple(
            FileTheme(
                theme["code"],
                theme["name"],
                theme["goal"],
                tuple(
                    FileObjective(
                        objective["ref"],
                        objective["text"],
                        tuple(
                            FileMeasure(each["name"], each["target"])
                            for each in measures(objective["id"])
                        ),
                        tuple(_action(each, milestones) for each in action_parts(objective["id"])),
                    )
                    for objective in objective_parts(theme["id"])
                ),
            )
            for theme in plan.themes.to_dict("records")
            if only is None or objective_parts(theme["id"])
        )
    )


def _parts(frame: pd.DataFrame, key: str) -> _Parts:
    """The rows of ``frame`` by what they belong to."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in frame.to_dict("records"):
        found.setdefault(row[key], []).append({str(name): value for name, value in row.items()})
    return lambda id_: found.get(id_, [])


def _action(action: dict[str, Any], milestones: _Parts) -> FileAction:
    return FileAction(
        action["ref"],
        action["title"],
        action["accountable"],
        action["responsible"],
        tuple(action["needs"].split(", ")) if action["needs"] else (),
        action["weight"],
        tuple(
            FileMilestone(each["title"], parse(each["timing"]), each["weight"])
            for each in milestones(action["id"])
        ),
    )


def _milestones(plan: Plan) -> pd.DataFrame:
    """Single milestones, recurrences, and occurrences that differ from theirs, in their order."""
    names = ["action_id", "title", "timing", "weight", "position"]
    milestones = plan.milestones
    # The keys' own type: without recurrences, pandas' empty index can't look for a missing key.
    recurrences = plan.recurrences.astype({"id": "Int64"}).set_index("id")
    of = recurrences.reindex(milestones["recurrence_id"])
    as_laid_out = _laid_out(milestones["title"], of["timing"].reset_index(drop=True))
    single = milestones["recurrence_id"].isna()
    differs = ~single & (
        (milestones["timing"] != as_laid_out) | (milestones["weight"] != of["weight"].to_numpy())
    )
    rows = pd.concat([plan.recurrences[names], milestones.loc[single | differs, names]])
    return rows.sort_values("position", kind="stable")


def _laid_out(titles: pd.Series, timings: pd.Series) -> pd.Series:
    """The deadline each occurrence was given when it was laid out; missing for single ones."""
    return pd.Series(
        [
            None if pd.isna(text) else _occurrence_timing(title, str(text))
            for title, text in zip(titles, timings, strict=True)
        ],
        index=titles.index,
        dtype=object,
    )


def _occurrence_timing(title: str, recurring: str) -> str:
    timing = parse(recurring)
    if timing.after is not None:
        return recurring
    period = parse(title.rpartition(", ")[2])  # "Delivered, October 2021" is due by October 2021
    return str(period.only_if(timing.condition))
