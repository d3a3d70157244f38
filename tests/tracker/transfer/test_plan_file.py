import csv

from hypothesis import HealthCheck, given, settings

from tests.tracker.transfer.plans import plans
from tracker.timing import parse
from tracker.transfer.plan_file import (
    COLUMNS,
    FileAction,
    FileMeasure,
    FileMilestone,
    FileObjective,
    FileTheme,
    PlanFile,
    plan_rows,
)
from tracker.transfer.plan_reader import read_plan
from tracker.transfer.spreadsheets import to_csv, to_xlsx

slow_to_draw = settings(
    suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60
)


def action(ref, *milestones, **changes):
    stated = {"title": "Ask", "accountable": "", "responsible": "", "needs": (), "weight": 1.0}
    return FileAction(ref=ref, milestones=milestones, **stated | changes)


def plan_of(*actions, measures=()):
    objective = FileObjective("DATA-O1", "Raise reporting", measures, actions)
    return PlanFile((FileTheme("DATA", "Data", "Understand", (objective,)),))


def table(plan):
    columns, rows = plan_rows(plan)
    return [dict(zip(columns, row, strict=True)) for row in rows]


@slow_to_draw
@given(plans())
def test_csv_gives_back_the_plan_that_was_written(plan):
    assert read_plan("plan.csv", to_csv(*plan_rows(plan))) == plan


@slow_to_draw
@given(plans())
def test_xlsx_gives_back_the_plan_that_was_written(plan):
    assert read_plan("plan.xlsx", to_xlsx(*plan_rows(plan), title="Plan")) == plan


@slow_to_draw
@given(plans())
def test_writing_what_was_read_changes_no_byte(plan):
    written = to_csv(*plan_rows(plan))

    assert to_csv(*plan_rows(read_plan("plan.csv", written))) == written


def test_every_row_names_its_action_and_only_the_first_its_texts():
    draft = FileMilestone("Draft", parse("by October 2021"), 1.0)
    report = FileMilestone("Report", parse("by 2022"), 0.5)

    first, second = table(plan_of(action("DATA-A1", draft, report, needs=("DATA-A2", "DATA-A3"))))

    refs = {"theme_code": "DATA", "objective": "DATA-O1", "action": "DATA-A1"}
    assert refs.items() <= first.items() and refs.items() <= second.items()
    assert (first["title"], first["needs"], first["weight"]) == ("Ask", "DATA-A2, DATA-A3", "1")
    assert (first["theme"], first["theme_goal"], first["objective_text"]) == (
        "Data",
        "Understand",
        "Raise reporting",
    )
    assert second == dict.fromkeys(COLUMNS, "") | refs | {
        "milestone": "Report",
        "timing": "by 2022",
        "weight": "0.5",
    }


def test_measures_stand_beside_the_milestones_and_below_them():
    measures = (FileMeasure("Rate", "to be set"), FileMeasure("Count", ""))
    milestone = FileMilestone("Delivered", parse("by 2022"), 1.0)

    rows = table(plan_of(action("DATA-A1", milestone), measures=measures))

    assert [(row["action"], row["measure"], row["target"]) for row in rows] == [
        ("DATA-A1", "Rate", "to be set"),
        ("", "Count", ""),
    ]


def test_a_theme_and_an_objective_without_anything_below_keep_a_row():
    objective = FileObjective("DATA-O1", "", (), ())
    plan = PlanFile((FileTheme("ACCESS", "", "", ()), FileTheme("DATA", "", "", (objective,))))

    assert [(row["theme_code"], row["objective"]) for row in table(plan)] == [
        ("ACCESS", ""),
        ("DATA", "DATA-O1"),
    ]


def test_action_weights_have_a_column_only_where_they_differ():
    milestone = FileMilestone("Delivered", parse("by 2022"), 1.0)
    plain, heavy = action("DATA-A1", milestone), action("DATA-A2", milestone, weight=2.5)

    assert plan_rows(plan_of(plain))[0] == list(COLUMNS)
    columns, rows = plan_rows(plan_of(plain, heavy))
    assert columns == [*COLUMNS, "action_weight"]
    assert [row[-1] for row in rows] == ["1", "2.5"]


def test_an_exported_file_is_readable_as_plain_csv():
    milestone = FileMilestone("Delivered", parse("before March 2022, if available"), 1.0)
    text = to_csv(*plan_rows(plan_of(action("DATA-A1", milestone)))).decode("utf-8-sig")

    (row,) = csv.DictReader(text.splitlines())
    assert (row["action"], row["timing"]) == ("DATA-A1", "before March 2022, if available")
