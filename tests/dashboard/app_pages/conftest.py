"""Opens single pages, and reads what they have stored."""

import pytest
from sqlmodel import select

from dashboard.navigation import STRATEGY
from tracker.db import transaction


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
