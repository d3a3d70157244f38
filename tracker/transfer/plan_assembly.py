"""From the rows of a plan file to a plan: blanks repeat, blocks must not contradict themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.errors import Fault
from tracker.timing import Timing, TimingKind
from tracker.transfer.plan_file import (
    ACTION_WEIGHT,
    FileAction,
    FileMeasure,
    FileMilestone,
    FileObjective,
    FileTheme,
)
from tracker.transfer.plan_row import ACTION_ALLOWED, CODE_ALLOWED, OBJECTIVE_ALLOWED, PlanRow
from tracker.vocabulary import DELIVERED

_THEME_COLUMNS = ("theme", "theme_goal")
_ACTION_COLUMNS = ("title", "accountable", "responsible", "needs", ACTION_WEIGHT)
_MILESTONE_COLUMNS = ("timing", "milestone", "weight")

_BLANK_TIMING = (
    'Write "to be set" if it isn\'t known yet. '
    "In a row that only adds a measure, leave the action blank as well."
)


@dataclass(slots=True, eq=False)
class _Block:
    """A theme, objective, action or measure while its rows are gathered.

    Attributes:
        cells: What was said of it by column, and in which row.
        parts: The objectives, actions or milestones in it by reference or title.
        excused: Columns with a fault of their own, which can't be missing as well.
    """

    ref: str
    row: int
    within: "_Block | None" = None
    cells: dict[str, tuple[Any, int]] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)
    measures: dict[str, "_Block"] = field(default_factory=dict)
    excused: set[str] = field(default_factory=set)

    def get(self, column: str, blank: Any = "") -> Any:
        return self.cells.get(column, (blank, 0))[0]


@dataclass(slots=True)
class _Level:
    """The themes, objectives or actions so far, and the one that a blank cell repeats.

    Attributes:
        needed_by: Columns that can't be filled while no thing of this level is known.
        lost: Whether the current one is unknown because its cell is faulty: rows that would
            repeat it are passed over, so that one fault isn't told many times.
    """

    column: str
    thing: str
    allowed: str
    needed_by: tuple[str, ...]
    things: dict[str, _Block] = field(default_factory=dict)
    current: _Block | None = None
    lost: bool = False

    def go_to(self, block: _Block | None, *, lost: bool = False) -> None:
        self.current, self.lost = block, lost


class Assembly:
    """Takes the rows of a file one by one, and gathers the faults between them.

    Attributes:
        mentioned: Every reference of an action that heads a row, also of a faulty one.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.mentioned: set[str] = set()
        in_action = (*_ACTION_COLUMNS, *_MILESTONE_COLUMNS)
        in_objective = ("objective_text", "measure", "target", "action", *in_action)
        in_theme = (*_THEME_COLUMNS, "objective", *in_objective)
        self._themes = _Level("theme_code", "theme", CODE_ALLOWED, in_theme)
        self._objectives = _Level("objective", "objective", OBJECTIVE_ALLOWED, in_objective)
        self._actions = _Level("action", "action", ACTION_ALLOWED, in_action)
        self._levels = (self._themes, self._objectives, self._actions)
        self._row = PlanRow()
        self._number = 0
        self._broken: frozenset[str] = frozenset()

    def add(self, number: int, row: PlanRow, broken: frozenset[str]) -> None:
        """Take one row.

        Args:
            number: As the spreadsheet numbers it.
            broken: The columns whose cells have faults of their own; they are blank in ``row``.
        """
        self._number, self._row, self._broken = number, row, broken
        self.mentioned.add(row.action)
        if theme := self._enter(0, None):
            self._settle(theme, _THEME_COLUMNS)
            self._add_to_theme(theme)

    def themes(self) -> tuple[FileTheme, ...]:
        """What was taken so far; whole only when there are no faults."""
        return tuple(map(_theme, self._themes.things.values()))

    def tell_missing_titles(self) -> None:
        """Add a fault for every action that no row gave a title."""
        for action in self._actions.things.values():
            if "title" not in action.cells and "title" not in action.excused:
                problem = f"{action.ref} has no title."
                self.faults.append(Fault(action.row, "title", "", problem, "Say what is done."))

    def _add_to_theme(self, theme: _Block) -> None:
        objective = self._enter(1, theme)
        if objective is None:
            return
        self._settle(objective, ("objective_text",))
        self._add_measure(objective)
        if action := self._enter(2, objective):
            self._settle(action, _ACTION_COLUMNS)
            self._add_milestone(action)

    def _enter(self, depth: int, within: _Block | None) -> _Block | None:
        """Go to what the row names at this level, or stay where the row above was."""
        level = self._levels[depth]
        ref = getattr(self._row, level.column)
        is_broken = level.column in self._broken
        if is_broken or (ref and (level.current is None or level.current.ref != ref)):
            for below in self._levels[depth + 1 :]:
                below.go_to(None)
            block = None if is_broken else self._open(level, ref, within)
            level.go_to(block, lost=block is None)
        elif not level.current and not level.lost and any(map(self._is_filled, level.needed_by)):
            problem = f"The row does not say which {level.thing} it belongs to."
            self._tell(level.column, "", problem, level.allowed)
        return level.current

    def _open(self, level: _Level, ref: str, within: _Block | None) -> _Block | None:
        """The block of this reference, or ``None`` when it can't stand in this place."""
        theme = self._themes.current
        if within and theme and ref.partition("-")[0] != theme.ref:
            problem = f"{ref} is not of the theme {theme.ref}, in which this row stands."
            self._tell(level.column, ref, problem, level.allowed)
            return None
        block = level.things.setdefault(ref, _Block(ref, self._number, within))
        if block.within and block.within is not within:
            problem = f"{ref} already stands under {block.within.ref} in row {block.row}."
            self._tell(level.column, ref, problem, "Give every action a reference of its own.")
            return None
        if within:
            within.parts[ref] = block
        return block

    def _settle(self, block: _Block, columns: Sequence[str]) -> None:
        """Take what the row says of a block, unless an earlier row said otherwise."""
        block.excused.update(self._broken)
        for column in filter(self._is_filled, columns):
            value = getattr(self._row, column)
            said, number = block.cells.setdefault(column, (value, self._number))
            if said != value:
                problem = f'Row {number} says "{_shown(said)}" for {block.ref}.'
                allowed = "Write the same in both rows, or leave this cell blank."
                self._tell(column, _shown(value), problem, allowed)

    def _add_measure(self, objective: _Block) -> None:
        name = self._row.measure
        if name:
            measure = objective.measures.setdefault(name.casefold(), _Block(name, self._number))
            self._settle(measure, ("target",))
        elif self._row.target and "measure" not in self._broken:
            problem = "The row has a target but no measure."
            self._tell("measure", "", problem, "Name the measure, or leave the target blank.")

    def _add_milestone(self, action: _Block) -> None:
        row = self._row
        if not row.action and not any(map(self._is_filled, _MILESTONE_COLUMNS)):
            return
        if row.timing is None and "timing" not in self._broken:
            self._tell("timing", "", "The deadline is blank.", _BLANK_TIMING)
        title = row.milestone or DELIVERED
        timing = row.timing or Timing(TimingKind.TO_BE_SET)
        milestone = FileMilestone(title, timing, row.weight or 1.0, self._number)
        earlier = action.parts.setdefault(title.casefold(), milestone)
        if earlier is not milestone and "milestone" not in self._broken:
            problem = f"{action.ref} already has this milestone in row {earlier.row}."
            self._tell("milestone", title, problem, "Give its milestones different names.")

    def _is_filled(self, column: str) -> bool:
        return getattr(self._row, column) not in ("", (), None)

    def _tell(self, column: str, value: str, problem: str, allowed: str) -> None:
        self.faults.append(Fault(self._number, column, value, problem, allowed))


def _shown(value: Any) -> str:
    match value:
        case tuple():
            return ", ".join(value)
        case float():
            return f"{value:g}"
    return str(value)


def _theme(block: _Block) -> FileTheme:
    objectives = tuple(map(_objective, block.parts.values()))
    return FileTheme(block.ref, block.get("theme"), block.get("theme_goal"), objectives, block.row)


def _objective(block: _Block) -> FileObjective:
    measures = [
        FileMeasure(measure.ref, measure.get("target"), measure.row)
        for measure in block.measures.values()
    ]
    actions = tuple(map(_action, block.parts.values()))
    return FileObjective(
        block.ref, block.get("objective_text"), tuple(measures), actions, block.row
    )


def _action(block: _Block) -> FileAction:
    return FileAction(
        ref=block.ref,
        title=block.get("title"),
        accountable=block.get("accountable"),
        responsible=block.get("responsible"),
        needs=block.get("needs", ()),
        weight=block.get(ACTION_WEIGHT, 1.0),
        milestones=tuple(block.parts.values()),
        row=block.row,
    )
