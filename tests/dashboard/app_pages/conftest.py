"""Opens single pages, and reads what they have stored."""

import pytest
import time_machine
from sqlmodel import select

from dashboard.navigation import ACTION, STRATEGY
from tests import factories
from tests.dashboard.app_pages import plans
from tests.dashboard.app_pages.actions import LEAD, make_action
from tracker.clock import Clock
from tracker.db import transaction
from tracker.models import Milestone


@pytest.fixture
def day_of_the_plan():
    """It is the day on which the plan of ``plans`` is looked at."""
    with time_machine.travel(plans.TODAY):
        yield


@pytest.fixture
def plan(engine):
    """The plan of ``plans``; a file may tell another one."""
    with transaction(engine) as session:
        plans.make_plan(session)


@pytest.fixture
def open_strategy(open_page):
    def open_strategy(viewer="Secretariat", **options):
        return open_page(STRATEGY, viewer=viewer, **options)

    return open_strategy


@pytest.fixture
def all_of(engine):
    """Reads every stored record of a kind."""

    def all_of(model):
        with transaction(engine, writes=False) as session:
            found = list(session.exec(select(model).order_by(model.id)))
            session.expunge_all()
            return found

    return all_of


@pytest.fixture
def action(engine):
    """DATA-A1 with one milestone, "Delivered", by October 2021."""
    return make_action(engine)


@pytest.fixture
def open_action(open_page):
    def open_action(viewer=LEAD, ref="DATA-A1", **options):
        return open_page(ACTION, viewer=viewer, ref=ref, **options)

    return open_action


@pytest.fixture
def stored(engine):
    """Reads what the database holds now: ``stored(Milestone).state``."""

    def stored(model):
        with transaction(engine, writes=False) as session:
            [found] = session.exec(select(model)).all()
            session.expunge(found)
            return found

    return stored


@pytest.fixture
def do(engine, stored):
    """Does something to the milestone behind the reader's back."""

    def do(service, **details):
        milestone = stored(Milestone)
        with transaction(engine) as session:
            service(
                session,
                actor=factories.make_actor(),
                now=Clock().now(),
                milestone_id=milestone.id,
                version=milestone.version,
                **details,
            )

    return do
