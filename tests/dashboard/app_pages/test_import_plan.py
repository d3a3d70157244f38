from datetime import date

import pytest
from sqlmodel import select

from dashboard.navigation import IMPORT_PLAN
from tests.factories import (
    BEGINNING,
    make_action,
    make_actor,
    make_milestone,
    make_objective,
    make_strategy,
    make_theme,
)
from tracker.db import transaction
from tracker.models import Action
from tracker.queries.plan import read_plan
from tracker.services.actions import edit_action
from tracker.transfer.example import PLAN

HEADINGS = "theme_code,theme,objective,action,title,timing\n"
ONE_ACTION = HEADINGS + "DATA,Data,DATA-O1,DATA-A1,Analyse the survey,by October 2021\n"


@pytest.fixture
def choose(open_page):
    """Opens the page and chooses a file of this content."""

    def choose(content: str | bytes, name: str = "plan.csv", **options):
        page = open_page(IMPORT_PLAN, **options)
        content = content.encode() if isinstance(content, str) else content
        page.file_uploader[0].upload(name, content, "text/csv")
        return page.run()

    return choose


def recorded(engine):
    with transaction(engine, writes=False) as session:
        return read_plan(session)


def press(page, label):
    [button] = [button for button in page.button if button.label == label]
    return button.click().run()


def test_the_published_plan_is_shown_and_then_imported(choose, engine):
    page = choose(PLAN.read_bytes())

    assert not page.exception
    assert [metric.value for metric in page.metric] == ["25", "0", "0"]
    [added] = page.expander
    assert (added.label, added.proto.expanded) == ("Added: 25 things", True)
    assert len(added.table[0].value) == 25
    assert recorded(engine).actions.empty

    page.text_input[0].set_value("Our strategy")
    page = press(page, "Import this file")

    assert not page.exception
    assert page.success[0].value.startswith("Imported plan")
    plan = recorded(engine)
    assert len(plan.actions) == 8
    assert plan.strategy.title == "Our strategy"


def test_a_faulty_file_is_told_fault_by_fault_and_nothing_is_taken(choose, engine):
    page = choose(HEADINGS + "DATA,Data,DATA-O1,DATA-A1,x,by 30 February 2022\n,,DATA-O1,A2,y,soon")

    assert not page.exception
    assert page.error[0].value.startswith("3 things are wrong in this file")
    table = page.table[0].value
    assert list(table["Column"]) == ["timing", "action", "timing"]
    assert recorded(engine).themes.empty


@pytest.mark.parametrize("content", ["", "PK\x03\x04not a sheet", "\x00\x01\x02"])
def test_a_file_that_is_no_sheet_is_refused_in_words(choose, content):
    page = choose(content)

    assert not page.exception
    assert len(page.error) == 1


def test_a_moved_deadline_asks_why_and_keeps_what_was_typed(choose, engine):
    with transaction(engine) as session:
        theme = make_theme(session, code="DATA")
        objective = make_objective(session, theme_id=theme.id, ref="DATA-O1")
        action = make_action(session, objective_id=objective.id, ref="DATA-A1")
        make_milestone(session, action, timing="by September 2021")
    page = choose(ONE_ACTION)

    page.text_input[0].set_value(" ")
    page = press(page, "Import this file")
    assert "Say why" in page.error[0].value
    assert recorded(engine).milestones["timing"].tolist() == ["by September 2021"]

    page.text_input[0].set_value("The survey opened late")
    page = press(page, "Import this file")
    assert not page.error
    assert recorded(engine).milestones["timing"].tolist() == ["by October 2021"]


def test_what_somebody_changed_after_it_was_shown_is_shown_before_it_is_overwritten(choose, engine):
    with transaction(engine) as session:
        theme = make_theme(session, code="DATA")
        objective = make_objective(session, theme_id=theme.id, ref="DATA-O1")
        action = make_action(session, objective_id=objective.id, ref="DATA-A1", title="Analyse")
        make_milestone(session, action, timing="by September 2021")
    page = choose(ONE_ACTION)
    with transaction(engine) as session:
        [action] = session.exec(select(Action))
        by = {"actor": make_actor(), "now": BEGINNING}
        edit_action(session, **by, action_id=action.id, version=action.version, title="Ask twice")

    page.text_input[0].set_value("The survey opened late")
    page = press(page, "Import this file")
    assert "would do something else now" in page.error[0].value
    assert "“Ask twice” becomes" in " ".join(page.expander[0].table[0].value["How"])
    assert page.text_input[0].value == "The survey opened late"
    assert recorded(engine).actions["title"].tolist() == ["Ask twice"]

    page = press(page, "Import this file")
    assert not page.error
    assert recorded(engine).actions["title"].tolist() == ["Analyse the survey"]


def test_a_file_that_says_nothing_new_says_so(choose, engine):
    choose(ONE_ACTION)
    page = choose(ONE_ACTION)
    page.text_input[0].set_value("Ours")
    press(page, "Import this file")

    page = choose(ONE_ACTION)

    assert "nothing is left to import" in page.info[0].value
    assert not page.button


def test_an_earlier_day_takes_no_file(open_page, engine):
    with transaction(engine) as session:
        make_strategy(session)

    page = open_page(IMPORT_PLAN, as_at=date(2021, 12, 1))

    assert not page.file_uploader
    assert "Go back to today" in page.info[0].value


@pytest.mark.parametrize("viewer", ["Member", "Sponsor"])
def test_only_the_secretariat_imports(open_page, viewer):
    page = open_page(IMPORT_PLAN, viewer=viewer)

    assert not page.file_uploader
    assert "Only the secretariat" in page.error[0].value
