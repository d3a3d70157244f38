"""What pages read and give away, over a plan made through real services."""

from datetime import date

import pytest

from dashboard import session
from dashboard.components import downloads
from dashboard.loaders import plan as plan_loaders
from dashboard.view import Moment
from tests import factories
from tests.dashboard.app_pages import plans
from tracker.analytics.outline import Selection
from tracker.db import transaction
from tracker.services.plan_import import ImportKind, import_plan
from tracker.transfer import plan_reader
from tracker.transfer.plan_file import COLUMNS

DAY = date(2022, 12, 1)


@pytest.fixture
def moment(engine):
    with transaction(engine) as db:
        plans.make_plan(db, DATA_A2="=HYPERLINK(1) and <b>more</b>")
    return Moment(session.moment().version, DAY)


def reimported(engine, name, content):
    known = frozenset(f"DATA-A{number}" for number in range(1, 5))
    plan = plan_reader.read_plan(name, content, known_actions=known)
    with transaction(engine) as db:
        report = import_plan(
            db, actor=factories.make_actor(), now=plans.TODAY, plan=plan, source=name
        )
    return [line for kind in (ImportKind.ADDED, ImportKind.CHANGED) for line in report.of(kind)]


@pytest.mark.parametrize(
    "selection",
    [Selection(), Selection(standings=("late",)), Selection(search="a4")],
    ids=["all", "late", "search"],
)
def test_an_import_of_what_was_taken_away_changes_nothing(engine, moment, selection):
    table = plan_loaders.plan_file(moment, selection)

    assert list(table.columns) == list(COLUMNS)
    assert reimported(engine, "plan.csv", downloads.csv_bytes(table)) == []
    assert reimported(engine, "plan.xlsx", downloads.xlsx_bytes(table, title="Plan")) == []


def test_the_plan_is_taken_away_as_it_is_filtered(moment):
    table = plan_loaders.plan_file(moment, Selection(standings=("late",)))

    assert table["action"].tolist() == ["DATA-A2"]


def test_the_timeline_is_taken_away_as_it_is_filtered(moment):
    content = downloads.csv_bytes(plan_loaders.timeline_file(moment, Selection(themes=("DATA",))))

    assert content.decode("utf-8-sig").splitlines() == [
        "action,milestone,state,published,current,done,slip in days",
        "DATA-A1,Delivered,done,2021-10-31,2021-10-31,2021-11-10,10",
        "DATA-A2,Delivered,planned,2022-06-30,2022-09-30,,92",
        "DATA-A3,Delivered,planned,2022-12-31,2022-12-31,,0",
        "DATA-A4,Delivered,planned,,,,",
    ]


def test_an_earlier_day_is_taken_away_as_it_was(moment):
    earlier = Moment(moment.version, DAY, as_at=date(2022, 5, 1))

    rows = plan_loaders.timeline_file(earlier, Selection(search="a2"))

    assert downloads.csv_bytes(rows).decode().splitlines()[1].endswith("2022-06-30,2022-06-30,,0")
