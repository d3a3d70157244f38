"""What the database itself refuses, whoever writes to it."""

from datetime import date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from tests.factories import (
    BEGINNING,
    make_action,
    make_milestone,
    make_objective,
    make_strategy,
    make_theme,
)
from tracker.db import transaction
from tracker.models import Milestone
from tracker.timing import parse

both_databases = pytest.mark.both_databases


@both_databases
@pytest.mark.parametrize(
    "change",
    [
        "milestone SET weight = 0",
        "milestone SET state = 'done'",
        "milestone SET done_on = '2022-01-01'",
        "milestone SET state = 'dropped'",
        "milestone SET state = 'finished'",
        "milestone SET condition_state = 'not_met'",
        "milestone SET due_on = NULL",
        "milestone SET due_precision = 'week'",
        "action SET weight = -1",
        "action SET state = 'paused'",
        "action SET state = 'stopped', state_reason = ''",
        "action SET state = 'lost'",
        "action SET objective_id = 12345",
    ],
)
def test_a_plan_that_cannot_be_is_refused(engine, change):
    with transaction(engine) as session:
        make_milestone(session)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(f"UPDATE {change}"))


@both_databases
def test_one_strategy_is_current(engine):
    with transaction(engine) as session:
        make_strategy(session, is_current=False)
        make_strategy(session)
        make_strategy(session, is_current=False)
    with pytest.raises(IntegrityError), transaction(engine) as session:
        make_strategy(session)


@pytest.mark.parametrize(
    "make_two",
    [
        lambda session: [make_theme(session, code="DATA") for _ in range(2)],
        lambda session: [make_action(session, ref="DATA-A1") for _ in range(2)],
        lambda session: [
            make_objective(session, theme_id=theme_id, ref="DATA-O1")
            for theme_id in [make_theme(session).id] * 2
        ],
        lambda session: [make_milestone(session, action) for action in [make_action(session)] * 2],
    ],
)
def test_references_are_given_once(engine, make_two):
    with pytest.raises(IntegrityError), transaction(engine) as session:
        make_two(session)


def test_a_moment_without_a_zone_is_refused(engine):
    with pytest.raises(StatementError, match="timezone"), transaction(engine) as session:
        make_strategy(session, created_at=datetime(2021, 9, 1, 9))


@both_databases
def test_what_is_stored_comes_back_as_it_was(engine):
    with transaction(engine) as session:
        milestone_id = make_milestone(session, timing="by Q2 2022", weight=1.5).id
    with transaction(engine, writes=False) as session:
        milestone = session.get_one(Milestone, milestone_id)
        assert milestone.created_at == BEGINNING
        assert (milestone.due_on, milestone.weight) == (date(2022, 6, 30), 1.5)
        assert milestone.due_precision is parse("by Q2 2022").precision
