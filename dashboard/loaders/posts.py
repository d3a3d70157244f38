"""Cached reads of posts and of who holds them.

They are kept until something changes in the directory or in groups, also those of an earlier day:
whoever is erased is nowhere named from then on. What is said of the plan leaves them as they are.
"""

from dataclasses import replace

import pandas as pd

from dashboard.loaders import plan as plan_loaders
from dashboard.loaders.base import cached, cached_whole, reading
from dashboard.view import Moment
from tracker.analytics import posts as post_analytics
from tracker.analytics.posts import PostSelection
from tracker.queries import posts as post_queries
from tracker.queries.posts import Posts


def in_directory(moment: Moment) -> Moment:
    """``moment`` with the version of the directory in the place of the whole data's.

    It is a key for what is made of the directory alone, and is given to functions ending in
    ``_in``, never to another loader.
    """
    return replace(moment, version=_directory_version(moment.version))


@cached
def _directory_version(version: int) -> int:  # noqa: ARG001 - the version is the key
    with reading() as db:
        return post_queries.directory_version(db)


def recorded(moment: Moment) -> Posts:
    """Posts, terms, people and organisations, as ``queries.posts`` gives them."""
    return recorded_in(in_directory(moment))


@cached_whole
def recorded_in(moment: Moment) -> Posts:
    """As ``recorded``, of a moment from ``in_directory``."""
    with reading() as db:
        return post_queries.read_posts(db, as_at=moment.as_at)


def posts(moment: Moment) -> pd.DataFrame:
    """Every post on the day of ``moment``, as ``analytics.posts.on_day`` gives them."""
    return posts_in(in_directory(moment))


@cached_whole
def posts_in(moment: Moment) -> pd.DataFrame:
    """As ``posts``, of a moment from ``in_directory``."""
    all_ = recorded_in(moment)
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
