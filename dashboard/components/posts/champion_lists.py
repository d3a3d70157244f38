"""All posts: which are vacant, which terms end, and every one in a table."""

import pandas as pd
import streamlit as st

from dashboard.components import data_table
from dashboard.components.posts import champion_filters
from dashboard.components.posts import champion_words as words
from dashboard.components.replay import replayed_of
from dashboard.loaders import posts as post_loaders
from dashboard.markdown import link
from dashboard.navigation import ACTION, CHAMPIONS, address
from dashboard.view import Moment, View
from tracker import permissions, wording
from tracker.analytics import posts as post_analytics
from tracker.analytics.deadlines import WEEKS_AHEAD
from tracker.analytics.posts import PostState, age
from tracker.areas import Area
from tracker.vocabulary import Permission, PostKind

# What is listed before the rest is only counted; the table below has all.
SHOWN = 8


@replayed_of(Area.PEOPLE, Area.PLAN)
def summary(moment: Moment) -> None:
    """Draw, in a sentence, how many champions' posts are held, and what is open."""
    found = sentence(post_loaders.posts(moment), post_loaders.depending(moment))
    st.markdown(f"**{found}**")


@replayed_of(Area.PEOPLE, Area.PLAN)
def vacant_and_ending(view: View) -> None:
    """Draw the posts that need somebody: those that are vacant, and those whose term ends."""
    _vacancies(view)
    _ending(view)


def _vacancies(view: View) -> None:
    """The vacant posts, the profession's first, each with what depends on it."""
    rows = post_analytics.vacant(post_loaders.posts(view.moment))
    st.header(f"Vacant ({len(rows):,})", anchor=False)
    if rows.empty:
        st.markdown("No post is vacant.")
        return
    if not view.moment.as_at:
        fills = permissions.can(view.actor, Permission.POST_EDIT)
        what = "appoint somebody" if fills else "say that it interests you"
        st.markdown(f"Choose one to {what}.")
    actions = post_loaders.depending(view.moment)
    items = [
        f"- {words.post(row, view)}: {words.vacancy(row, view.actor)}"
        f"{_depending(actions[actions['post_id'] == row['id']], view)}"
        for row in rows.head(SHOWN).to_dict("records")
    ]
    st.markdown("\n".join([*items, *_more(rows, PostState.VACANT, view)]))


def _ending(view: View) -> None:
    """The terms that end in the next weeks, the nearest first."""
    rows = post_analytics.ending(post_loaders.posts(view.moment))
    st.header(f"Terms that end within {WEEKS_AHEAD} weeks ({len(rows):,})", anchor=False)
    if rows.empty:
        st.markdown("None.")
        return
    items = [
        f"- {words.post(row, view)}: {words.until(row, view.actor)}"
        for row in rows.head(SHOWN).to_dict("records")
    ]
    st.markdown("\n".join([*items, *_more(rows, PostState.ENDING, view)]))


@replayed_of(Area.PEOPLE)
def table(view: View, rows: tuple[int, ...]) -> None:
    """Draw those rows of ``post_loaders.posts``."""
    posts = post_loaders.posts(view.moment).loc[list(rows)]
    cells = [
        {
            "Post": words.post(row, view),
            "Of": words.of(row),
            "Held by": words.held_by(row, view.actor),
            "Term": words.term(row, view.actor),
        }
        for row in posts.to_dict("records")
    ]
    data_table.show(pd.DataFrame(cells), name="Posts and who holds them")


def sentence(rows: pd.DataFrame, depending: pd.DataFrame) -> str:
    """``"3 of 5 champions' posts are held; ... ."``: what a chair asks first."""
    champions = rows[rows["kind"] == PostKind.CHAMPION]
    vacant = champions[champions["state"] == PostState.VACANT]
    if champions.empty:
        return "There is no champion's post yet."
    held = len(champions) - len(vacant)
    of_all = wording.count(len(champions), "champion’s post is", "champions’ posts are")
    longest = vacant["vacant_days"].max()
    since = f", the longest {age(int(longest))}" if len(vacant) else ""
    soon = wording.count(len(post_analytics.ending(champions)), "term ends", "terms end")
    needing = depending["action_id"].nunique()
    actions = wording.count(needing, "action depends", "actions depend") if needing else ""
    return (
        f"{held:,} of {of_all} held; {wording.count(len(vacant), 'is', 'are')} vacant{since}. "
        f"{soon} within {WEEKS_AHEAD} weeks. {actions or 'No action depends'} on a vacant post."
    )


def file(rows: pd.DataFrame) -> pd.DataFrame:
    """The posts as they are taken away; without names: who holds what is read on the page."""
    days = {
        name: rows[name].dt.strftime("%Y-%m-%d")
        for name in ("starts_on", "ends_on", "vacant_since")
    }
    return pd.DataFrame(
        {
            "post": rows["title"],
            "kind": rows["kind"].map(lambda kind: PostKind(kind).label),
            "organisation": rows["organisation"],
            "state": rows["state"].map(lambda state: PostState(state).label),
            "term from": days["starts_on"],
            "term to": days["ends_on"],
            "vacant since": days["vacant_since"],
            "days vacant": rows["vacant_days"],
        }
    )


def _depending(actions: pd.DataFrame, view: View) -> str:
    if actions.empty:
        return ""
    named = [
        f"{link(row['ref'], address(ACTION, view, ref=row['ref']))} ({row['named_as']})"
        for row in actions.to_dict("records")
    ]
    depend = "depends" if len(named) == 1 else "depend"
    return f"  \n  {wording.listing(named)} {depend} on it"


def _more(rows: pd.DataFrame, state: PostState, view: View) -> list[str]:
    more = len(rows) - SHOWN
    if more <= 0:
        return []
    where = address(CHAMPIONS, view, **{champion_filters.STATE: state.label})
    return [f"- {link(wording.count(more, 'more post'), where)}"]
