"""Cached reads of the plan."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd
import streamlit as st

from dashboard.loaders.base import SINGLE_ACTIONS, WHOLE_PLANS, kept, reading
from dashboard.view import Moment
from tracker.analytics import gaps as gap_analytics
from tracker.analytics import outline as outline_analytics
from tracker.analytics import plan_versions as version_analytics
from tracker.analytics.outline import Selection
from tracker.analytics.slips import slip_days
from tracker.areas import Area
from tracker.db import Session
from tracker.queries import actions as action_queries
from tracker.queries import plan as plan_queries
from tracker.queries import plan_refresh
from tracker.queries import plan_versions as version_queries
from tracker.queries import progress as progress_queries
from tracker.queries import rounds as round_queries
from tracker.queries import strategies as strategy_queries
from tracker.queries.actions import ActionReport
from tracker.queries.plan import Plan, StrategyFacts
from tracker.queries.plan_refresh import KeptPlan
from tracker.queries.progress import ProgressReport
from tracker.queries.strategies import EarlierStrategy
from tracker.transfer.plan_export import plan_file_of
from tracker.transfer.plan_file import plan_rows
from tracker.vocabulary import MilestoneState, Role

# The columns of the timeline's file, by where they come from.
TIMELINE_FILE = {
    "ref": "action",
    "title": "milestone",
    "state": "state",
    "first_due_on": "published",
    "due_on": "current",
    "done_on": "done",
    "slip_days": "slip in days",
}
TIMELINE_DAYS = ("first_due_on", "due_on", "done_on")


@kept(Area.PLAN)
def responsibles(moment: Moment) -> list[str]:  # noqa: ARG001 - the moment is the key
    """The posts that the plan calls responsible, in alphabetical order."""
    with reading() as db:
        return plan_queries.responsibles(db)


@kept(Area.STRATEGY, Area.ROUNDS)
def reviewers(moment: Moment) -> list[str]:  # noqa: ARG001 - the moment is the key
    """The posts that review a theme's updates in any round, in alphabetical order."""
    with reading() as db:
        return round_queries.reviewers(db)


def plan(moment: Moment) -> Plan:
    """The whole plan with its rules applied on the day of ``moment``."""
    return _past_plan(moment.as_at) if moment.as_at else _present_plan(moment)


@kept(Area.PLAN, entries=WHOLE_PLANS)
def _present_plan(moment: Moment) -> Plan:
    # Readers at the same time may both refresh it: whoever is last leaves a true one, too.
    latest = _latest_plan()
    with reading() as db:
        kept = latest.kept = plan_refresh.refreshed(db, latest.kept, day=moment.day)
    return kept.plan


@dataclass
class _LatestPlan:
    """The present plan as this process read it last: after a change only that is read anew."""

    kept: KeptPlan | None = None


@st.cache_resource(show_spinner=False)
def _latest_plan() -> _LatestPlan:
    return _LatestPlan()


@kept(Area.PLAN, entries=WHOLE_PLANS)
def _past_plan(day: date) -> Plan:
    # Whatever is changed from now on: what had been recorded by the end of a day stays the same.
    with reading() as db:
        return progress_queries.plan_on(db, day=day, as_at=day)


@kept(Area.PLAN, entries=WHOLE_PLANS)
def progress(moment: Moment) -> ProgressReport:
    """How far the plan is, and how far it was to be."""
    with reading() as db:
        return progress_queries.progress_on(
            db, plan(moment), day=moment.day, read_version=_published
        )


@st.cache_resource(max_entries=WHOLE_PLANS, show_spinner=False)
def _published(_db: Session, version_id: int) -> pd.DataFrame:
    # What is published never changes: it is read once.
    return progress_queries.published_milestones(_db, version_id)


# Its history tells of changes in every part of the records.
@kept(entries=SINGLE_ACTIONS)
def action(moment: Moment, ref: str, reader: Role) -> ActionReport | None:
    """The action called ``ref``, with its milestones and its history."""
    with reading() as db:
        return action_queries.report(db, plan(moment), ref, reader=reader, as_at=moment.as_at)


@kept(Area.PLAN)
def action_names(moment: Moment) -> dict[str, str]:
    """Every action's title by its reference, in the order of the plan."""
    actions = plan(moment).actions
    return dict(zip(actions["ref"], actions["title"], strict=True))


@kept(Area.PLAN)
def has_plan(moment: Moment) -> bool:
    """Whether there is anything of a plan to show."""
    return not plan(moment).themes.empty


@kept(Area.PLAN)
def strategy(moment: Moment) -> StrategyFacts | None:
    """What the current strategy says of itself; ``None`` before there is one."""
    return plan(moment).strategy


@kept(Area.STRATEGY)
def earlier_strategies(moment: Moment) -> list[EarlierStrategy]:
    """The strategies before the one that is current on the day looked at, the latest first."""
    with reading() as db:
        return strategy_queries.earlier(db, as_at=moment.as_at)


