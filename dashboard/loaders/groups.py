"""Cached reads of groups."""

from collections.abc import Collection
from datetime import date

import pandas as pd

from dashboard.loaders import plan as plan_loaders
from dashboard.loaders.base import cached, cached_single, cached_whole, reading
from dashboard.view import Moment
from tracker.analytics import group_hours
from tracker.analytics import groups as group_analytics
from tracker.analytics.group_hours import Pooled
from tracker.analytics.groups import GroupSelection
from tracker.queries import group_people
from tracker.queries import groups as group_queries
from tracker.queries.group_people import GroupPeople
from tracker.queries.groups import Groups
from tracker.vocabulary import ActionState, GroupKind, GroupState

FINISHED = (ActionState.DONE, ActionState.STOPPED)


@cached_whole
def groups(moment: Moment) -> Groups:
    """Every group, as ``queries.groups.read_groups`` gives it."""
    with reading() as db:
        return group_queries.read_groups(db, as_at=moment.as_at)


@cached_single
def people(moment: Moment, group_id: int) -> GroupPeople:
    """Who takes part in one group, without their names."""
    with reading() as db:
        return group_people.read_people(db, [group_id], as_at=moment.as_at)


def names(person_ids: Collection[int]) -> dict[int, str]:
    """What people are called, by key."""
    with reading() as db:
        return group_people.read_names(db, [int(each) for each in person_ids])


@cached
def chairs(version: int, day: date) -> list[str]:  # noqa: ARG001 - the version is a key
    """How those are called who chair a group that hasn't ended."""
    with reading() as db:
        return group_people.chairs(db, day=day)


@cached_whole
def homes(moment: Moment) -> pd.DataFrame:
    """Every action of the plan: ``action_id``, ``group_id`` (missing: none), ``ref``, ``title``,
    ``state``, ``responsible``, ``is_open``."""
    actions = plan_loaders.plan(moment).actions
    at_home = groups(moment).actions.set_index("action_id")["group_id"]
    found = actions[["action_id", "ref", "title", "state", "responsible"]]
    return found.assign(
        group_id=found["action_id"].map(at_home).astype("Int64"),
        is_open=~found["state"].isin([*FINISHED]),
    )


def open_homes(moment: Moment) -> pd.DataFrame:
    """The rows of ``homes`` of open actions that are at home in a group."""
    found = homes(moment)
    return found[found["is_open"] & found["group_id"].notna()]


@cached_whole
def sheet(moment: Moment) -> pd.DataFrame:
    """Every group with its figures, as ``analytics.groups.sheet`` gives it."""
    whole = groups(moment)
    with reading() as db:
        members = group_people.count_members(db, day=moment.day, as_at=moment.as_at)
    return group_analytics.sheet(
        whole.groups, members, whole.deliverables, open_homes(moment), moment.day
    ).reset_index(drop=True)


@cached
def found(moment: Moment, selection: GroupSelection) -> tuple[int, ...]:
    """The rows of ``sheet``, by number, that are asked for."""
    latest = groups(moment).terms.drop_duplicates("group_id", keep="last")
    purposes = latest.set_index("group_id")["purpose"]
    return tuple(group_analytics.select(sheet(moment), purposes, selection).index)


@cached
def stages(moment: Moment, rows: tuple[int, ...]) -> pd.DataFrame:
    """The stages of those rows of ``sheet``, as ``analytics.groups.stages`` gives them."""
    asked = sheet(moment).loc[list(rows)]
    return group_analytics.stages(asked, groups(moment).changes, moment.day)


@cached
def hours_together(moment: Moment) -> Pooled:
    """What all members of all groups offer in the coming weeks, pooled."""
    with reading() as db:
        return group_people.count_hours(db, day=moment.day, as_at=moment.as_at)


@cached
def due(moment: Moment) -> pd.DataFrame:
    """The open actions at home in groups that are due in the coming weeks, or late."""
    milestones = plan_loaders.plan(moment).milestones
    return group_hours.due(milestones, open_homes(moment), moment.day)


@cached
def row(moment: Moment, group_id: int) -> pd.Series | None:
    """One row of ``sheet``; ``None`` when there is no such group at this moment."""
    rows = sheet(moment)
    own = rows[rows["id"] == group_id]
    return None if own.empty else own.iloc[0]


@cached
def called(moment: Moment) -> dict[int, str]:
    """The name of every group by its key, in alphabetical order."""
    rows = sheet(moment)
    return dict(zip(rows["id"], rows["name"], strict=True))


@cached
def hosts(moment: Moment) -> dict[int, str]:
    """The active groups, which take actions on, as ``called`` gives them."""
    rows = sheet(moment)
    rows = rows[rows["state"] == GroupState.ACTIVE]
    return dict(zip(rows["id"], rows["name"], strict=True))


@cached
def action_group(moment: Moment) -> int | None:
    """The key of the first action group: the one whose volunteers are told on the list."""
    rows = sheet(moment)
    own = rows[(rows["kind"] == GroupKind.ACTION_GROUP) & ~rows["has_ended"]]
    return None if own.empty else int(own["id"].min())
