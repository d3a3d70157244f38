"""What the overview says of posts, groups and organisations: a line each, with its number."""

from collections.abc import Iterator

import streamlit as st

from dashboard.components.coverage import coverage_filters
from dashboard.components.groups import group_filters
from dashboard.components.posts import champion_filters
from dashboard.components.replay import replayed_of
from dashboard.loaders import coverage as coverage_loaders
from dashboard.loaders import groups as group_loaders
from dashboard.loaders import posts as post_loaders
from dashboard.markdown import link
from dashboard.navigation import CHAMPIONS, COVERAGE, GROUPS, address
from dashboard.view import View
from tracker import wording
from tracker.analytics.coverage import REPRESENTATIVE
from tracker.analytics.posts import PostState, age, vacant
from tracker.areas import Area


@replayed_of(Area.PEOPLE)
def lines(view: View) -> None:
    """Draw who is missing; nothing, before there are any posts, groups or organisations."""
    said = [*_vacancies(view), *_overruns(view), *_unrepresented(view)]
    if said:
        st.header("Who is missing", anchor=False)
        st.markdown("\n".join(f"- {line}" for line in said))


def _vacancies(view: View) -> Iterator[str]:
    posts = post_loaders.posts(view.moment)
    if posts.empty:
        return
    rows = vacant(posts)
    if rows.empty:
        yield "No post is vacant."
        return
    words = wording.count(len(rows), "post is vacant", "posts are vacant")
    where = address(CHAMPIONS, view, **{champion_filters.STATE: PostState.VACANT.label})
    yield f"{link(words, where)}, the longest {age(int(rows['vacant_days'].max()))}."


def _overruns(view: View) -> Iterator[str]:
    groups = group_loaders.facts(view.moment)
    if groups.empty:
        return
    over = groups.loc[groups["days_over"] > 0, "days_over"]
    if over.empty:
        yield "No group is past its end."
        return
    words = wording.count(len(over), "group is past its end", "groups are past their end")
    where = address(GROUPS, view, **{group_filters.OVERRUN: "true"})
    yield f"{link(words, where)}, the longest by {wording.count(int(over.max()), 'day')}."


def _unrepresented(view: View) -> Iterator[str]:
    number = len(coverage_loaders.grid(view.moment).organisations)
    if not number:
        return
    column = coverage_loaders.by_column(view.moment).loc[REPRESENTATIVE]
    if not column["gaps"]:
        yield "Every organisation in scope has a representative."
        return
    have = "has" if column["gaps"] == 1 else "have"
    words = (
        f"{column['gaps']:,} of {wording.count(number, 'organisation')} {have} no representative"
    )
    where = address(COVERAGE, view, **{coverage_filters.GAP: column["label"]})
    yield f"{link(words, where)}."
