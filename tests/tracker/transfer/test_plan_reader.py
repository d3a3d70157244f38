import re
import tracemalloc
from datetime import datetime
from io import BytesIO

import pytest
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tracker.errors import Fault, FaultyFile, UnreadableFile
from tracker.transfer.plan_reader import read_plan
from tracker.transfer.spreadsheets import to_csv

HEADINGS = ["theme_code", "objective", "action", "title", "timing"]
FIRST = ["DATA", "DATA-O1", "DATA-A1", "Analyse", "by October 2021"]


def faults_of(headings, *rows, **options):
    with pytest.raises(FaultyFile) as caught:
        read_plan("plan.csv", to_csv(headings, rows), **options)
    return list(caught.value.faults)


def xlsx(fill):
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, FIRST)
        fill(sheet, book.add_format({"num_format": "mmm-yy"}))
    return content.getvalue()


def test_the_required_columns_are_enough():
    plan = read_plan("plan.csv", to_csv(HEADINGS, [FIRST]))

    (action,) = plan.actions()
    assert (action.ref, action.row, action.weight) == ("DATA-A1", 2, 1.0)
    assert [milestone.title for milestone in action.milestones] == ["Delivered"]
    assert plan.columns == set(HEADINGS)


def test_headings_may_differ_in_case_and_spacing():
    headings = [" Theme code", "OBJECTIVE ", "Action", "title", "Timing"]

    assert read_plan("plan.csv", to_csv(headings, [FIRST])).themes[0].code == "DATA"


def test_headings_that_are_unknown_doubled_or_missing_are_all_told():
    faults = faults_of(["theme_code", "objectiv", "theme_code", "colour of it", "action", "title"])

    assert [(fault.row, fault.column, fault.problem) for fault in faults] == [
        (1, "objectiv", "This column is not known."),
        (1, "theme_code", "This column stands twice."),
        (1, "colour of it", "This column is not known."),
        (1, "objective", "This column is missing."),
        (1, "timing", "This column is missing."),
    ]
    assert faults[0].allowed.startswith('Is it "objective"? The columns are theme_code, theme, ')
    assert faults[2].allowed.startswith("The columns are ")


def test_faults_of_headings_and_rows_are_told_together():
    faults = faults_of([*HEADINGS, "colour"], [*FIRST[:4], "soon", "red"])

    assert [(fault.row, fault.column) for fault in faults] == [(1, "colour"), (2, "timing")]


def test_a_cell_without_a_heading_is_told_once():
    faults = faults_of([*HEADINGS, ""], [*FIRST, "why"], ["", "", "", "", "", "who"])

    assert [(fault.row, fault.value) for fault in faults] == [(2, "why")]


def test_of_a_very_long_cell_a_fault_quotes_the_beginning():
    (fault,) = faults_of(HEADINGS, [*FIRST[:3], "x" * 40_000, FIRST[4]])

    assert str(fault).startswith(f'Row 2, column title "{"x" * 60}…": This text has 40,000')


def test_headings_without_rows_are_a_fault_in_words():
    (fault,) = faults_of(HEADINGS)

    assert str(fault) == (
        "The file has headings but no rows below them. Write one row for every milestone."
    )


def test_blank_rows_are_passed_over_and_still_numbered():
    plan = read_plan("plan.csv", to_csv(HEADINGS, [[], FIRST, ["", " "], ["DATA", "DATA-O2"]]))

    assert [objective.row for objective in plan.objectives()] == [3, 5]


def test_all_faults_are_told_in_the_order_of_rows_and_columns():
    faults = faults_of(
        HEADINGS,
        ["DATA", "DATA-O1", "A1", "Analyse", "by 30 February 2022"],
        ["", "", "DATA-A2", "", "by 2022"],
        ["", "", "DATA-A3", "Publish", "sometime"],
    )

    assert [(fault.row, fault.column, fault.value) for fault in faults] == [
        (2, "action", "A1"),
        (2, "timing", "by 30 February 2022"),
        (3, "title", ""),
        (4, "timing", "sometime"),
    ]


