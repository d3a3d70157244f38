"""The rows of a sheet by the names of their columns, with what is wrong with either."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple, TypeVar

from tracker.errors import Fault, FaultyFile
from tracker.transfer.cells import RowFault
from tracker.transfer.spreadsheets import Sheet

_PROGRESS_STEPS = 50

Row = TypeVar("Row")


class SheetRow(NamedTuple):
    """A row as the spreadsheet numbers it: its sound cells by column, and faults of the others."""

    number: int
    cells: dict[str, str]
    faults: list[RowFault]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a kind of file may have.

    Attributes:
        known: All of them.
        required: Those that it can't be without.
        allowed: What is said of a column that isn't known.
    """

    known: Sequence[str]
    required: Sequence[str]
    allowed: str


def read_headings(sheet: Sheet, columns: Columns) -> tuple[dict[int, str], list[Fault]]:
    """The known columns by their place, and the faults of the others.

    Raises:
        FaultyFile: One that is required is missing.
    """
    places: dict[int, str] = {}
    faults: list[Fault] = []
    for place, heading in enumerate(sheet.rows[0]):
        column = re.sub(r"[\s_-]+", "_", heading.strip().lower())
        if column in places.values():
            problem, allowed = "This column stands twice.", "Delete one of the two."
        elif column in columns.known:
            places[place] = column
            continue
        elif column:
            problem, allowed = "This column is not known.", _suggestion(column, columns)
        else:
            continue
        faults.append(Fault(1, heading.strip(), heading.strip(), problem, allowed))
    faults += _unheaded(sheet, columns)
    if missing := [each for each in columns.required if each not in places.values()]:
        allowed = f"The columns {', '.join(columns.required)} are needed."
        faults += [Fault(1, each, "", "This column is missing.", allowed) for each in missing]
        raise FaultyFile(faults)
    return places, faults


def read_rows(
    sheet: Sheet,
    places: dict[int, str],
    *,
    odd: Callable[[str, str], RowFault | None] | None = None,
) -> list[SheetRow]:
    """The rows below the headings that aren't blank.

    Args:
        places: The known columns, as ``read_headings`` gives them.
        odd: What is wrong, if anything, with a cell of this column in which a date stands that a
            spreadsheet may have made out of a month: ``"1 October 2021"``.
    """
    faults = _formulas(sheet, places)
    if odd:
        _add_first_days(faults, sheet, places, odd)
    return list(_rows(sheet, places, faults))


def reporting(rows: Sequence[Row], progress: Callable[[float], None]) -> Iterator[Row]:
    """The rows one by one, telling some fifty times the share that is done, from 0 to 1."""
    step = max(1, len(rows) // _PROGRESS_STEPS)
    for index, row in enumerate(rows):
        if index % step == 0:
            progress(index / len(rows))
        yield row
    progress(1.0)


def _suggestion(column: str, columns: Columns) -> str:
    near = get_close_matches(column, columns.known, n=1)
    return f'Is it "{near[0]}"? {columns.allowed}' if near else columns.allowed


def _unheaded(sheet: Sheet, columns: Columns) -> list[Fault]:
    """One fault for the first cell that stands in a column without a heading."""
    headed = {place for place, heading in enumerate(sheet.rows[0]) if heading.strip()}
    problem = "This cell stands in a column without a heading."
    faults = (
        Fault(row, None, cell, problem, columns.allowed)
        for row, cells in enumerate(sheet.rows, start=1)
        for place, cell in enumerate(cells)
        if cell.strip() and place not in headed
    )
    return [*islice(faults, 1)]


def _rows(
    sheet: Sheet, places: dict[int, str], odd: dict[int, list[RowFault]]
) -> Iterator[SheetRow]:
    for index, cells in enumerate(sheet.rows[1:], start=1):
        faults = odd.get(index, [])
        faulty = {fault.column for fault in faults}
        sound = {
            column: cells[place]
            for place, column in places.items()
            if place < len(cells) and column not in faulty
        }
        if faults or any(map(str.strip, sound.values())):
            yield SheetRow(index + 1, sound, faults)


def _formulas(sheet: Sheet, places: dict[int, str]) -> dict[int, list[RowFault]]:
    """The faults of formulas, by row index."""
    found: dict[int, list[RowFault]] = {}
    for row, place, text in sheet.formulas:
        if place in places:
            problem, allowed = "This cell holds a formula.", "Paste its value instead."
            found.setdefault(row, []).append(RowFault(places[place], text, problem, allowed))
    return found


def _add_first_days(
    found: dict[int, list[RowFault]],
    sheet: Sheet,
    places: dict[int, str],
    odd: Callable[[str, str], RowFault | None],
) -> None:
    """Add the faults of dates that may have been typed as months."""
    formulas = {(row, place) for row, place, _ in sheet.formulas}
    for row, place in sheet.first_days - formulas:
        if place in places and (fault := odd(places[place], sheet.rows[row][place])):
            found.setdefault(row, []).append(fault)
