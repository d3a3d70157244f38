import re
import zipfile
from datetime import datetime
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from odf import table, text
from odf.opendocument import OpenDocumentSpreadsheet
from python_calamine import CalamineWorkbook

from tracker.errors import UnreadableFile
from tracker.transfer import spreadsheets
from tracker.transfer.spreadsheets import read_sheet, to_csv, to_xlsx

HEADINGS = ["action", "title", "timing"]

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"))
risky = st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "'=", "''=", "'", "\t"]), words)
cells = (words | risky).filter(lambda cell: cell == "" or cell.strip())
tables = st.lists(st.lists(cells, min_size=3, max_size=3), max_size=8)


def without_blank_ends(rows):
    trimmed = [list(row) for row in rows]
    for row in trimmed:
        while row and not row[-1]:
            row.pop()
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return trimmed


def workbook(fill):
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        fill(book.add_worksheet(), book)
    return content.getvalue()


def open_document(*rows):
    document, sheet = OpenDocumentSpreadsheet(), table.Table(name="Plan")
    for cells in rows:
        row = table.TableRow()
        for cell in cells:
            row.addElement(cell)
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    content = BytesIO()
    document.write(content)
    return content.getvalue()


def ods_text(value, **attributes):
    cell = table.TableCell(valuetype="string", **attributes)
    cell.addElement(text.P(text=value))
    return cell


