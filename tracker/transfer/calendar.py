"""A private calendar feed: due dates, rounds and meetings for whoever holds one post."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
from icalendar import Calendar, Event

from tracker import page_links, wording
from tracker.periods import Period
from tracker.queries.endings import Ending, EndingKind
from tracker.queries.plan import Plan
from tracker.vocabulary import MilestoneState, Precision

MEDIA_TYPE = "text/calendar"
# How often programs that read the feed are asked to come again.
READ_AGAIN = timedelta(hours=12)

Row = Mapping[Hashable, Any]


def feed(
    plan: Plan,
    rounds: pd.DataFrame,
    *,
    posts: Sequence[str],
    ends: Sequence[Ending] = (),
    public_url: str,
    now: datetime,
) -> bytes:
    """The calendar of whoever holds ``posts``, as an iCalendar file (RFC 5545).

    Every event lasts whole days and belongs to no time zone. A date known by the month stands on
    its last day and says "by the end of October 2022". What is done, dropped, waiting or left
    out isn't due, and so isn't there.

    Args:
        plan: As ``queries.progress.plan_on`` gives it.
        rounds: As ``queries.rounds.Rounds`` describes them.
        ends: Of the reader's own terms and of the groups they chair.
        public_url: Where links lead; without a slash at the end.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Inclusion tracker//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add(
        "x-wr-calname", ": ".join(["Inclusion tracker", *([", ".join(posts)] if posts else [])])
    )
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    host = urlsplit(public_url).hostname
    post = posts[0] if posts else ""
    due, planned = _due(plan, posts, public_url), _of_rounds(rounds, post, public_url)
    for name, sequence, values in [*due, *planned, *_of_ends(ends, public_url)]:
        event = Event()
        # The same for the same thing at every reading, so that a moved date moves.
        event.add("uid", f"{name}@{host}")
        event.add("sequence", sequence)
        event.add("dtstamp", now)
        event.add("transp", "TRANSPARENT")  # the day stays free for meetings
        for field, value in values.items():
            event.add(field, value)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _due(
    plan: Plan, posts: Sequence[str], public_url: str
) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """A name, a version and the fields of each milestone that is due."""
    own = plan.actions[plan.actions["responsible"].isin(posts)]
    actions = own.set_index("action_id")
    rows = plan.milestones
    is_due = (rows["state"] == MilestoneState.PLANNED) & rows["due_on"].notna()
    is_due &= (rows["waiting_for"] == "") & ~rows["is_left_out"]
    for row in rows[is_due & rows["action_id"].isin(own["action_id"])].to_dict("records"):
        title, post = actions.loc[row["action_id"], ["title", "responsible"]]
        values = _milestone(row, title, page_links.action(public_url, post, row["ref"]))
        yield f"milestone-{row['milestone_id']}", row["version"], values


def _milestone(row: Row, action: str, link: str) -> dict[str, Any]:
    precision = Precision(row["due_precision"])
    deadline = Period.holding(row["due_on"].date(), precision).deadline
    by = "" if precision is Precision.DAY else f" (by {deadline})"
    summary = f"{row['ref']}: {row['title']}{by}"
    condition = f", if {row['condition']}" if row["condition"] else ""
    description = f"{row['ref']}, {action}: {row['title']} is due by {deadline}{condition}."
    return _whole_day(row["due_on"], summary, description, link)


def _of_rounds(
    rounds: pd.DataFrame, post: str, public_url: str
) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """A name, a version and the fields of each round's opening, closing and meeting."""
    link = page_links.my_updates(public_url, post)
    for row in rounds.to_dict("records"):
        number, closes = row["number"], wording.day(row["closes_on"])
        late = f"Late answers are taken until {wording.day(row['grace_until'])}."
        for what, day, summary, description in (
            ("opens", "opens_on", f"Round {number} opens", f"Answers are asked for by {closes}."),
            ("closes", "closes_on", f"Round {number} closes", late),
            ("meeting", "meeting_on", "Meeting", f"What was said in round {number} is discussed."),
        ):
            values = _whole_day(row[day], summary, description, link)
            yield f"round-{row['id']}-{what}", row["version"], values


def _of_ends(ends: Sequence[Ending], public_url: str) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """A name, a version and the fields of the end of each term and group."""
    for each in ends:
        key = {EndingKind.TERM: ("champions", "post"), EndingKind.GROUP: ("group", "group")}
        page, asked = key[each.kind]
        link = page_links.of_page(public_url, page, each.office, **{asked: str(each.place_id)})
        what = f"Your term as {each.title}" if each.kind is EndingKind.TERM else each.title
        description = f"{what} ends, unless its end is moved."
        values = _whole_day(each.ends_on, f"{what} ends", description, link)
        yield f"{each.kind}-{each.id}-ends", each.version, values


def _whole_day(day: date, summary: str, description: str, link: str) -> dict[str, Any]:
    first = pd.Timestamp(day).date()
    return {
        "dtstart": first,
        "dtend": first + timedelta(days=1),  # the end is the first day after it
        "summary": summary,
        "description": description,
        "url": link,
    }
