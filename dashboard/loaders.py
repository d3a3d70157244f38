"""Cached reads of the plan.

Each is a function of the moment looked at, and of nothing else that could change: the moment
holds the data version, so nothing here is ever stale and nothing has to be cleared.

    @cached_whole
    def plan(moment: Moment) -> Plan:
        with reading() as db:
            return progress_queries.plan_on(db, day=moment.day, as_at=moment.as_at)
"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard import session
from dashboard.view import Moment
from tracker.db import Session, transaction
from tracker.queries import actions as action_queries
from tracker.queries import plan as plan_queries
from tracker.queries import progress as progress_queries
from tracker.queries.actions import ActionReport
from tracker.queries.plan import Plan
from tracker.queries.progress import ProgressReport

# Days and versions kept for each function before the least used is forgotten.
ENTRIES = 32
WHOLE_PLANS = 4  # megabytes each
SINGLE_ACTIONS = 512  # kilobytes each

cached = st.cache_data(max_entries=ENTRIES, show_spinner=False)
cached_single = st.cache_data(max_entries=SINGLE_ACTIONS, show_spinner=False)
cached_whole = st.cache_data(max_entries=WHOLE_PLANS, show_spinner=False)


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


@cached_whole
def plan(moment: Moment) -> Plan:
    """The whole plan with its rules applied on the day of ``moment``."""
    with reading() as db:
        return progress_queries.plan_on(db, day=moment.day, as_at=moment.as_at)


@cached
def progress(moment: Moment) -> ProgressReport:
    """How far the plan is, and how far it was to be."""
    with reading() as db:
        return progress_queries.progress_on(db, plan(moment), day=moment.day)


@cached_single
def action(moment: Moment, ref: str) -> ActionReport | None:
    """The action called ``ref``, with its milestones and its history."""
    with reading() as db:
        return action_queries.report(db, plan(moment), ref, as_at=moment.as_at)


@cached
def action_names(moment: Moment) -> dict[str, str]:
    """Every action's title by its reference, in the order of the plan."""
    actions = plan(moment).actions
    return dict(zip(actions["ref"], actions["title"], strict=True))
