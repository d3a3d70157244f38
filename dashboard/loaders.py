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

import pandas as pd
import streamlit as st

from dashboard import session
from dashboard.view import Moment
from tracker.analytics import gaps as gap_analytics
from tracker.analytics import plan_versions as version_analytics
from tracker.db import Session, transaction
from tracker.queries import actions as action_queries
from tracker.queries import plan as plan_queries
from tracker.queries import plan_versions as version_queries
from tracker.queries import progress as progress_queries
from tracker.queries.actions import ActionReport
from tracker.queries.plan import Plan, StrategyFacts
from tracker.queries.progress import ProgressReport
from tracker.vocabulary import MilestoneState

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


@cached
def has_plan(moment: Moment) -> bool:
    """Whether there is anything of a plan to show."""
    return not plan(moment).themes.empty


@cached
def strategy(moment: Moment) -> StrategyFacts | None:
    """What the current strategy says of itself; ``None`` before there is one."""
    return plan(moment).strategy


@cached
def gaps(moment: Moment) -> pd.DataFrame:
    """What the plan leaves open, as ``analytics.gaps.find`` gives it."""
    whole = plan(moment)
    return gap_analytics.find(whole.objectives, whole.measures, whole.actions, whole.milestones)


@cached
def plan_versions(moment: Moment) -> pd.DataFrame:
    """The published versions, the latest first."""
    with reading() as db:
        return version_queries.published(db, as_at=moment.as_at)


@cached
def content_to_publish(moment: Moment) -> pd.DataFrame:
    """What a version published at this moment would hold, as ``plan_versions.content`` gives it."""
    whole = plan(moment)
    weights = whole.actions.set_index("id")["weight"]
    live = whole.milestones[whole.milestones["state"] != MilestoneState.DROPPED]
    return live.assign(action_weight=live["action_id"].map(weights))


@cached
def version_changes(moment: Moment, before: int, after: int | None) -> pd.DataFrame:
    """What changed from one version to another; ``None`` is the plan as it stands."""
    with reading() as db:
        old = version_queries.content(db, before)
        new = content_to_publish(moment) if after is None else version_queries.content(db, after)
    return version_analytics.compare(old, new)


def next_version(moment: Moment) -> int:
    """The number that the next published version gets."""
    return int(plan_versions(moment)["number"].max()) + 1 if len(plan_versions(moment)) else 1