@pytest.mark.parametrize(
    ("broken", "needs"), [("theme_code", "DATA-A1"), ("objective", "DATA-A1"), ("action", "")]
)
def test_one_faulty_reference_is_one_fault_whatever_rows_repeat_it(broken, needs):
    first = dict(zip(HEADINGS, FIRST, strict=True)) | {broken: "?"}
    rows = [[*first.values(), "Draft", ""], ["", "", "", "", "by 2022", "Report", ""]]
    rows.append(["ACCESS", "ACCESS-O1", "ACCESS-A1", "Ask", "by 2022", "", needs])

    faults = faults_of([*HEADINGS, "milestone", "needs"], *rows)

    assert [(fault.row, fault.column) for fault in faults] == [(2, broken)]


def test_actions_of_the_plan_may_be_named():
    rows = [[*FIRST, "HR-A1"]]
    (fault,) = faults_of([*HEADINGS, "needs"], *rows)

    assert (fault.row, fault.column, fault.value) == (2, "needs", "HR-A1")
    assert read_plan(
        "plan.csv", to_csv([*HEADINGS, "needs"], rows), known_actions=frozenset({"HR-A1"})
    )


def test_csv_formulas_are_faults():
    content = ",".join(HEADINGS) + "\nDATA,DATA-O1,DATA-A1,=A1&B1,=TODAY()\n"

    with pytest.raises(FaultyFile) as caught:
        read_plan("plan.csv", content.encode())

    assert caught.value.faults == (
        Fault(2, "title", "=A1&B1", "This cell holds a formula.", "Paste its value instead."),
        Fault(2, "timing", "=TODAY()", "This cell holds a formula.", "Paste its value instead."),
    )


def test_xlsx_formulas_are_faults_even_where_their_value_would_do():
    content = xlsx(lambda sheet, _: sheet.write_formula(1, 3, '="Ana"&"lyse"', None, "Analyse"))

    with pytest.raises(FaultyFile) as caught:
        read_plan("plan.xlsx", content)

    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(2, "title")]


def test_a_date_that_a_spreadsheet_made_of_a_month_is_asked_about():
    content = xlsx(lambda sheet, style: sheet.write_datetime(1, 4, datetime(2021, 10, 1), style))

    with pytest.raises(FaultyFile) as caught:
        read_plan("plan.xlsx", content)

    (fault,) = caught.value.faults
    assert (fault.row, fault.column, fault.value) == (2, "timing", "1 October 2021")
    assert 'one out of "October 2021" as well' in fault.problem
    assert '"by October 2021" or "by 1 October 2021"' in fault.allowed


def test_a_date_cell_on_another_day_is_that_day():
    content = xlsx(lambda sheet, style: sheet.write_datetime(1, 4, datetime(2021, 10, 29), style))

    (action,) = read_plan("plan.xlsx", content).actions()
    assert str(action.milestones[0].timing) == "by 29 October 2021"


def test_ods_is_read():
    document, sheet = OpenDocumentSpreadsheet(), Table(name="Plan")
    for cells in (HEADINGS, FIRST):
        row = TableRow()
        for cell in cells:
            element = TableCell(valuetype="string")
            element.addElement(P(text=cell))
            row.addElement(element)
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    content = BytesIO()
    document.write(content)

    expected = read_plan("plan.csv", to_csv(HEADINGS, [FIRST]))
    assert read_plan("plan.ods", content.getvalue()) == expected


def test_windows_letters_are_read():
    content = (",".join(HEADINGS) + "\n" + ",".join(FIRST)).replace("Analyse", "“Café” – ideas")

    (action,) = read_plan("plan.csv", content.encode("cp1252")).actions()
    assert action.title == "“Café” – ideas"


def test_a_file_that_cannot_be_read_says_so():
    with pytest.raises(UnreadableFile, match=re.escape("plan.csv is empty.")):
        read_plan("plan.csv", b"")


def test_five_thousand_rows_are_read_with_bounded_progress():
    rows = [["DATA", "DATA-O1", f"DATA-A{number}", "Ask", "by 2022"] for number in range(1, 5_001)]
    shares = []

    plan = read_plan("plan.csv", to_csv(HEADINGS, rows), progress=shares.append)

    assert len(list(plan.actions())) == 5_000
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len(shares) <= 52


def test_a_file_of_nothing_but_faults_is_told_within_bounds():
    rows = [["?", "?", "?", "x" * 300, "soon"]] * 10_000
    tracemalloc.start()

    faults = faults_of(HEADINGS, *rows)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(faults) == 50_000
    assert peak < 200_000_000