@kept(Area.PLAN, entries=WHOLE_PLANS)
def gaps(moment: Moment) -> pd.DataFrame:
    """What the plan leaves open, as ``analytics.gaps.find`` gives it."""
    whole = plan(moment)
    return gap_analytics.find(whole.objectives, whole.measures, whole.actions, whole.milestones)


@kept(Area.STRATEGY)
def plan_versions(moment: Moment) -> pd.DataFrame:
    """The published versions, the latest first."""
    with reading() as db:
        return version_queries.published(db, as_at=moment.as_at)


@kept(Area.PLAN)
def content_to_publish(moment: Moment) -> pd.DataFrame:
    """What a version published at this moment would hold, as ``plan_versions.content`` gives it."""
    whole = plan(moment)
    weights = whole.actions.set_index("id")["weight"]
    live = whole.milestones[whole.milestones["state"] != MilestoneState.DROPPED]
    return live.assign(action_weight=live["action_id"].map(weights))


@kept(Area.PLAN)
def version_changes(moment: Moment, before: int, after: int | None) -> pd.DataFrame:
    """What changed from one version to another; ``None`` is the plan as it stands."""
    with reading() as db:
        old = version_queries.content(db, before, as_at=moment.as_at)
        new = (
            content_to_publish(moment)
            if after is None
            else version_queries.content(db, after, as_at=moment.as_at)
        )
    return version_analytics.compare(old, new)


def next_version(moment: Moment) -> int:
    """The number that the next published version gets."""
    return int(plan_versions(moment)["number"].max()) + 1 if len(plan_versions(moment)) else 1


@kept(Area.PLAN, entries=WHOLE_PLANS)
def outline(moment: Moment) -> pd.DataFrame:
    """Every theme, objective and action in one table, as ``analytics.outline`` gives it."""
    whole = plan(moment)
    return outline_analytics.outline(
        whole.themes, whole.objectives, whole.actions, whole.milestones
    )


class FilterChoices(NamedTuple):
    """What the plan can be filtered by.

    Attributes:
        themes: Their codes, by what a field and the address call them.
        accountables: In alphabetical order.
    """

    themes: dict[str, str]
    accountables: tuple[str, ...]


@kept(Area.PLAN)
def filter_choices(moment: Moment) -> FilterChoices:
    """What the plan can be filtered by."""
    themes = plan(moment).themes
    rows = outline(moment)
    labels = themes["code"] + " " + themes["name"]
    accountables = sorted(set(rows["accountable"]) - {""})
    return FilterChoices(dict(zip(labels, themes["code"], strict=True)), tuple(accountables))


@kept(Area.PLAN)
def found(moment: Moment, selection: Selection) -> tuple[int, ...]:
    """The rows of ``outline``, by number, that are asked for."""
    return tuple(outline_analytics.select(outline(moment), selection).index)


@kept(Area.PLAN, entries=WHOLE_PLANS)
def timeline(moment: Moment) -> pd.DataFrame:
    """Every milestone as ``charts.timeline`` takes them."""
    whole = plan(moment)
    milestones = whole.milestones
    # An action's only milestone is best known by the action's name.
    titles = milestones["action_id"].map(whole.actions.set_index("action_id")["title"])
    alone = ~milestones["action_id"].duplicated(keep=False)
    # What is on hold isn't due now, whatever date it once had.
    on_hold = milestones["is_left_out"] | (milestones["waiting_for"] != "")
    milestones = milestones.assign(
        name=milestones["title"].where(~alone, titles),
        on_hold=on_hold & (milestones["state"] == MilestoneState.PLANNED),
    )
    milestones["due_on"] = milestones["due_on"].mask(milestones["on_hold"])
    milestones["slip_days"] = slip_days(milestones)
    return milestones[[*TIMELINE_FILE, "name", "is_late", "on_hold"]]


@kept(Area.PLAN)
def milestones_of(moment: Moment, rows: tuple[int, ...]) -> tuple[int, ...]:
    """The rows of ``timeline``, by number, of the actions in those rows of ``outline``."""
    refs = outline(moment).loc[list(rows), "ref"]
    milestones = timeline(moment)
    return tuple(milestones.index[milestones["ref"].isin(refs)])


@kept(Area.PLAN, entries=WHOLE_PLANS)
def plan_file(moment: Moment, selection: Selection) -> pd.DataFrame:
    """The actions asked for, in the columns of a plan file; an import of it changes nothing."""
    whole = plan(moment)
    only = None
    if selection != Selection():
        only = set(outline(moment).loc[list(found(moment, selection)), "ref"])
    columns, rows = plan_rows(plan_file_of(whole, only=only))
    return pd.DataFrame(rows, columns=columns)


@kept(Area.PLAN, entries=WHOLE_PLANS)
def timeline_file(moment: Moment, selection: Selection) -> pd.DataFrame:
    """The milestones of the actions asked for, their days written as 2022-03-31."""
    rows = timeline(moment).loc[list(milestones_of(moment, found(moment, selection)))]
    days = {name: rows[name].dt.strftime("%Y-%m-%d") for name in TIMELINE_DAYS}
    return rows.assign(**days)[[*TIMELINE_FILE]].rename(columns=TIMELINE_FILE)
