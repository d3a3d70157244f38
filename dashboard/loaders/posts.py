"""Cached reads of posts and of who holds them.

All of them are kept by the data version, also those of an earlier day: whoever is erased is
nowhere named from then on.
"""

import pandas as pd

from dashboard.loaders import plan as plan_loaders
from dashboard.loaders.base import cached, cached_whole, reading
from dashboard.view import Moment
from tracker.analytics import posts as post_analytics
from tracker.analytics.posts import PostSelection
from tracker.queries import posts as post_queries
from tracker.queries.posts import Posts


@cached_whole
def recorded(moment: Moment) -> Posts:
    """Posts, terms, people and organisations, as ``queries.posts`` gives them."""
    with reading() as db:
        return post_queries.read_posts(db, as_at=moment.as_at)


@cached_whole
def posts(moment: Moment) -> pd.DataFrame:
    """Every post on the day of ``moment``, as ``analytics.posts.on_day`` gives them."""
    all_ = recorded(moment)
    return post_analytics.on_day(
        all_.posts, all_.appointments, all_.people, all_.organisations, moment.day
    )


@cached
def found(moment: Moment, selection: PostSelection) -> tuple[int, ...]:
    """The rows of ``posts``, by number, that are asked for."""
    return tuple(post_analytics.select(posts(moment), selection).index)


@cached
def depending(moment: Moment) -> pd.DataFrame:
    """The open actions that name a vacant post, as ``analytics.posts.depending`` gives them."""
    return post_analytics.depending(plan_loaders.plan(moment).actions, posts(moment))


@cached
def terms(moment: Moment, post_id: int) -> pd.DataFrame:
    """Every term in one post, as ``analytics.posts.terms_of`` gives them."""
    all_ = recorded(moment)
    return post_analytics.terms_of(all_.appointments, all_.people, post_id)


@cached
def champions(version: int) -> list[str]:  # noqa: ARG001 - the version is the key
    """The champions' posts of the whole profession that somebody was ever appointed to."""
    with reading() as db:
        return post_queries.champions(db)


def open_offers() -> pd.DataFrame:
    """The offers nobody has answered yet: read anew each time, and kept in no cache."""
    with reading() as db:
        return post_queries.open_offers(db)
