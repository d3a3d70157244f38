"""What the strategy page tells, and whom it lets change anything."""

from datetime import date, timedelta

import pytest

from dashboard.markdown import plain
from tests import factories
from tests.dashboard.app_pages.strategies import assert_said, edit, make_plan, send
from tests.dashboard.screen import words
from tracker.clock import Clock
from tracker.db import transaction
from tracker.models import Strategy

READERS = ["Member", "Sponsor", f"Lead: {factories.LEAD}"]


@pytest.fixture
def plan(engine):
    make_plan(engine)


def test_the_strategy_is_told_with_its_gaps(open_strategy, plan):
    app = open_strategy("Member")

    assert not app.exception
    told = words(app)
    assert app.title[0].value == "Diversity and inclusion strategy"
    assert "From 1 July 2021, without a stated end" in told
    assert "- Widen membership\n- Keep listening" in told
    assert "Data (DATA)" in told
    assert "Goal: Know more" in told
    assert "- **DATA-O1** Survey\n    - Measure: Rate. :orange-badge" in told
    assert "Target to be set" in told
    assert "- **DATA-O2** Encourage\n    - :orange-badge[:material/report: No measure]" in told
    assert "Gaps to close (3)" in told
    assert "- Objective without a measure: 1 (DATA-O2)" in told
    assert "- Objective without an action: 1 (DATA-O2)" in told


@pytest.mark.parametrize("viewer", READERS)
def test_only_the_secretariat_can_edit_or_publish(open_strategy, plan, viewer):
    app = open_strategy(viewer)

    assert not app.exception
    assert not app.toggle
    assert not app.pills


def test_the_past_can_be_read_but_not_edited(open_strategy, plan):
    app = open_strategy(as_at=date(2022, 3, 1))

    assert not app.exception
    assert not app.toggle
    assert not app.pills
    assert "DATA-O1" in words(app)


def test_nothing_is_open_for_editing_at_first(open_strategy, plan):
    app = open_strategy()

    assert [toggle.value for toggle in app.toggle] == [False]
    assert [pills.value for pills in app.pills] == [None]
    assert not app.text_input


def test_without_a_plan_the_secretariat_can_begin_one(open_strategy, engine, all_of):
    app = open_strategy()
    assert not app.exception
    assert app.title[0].value == "Strategy"
    app = send(app, "Begin a strategy by hand", title="Inclusion for all")

    assert not app.exception
    assert app.title[0].value == "Inclusion for all"
    assert "The strategy is begun" in app.success[0].value
    assert [strategy.title for strategy in all_of(Strategy)] == ["Inclusion for all"]


def test_the_next_strategy_is_begun_and_the_earlier_one_stays_readable(open_strategy, plan, all_of):
    app = edit(open_strategy(), "Begin the next strategy")
    assert "“Diversity and inclusion strategy” stays readable as it stood yesterday" in words(app)
    app = send(app, "Begin the next strategy", title="Inclusion for all")

    assert_said(app, "The next strategy is begun. Import its plan, or add themes and actions here.")
    assert app.title[0].value == "Inclusion for all"
    assert "The plan has no themes yet." in words(app)
    assert [strategy.is_current for strategy in all_of(Strategy)] == [False, True]

    yesterday = Clock().today() - timedelta(days=1)
    told = words(open_strategy("Member"))
    assert "Earlier strategies (1)" in told
    assert "Diversity and inclusion strategy, current from 1 September 2021 to" in told
    assert f"last day](/strategy?as=Member&as_at={yesterday})" in told

    app = open_strategy("Member", as_at=yesterday)
    assert app.title[0].value == "Diversity and inclusion strategy"
    assert "- **DATA-O1** Survey" in words(app)
    assert "Earlier strategies" not in words(app)


def test_without_a_plan_others_are_told_to_wait(open_strategy, engine):
    app = open_strategy("Member")

    assert not app.exception
    assert "There is no plan yet." in app.info[0].value
    assert not app.text_input


def test_words_of_people_are_never_markup(open_strategy, engine):
    hostile = "# :red[Look] [here](https://evil.example) $x$ | <b>bold</b>"
    with transaction(engine) as session:
        strategy = factories.make_strategy(session, title=hostile, mission=hostile, vision=hostile)
        theme = factories.make_theme(session, strategy_id=strategy.id, name=hostile, goal=hostile)
        factories.make_objective(session, theme_id=theme.id, text=hostile)

    app = open_strategy()

    assert not app.exception
    parts = [*app.title, *app.header, *app.subheader, *app.markdown]
    assert not [part.value for part in parts if hostile in part.value]
    assert app.title[0].value == plain(hostile)
