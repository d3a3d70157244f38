"""Posts, who holds them from when to when, and which actions name them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlmodel import Session, col, func, or_, select

from tracker.analytics.deadlines import WEEKS_AHEAD
from tracker.models import (
    Appointment,
    Offer,
    Organisation,
    Person,
    Post,
)
from tracker.queries._recorded import recorded
from tracker.vocabulary import PostKind

_TABLES = {
    Post: (
        *("title", "kind", "strand", "organisation_id", "exists_from", "abolished_on"),
        "version",
    ),
    Appointment: (
        *("post_id", "person_id", "deputy_id", "starts_on", "ends_on", "appointed_by"),
        *("handover_note", "is_void", "version"),
    ),
    Person: ("name", "organisation_id", "erased_on", "merged_into_id"),
    Organisation: ("code", "name", "is_in_scope", "merged_into_id"),
}


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts and their holders as recorded, each frame with its key in ``id``.

    Attributes:
        posts: ``title``, ``kind``, ``strand`` (missing: no champion's), ``organisation_id``
            (missing: the profession's), ``exists_from``, ``abolished_on``, ``version``.
        appointments: Those that aren't void: ``post_id``, ``person_id``, ``deputy_id``,
            ``starts_on``, ``ends_on`` (missing: no end is stated), ``appointed_by``,
            ``handover_note``, ``version``.
        people: ``name`` ("former member" once erased), ``organisation_id``, ``erased_on``.
        organisations: ``code``, ``name``, ``is_in_scope``; without those merged into others.
    """

    posts: pd.DataFrame
    appointments: pd.DataFrame
    people: pd.DataFrame
    organisations: pd.DataFrame


def read_posts(session: Session, *, as_at: date | None = None) -> Posts:
    """Every post and appointment.

    Args:
        as_at: Show what had been recorded by the end of this day; ``None`` shows the present.
    """
    frames = recorded(session, _TABLES, as_at=as_at)
    appointments, organisations = frames["appointment"], frames["organisation"]
    return Posts(
        posts=frames["post"],
        appointments=appointments[~appointments["is_void"]].drop(columns="is_void"),
        people=named(frames["person"]),
        organisations=organisations[organisations["merged_into_id"].isna()],
    )


def named(people: pd.DataFrame) -> pd.DataFrame:
    """``people`` by the names they are shown with: that of whom they were merged into, if any."""
    names = people.set_index("id")["name"]
    name = people["name"].where(
        people["merged_into_id"].isna(), people["merged_into_id"].map(names)
    )
    return people.assign(name=name.where(name != "", FORMER_MEMBER))


FORMER_MEMBER = "former member"


def held_posts(session: Session, *, day: date, ids: Collection[int] | None = None) -> pd.DataFrame:
    """Who holds which post on ``day``: ``person_id``, ``title``, in the order of the titles.

    Args:
        ids: Only what is held by these people; ``None``: by anybody.
    """
    statement = (
        select(Appointment.person_id, Post.title)
        .join(Post, col(Post.id) == col(Appointment.post_id))
        .where(*of_day(day))
        .order_by(col(Post.title))
    )
    if ids is not None:
        statement = statement.where(col(Appointment.person_id).in_(ids))
    return pd.DataFrame(session.exec(statement).all(), columns=["person_id", "title"])


def of_day(day: date) -> tuple[Any, ...]:
    """The conditions on which an appointment is one of ``day``."""
    goes_on = or_(col(Appointment.ends_on).is_(None), col(Appointment.ends_on) >= day)
    return ~col(Appointment.is_void), col(Appointment.starts_on) <= day, goes_on


def offices(session: Session, *, day: date) -> list[str]:
    """The titles of the posts whose holders act by themselves, beside those that lead an action.

    The profession's own champions', if somebody was ever appointed; and of all others those whose
    holder's term ends in the coming weeks, because they are reminded of it.
    """
    is_own = (col(Post.kind) == PostKind.CHAMPION) & col(Post.organisation_id).is_(None)
    until = day + timedelta(weeks=WEEKS_AHEAD)
    ends_soon = col(Appointment.ends_on).between(day, until) & (col(Appointment.starts_on) <= day)
    statement = (
        select(Post.title)
        .join(Appointment, col(Appointment.post_id) == col(Post.id))
        .where(
            or_(is_own, ends_soon),
            col(Post.abolished_on).is_(None),
            ~col(Appointment.is_void),
        )
        .distinct()
        .order_by(col(Post.title))
    )
    return list(session.exec(statement))


def count_open_offers(session: Session) -> int:
    """How many offers nobody has answered yet."""
    return session.exec(
        select(func.count(col(Offer.id))).where(col(Offer.answered_on).is_(None))
    ).one()


def open_offers(session: Session) -> pd.DataFrame:
    """The offers nobody has answered yet, the first one first.

    Returns:
        ``id``, ``version``, ``post_id``, ``title``, ``name``, ``email``, ``words``,
        ``offered_on``. Personal: for whoever may edit people.
    """
    names = ("id", "version", "post_id", "name", "email", "words", "offered_on")
    statement = (
        select(Offer, Post.title)
        .join(Post, col(Post.id) == col(Offer.post_id))
        .where(col(Offer.answered_on).is_(None))
        .order_by(col(Offer.id))
    )
    rows = [
        [*(getattr(offer, name) for name in names), title]
        for offer, title in session.exec(statement)
    ]
    return pd.DataFrame(rows, columns=[*names, "title"])
