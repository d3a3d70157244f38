"""Cached reads of posts and of who holds them.

They are kept until something changes in the directory or in groups, also those of an earlier day:
whoever is erased is nowhere named from then on. What is said of the plan leaves them as they are.
"""

import pandas as pd

from dashboard.loaders import plan as plan_loaders
from dashboard.loaders.base import WHOLE_PLANS, kept, reading
from dashboard.view import Moment
from tracker.analytics import posts as post_analytics
from tracker.analytics.posts import PostSelection
from tracker.areas import Area
from tracker.queries import posts as post_queries
from tracker.queries.posts import Posts


@kept(Area.PEOPLE, entries=WHOLE_PLANS)
def recorded(moment: Moment) -> Posts:
    """Posts, terms, people and organisations, as ``queries.posts`` gives them."""
    with reading() as db:
        return post_queries.read_posts(db, as_at=moment.as_at)


@kept(Area.PEOPLE, entries=WHOLE_PLANS)
def posts(moment: Moment) -> pd.DataFrame:
    """Every post on the day of ``moment``, as ``analytics.posts.on_day`` gives them."""
    all_ = recorded(moment)
    return post_analytics.on_day(
        all_.posts, all_.appointments, all_.people, all_.organisations, moment.day
    )


@kept(Area.PEOPLE)
def whose(moment: Moment) -> tuple[str, ...]:
    """The codes of the organisations that have posts, in alphabetical order."""
    return tuple(sorted(set(posts(moment)["organisation"]) - {""}))


@kept(Area.PEOPLE)
def found(moment: Moment, selection: PostSelection) -> tuple[int, ...]:
    """The rows of ``posts``, by number, that are asked for."""
    return tuple(post_analytics.select(posts(moment), selection).index)


@kept(Area.PEOPLE, Area.PLAN)
def depending(moment: Moment) -> pd.DataFrame:
    """The open actions that name a vacant post, as ``analytics.posts.depending`` gives them."""
    return post_analytics.depending(plan_loaders.plan(moment).actions, posts(moment))


@kept(Area.PEOPLE)
def terms(moment: Moment, post_id: int) -> pd.DataFrame:
    """Every term in one post, as ``analytics.posts.terms_of`` gives them."""
    all_ = recorded(moment)
    return post_analytics.terms_of(all_.appointments, all_.people, post_id)


@kept(Area.PEOPLE)
def offices(moment: Moment) -> list[str]:
    """The posts whose holders act by themselves, as ``queries.posts.offices`` gives them."""
    with reading() as db:
        return post_queries.offices(db, day=moment.today)


@kept(Area.PEOPLE)
def number_of_open_offers(moment: Moment) -> int:  # noqa: ARG001 - the moment is the key
    """How many offers nobody has answered yet."""
    with reading() as db:
        return post_queries.count_open_offers(db)


def open_offers() -> pd.DataFrame:
    """The offers nobody has answered yet: read anew each time, and kept in no cache."""
    with reading() as db:
        return post_queries.open_offers(db)
