"""Reading a plan file: all of its faults at once, or a plan in which everything holds."""

from collections.abc import Callable

from tracker.errors import Fault, FaultyFile
from tracker.transfer import sheet_rows
from tracker.transfer.cells import RowFault
from tracker.transfer.plan_assembly import Assembly
from tracker.transfer.plan_checks import reference_faults
from tracker.transfer.plan_file import ACTION_WEIGHT, COLUMNS, REQUIRED, PlanFile
from tracker.transfer.plan_row import read_row
from tracker.transfer.spreadsheets import read_sheet

KNOWN = (*COLUMNS, ACTION_WEIGHT)
_COLUMNS = sheet_rows.Columns(
    KNOWN,
    REQUIRED,
    allowed=f"The columns are {', '.join(COLUMNS)} and, if needed, {ACTION_WEIGHT}.",
)


def read_plan(
    name: str,
    content: bytes,
    *,
    known_actions: frozenset[str] = frozenset(),
    progress: Callable[[float], None] = lambda _: None,
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
    columns, faults = sheet_rows.read_headings(sheet, _COLUMNS)
    rows = sheet_rows.read_rows(sheet, columns, odd=_first_day)
    assembly = Assembly()
    for row in sheet_rows.reporting(rows, progress):
        plan_row, row_faults = read_row(row.cells)
        faults += [Fault(row.number, *fault) for fault in [*row.faults, *row_faults]]
        broken = frozenset(fault.column for fault in [*row.faults, *row_faults])
        assembly.add(row.number, plan_row, broken)
    return _checked(assembly, faults, known_actions, frozenset(columns.values()))


def _first_day(column: str, day: str) -> RowFault | None:
    if column != "timing":
        return None
    month = day.removeprefix("1 ")
    return RowFault(
        "timing",
        day,
        f'This cell holds a date, and a spreadsheet makes one out of "{month}" as well.',
        f'Make it a text cell, and write "by {month}" or "by {day}".',
    )


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
