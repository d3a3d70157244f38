import pytest

from tracker.timing import parse
from tracker.transfer.plan_row import read_row


def test_cells_are_read():
    row, faults = read_row(
        {
            "theme_code": " data ",
            "theme": "  Data \n and  more ",
            "theme_goal": " One.\r\nTwo. ",
            "objective": "data-o3",
            "action": "Data-A5",
            "timing": "BEFORE march 2022",
            "needs": "data-a4; DATA-A2, data-a4\nDATA-A3",
            "weight": " 0.5 ",
            "target": "To be  SET",
        }
    )

    assert faults == []
    assert (row.theme_code, row.theme, row.theme_goal) == ("DATA", "Data and more", "One.\nTwo.")
    assert (row.objective, row.action) == ("DATA-O3", "DATA-A5")
    assert row.timing == parse("before March 2022")
    assert row.needs == ("DATA-A4", "DATA-A2", "DATA-A3")
    assert (row.weight, row.action_weight) == (0.5, None)
    assert row.target == "to be set"


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("theme_code", "1DATA", "This is not the code of a theme."),
        ("theme_code", "D" * 13, "This is not the code of a theme."),
        ("objective", "DATA-A3", "This is not the reference of an objective."),
        ("objective", "O3", "This is not the reference of an objective."),
        ("action", "DATA-A0", "This is not the reference of an action."),
        ("action", "DATA A1", "This is not the reference of an action."),
        ("theme", "x" * 201, "This text has 201 characters."),
        ("title", "x" * 201, "This text has 201 characters."),
        ("theme_goal", "x" * 1_001, "This text has 1,001 characters."),
        ("title", "a\x01b", "This text holds a character that can't be shown."),
        ("timing", "by 2022, if \x7f", "This text holds a character that can't be shown."),
        ("timing", "by 30 February 2022", "30 February 2022 is not a day in the calendar."),
        ("needs", "DATA-A4, HR", '"HR" is not the reference of an action.'),
        ("needs", "DATA-A4 " * 21, "This names 21 actions."),
        ("weight", "heavy", "This is not a number."),
        ("weight", "0", "This weight is out of bounds."),
        ("weight", "-1", "This weight is out of bounds."),
        ("weight", "nan", "This weight is out of bounds."),
        ("weight", "inf", "This weight is out of bounds."),
        ("action_weight", "1000.1", "This weight is out of bounds."),
    ],
)
def test_a_faulty_cell_is_told_and_left_blank(column, value, problem):
    row, (fault,) = read_row({"measure": "Rate", column: value})

    assert (fault.column, fault.value, fault.problem) == (column, value[:200], problem)
    assert fault.allowed.endswith(".")
    assert row.measure == "Rate"
    assert getattr(row, column) in ("", (), None)


def test_every_faulty_cell_of_a_row_is_told():
    _, faults = read_row({"action": "A1", "timing": "soon", "weight": "x"})

    assert [fault.column for fault in faults] == ["action", "timing", "weight"]
