"""Cached reads of the coverage grid, and of the actions that nobody stands behind."""

import pandas as pd

from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import posts as post_loaders
from dashboard.loaders import rounds as round_loaders
from dashboard.loaders.base import WHOLE_PLANS, kept, reading
from dashboard.view import Moment
from tracker.analytics import coverage as coverage_analytics
from tracker.analytics import phantom_owners as phantom_analytics
from tracker.analytics.coverage import CoverageSelection, Grid
from tracker.analytics.reporting import RoundState
from tracker.areas import Area
from tracker.queries import coverage as coverage_queries
from tracker.queries.coverage import Coverage


@kept(Area.PEOPLE, entries=WHOLE_PLANS)
def recorded(moment: Moment) -> Coverage:
    """Groups, memberships, homes and returns, as ``queries.coverage`` gives them."""
    with reading() as db:
        return coverage_queries.read_coverage(db, as_at=moment.as_at)


@kept(Area.PEOPLE, entries=WHOLE_PLANS)
def grid(moment: Moment) -> Grid:
    """The grid of the organisations in scope on the day of ``moment``."""
    all_, read = post_loaders.recorded(moment), recorded(moment)
    there = coverage_analytics.representatives(
        read.groups, read.memberships, all_.people, moment.day
    )
    returns = read.returns[read.returns["returned_on"] <= pd.Timestamp(moment.day)]
    return coverage_analytics.grid(all_.organisations, post_loaders.posts(moment), there, returns)


@kept(Area.PEOPLE)
def by_code(moment: Moment) -> dict[str, int]:
    """The key of every organisation in scope by its code."""
    rows = grid(moment).organisations
    return dict(zip(rows["code"], rows["id"], strict=True))


@kept(Area.PEOPLE)
def by_column(moment: Moment) -> pd.DataFrame:
    """How the organisations stand in each column, as ``analytics.coverage.by_column`` says."""
    return coverage_analytics.by_column(grid(moment))


@kept(Area.PEOPLE)
def found(moment: Moment, selection: CoverageSelection) -> tuple[int, ...]:
    """The keys of the organisations asked for, in the order asked for."""
    return tuple(coverage_analytics.select(grid(moment), selection)["id"].tolist())


@kept(Area.PEOPLE, Area.PLAN, Area.ROUNDS)
def phantom_owners(moment: Moment) -> pd.DataFrame:
    """The actions that nobody stands behind, as ``analytics.phantom_owners.find`` gives them."""
    actions, posts = plan_loaders.plan(moment).actions, post_loaders.posts(moment)
    read = recorded(moment)
    abolished = post_loaders.recorded(moment).posts.set_index("title")["abolished_on"].dropna()
    left = phantom_analytics.left_their_group(
        actions, posts, read.homes, read.groups, read.memberships, moment.day
    )
    return phantom_analytics.find(actions, posts, abolished, left, _silent(moment))


def _silent(moment: Moment) -> pd.DataFrame:
    """Who has answered in none of the last closed rounds."""
    all_ = round_loaders.rounds(moment)
    closed = [each for each in all_ if each.state is RoundState.CLOSED][-phantom_analytics.ROUNDS :]
    sheets = [
        round_loaders.sheet(moment, each.number).assign(number=each.number) for each in closed
    ]
    began_on = closed[0].opens_on if closed else moment.day
    return phantom_analytics.silent(sheets, began_on, post_loaders.posts(moment))
