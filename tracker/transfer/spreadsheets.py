"""CSV, XLSX and ODS files as rows of text, and rows of text as CSV and XLSX files."""

import codecs
import csv
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from itertools import zip_longest
from pathlib import PurePath

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker import wording
from tracker.errors import UnreadableFile
from tracker.transfer import workbooks
from tracker.transfer.workbooks import Formula

MOST_BYTES = 5_000_000

_Value = str | int | float | bool | date | datetime | time | timedelta

# How files begin: zip archives (XLSX, ODS), and Microsoft's older container (XLS, passwords).
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WORKBOOK_PART = {".xlsx": "xl/workbook.xml", ".ods": "content.xml"}

# What a spreadsheet takes for a formula, and what reading takes for a guarded cell. A number below
# 0 is no formula, and has to stay one that can be counted with.
_RISKY = re.compile(r"(?!-[0-9]+(?:\.[0-9]+)?\Z)'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")

_ENDINGS = "Save it as CSV, XLSX or ODS, and try again."
_UTF8 = 'Save it as "CSV UTF-8".'
_WIDEST_COLUMN = 60  # characters


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet of a file.

    Attributes:
        rows: The cells as text; ``rows[0]`` is the spreadsheet's row 1. Rows differ in length.
        formulas: Row, column (both from 0) and text of every cell that holds a formula.
        first_days: Row and column of every cell that holds the first day of a month as a date.
            A spreadsheet makes such a date out of "October 2021", so what was meant is unknown.
    """

    rows: list[list[str]]
    formulas: list[Formula] = field(default_factory=list)
    first_days: frozenset[tuple[int, int]] = frozenset()


def read_sheet(name: str, content: bytes) -> Sheet:
    """Read the first sheet of a CSV, XLSX or ODS file.

    Whole numbers come without decimals, dates as "2 May 2026", booleans as "true" or "false".

    Args:
        name: The file's name, whose ending says what it is.

    Raises:
        UnreadableFile: It is empty, too large, damaged, protected, or not what its name says.
    """
    if not content:
        raise UnreadableFile(f"{name} is empty.")
    if len(content) > MOST_BYTES:
        raise UnreadableFile(f"{name} is larger than {MOST_BYTES // 1_000_000} MB.")
    match PurePath(name).suffix.lower():
        case ".csv":
            sheet = _read_csv(content)
        case (".xlsx" | ".ods") as ending:
            sheet = _read_workbook(content, ending)
        case _:
            raise UnreadableFile(f"{name} is not a kind of file that can be read. {_ENDINGS}")
    if not sheet.rows:
        raise UnreadableFile(f"{name} holds no text in its first sheet.")
    return sheet


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file: comma, UTF-8 with a byte-order mark, so that Excel shows every letter right.

    A cell that a spreadsheet would take for a formula gets a ``'`` in front, which reading undoes.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    for row in (columns, *rows):
        writer.writerow([_guarded(cell, _RISKY) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """An XLSX file with one sheet, its headings frozen. Every cell is text, none a formula.

    Args:
        title: The document's title; the sheet is named for it.

    Raises:
        ValueError: A cell is longer than Excel allows (32,767 characters).
    """
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    table = [list(columns), *map(list, rows)]
    with Workbook(content, options) as book:
        book.set_properties({"title": title})
        sheet = book.add_worksheet(_sheet_name(title))
        heading, body = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        for index, cells in enumerate(table):
            _write_row(sheet, index, cells, body if index else heading)
        sheet.freeze_panes(1, 0)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for index, width in enumerate(_widths(table)):
            sheet.set_column(index, index, width)
    return content.getvalue()


def _read_csv(content: bytes) -> Sheet:
    text = _decoded(content)
    delimiter = _delimiter(text.partition("\n")[0])
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = _kept(reader)
    except csv.Error:
        raise UnreadableFile(
            f"Line {reader.line_num} of the file can't be read: a quotation mark is opened and "
            "never closed, or stands inside a cell. Open the file in a spreadsheet and save it as "
            "CSV again."
        ) from None
    formulas = [
        (row, column, cell)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell.startswith("=")
    ]
    return Sheet(_unguarded(rows), formulas)


def _decoded(content: bytes) -> str:
    if content.startswith((_ZIP, _OLE)):
        raise UnreadableFile(f"This file is a workbook, not CSV as its name says. {_ENDINGS}")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableFile(f"This file is written in UTF-16. {_UTF8}")
    if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", content):
        raise UnreadableFile(f"This file is not text, as CSV has to be. {_ENDINGS}")
    for encoding in ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise UnreadableFile(f"The letters of this file can't be read. {_UTF8}")


def _delimiter(headings: str) -> str:
    return max(",;\t", key=headings.count)


def _read_workbook(content: bytes, ending: str) -> Sheet:
    if content.startswith(_OLE):
        raise UnreadableFile(
            "This file is protected by a password or of an old kind. "
            f"Remove the password. {_ENDINGS}"
        )
    parts = workbooks.unpack(content) if content.startswith(_ZIP) else {}
    if _WORKBOOK_PART[ending] not in parts:
        kind = ending.removeprefix(".").upper()
        raise UnreadableFile(f"This file is not {kind} as its name says. {_ENDINGS}")
    # Before the reader, because it bounds what the reader is given.
    formulas = workbooks.formulas(parts, ending)
    try:
        book = CalamineWorkbook.from_object(workbooks.pack(parts))
        values = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError:
        raise UnreadableFile(workbooks.CORRUPT) from None
    rows = _kept([_text(value) for value in cells] for cells in values)
    return Sheet(_unguarded(rows), formulas, _first_days(values))


def _text(value: _Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() != time():
            return f"{wording.day(value)} {value:%H:%M}"
        case date():
            return wording.day(value)
    return str(value)


def _first_days(values: Iterable[Iterable[_Value]]) -> frozenset[tuple[int, int]]:
    return frozenset(
        (row, column)
        for row, cells in enumerate(values)
        for column, value in enumerate(cells)
        if isinstance(value, date) and value.day == 1
    )


def _kept(rows: Iterable[list[str]]) -> list[list[str]]:
    """The rows without the blank cells and blank rows at their ends.

    Raises:
        UnreadableFile: A cell with text lies outside the largest sheet that is read.
    """
    kept: list[list[str]] = []
    for index, cells in enumerate(rows):
        length = max((at for at, cell in enumerate(cells, 1) if cell.strip()), default=0)
        if length:
            workbooks.check_bounds(index, length - 1)
        if index <= workbooks.MOST_ROWS:
            kept.append(cells[:length])
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _guarded(cell: str, risky: re.Pattern[str]) -> str:
    return f"'{cell}" if risky.match(cell) else cell


def _unguarded(rows: list[list[str]]) -> list[list[str]]:
    return [[cell[1:] if _GUARDED.match(cell) else cell for cell in cells] for cells in rows]


def _sheet_name(title: str) -> str:
    """What Excel allows as a sheet's name: 31 characters, some of them not."""
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "Sheet 1"


def _write_row(sheet: Worksheet, index: int, cells: Sequence[str], style: Format) -> None:
    for column, cell in enumerate(cells):
        if sheet.write_string(index, column, _guarded(cell, _GUARDED), style):
            raise ValueError(f"Row {index + 1} holds a cell of {len(cell)} characters.")


def _widths(table: Sequence[Sequence[str]]) -> list[int]:
    """A width in characters for every column: its longest cell's, within bounds."""
    columns = zip_longest(*table, fillvalue="")
    return [min(max(map(len, column)) + 2, _WIDEST_COLUMN) for column in columns]
