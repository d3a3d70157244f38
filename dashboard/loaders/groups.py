"""Cached reads of groups."""

from collections.abc import Collection, Hashable
from typing import Any

import pandas as pd

from dashboard.loaders import plan as plan_loaders
from dashboard.loaders.base import SINGLE_ACTIONS, WHOLE_PLANS, kept, reading
from dashboard.view import Moment
from tracker.analytics import group_hours, spells
from tracker.analytics import groups as group_analytics
from tracker.analytics.group_hours import Pooled
from tracker.analytics.groups import GroupSelection
from tracker.areas import Area
from tracker.queries import group_people
from tracker.queries import groups as group_queries
from tracker.queries.group_people import GroupPeople
from tracker.queries.groups import Groups
from tracker.vocabulary import ActionState, GroupKind, GroupState

FINISHED = (ActionState.DONE, ActionState.STOPPED)


@kept(Area.PEOPLE, entries=WHOLE_PLANS)
def groups(moment: Moment) -> Groups:
    """Every group, as ``queries.groups.read_groups`` gives it."""
    with reading() as db:
        return group_queries.read_groups(db, as_at=moment.as_at)


@kept(Area.PEOPLE, entries=SINGLE_ACTIONS)
def people(moment: Moment, group_id: int) -> GroupPeople:
    """Who takes part in one group, without their names."""
    with reading() as db:
        return group_people.read_people(db, [group_id], as_at=moment.as_at)


def names(person_ids: Collection[int]) -> dict[int, str]:
    """What people are called, by key."""
    with reading() as db:
        return group_people.read_names(db, [int(each) for each in person_ids])


@kept(Area.PEOPLE)
def chairs(moment: Moment) -> list[str]:
    """How those are called who chair a group that hasn't ended by today."""
    with reading() as db:
        return group_people.chairs(db, day=moment.today)


@kept(Area.PEOPLE, Area.PLAN, entries=WHOLE_PLANS)
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


def orphans(moment: Moment) -> pd.DataFrame:
    """The rows of ``open_homes`` whose group has ended."""
    return group_analytics.orphans(facts(moment), open_homes(moment))


@kept(Area.PEOPLE, entries=WHOLE_PLANS)
def facts(moment: Moment) -> pd.DataFrame:
    """Every group with its figures, as ``analytics.groups.sheet`` gives it."""
    whole = groups(moment)
    with reading() as db:
        members = group_people.count_members(db, day=moment.day, as_at=moment.as_at)
    rows = group_analytics.sheet(whole.groups, members, whole.deliverables, moment.day)
    return rows.reset_index(drop=True)


@kept(Area.PEOPLE, Area.PLAN, entries=WHOLE_PLANS)
def sheet(moment: Moment) -> pd.DataFrame:
    """The rows of ``facts`` with the open actions at home in each group, counted."""
    return group_analytics.with_open_actions(facts(moment), open_homes(moment))


@kept(Area.PEOPLE)
def found(moment: Moment, selection: GroupSelection) -> tuple[int, ...]:
    """The rows of ``sheet``, by number, that are asked for."""
    latest = groups(moment).terms.drop_duplicates("group_id", keep="last")
    purposes = latest.set_index("group_id")["purpose"]
    return tuple(group_analytics.select(facts(moment), purposes, selection).index)


@kept(Area.PEOPLE)
def stages(moment: Moment, rows: tuple[int, ...]) -> pd.DataFrame:
    """The stages of those rows of ``sheet``, as ``analytics.groups.stages`` gives them."""
    asked = facts(moment).loc[list(rows)]
    return group_analytics.stages(asked, groups(moment).changes, moment.day)


@kept(Area.PEOPLE)
def hours_together(moment: Moment) -> Pooled:
    """What all members of all groups offer in the coming weeks, pooled."""
    with reading() as db:
        return group_people.count_hours(db, day=moment.day, as_at=moment.as_at)


@kept(Area.PEOPLE, Area.PLAN)
def due(moment: Moment) -> pd.DataFrame:
    """The open actions at home in groups that are due in the coming weeks, or late."""
    milestones = plan_loaders.plan(moment).milestones
    return group_hours.due(milestones, open_homes(moment), moment.day)


@kept(Area.PEOPLE, Area.PLAN, entries=SINGLE_ACTIONS)
def row(moment: Moment, group_id: int) -> dict[Hashable, Any]:
    """One row of ``sheet``, with how much is recorded of the group's people.

    Beside its columns: ``memberships``, ``open_memberships`` (those not over by the moment's day)
    and ``meetings`` (counts).
    """
    rows = sheet(moment)
    [own] = rows[rows["id"] == group_id].to_dict("records")
    of_group = people(moment, group_id)
    over = spells.ended(of_group.memberships, moment.day)
    return own | {
        "memberships": len(of_group.memberships),
        "open_memberships": len(of_group.memberships) - len(over),
        "meetings": len(of_group.meetings),
    }


@kept(Area.PEOPLE)
def called(moment: Moment) -> dict[int, str]:
    """The name of every group by its key, in alphabetical order."""
    rows = facts(moment)
    return dict(zip(rows["id"], rows["name"], strict=True))


@kept(Area.PEOPLE)
def known_as(moment: Moment) -> dict[str, int]:
    """The key of every group by what an address may call it: its key, or its name in lower case."""
    names = called(moment)
    by_name = {name.casefold(): key for key, name in reversed(names.items())}
    return by_name | {str(key): key for key in names}


@kept(Area.PEOPLE)
def hosts(moment: Moment) -> dict[int, str]:
    """The active groups, which take actions on, as ``called`` gives them."""
    rows = facts(moment)
    rows = rows[rows["state"] == GroupState.ACTIVE]
    return dict(zip(rows["id"], rows["name"], strict=True))


@kept(Area.PEOPLE)
def action_group(moment: Moment) -> tuple[int, str] | None:
    """The key and name of the first action group, whose volunteers are told on the list."""
    rows = facts(moment)
    own = rows[(rows["kind"] == GroupKind.ACTION_GROUP) & ~rows["has_ended"]]
    return min(zip(own["id"].tolist(), own["name"], strict=True), default=None)
