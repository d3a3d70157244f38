"""Published versions on the strategy page: publishing one, comparing two."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from tests import factories
from tests.dashboard.app_pages.strategies import (
    PUBLISH,
    assert_said,
    make_plan,
    publish_twice,
    send,
)
from tests.dashboard.screen import errors, words
from tracker.db import transaction
from tracker.models import Action, PlanVersion
from tracker.services.plan_versions import publish_plan


@pytest.fixture
def plan(engine):
    make_plan(engine)


@pytest.fixture
def published(engine, plan):
    publish_twice(engine)


def test_the_first_version_is_published(open_strategy, plan, all_of):
    app = open_strategy()
    assert "No version is published yet." in words(app)
    app = app.pills[0].set_value(PUBLISH).run()
    assert "Version 1 will hold the deadlines and weights of 1 milestone" in words(app)
    app = send(app, "Publish version 1", note="As launched")

    assert_said(app, "Version 1 is published.")
    assert [version.note for version in all_of(PlanVersion)] == ["As launched"]
    assert "**Version 1**" in words(app)
    assert app.pills[0].value is None


def test_before_publishing_it_is_said_what_changed_since_the_last_version(
    open_strategy, published, engine
):
    with transaction(engine) as session:
        action = session.exec(select(Action)).one()
        factories.make_milestone(session, action, title="Third", timing="by 2024")

    app = open_strategy().pills[0].set_value(PUBLISH).run()

    told = words(app)
    assert "Version 3 will hold the deadlines and weights of 3 milestones" in told
    assert "Since version 2: 1 added." in told


def test_who_publishes_while_somebody_else_does_is_told_and_keeps_the_note(
    open_strategy, published, engine, all_of
):
    app = open_strategy().pills[0].set_value(PUBLISH).run()
    with transaction(engine) as session:
        publish_plan(session, actor=factories.make_actor(), now=datetime.now(UTC))
    app = send(app, "Publish version 3", note="After the board")

    assert "“Published version 3 of the plan”" in errors(app)[0]
    assert "Since version 3: " in words(app)
    assert len(all_of(PlanVersion)) == 3

    assert_said(send(app, "Publish version 4"), "Version 4 is published.")
    assert all_of(PlanVersion)[-1].note == "After the board"


def test_the_latest_two_versions_are_compared(open_strategy, published):
    app = open_strategy("Member")

    told = words(app)
    assert "**Version 1**, 1 September 2021 by Secretariat: 1 milestone. First" in told
    assert "1 added and 1 moved." in told
    changes = app.table[-1].value.reset_index().map(lambda cell: cell.replace("\\", ""))
    assert changes.to_dict("records") == [
        {
            "Milestone": "DATA-A1: Delivered",
            "Change": "Moved",
            "Before": "by October 2021",
            "After": "by December 2021",
        },
        {"Milestone": "DATA-A1: Second", "Change": "Added", "Before": "", "After": "by 2023"},
    ]


def test_any_two_versions_can_be_compared(open_strategy, published):
    app = open_strategy("Member")
    app = app.selectbox(key="version_before").set_value(2).run()
    assert "Nothing changed." in words(app)

    app = app.selectbox(key="version_after").set_value(1).run()

    assert "1 removed and 1 moved." in words(app)


def test_as_at_an_earlier_day_only_what_was_published_by_then_is_there(open_strategy, published):
    app = open_strategy(as_at=date(2021, 9, 2))

    assert "**Version 1**" in words(app)
    assert "**Version 2**" not in words(app)
    assert not app.table
