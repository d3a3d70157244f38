"""What blank cells repeat, and what rows of the same thing may not say of it."""

import pytest

from tracker.transfer.plan_assembly import Assembly
from tracker.transfer.plan_row import read_row

FIRST = {
    "theme_code": "DATA",
    "theme": "Data",
    "objective": "DATA-O1",
    "objective_text": "Know",
    "action": "DATA-A1",
    "title": "Analyse",
    "accountable": "GSE team",
    "timing": "by 2021",
}


def assembled(*rows):
    assembly = Assembly()
    for number, cells in enumerate(rows, start=2):
        row, faults = read_row(cells)
        assembly.add(number, row, frozenset(fault.column for fault in faults))
    assembly.tell_missing_titles()
    return assembly


def plan_of(*rows):
    assembly = assembled(*rows)
    assert assembly.faults == []
    return assembly.themes()


def told(*rows):
    """Row, column, value and problem of each fault."""
    faults = assembled(*rows).faults
    assert all(fault.allowed for fault in faults)
    return [(fault.row, fault.column, fault.value, fault.problem) for fault in faults]


def test_blank_cells_repeat_the_row_above():
    (theme,) = plan_of(
        FIRST,
        {"milestone": "Second", "timing": "by 2022"},
        {"action": "DATA-A2", "title": "Publish", "timing": "by 2023"},
        {"objective": "DATA-O2", "action": "DATA-A3", "title": "Ask", "timing": "by 2024"},
    )

    assert [objective.ref for objective in theme.objectives] == ["DATA-O1", "DATA-O2"]
    first, second = theme.objectives[0].actions
    assert [(each.title, each.row) for each in first.milestones] == [
        ("Delivered", 2),
        ("Second", 3),
    ]
    assert (second.ref, second.accountable) == ("DATA-A2", "")
    assert theme.objectives[1].actions[0].ref == "DATA-A3"


def test_a_new_theme_repeats_neither_objective_nor_action():
    data, access = plan_of(FIRST, {"theme_code": "ACCESS", "theme": "Access"})

    assert len(data.objectives) == 1
    assert (access.name, access.objectives) == ("Access", ())


def test_an_objective_without_action_repeats_no_action():
    (theme,) = plan_of(FIRST, {"objective": "DATA-O2", "measure": "Rate", "target": "to be set"})

    first, second = theme.objectives
    assert len(first.actions[0].milestones) == 1
    assert second.actions == ()
    assert [(each.name, each.target) for each in second.measures] == [("Rate", "to be set")]


def test_a_row_may_add_a_measure_alone():
    (theme,) = plan_of(
        FIRST | {"measure": "Rate"},
        {"measure": "Count", "target": "more"},
        {"measure": "rate", "target": "half"},
    )

    (objective,) = theme.objectives
    assert [(each.name, each.target) for each in objective.measures] == [
        ("Rate", "half"),
        ("Count", "more"),
    ]
    assert len(objective.actions[0].milestones) == 1


def test_rows_of_one_action_need_not_stand_together():
    (theme,) = plan_of(
        FIRST,
        {"objective": "DATA-O2", "action": "DATA-A2", "title": "Ask", "timing": "by 2022"},
        FIRST | {"milestone": "Report"},
    )

    assert len(theme.objectives[0].actions[0].milestones) == 2


def test_what_a_later_row_adds_is_taken():
    (theme,) = plan_of(FIRST, {"milestone": "Two", "timing": "by 2022", "responsible": "Lead"})

    assert theme.objectives[0].actions[0].responsible == "Lead"


@pytest.mark.parametrize(
    ("column", "first", "second", "ref"),
    [
        ("theme", "Data", "Access", "DATA"),
        ("theme_goal", "Know", "Guess", "DATA"),
        ("objective_text", "Know", "Guess", "DATA-O1"),
        ("title", "Analyse", "Publish", "DATA-A1"),
        ("accountable", "GSE team", "DIAG", "DATA-A1"),
        ("needs", "DATA-A2", "DATA-A2, DATA-A3", "DATA-A1"),
        ("action_weight", "2", "0.5", "DATA-A1"),
    ],
)
def test_rows_that_contradict_each_other_are_both_told(column, first, second, ref):
    found = told(FIRST | {column: first}, {"milestone": "Two", "timing": "by 2022", column: second})

    assert found == [(3, column, second, f'Row 2 says "{first}" for {ref}.')]


def test_targets_that_contradict_each_other_are_told():
    found = told(
        FIRST | {"measure": "Rate", "target": "half"}, {"measure": "Rate", "target": "all"}
    )

    assert found == [(3, "target", "all", 'Row 2 says "half" for Rate.')]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            [{"objective": "DATA-O1"}],
            (2, "theme_code", "", "The row does not say which theme it belongs to."),
        ),
        (
            [{"theme_code": "DATA", "timing": "by 2022"}],
            (2, "objective", "", "The row does not say which objective it belongs to."),
        ),
        (
            [{"theme_code": "DATA", "objective": "DATA-O1", "timing": "by 2022"}],
            (2, "action", "", "The row does not say which action it belongs to."),
        ),
        (
            [FIRST | {"objective": "ACCESS-O1"}],
            (
                2,
                "objective",
                "ACCESS-O1",
                "ACCESS-O1 is not of the theme DATA, in which this row stands.",
            ),
        ),
        (
            [FIRST | {"action": "ACCESS-A1"}],
            (
                2,
                "action",
                "ACCESS-A1",
                "ACCESS-A1 is not of the theme DATA, in which this row stands.",
            ),
        ),
        (
            [FIRST, {"objective": "DATA-O2", "action": "DATA-A1", "timing": "by 2022"}],
            (3, "action", "DATA-A1", "DATA-A1 already stands under DATA-O1 in row 2."),
        ),
        (
            [FIRST, {"theme_code": "ACCESS", "objective": "DATA-O1"}],
            (
                3,
                "objective",
                "DATA-O1",
                "DATA-O1 is not of the theme ACCESS, in which this row stands.",
            ),
        ),
        (
            [FIRST | {"milestone": "Draft"}, {"milestone": "draft", "timing": "by 2022"}],
            (3, "milestone", "draft", "DATA-A1 already has this milestone in row 2."),
        ),
        (
            [FIRST, FIRST | {"timing": "by 2022"}],
            (3, "milestone", "Delivered", "DATA-A1 already has this milestone in row 2."),
        ),
        ([FIRST | {"timing": ""}], (2, "timing", "", "The deadline is blank.")),
        ([FIRST, {"milestone": "Two"}], (3, "timing", "", "The deadline is blank.")),
        ([FIRST | {"title": ""}], (2, "title", "", "DATA-A1 has no title.")),
        ([FIRST | {"target": "half"}], (2, "measure", "", "The row has a target but no measure.")),
    ],
)
def test_what_does_not_fit_together_is_told_once(rows, fault):
    assert told(*rows) == [fault]


def test_a_faulty_cell_is_not_missing_as_well():
    assert told(FIRST | {"title": "x" * 201, "timing": "soon", "milestone": "x" * 201}) == []
    assert told(FIRST | {"measure": "x" * 201, "target": "half"}) == []
