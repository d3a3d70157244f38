"""Cached reads of the plan.

Each is a function of the moment looked at, and of nothing else that could change: the moment
holds the data version, so nothing here is ever stale and nothing has to be cleared.

    @cached
    def plan(moment: Moment) -> pd.DataFrame:
        with reading() as db:
            return plan_queries.plan(db, as_at=moment.as_at)
"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard import session
from tracker.db import Session, transaction
from tracker.queries import plan as plan_queries

# Days and versions kept for each function before the least used is forgotten.
ENTRIES = 32

cached = st.cache_data(max_entries=ENTRIES, show_spinner=False)


@contextmanager
def reading() -> Iterator[Session]:
    """A session that reads, and never waits for anyone who writes."""
    with transaction(session.engine(), writes=False) as db:
        yield db


@cached
def responsibles(version: int) -> list[str]:  # noqa: ARG001 - the version is the key
    """The posts that the plan calls responsible, in alphabetical order."""
    with reading() as db:
        return plan_queries.responsibles(db)
