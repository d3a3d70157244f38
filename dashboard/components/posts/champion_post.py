"""One post: who holds it, who held it, what depends on it."""

import streamlit as st

from dashboard.components.posts import champion_words as words
from dashboard.components.posts.champion_words import POST, Row
from dashboard.components.replay import replayed_of
from dashboard.loaders import posts as post_loaders
from dashboard.loaders.base import kept
from dashboard.markdown import lines, link, plain, quoted
from dashboard.navigation import ACTION, CHAMPIONS, address
from dashboard.view import Moment, View
from tracker import permissions, wording
from tracker.analytics import spells
from tracker.analytics.posts import PostState
from tracker.areas import Area
from tracker.vocabulary import Permission, PostKind


def asked(moment: Moment) -> Row | None:
    """The post in the address (``?post=3``), if there is one; says so when there isn't."""
    typed = st.query_params.get(POST, "").strip()
    if not typed:
        return None
    found = _called(moment, typed)
    if found is None:
        st.warning(f"There is no post {quoted(typed)} on this day.", icon=":material/warning:")
    return found


@kept(Area.PEOPLE)
def _called(moment: Moment, key: str) -> Row | None:
    rows = post_loaders.posts(moment)
    return next(iter(rows[rows["id"].astype(str) == key].to_dict("records")), None)


@replayed_of(Area.PEOPLE, Area.PLAN)
def show(view: View, post_id: int) -> None:
    """Draw what is known of the post with this key."""
    rows = post_loaders.posts(view.moment)
    row = rows[rows["id"] == post_id].iloc[0].to_dict()
    st.header(plain(row["title"]), anchor=False)
    facts = [
        f"**{PostKind(row['kind']).label}** of {_whose(row)}",
        f"**Held by** {words.held_by(row, view.actor)}",
        f"**Term** {words.term(row, view.actor)}",
    ]
    if row["appointed_by"]:
        facts.append(f"**Appointed by** {plain(row['appointed_by'])}")
    st.markdown("  \n".join(facts))
    _depending(view, row)
    _terms(view, row)
    st.markdown(link("Close this post", address(CHAMPIONS, view)))


def _whose(row: Row) -> str:
    return plain(row["organisation_name"]) or words.PROFESSION.lower()


def _depending(view: View, row: Row) -> None:
    actions = post_loaders.depending(view.moment)
    own = actions[actions["post_id"] == row["id"]]
    if row["state"] != PostState.VACANT or own.empty:
        return
    items = [
        f"- {link(each['ref'], address(ACTION, view, ref=each['ref']))} {plain(each['title'])} "
        f"names it as {each['named_as']}"
        for each in own.to_dict("records")
    ]
    st.markdown(f"**{wording.count(len(own), 'action depends', 'actions depend')} on it:**")
    st.markdown("\n".join(items))


def _terms(view: View, row: Row) -> None:
    """The terms that are over, with their hand-over notes for those who may read them."""
    before = spells.ended(post_loaders.terms(view.moment, int(row["id"])), view.moment.day)
    may_read = permissions.can(view.actor, Permission.DIRECTORY_READ)
    if may_read and row["handover_note"]:
        st.markdown(f"**Hand-over note**  \n{lines(row['handover_note'])}")
    if before.empty:
        return
    with st.expander(f"Held before by {wording.count(len(before), 'person', 'people')}"):
        for each in before.to_dict("records"):
            who = words.named(each["holder"], row["kind"], view.actor)
            note = lines(each["handover_note"]) if may_read else ""
            days = f"{words.day(each['starts_on'])} to {words.day(each['ends_on'])}"
            st.markdown("  \n".join(filter(None, [f"**{who}**, {days}", note])))
