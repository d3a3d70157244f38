"""Whom to ask about what an organisation lacks."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from tracker.analytics import spells
from tracker.analytics.coverage import DATA, HR_CONTACT, REPRESENTATIVE
from tracker.analytics.posts import PostState
from tracker.vocabulary import ENDED, GroupKind, GroupRole, PostKind


class Contact(NamedTuple):
    """Somebody to ask.

    Attributes:
        office: What they are: a post's title, or "Chair of DIAG".
        name: Theirs.
        is_public: Whether everyone may read the name: champions and chairs.
    """

    office: str
    name: str
    is_public: bool


def chairs(
    groups: pd.DataFrame, memberships: pd.DataFrame, people: pd.DataFrame, day: date
) -> list[Contact]:
    """Who chairs an action group on ``day``.

    Args:
        groups: ``id``, ``name``, ``kind``, ``state``.
        memberships: ``group_id``, ``person_id``, ``role``, ``starts_on``, ``ends_on``.
        people: ``id``, ``name``.
    """
    is_meant = (groups["kind"] == GroupKind.ACTION_GROUP) & ~groups["state"].isin([*ENDED])
    titles = groups[is_meant].set_index("id")["name"]
    there = spells.current(memberships, day)
    there = there[(there["role"] == GroupRole.CHAIR) & there["group_id"].isin(titles.index)]
    names = there["person_id"].map(people.set_index("id")["name"])
    return [
        Contact(f"Chair of {group}", name, is_public=True)
        for group, name in zip(there["group_id"].map(titles), names, strict=True)
    ]


def about(
    column: str, organisation_id: int, posts: pd.DataFrame, chairs: list[Contact]
) -> list[Contact]:
    """Whom to ask about a gap of an organisation in one column; empty: the secretariat.

    About a representative the chairs of action groups; about a champion the profession's own of
    the same strand; about an HR contact the organisation's head of profession; about its data
    its HR contact.

    Args:
        posts: As ``analytics.posts.on_day`` gives them.
    """
    held = posts[posts["state"] != PostState.VACANT]
    own = held[held["organisation_id"] == organisation_id]
    if column == REPRESENTATIVE:
        return chairs
    if column == HR_CONTACT:
        return _contacts(own[own["kind"] == PostKind.HEAD_OF_PROFESSION])
    if column == DATA:
        return _contacts(own[own["kind"] == PostKind.HR_CONTACT])
    return _contacts(held[held["organisation_id"].isna() & (held["strand"] == column)])


def _contacts(posts: pd.DataFrame) -> list[Contact]:
    return [
        Contact(row["title"], row["holder"], is_public=row["kind"] == PostKind.CHAMPION)
        for row in posts.to_dict("records")
    ]
