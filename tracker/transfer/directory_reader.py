"""Reading a directory file: all of its faults at once, or one that doesn't contradict itself."""

from collections.abc import Callable

from tracker.errors import Fault, FaultyFile
from tracker.transfer import cells, sheet_rows
from tracker.transfer.directory_assembly import DirectoryAssembly
from tracker.transfer.directory_file import COLUMNS, DirectoryFile
from tracker.transfer.directory_row import DirectoryRow
from tracker.transfer.spreadsheets import read_sheet

_COLUMNS = sheet_rows.Columns(COLUMNS, (), allowed=f"The columns are {', '.join(COLUMNS)}.")


def read_directory(
    name: str, content: bytes, *, progress: Callable[[float], None] = lambda _: None
) -> DirectoryFile:
    """Read a directory from a CSV, XLSX or ODS file.

    Args:
        name: The file's name, whose ending says what it is.
        progress: Called with the share done, from 0 to 1, some fifty times at most.

    Raises:
        UnreadableFile: It can't be read at all.
        FaultyFile: It breaks rules; all its faults are told, in the order of the rows.
    """
    sheet = read_sheet(name, content)
    places, faults = sheet_rows.read_headings(sheet, _COLUMNS)
    rows = sheet_rows.read_rows(sheet, places)
    assembly = DirectoryAssembly()
    for row in sheet_rows.reporting(rows, progress):
        read, row_faults = cells.read_row(DirectoryRow, row.cells)
        told = [*row.faults, *row_faults]
        faults += [Fault(row.number, *fault) for fault in told]
        assembly.add(row.number, read, frozenset(fault.column for fault in told))
    faults += assembly.faults
    if not rows and not faults:
        problem = "The file has headings but no rows below them."
        allowed = "Write one row for each organisation, person or post."
        faults = [Fault(None, None, "", problem, allowed)]
    if faults:
        raise FaultyFile(sorted(faults, key=place_of))
    return assembly.directory(frozenset(places.values()))


def place_of(fault: Fault) -> tuple[int, int]:
    """Where in the file a fault is, to put them in order."""
    column = COLUMNS.index(fault.column) if fault.column in COLUMNS else len(COLUMNS)
    return fault.row or 0, column
