"""Posts on a day: who holds each, since when it is vacant, whose term ends, what depends on it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from tracker import wording
from tracker.analytics import spells
from tracker.analytics.deadlines import WEEKS_AHEAD
from tracker.vocabulary import ActionState, PostKind, Strand, Word

# From so many days on, an age is told in weeks.
TOLD_IN_WEEKS = 21

_KINDS = [kind.value for kind in PostKind]
_STRANDS = [strand.value for strand in Strand]


class PostState(Word):
    """Whether somebody holds a post on a day."""

    VACANT = "vacant"
    ENDING = "ending"
    HELD = "held"

    @property
    def label(self) -> str:
        return "Held, term ends soon" if self is self.ENDING else super().label


@dataclass(frozen=True, slots=True)
class PostSelection:
    """Which posts are asked for; what is empty does not choose.

    Attributes:
        search: Words that must all occur in title or organisation.
        kinds: ``PostKind`` values.
        strands: ``Strand`` values.
        states: ``PostState`` values.
        organisations: Codes; "" is the whole profession.
    """

    search: str = ""
    kinds: tuple[str, ...] = ()
    strands: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


def on_day(
    posts: pd.DataFrame,
    appointments: pd.DataFrame,
    people: pd.DataFrame,
    organisations: pd.DataFrame,
    day: date,
) -> pd.DataFrame:
    """Every post that exists on ``day``: champions first, the profession's before organisations'.

    Args:
        posts, appointments, people, organisations: As ``queries.posts.Posts`` describes them.

    Returns:
        ``posts`` with ``organisation`` (its code), ``organisation_name`` (both "": the whole
        profession's), ``state`` (a ``PostState`` value); of the term on that day
        ``appointment_id``, ``appointment_version``, ``holder_id``, ``deputy_id`` (missing: none),
        ``holder``, ``deputy`` (names; "": none), ``starts_on``, ``ends_on`` (missing: no end is
        stated), ``appointed_by``, ``handover_note``; ``vacant_since`` (the first day without a
        holder; missing: held) and ``vacant_days`` (from then to ``day``; 0 on the first);
        ``follows_on`` and ``follower``: when the next term begins, and whose it is.
    """
    today = pd.Timestamp(day)
    is_there = (posts["exists_from"] <= today) & ~(posts["abolished_on"] <= today)
    found = posts[is_there]
    now = _by_post(spells.current(appointments, day), found)
    last_day = spells.ended(appointments, day).groupby("post_id")["ends_on"].max()
    free_from = last_day.reindex(found["id"]) + timedelta(days=1)
    vacant_since = free_from.fillna(found.set_index("id")["exists_from"]).mask(now["id"].notna())
    upcoming = appointments[appointments["starts_on"] > today].sort_values("starts_on")
    following = _by_post(upcoming.drop_duplicates("post_id"), found)
    names = people.set_index("id")["name"]
    found = found.assign(
        **_of_organisation(found, organisations),
        **_of_term(now, names),
        vacant_since=vacant_since.to_numpy(),
        vacant_days=(today - vacant_since).dt.days.astype("Int64").array,
        follows_on=following["starts_on"].to_numpy(),
        follower=_looked_up(following["person_id"], names),
    )
    return _in_order(found.assign(state=_state(found, today)))


def ending(rows: pd.DataFrame) -> pd.DataFrame:
    """Those of ``on_day``'s rows whose term ends in the next weeks, the nearest first."""
    return rows[rows["state"] == PostState.ENDING].sort_values("ends_on", kind="stable")


def vacant(rows: pd.DataFrame) -> pd.DataFrame:
    """Those of ``on_day``'s rows that nobody holds: the profession's, then the longest vacant."""
    own = rows[rows["state"] == PostState.VACANT]
    order = own.assign(is_of_one=own["organisation"] != "")
    return own.loc[order.sort_values(["is_of_one", "vacant_since"], kind="stable").index]


def select(rows: pd.DataFrame, selection: PostSelection) -> pd.DataFrame:
    """Those of ``on_day``'s rows that ``selection`` asks for, in their order."""
    chosen = {
        "kind": selection.kinds,
        "strand": selection.strands,
        "state": selection.states,
        "organisation": selection.organisations,
    }
    for column, values in chosen.items():
        rows = rows[rows[column].isin(values)] if values else rows
    words = selection.search.casefold().split()
    if not words:
        return rows
    texts = rows[["title", "organisation", "organisation_name"]].agg("\n".join, axis=1)
    return rows[[all(word in text.casefold() for word in words) for text in texts]]


def terms_of(appointments: pd.DataFrame, people: pd.DataFrame, post_id: int) -> pd.DataFrame:
    """Every term in one post, the latest first.

    Returns:
        Those of ``appointments`` with ``holder`` and ``deputy`` (names; "": none).
    """
    names = people.set_index("id")["name"]
    own = appointments[appointments["post_id"] == post_id]
    return own.assign(
        holder=_looked_up(own["person_id"], names), deputy=_looked_up(own["deputy_id"], names)
    ).sort_values("starts_on", ascending=False, kind="stable")


def depending(actions: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The open actions that name a vacant post.

    Args:
        actions: ``action_id``, ``ref``, ``title``, ``accountable``, ``responsible``, ``state``.
        rows: As ``on_day`` gives them.

    Returns:
        ``post_id``, ``action_id``, ``ref``, ``title``, ``named_as`` ("responsible" or
        "accountable"; one that names it as both is responsible), in the order of the plan.
    """
    ids = rows.loc[rows["state"] == PostState.VACANT].set_index("title")["id"]
    open_ = actions[~actions["state"].isin([ActionState.DONE, ActionState.STOPPED])]
    found = [
        open_.assign(post_id=open_[name].map(ids), named_as=name)
        for name in ("responsible", "accountable")
    ]
    both = pd.concat(found).dropna(subset="post_id").drop_duplicates(["post_id", "action_id"])
    kept = ["post_id", "action_id", "ref", "title", "named_as"]
    return both.sort_index(kind="stable")[kept].astype({"post_id": "int64"})


def age(days: int) -> str:
    """For how long: ``0`` as "since today", ``12`` as "for 12 days", ``40`` as "for 5 weeks"."""
    if days <= 0:
        return "since today"
    if days < TOLD_IN_WEEKS:
        return f"for {wording.count(days, 'day')}"
    return f"for {wording.count(days // 7, 'week')}"


def _by_post(terms: pd.DataFrame, posts: pd.DataFrame) -> pd.DataFrame:
    """One term a post, in the order of ``posts``."""
    return terms.drop_duplicates("post_id").set_index("post_id").reindex(posts["id"])


def _of_organisation(posts: pd.DataFrame, organisations: pd.DataFrame) -> dict[str, Any]:
    known = organisations.set_index("id")
    return {
        "organisation": _looked_up(posts["organisation_id"], known["code"]),
        "organisation_name": _looked_up(posts["organisation_id"], known["name"]),
    }


def _of_term(terms: pd.DataFrame, names: pd.Series) -> dict[str, Any]:
    words = {name: terms[name].fillna("").to_numpy() for name in ("appointed_by", "handover_note")}
    keys = {"id": "appointment_id", "version": "appointment_version", "person_id": "holder_id"}
    return {
        **{to: terms[name].astype("Int64").array for name, to in keys.items()},
        "deputy_id": terms["deputy_id"].astype("Int64").array,
        "holder": _looked_up(terms["person_id"], names),
        "deputy": _looked_up(terms["deputy_id"], names),
        "starts_on": terms["starts_on"].to_numpy(),
        "ends_on": terms["ends_on"].to_numpy(),
        **words,
    }


def _looked_up(ids: pd.Series, words: pd.Series) -> Any:
    """The words of each of ``ids``; "" for a missing one."""
    return ids.map(words).astype(object).fillna("").to_numpy()


def _state(found: pd.DataFrame, today: pd.Timestamp) -> pd.Series:
    states = pd.Series(PostState.HELD.value, index=found.index, dtype=object)
    states[found["ends_on"] <= today + timedelta(weeks=WEEKS_AHEAD)] = PostState.ENDING.value
    states[found["appointment_id"].isna()] = PostState.VACANT.value
    return states


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """By kind, the profession's first, then by organisation, strand and title."""
    order = rows.assign(
        kind=rows["kind"].map(_KINDS.index),
        strand=rows["strand"].map(
            lambda strand: _STRANDS.index(strand) if strand in _STRANDS else -1
        ),
    ).sort_values(["kind", "organisation", "strand", "title"], kind="stable")
    return rows.loc[order.index].reset_index(drop=True)
