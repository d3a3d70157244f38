"""Posts and their holders in words: who may read which name, how long a vacancy lasts."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dashboard import formats
from dashboard.markdown import link, plain
from dashboard.navigation import CHAMPIONS, address
from dashboard.view import View
from tracker import permissions
from tracker.analytics.posts import PostState, age
from tracker.permissions import Actor
from tracker.vocabulary import Permission, PostKind

# The post's name in the address of the page.
POST = "post"
PROFESSION = "The whole profession"

Row = Mapping[Hashable, Any]


def post(row: Row, view: View) -> str:
    """A post's title as a link to what is known of it."""
    return link(row["title"], address(CHAMPIONS, view, **{POST: str(row["id"])}))


def of(row: Row) -> str:
    """Whose post it is."""
    return plain(row["organisation"]) or PROFESSION


def holder(row: Row, reader: Actor) -> str:
    """Who holds it: champions are known to all, others to those who may see the directory."""
    return named(row["holder"], row["kind"], reader)


def named(name: str, kind: str, reader: Actor) -> str:
    """``name``, or that there is somebody, for whoever may not read it."""
    may = kind == PostKind.CHAMPION or permissions.can(reader, Permission.DIRECTORY_READ)
    return plain(name) if may else "Somebody"


def held_by(row: Row, reader: Actor) -> str:
    """The holder with their deputy, or that there is none."""
    if row["state"] == PostState.VACANT:
        return ":orange-badge[:material/person_off: Vacant]"
    deputy = f"  \ndeputy: {named(row['deputy'], row['kind'], reader)}" if row["deputy"] else ""
    return f"{holder(row, reader)}{deputy}"


def term(row: Row, reader: Actor) -> str:
    """From when to when; of a vacancy, its age."""
    if row["state"] == PostState.VACANT:
        return vacancy(row, reader)
    if pd.isna(row["ends_on"]):
        return f"since {day(row['starts_on'])}, no end stated"
    words = f"{day(row['starts_on'])} to {day(row['ends_on'])}"
    if row["state"] == PostState.ENDING:
        words = f":orange-badge[:material/event_upcoming: Ends soon] {words}"
    return words + _follows(row, reader)


def vacancy(row: Row, reader: Actor) -> str:
    """Since when a post is vacant, and when that ends if it is known."""
    days = int(row["vacant_days"])
    since = f", since {day(row['vacant_since'])}" if days else ""
    return f"vacant {age(days)}{since}{_follows(row, reader)}"


def until(row: Row, reader: Actor) -> str:
    """Who holds it, and until when."""
    return f"{holder(row, reader)} until {day(row['ends_on'])}{_follows(row, reader)}"


def day(value: Any) -> str:
    """A day of a frame, in words."""
    return formats.day(None if pd.isna(value) else value.date())


def _follows(row: Row, reader: Actor) -> str:
    if pd.isna(row["follows_on"]):
        return ""
    who = named(row["follower"], row["kind"], reader)
    return f"; {who} follows on {day(row['follows_on'])}"
