"""The plan as a file holds it: themes, objectives, actions and milestones, and their rows.

docs/plan-file.md describes the columns. ``plan_reader`` reads such a file back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from tracker.timing import Timing

REQUIRED = ("theme_code", "objective", "action", "title", "timing")
COLUMNS = (
    *("theme_code", "theme", "theme_goal", "objective", "objective_text", "action", "title"),
    *("accountable", "responsible", "timing", "needs", "milestone", "weight"),
    *("measure", "target"),
)
# Written only where some action weighs other than 1.
ACTION_WEIGHT = "action_weight"

_Row = dict[str, str]


def _row_number() -> int:
    """The spreadsheet's row where the thing is first told of; no part of what it is."""
    return field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class FileMilestone:
    """One milestone; its ``weight`` counts among its action's."""

    title: str
    timing: Timing
    weight: float
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class FileAction:
    """One action with at least one milestone; its ``weight`` counts among the plan's actions."""

    ref: str
    title: str
    accountable: str
    responsible: str
    needs: tuple[str, ...]
    weight: float
    milestones: tuple[FileMilestone, ...]
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class FileMeasure:
    """A measure by name; ``target`` is its words, "to be set", or blank when none is stated."""

    name: str
    target: str
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class FileObjective:
    """One objective; ``text`` is blank when the file doesn't say it."""

    ref: str
    text: str
    measures: tuple[FileMeasure, ...]
    actions: tuple[FileAction, ...]
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class FileTheme:
    """One theme; ``name`` and ``goal`` are blank when the file doesn't say them."""

    code: str
    name: str
    goal: str
    objectives: tuple[FileObjective, ...]
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as one file holds it, in the order of its rows.

    Attributes:
        columns: The known columns the file has; what has no column is not spoken of.
    """

    themes: tuple[FileTheme, ...]
    columns: frozenset[str] = field(default=frozenset((*COLUMNS, ACTION_WEIGHT)), compare=False)

    def objectives(self) -> Iterator[FileObjective]:
        """All objectives, theme by theme."""
        for theme in self.themes:
            yield from theme.objectives

    def actions(self) -> Iterator[FileAction]:
        """All actions, objective by objective."""
        for objective in self.objectives():
            yield from objective.actions


def plan_rows(plan: PlanFile) -> tuple[list[str], list[list[str]]]:
    """A plan as (columns, rows) of a file.

    Every row names its theme, objective and action; their texts stand in their first row only.
    """
    columns = [*COLUMNS]
    if any(action.weight != 1 for action in plan.actions()):
        columns.append(ACTION_WEIGHT)
    rows = [row for theme in plan.themes for row in _theme_rows(theme)]
    return columns, [[row.get(column, "") for column in columns] for row in rows]


def _theme_rows(theme: FileTheme) -> list[_Row]:
    rows = [row for objective in theme.objectives for row in _objective_rows(objective)] or [{}]
    rows[0] |= {"theme": theme.name, "theme_goal": theme.goal}
    return [row | {"theme_code": theme.code} for row in rows]


def _objective_rows(objective: FileObjective) -> list[_Row]:
    """The rows of its milestones, the measures beside them; at least one row."""
    milestones = [row for action in objective.actions for row in _action_rows(action)]
    measures = [{"measure": each.name, "target": each.target} for each in objective.measures]
    pairs = zip_longest(milestones, measures, fillvalue=_Row())
    rows = [milestone | measure for milestone, measure in pairs] or [{}]
    rows[0]["objective_text"] = objective.text
    return [row | {"objective": objective.ref} for row in rows]


def _action_rows(action: FileAction) -> list[_Row]:
    rows = [_milestone_row(milestone) for milestone in action.milestones]
    rows[0] |= {
        "title": action.title,
        "accountable": action.accountable,
        "responsible": action.responsible,
        "needs": ", ".join(action.needs),
        ACTION_WEIGHT: _number(action.weight),
    }
    return [row | {"action": action.ref} for row in rows]


def _milestone_row(milestone: FileMilestone) -> _Row:
    return {
        "timing": str(milestone.timing),
        "milestone": milestone.title,
        "weight": _number(milestone.weight),
    }


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)
