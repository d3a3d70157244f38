"""What a mail says besides actions: terms and groups that end, and posts that are vacant.

A holder learns of the end of their own term, a chair of the end of their own group, and whoever
chairs an action group of vacancies: they are the ones who can do something.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from sqlmodel import Session

from tracker import wording
from tracker.analytics import posts as post_analytics
from tracker.analytics.deadlines import WEEKS_AHEAD
from tracker.queries.endings import Ending, EndingKind, chairs_of_action_groups, endings
from tracker.queries.posts import read_posts

# More vacancies are counted, not named.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to settle that is no action.

    Attributes:
        sentence: What it is, and what to do.
        page: The page to do it on, with the names and values its address asks for.
        office: As what the person is told: a post's title, or "Chair of DIAG"; blank: none.
    """

    sentence: str
    page: str
    asks_for: tuple[tuple[str, str], ...] = ()
    office: str = ""


def notices_on(session: Session, *, day: date) -> dict[int, tuple[Notice, ...]]:
    """What each person (by key) is to be told on ``day``, the nearest end first."""
    found: dict[int, list[Notice]] = {}
    until = day + timedelta(weeks=WEEKS_AHEAD)
    for ending in endings(session, day=day):
        if ending.ends_on <= until:
            found.setdefault(ending.person_id, []).append(_of_ending(ending, day))
    if vacancies := list(_vacancies(session, day)):
        for person_id in chairs_of_action_groups(session, day=day):
            found.setdefault(person_id, []).extend(vacancies)
    return {person_id: tuple(own) for person_id, own in found.items()}


def _of_ending(ending: Ending, day: date) -> Notice:
    on = wording.day(ending.ends_on)
    key = str(ending.place_id)
    if ending.kind is EndingKind.GROUP:
        over = wording.count((day - ending.ends_on).days, "day")
        when = f"ends on {on}" if ending.ends_on >= day else f"was to end on {on}, {over} ago"
        sentence = f"{ending.title} {when}: close it, or have its end moved with a reason."
        return Notice(sentence, "group", (("group", key),), ending.office)
    sentence = f"Your term as {ending.title} ends on {on}: {_todo(ending)}"
    return Notice(sentence, "champions", (("post", key),), ending.office)


def _todo(ending: Ending) -> str:
    """What a holder can do before their term ends."""
    if ending.is_followed:
        return "somebody follows: leave them a hand-over note."
    if ending.has_stepped_down:
        return "tell the secretariat who could follow."
    return "tell the secretariat whether it is to be extended, or who could follow."


def _vacancies(session: Session, day: date) -> Iterator[Notice]:
    """One notice of the vacant posts: the profession's own, then the latest of organisations."""
    all_ = read_posts(session)
    rows = post_analytics.on_day(
        all_.posts, all_.appointments, all_.people, all_.organisations, day
    )
    vacant = post_analytics.vacant(rows)
    lasting = vacant[vacant["follows_on"].isna()]
    if lasting.empty:
        return
    is_own = lasting["organisation"] == ""
    theirs = lasting[~is_own].sort_values("vacant_days", kind="stable")
    first = pd.concat([lasting[is_own], theirs]).head(NAMED)
    named = [
        f"{title} ({post_analytics.age(int(days))})"
        for title, days in zip(first["title"], first["vacant_days"], strict=True)
    ]
    more = len(lasting) - len(first)
    listed = [*named, *([wording.count(more, "more post")] if more else [])]
    yield Notice(f"Vacant: {wording.listing(listed)}.", "champions", (("post_state", "Vacant"),))