def with_part(content, name, change):
    """The same archive with one part changed."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data) if part == name else data)
    return changed.getvalue()


@given(tables)
def test_csv_gives_back_what_was_written(rows):
    sheet = read_sheet("plan.csv", to_csv(HEADINGS, rows))

    assert sheet.rows == without_blank_ends([HEADINGS, *rows])
    assert sheet.formulas == []


@given(tables)
def test_xlsx_gives_back_what_was_written(rows):
    sheet = read_sheet("plan.xlsx", to_xlsx(HEADINGS, rows, title="The plan"))

    assert sheet.rows == without_blank_ends([HEADINGS, *rows])
    assert sheet.formulas == []


@given(tables)
def test_no_written_csv_cell_is_a_formula_to_a_spreadsheet(rows):
    written = to_csv(HEADINGS, rows).decode("utf-8-sig")

    for line in written.splitlines():
        assert not re.match(r'"*([=+@\t]|-(?![0-9.]+"?(,|$)))', line)


def test_a_number_below_0_stays_a_number_and_what_only_begins_like_one_does_not():
    cells = ["-12", "-0.5", "-1+1", "-12\n", "'-12", "-", "-1|cmd"]
    written = to_csv(cells, []).decode("utf-8-sig")

    assert written == "-12,-0.5,'-1+1,\"'-12\n\",''-12,'-,'-1|cmd\r\n"
    assert read_sheet("plan.csv", to_csv(cells, [])).rows == [cells]


@given(tables)
def test_a_csv_export_saved_as_xlsx_by_a_spreadsheet_is_read_the_same(rows):
    exported = to_csv(HEADINGS, rows)
    as_opened = spreadsheets.csv.reader(exported.decode("utf-8-sig").splitlines(keepends=True))
    literal = list(as_opened)

    def fill(sheet, _):
        for row, line in enumerate(literal):
            for column, cell in enumerate(line):
                sheet.write_string(row, column, cell)

    assert read_sheet("plan.xlsx", workbook(fill)).rows == read_sheet("plan.csv", exported).rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_as_spreadsheets_save_it(delimiter, encoding):
    content = f"action{delimiter}title\r\nDATA-A1{delimiter}Café – “ideas”\r\n".encode(encoding)

    assert read_sheet("PLAN.CSV", content).rows == [
        ["action", "title"],
        ["DATA-A1", "Café – “ideas”"],
    ]


def test_csv_rows_are_numbered_as_a_spreadsheet_does():
    content = b'action,title\n\nDATA-A1,"two\nlines"\nDATA-A2,one\n'

    assert read_sheet("plan.csv", content).rows == [
        ["action", "title"],
        [],
        ["DATA-A1", "two\nlines"],
        ["DATA-A2", "one"],
    ]


def test_csv_formulas_are_told():
    sheet = read_sheet("plan.csv", b"action,title\nDATA-A1,=1+1\n'=A1,'-5\n")

    assert sheet.formulas == [(1, 1, "=1+1")]
    assert sheet.rows[2] == ["=A1", "-5"]


def test_xlsx_values_become_text():
    def fill(sheet, book):
        sheet.write_row(0, 0, [3.0, 2.5, True, False])
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime(1, 0, datetime(2026, 5, 2), days)
        sheet.write_datetime(1, 1, datetime(2026, 5, 1), days)
        sheet.write_blank(30, 3, None, days)

    sheet = read_sheet("plan.xlsx", workbook(fill))

    assert sheet.rows == [["3", "2.5", "true", "false"], ["2 May 2026", "1 May 2026"]]
    assert sheet.first_days == {(1, 1)}


def test_xlsx_formulas_are_told_where_they_stand():
    def fill(sheet, _):
        sheet.write(2, 1, "text")
        sheet.write_formula(3, 27, "=A1&B1", None, "value")

    sheet = read_sheet("plan.xlsx", workbook(fill))

    assert sheet.formulas == [(3, 27, "=A1&B1")]
    assert sheet.rows[:3] == [[], [], ["", "text"]]


def test_only_the_first_sheet_is_read():
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet("Plan").write(0, 0, "action")
        book.add_worksheet("Sums").write_formula(0, 0, "=1+1")

    sheet = read_sheet("plan.xlsx", content.getvalue())

    assert (sheet.rows, sheet.formulas) == ([["action"]], [])


def test_ods_is_read_with_its_repeats_and_formulas():
    content = open_document(
        [ods_text("action"), ods_text("title")],
        [],
        [table.TableCell(numbercolumnsrepeated=2), ods_text("two"), ods_text("more")],
        [
            table.TableCell(valuetype="float", value="3"),
            table.TableCell(valuetype="date", datevalue="2026-05-01"),
            table.TableCell(valuetype="float", value="2", formula="of:=1+1"),
        ],
        [table.TableCell(numbercolumnsrepeated=16000)],
    )

    sheet = read_sheet("plan.ods", content)

    assert sheet.rows == [
        ["action", "title"],
        [],
        ["", "", "two", "more"],
        ["3", "1 May 2026", "2"],
    ]
    assert sheet.formulas == [(3, 2, "=1+1")]
    assert sheet.first_days == {(3, 1)}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("plan.csv", b"", "plan.csv is empty."),
        ("plan.csv", b"\xef\xbb\xbf", "holds no text"),
        ("plan.csv", b" , \n\n", "holds no text"),
        ("plan.csv", b"a" * 5_000_001, "larger than 5 MB"),
        ("plan.csv", b"a\n" * 20_002, "larger than 20,000 rows"),
        ("plan.csv", b"a," * 100 + b"a", "100 columns"),
        ("plan.csv", b"a\0b", "not text"),
        ("plan.csv", "a,b".encode("utf-16"), 'written in UTF-16. Save it as "CSV UTF-8"'),
        ("plan.csv", b"caf\x81", '"CSV UTF-8"'),
        ("plan.csv", b'a,b\nc,"d\ne,f\n', "Line 3 of the file can't be read"),
        ("plan.csv", b"a," + b"b" * 200_000, "can't be read"),
        ("plan.csv", b"PK\x03\x04....", "a workbook, not CSV"),
        ("plan.xlsx", b"action,title\n", "not XLSX as its name says"),
        ("plan.ods", b"action,title\n", "not ODS as its name says"),
        ("plan.xlsx", b"PK\x03\x04....", "damaged"),
        ("plan.xlsx", b"\xd0\xcf\x11\xe0....", "protected by a password or of an old kind"),
        ("plan.xls", b"\xd0\xcf\x11\xe0....", "Save it as CSV, XLSX or ODS"),
        ("plan", b"action\n", "Save it as CSV, XLSX or ODS"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(name, content, message):
    with pytest.raises(UnreadableFile, match=message):
        read_sheet(name, content)


def test_twenty_thousand_rows_are_read():
    assert len(read_sheet("plan.csv", b"action\n" + b"DATA-A1\n" * 20_000).rows) == 20_001


def test_a_workbook_of_the_other_kind_is_refused():
    xlsx = to_xlsx(HEADINGS, [], title="Plan")
    ods = open_document([ods_text("action")])

    with pytest.raises(UnreadableFile, match="not ODS"):
        read_sheet("plan.ods", xlsx)
    with pytest.raises(UnreadableFile, match="not XLSX"):
        read_sheet("plan.xlsx", ods)


def test_an_empty_workbook_is_refused():
    with pytest.raises(UnreadableFile, match="no text in its first sheet"):
        read_sheet("plan.xlsx", workbook(lambda sheet, book: None))


def test_headings_are_bold_and_frozen_and_links_stay_text():
    content = to_xlsx(["action"], [["https://example.org"]], title="A: plan/of [many] names" * 3)

    book = zipfile.ZipFile(BytesIO(content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert "hyperlink" not in sheet
    assert CalamineWorkbook.from_object(BytesIO(content)).sheet_names == [
        "A  plan of  many  namesA  plan"
    ]


def test_a_cell_too_long_for_excel_is_not_cut_off_silently():
    with pytest.raises(ValueError, match="32768 characters"):
        to_xlsx(["title"], [["x" * 32_768]], title="Plan")
