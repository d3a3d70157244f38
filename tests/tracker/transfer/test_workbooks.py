"""Files made to do harm: each must be refused before it is read, without filling the memory."""

import struct
import zipfile
from io import BytesIO

import pytest

from tracker.errors import UnreadableFile
from tracker.transfer.spreadsheets import read_sheet, to_xlsx

SHEET = "xl/worksheets/sheet1.xml"
XLSX = to_xlsx(["action"], [["DATA-A1"]], title="Plan")
ODS_HEAD = (
    b'<d xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    b'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><t:table>'
)


def archive(parts, compression=zipfile.ZIP_DEFLATED):
    content = BytesIO()
    with zipfile.ZipFile(content, "w", compression) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return content.getvalue()


def xlsx_with(name, data):
    with zipfile.ZipFile(BytesIO(XLSX)) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    return archive(parts | {name: data})


def xlsx_sheet(inside):
    return xlsx_with(SHEET, b"<worksheet><sheetData>" + inside + b"</sheetData></worksheet>")


def ods_with(inside):
    return archive({"content.xml": ODS_HEAD + inside + b"</t:table></d>"})


def test_a_file_that_unpacks_into_gigabytes_is_refused():
    with pytest.raises(UnreadableFile, match="unpacks into far more"):
        read_sheet("plan.xlsx", xlsx_with("xl/extra.xml", b" " * 70_000_000))


def test_a_file_that_lies_about_its_size_is_refused():
    content = xlsx_with("xl/extra.xml", b" " * 70_000_000)
    size = struct.pack("<L", 70_000_000)
    assert size in content

    with pytest.raises(UnreadableFile, match="damaged"):
        read_sheet("plan.xlsx", content.replace(size, struct.pack("<L", 10)))


def test_an_archive_of_very_many_parts_is_refused():
    parts = {f"{number}.xml": b"" for number in range(1_001)}

    with pytest.raises(UnreadableFile, match="unpacks into far more"):
        read_sheet("plan.ods", archive({"content.xml": b""} | parts))


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c><v>1</v></c></row>',
        b'<row r="1"><c r="XFD1"><f>A1</f></c></row>',
        b'<row r="20002"><c r="A20002" t="inlineStr"><is><t>x</t></is></c></row>',
    ],
)
def test_a_cell_at_the_far_end_of_an_xlsx_sheet_is_refused(cell):
    with pytest.raises(UnreadableFile, match="larger than 20,000 rows"):
        read_sheet("plan.xlsx", xlsx_sheet(cell))


@pytest.mark.parametrize(
    "row",
    [
        b'<t:table-row t:number-rows-repeated="1048576"><t:table-cell o:value-type="float"'
        b' o:value="1"/></t:table-row>',
        b'<t:table-row><t:table-cell t:number-columns-repeated="16384" o:value-type="float"'
        b' o:value="1"/></t:table-row>',
        b'<t:table-row t:number-rows-repeated="20001"/><t:table-row><t:table-cell'
        b' o:value-type="float" o:value="1"/></t:table-row>',
    ],
)
def test_repeated_cells_of_an_ods_sheet_are_refused(row):
    with pytest.raises(UnreadableFile, match="larger than 20,000 rows"):
        read_sheet("plan.ods", ods_with(row))


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.xlsx", xlsx_with(SHEET, BOMB + b"<worksheet>&b;</worksheet>")),
        ("plan.xlsx", xlsx_with("xl/workbook.xml", BOMB + b"<workbook>&b;</workbook>")),
        ("plan.ods", archive({"content.xml": BOMB + b"<d>&b;</d>"})),
    ],
)
def test_xml_that_defines_entities_is_refused(name, content):
    with pytest.raises(UnreadableFile, match="damaged"):
        read_sheet(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.xlsx", xlsx_with(SHEET, b"<worksheet><sheetData>")),
        ("plan.xlsx", xlsx_with("xl/workbook.xml", b"<workbook/>")),
        ("plan.xlsx", xlsx_with("xl/sharedStrings.xml", b"<sst><si")),
        ("plan.xlsx", xlsx_sheet(b'<row r="x"/>')),
        ("plan.xlsx", xlsx_sheet(b'<row><c r="1A"/></row>')),
        ("plan.ods", ods_with(b'<t:table-row t:number-rows-repeated="many"/>')),
        ("plan.ods", ods_with(b'<t:table-row t:number-rows-repeated="-9"/>')),
        ("plan.xlsx", XLSX[:-200]),
    ],
)
def test_a_damaged_workbook_is_refused_in_words(name, content):
    with pytest.raises(UnreadableFile, match="damaged"):
        read_sheet(name, content)


def test_a_password_is_noticed():
    protected = archive(
        {"content.xml": b"\x8a\x01", "META-INF/manifest.xml": b"<m:encryption-data/>"}
    )

    with pytest.raises(UnreadableFile, match="protected by a password"):
        read_sheet("plan.ods", protected)


def test_an_encrypted_archive_is_noticed():
    content = bytearray(archive({"content.xml": b"<d/>"}, zipfile.ZIP_STORED))
    content[content.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(UnreadableFile, match="protected by a password"):
        read_sheet("plan.ods", bytes(content))
