"""Reading a plan file: all of its faults at once, or a plan in which everything holds."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple

from tracker.errors import Fault, FaultyFile
from tracker.transfer.plan_assembly import Assembly
from tracker.transfer.plan_checks import reference_faults
from tracker.transfer.plan_file import ACTION_WEIGHT, COLUMNS, REQUIRED, PlanFile
from tracker.transfer.plan_row import RowFault, read_row
from tracker.transfer.spreadsheets import Sheet, read_sheet

KNOWN = (*COLUMNS, ACTION_WEIGHT)
_COLUMNS_ALLOWED = f"The columns are {', '.join(COLUMNS)} and, if needed, {ACTION_WEIGHT}."
_PROGRESS_STEPS = 50


def read_plan(
    name: str,
    content: bytes,
    *,
    known_actions: frozenset[str] = frozenset(),
    progress: Callable[[float], None] | None = None,
) -> PlanFile:
    """Read a plan from a CSV, XLSX or ODS file.

    Args:
        name: The file's name, whose ending says what it is.
        known_actions: References of actions outside the file that it may name.
        progress: Called with the share done, from 0 to 1, some fifty times at most.

    Raises:
        UnreadableFile: It can't be read at all.
        FaultyFile: It breaks rules; all its faults are told, in the order of the rows.
    """
    sheet = read_sheet(name, content)
    columns, faults = _read_headings(sheet)
    if missing := [column for column in REQUIRED if column not in columns.values()]:
        allowed = f"The columns {', '.join(REQUIRED)} are needed."
        faults += [Fault(1, each, "", "This column is missing.", allowed) for each in missing]
        raise FaultyFile(faults)
    assembly = Assembly()
    for row in _reporting(list(_rows(sheet, columns)), progress or _nothing):
        plan_row, row_faults = read_row(row.cells)
        faults += [Fault(row.number, *fault) for fault in [*row.faults, *row_faults]]
        broken = frozenset(fault.column for fault in [*row.faults, *row_faults])
        assembly.add(row.number, plan_row, broken)
    return _checked(assembly, faults, known_actions, frozenset(columns.values()))


class _Row(NamedTuple):
    """A row as the spreadsheet numbers it: its sound cells by column, and faults of the others."""

    number: int
    cells: dict[str, str]
    faults: list[RowFault]


def _read_headings(sheet: Sheet) -> tuple[dict[int, str], list[Fault]]:
    """The known columns by their place, and the faults of the others."""
    columns: dict[int, str] = {}
    faults: list[Fault] = []
    for place, heading in enumerate(sheet.rows[0]):
        column = re.sub(r"[\s_-]+", "_", heading.strip().lower())
        if column in columns.values():
            problem, allowed = "This column stands twice.", "Delete one of the two."
        elif column in KNOWN:
            columns[place] = column
            continue
        elif column:
            problem, allowed = "This column is not known.", _suggestion(column)
        else:
            continue
        faults.append(Fault(1, heading.strip(), heading.strip(), problem, allowed))
    return columns, faults + _unheaded(sheet)


def _suggestion(column: str) -> str:
    near = get_close_matches(column, KNOWN, n=1)
    return f'Is it "{near[0]}"? {_COLUMNS_ALLOWED}' if near else _COLUMNS_ALLOWED


def _unheaded(sheet: Sheet) -> list[Fault]:
    """One fault for the first cell that stands in a column without a heading."""
    headed = {place for place, heading in enumerate(sheet.rows[0]) if heading.strip()}
    problem = "This cell stands in a column without a heading."
    faults = (
        Fault(row, None, cell, problem, _COLUMNS_ALLOWED)
        for row, cells in enumerate(sheet.rows, start=1)
        for place, cell in enumerate(cells)
        if cell.strip() and place not in headed
    )
    return [*islice(faults, 1)]


def _rows(sheet: Sheet, columns: dict[int, str]) -> Iterator[_Row]:
    """The rows below the headings that aren't blank."""
    odd = _odd_cells(sheet, columns)
    for index, cells in enumerate(sheet.rows[1:], start=1):
        faults = odd.get(index, [])
        faulty = {fault.column for fault in faults}
        sound = {
            column: cells[place]
            for place, column in columns.items()
            if place < len(cells) and column not in faulty
        }
        if faults or any(map(str.strip, sound.values())):
            yield _Row(index + 1, sound, faults)


def _odd_cells(sheet: Sheet, columns: dict[int, str]) -> dict[int, list[RowFault]]:
    """The faults of formulas, and of dates that may have been typed as months, by row index."""
    odd: dict[int, list[RowFault]] = {}
    formulas = {(row, place): text for row, place, text in sheet.formulas}
    for (row, place), text in formulas.items():
        if place in columns:
            fault = RowFault(
                columns[place], text, "This cell holds a formula.", "Paste its value instead."
            )
            odd.setdefault(row, []).append(fault)
    for row, place in sheet.first_days - formulas.keys():
        if columns.get(place) == "timing":
            odd.setdefault(row, []).append(_first_day(sheet.rows[row][place]))
    return odd


def _first_day(day: str) -> RowFault:
    month = day.removeprefix("1 ")
    return RowFault(
        "timing",
        day,
        f'This cell holds a date, and a spreadsheet makes one out of "{month}" as well.',
        f'Make it a text cell, and write "by {month}" or "by {day}".',
    )


def _reporting(rows: Sequence[_Row], progress: Callable[[float], None]) -> Iterator[_Row]:
    """The rows one by one, telling now and then how many are done."""
    step = max(1, len(rows) // _PROGRESS_STEPS)
    for index, row in enumerate(rows):
        if index % step == 0:
            progress(index / len(rows))
        yield row
    progress(1.0)


def _nothing(_: float) -> None:
    pass


def _checked(
    assembly: Assembly,
    faults: list[Fault],
    known_actions: frozenset[str],
    columns: frozenset[str],
) -> PlanFile:
    assembly.tell_missing_titles()
    plan = PlanFile(assembly.themes(), columns)
    known = known_actions | assembly.mentioned
    faults = [*faults, *assembly.faults, *reference_faults(list(plan.actions()), known)]
    if not plan.themes and not faults:
        problem = "The file has headings but no rows below them."
        faults = [Fault(None, None, "", problem, "Write one row for every milestone.")]
    if faults:
        raise FaultyFile(sorted(faults, key=_place))
    return plan


def _place(fault: Fault) -> tuple[int, int]:
    column = KNOWN.index(fault.column) if fault.column in KNOWN else len(KNOWN)
    return fault.row or 0, column
