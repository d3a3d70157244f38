"""A look into XLSX and ODS files before they are read: what they are, how large, which formulas.

Both are zip archives of XML. A small one can unpack into gigabytes, or place one cell at the far
end of the sheet, so that reading it would fill the memory. Here they are unpacked within bounds,
scanned, and packed again, so that the reader sees exactly what was checked.
"""

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from tracker.errors import UnreadableFile

MOST_ROWS = 20_000
MOST_COLUMNS = 100
_MOST_UNPACKED_BYTES = 60_000_000
_MOST_PARTS = 1_000

# (row, column, text) of a cell with a formula, both counted from 0.
Formula = tuple[int, int, str]
_Attributes = Mapping[str, str]

TOO_LARGE = (
    f"This sheet is larger than {MOST_ROWS:,} rows below its headings or {MOST_COLUMNS} columns. "
    "Delete what isn't part of the plan, or split the file."
)
CORRUPT = "This file is damaged and can't be read. Open it, save it again, and try once more."
_ENCRYPTED = "This file is protected by a password. Save it without one, and try again."


def check_bounds(row: int, column: int) -> None:
    """Refuse a cell (counted from 0) outside the largest sheet that is read.

    Raises:
        UnreadableFile: It lies outside.
    """
    if row > MOST_ROWS or column >= MOST_COLUMNS:
        raise UnreadableFile(TOO_LARGE)


def unpack(content: bytes) -> dict[str, bytes]:
    """The XML parts of an XLSX or ODS file by name.

    Raises:
        UnreadableFile: It is encrypted, damaged, or unpacks into too much.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_PARTS or _unpacked(archive) > _MOST_UNPACKED_BYTES:
                raise UnreadableFile("This file unpacks into far more than a plan can hold.")
            if any(member.flag_bits & 1 for member in members):
                raise UnreadableFile(_ENCRYPTED)
            # Reading stops at the size that was declared, and checked above.
            return {name: archive.read(name) for name in archive.namelist() if _is_needed(name)}
    except (BadZipFile, EOFError, NotImplementedError, OSError, ValueError, zlib.error):
        raise UnreadableFile(CORRUPT) from None


def pack(parts: Mapping[str, bytes]) -> BytesIO:
    """The parts as one archive again, not compressed."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    packed.seek(0)
    return packed


def formulas(parts: Mapping[str, bytes], ending: str) -> list[Formula]:
    """The formulas of the first sheet; on the way, the size of what will be read is checked.

    Args:
        ending: ``".xlsx"`` or ``".ods"``.

    Raises:
        UnreadableFile: It is encrypted or damaged, or a sheet too large.
    """
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UnreadableFile(_ENCRYPTED)
    if ending == ".ods":
        ods = _OdsScan()
        _scan(parts["content.xml"], ods.start, ods.end)
        return ods.formulas
    xlsx = _XlsxScan()
    _scan(parts.get(_first_sheet(parts), b""), xlsx.start, xlsx.end, xlsx.text)
    return xlsx.formulas


def _is_needed(name: str) -> bool:
    return name == "mimetype" or name.endswith((".xml", ".rels"))


def _unpacked(archive: ZipFile) -> int:
    return sum(member.file_size for member in archive.infolist())


def _scan(
    xml: bytes,
    start: Callable[[str, _Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Walk through XML, calling back with names free of their namespace."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    # Office programs never write a DTD; one could define entities that grow without bounds.
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = lambda name, attributes: start(
        _local(name), {_local(key): value for key, value in attributes.items()}
    )
    if end:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError):
        raise UnreadableFile(CORRUPT) from None


def _refuse_dtd(*_: object) -> None:
    raise UnreadableFile(CORRUPT)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _first_sheet(parts: Mapping[str, bytes]) -> str:
    """The name of the part that holds the first sheet of an XLSX file."""
    sheets: list[str] = []
    targets: dict[str, str] = {}

    def note(name: str, attributes: _Attributes) -> None:
        if name == "sheet":
            sheets.append(attributes.get("id", ""))
        elif name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _scan(parts.get("xl/workbook.xml", b""), note)
    _scan(parts.get("xl/_rels/workbook.xml.rels", b""), note)
    target = targets.get(sheets[0], "") if sheets else ""
    return normpath(join("/xl", target)).lstrip("/")


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", text):
        raise UnreadableFile(CORRUPT)
    return int(text)


_CELL_NAME = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(slots=True)
class _XlsxScan:
    """Follows the cells of one sheet; ``row`` and ``column`` count from 0."""

    row: int = -1
    column: int = -1
    formula: list[str] | None = None
    formulas: list[Formula] = field(default_factory=list)

    def start(self, name: str, attributes: _Attributes) -> None:
        match name:
            case "row":
                self.row = _count(attributes.get("r", str(self.row + 2))) - 1
                self.column = -1
            case "c":
                self._enter_cell(attributes.get("r"))
            case "v" | "is" | "f":
                check_bounds(self.row, self.column)
                self.formula = [] if name == "f" else self.formula

    def _enter_cell(self, cell: str | None) -> None:
        if cell is None:
            self.column += 1
            return
        match = _CELL_NAME.fullmatch(cell)
        if match is None:
            raise UnreadableFile(CORRUPT)
        self.row = int(match[2]) - 1
        self.column = -1
        for letter in match[1]:
            self.column = (self.column + 1) * 26 + ord(letter) - ord("A")

    def text(self, text: str) -> None:
        if self.formula is not None:
            self.formula.append(text)

    def end(self, name: str) -> None:
        if name == "f" and self.formula is not None:
            self.formulas.append((self.row, self.column, "=" + "".join(self.formula)))
            self.formula = None


@dataclass(slots=True)
class _OdsScan:
    """Follows the cells of all sheets; a row or cell may stand for many of the same."""

    sheet: int = -1
    row: int = 0
    column: int = 0
    rows: int = 1
    columns: int = 1
    formulas: list[Formula] = field(default_factory=list)

    def start(self, name: str, attributes: _Attributes) -> None:
        match name:
            case "table":
                self.sheet += 1
                self.row = 0
            case "table-row":
                self.column = 0
                self.rows = _count(attributes.get("number-rows-repeated", "1"))
            case "table-cell" | "covered-table-cell":
                self.columns = _count(attributes.get("number-columns-repeated", "1"))
                self._enter_cell(attributes)

    def _enter_cell(self, attributes: _Attributes) -> None:
        if "value-type" in attributes or "formula" in attributes:
            check_bounds(self.row + self.rows - 1, self.column + self.columns - 1)
        if "formula" in attributes and self.sheet == 0:
            written = attributes["formula"]
            self.formulas.append((self.row, self.column, written[written.find("=") :]))

    def end(self, name: str) -> None:
        if name == "table-row":
            self.row += self.rows
        elif name in {"table-cell", "covered-table-cell"}:
            self.column += self.columns
