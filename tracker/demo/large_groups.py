"""A large invented directory with groups and posts, for measuring.

Seeded: made twice at the same moment it is the same. No spell overlaps another of the same person
in the same group, or of the same post.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from tracker.clock import day_of
from tracker.demo.large_plan import Row
from tracker.models import (
    Appointment,
    DataReturn,
    Deliverable,
    Group,
    Membership,
    Organisation,
    Person,
    Post,
    TermsOfReference,
)
from tracker.permissions import SYSTEM
from tracker.vocabulary import GroupKind, GroupRole, GroupState, PostKind, Strand

PEOPLE_EACH = 20  # of an organisation
SPELL, YEAR = timedelta(days=150), timedelta(days=365)
# One post in so many was never filled.
ONE_VACANT_IN = 4
DELIVERABLES = 3


def fill(
    session: Session,
    *,
    organisations: int,
    posts_each: int,
    groups: int,
    spells: int,
    now: datetime,
    seed: int = 1,
) -> None:
    """Add organisations, people, posts and groups to a migrated database that has none.

    Args:
        posts_each: Of every organisation: champions of each strand, then others.
        spells: Of people in groups, altogether.
    """
    chance = Random(seed)
    since = {"created_at": now, "version": 1}
    today = day_of(now)
    for model, rows in (
        (Organisation, _organisations(organisations)),
        (Person, _people(organisations)),
        (Post, _posts(organisations, posts_each, today)),
        (Appointment, _appointments(organisations, posts_each, today, chance)),
        (DataReturn, _returns(organisations, today, chance)),
        (Group, _groups(groups, today)),
        (Deliverable, _deliverables(groups, today)),
        (Membership, _memberships(groups, spells, organisations, today)),
    ):
        session.execute(insert(model), [since | row for row in rows])
    session.execute(insert(TermsOfReference), list(_terms(groups, now)))


def _organisations(count: int) -> Iterator[Row]:
    for id_ in range(1, count + 1):
        yield {"id": id_, "code": f"ORG{id_}", "name": f"Invented organisation {id_}"} | {
            "is_in_scope": True
        }


def _people(organisations: int) -> Iterator[Row]:
    for id_ in range(1, organisations * PEOPLE_EACH + 1):
        yield {
            "id": id_,
            "name": f"Invented person {id_}",
            "email": f"person{id_}@example.org",
            "organisation_id": (id_ - 1) // PEOPLE_EACH + 1,
            "wants_reminders": False,
            "calendar_hash": "",
        }


def _posts(organisations: int, each: int, today: date) -> Iterator[Row]:
    strands = list(Strand)
    for number in range(organisations * each):
        organisation, place = divmod(number, each)
        strand = strands[place] if place < len(strands) else None
        kind = PostKind.CHAMPION if strand else PostKind.OTHER
        if place == len(strands):
            kind = PostKind.HR_CONTACT
        yield {
            "id": number + 1,
            "title": f"{strand.label if strand else kind.label} {place}, ORG{organisation + 1}",
            "kind": kind,
            "strand": strand,
            "organisation_id": organisation + 1,
            "exists_from": today - 3 * YEAR,
        }


def _appointments(organisations: int, each: int, today: date, chance: Random) -> Iterator[Row]:
    for number in range(organisations * each):
        if chance.randrange(ONE_VACANT_IN) == 0:
            continue
        first = number // each * PEOPLE_EACH + 1
        begins = today - timedelta(days=chance.randrange(30, 700))
        yield {
            "post_id": number + 1,
            "person_id": first + number % PEOPLE_EACH,
            "starts_on": begins,
            "ends_on": begins + 2 * YEAR,
            "appointed_by": "",
            "handover_note": "",
            "is_void": False,
        }


def _returns(organisations: int, today: date, chance: Random) -> Iterator[Row]:
    for id_ in range(1, organisations + 1):
        if chance.randrange(2):
            yield {"organisation_id": id_, "year": today.year, "returned_on": today}


def _groups(count: int, today: date) -> Iterator[Row]:
    kinds = [*GroupKind]
    for id_ in range(1, count + 1):
        has_ended = id_ % 3 == 0
        yield {
            "id": id_,
            "name": f"Invented group {id_}",
            "kind": kinds[(id_ - 1) % len(kinds)],
            "state": GroupState.CLOSED if has_ended else GroupState.ACTIVE,
            "state_reason": "",
            "began_on": today - 2 * YEAR,
            "ends_on": today + timedelta(days=id_ % 400 - 100),
            "ended_on": today - timedelta(days=id_ % 300) if has_ended else None,
            "outputs": "",
            "lessons": "",
        }


def _deliverables(groups: int, today: date) -> Iterator[Row]:
    for number in range(groups * DELIVERABLES):
        group, place = divmod(number, DELIVERABLES)
        yield {
            "group_id": group + 1,
            "title": f"Invented deliverable {place + 1}",
            "accepted_on": today - timedelta(days=30) if number % 2 else None,
            "position": place,
        }


def _terms(groups: int, now: datetime) -> Iterator[dict[str, Any]]:
    promised = "\n".join(f"Invented deliverable {each + 1}" for each in range(DELIVERABLES))
    blank = ("in_scope", "out_of_scope", "composition", "decisions", "handover_plan")
    for id_ in range(1, groups + 1):
        yield dict.fromkeys(blank, "") | {
            "group_id": id_,
            "number": 1,
            "agreed_at": now,
            "agreed_by": SYSTEM.name,
            "purpose": f"Invented purpose {id_}",
            "deliverables": promised,
        }


def _memberships(groups: int, spells: int, organisations: int, today: date) -> Iterator[Row]:
    """Every member leaves once and comes back; the first of each group chairs it."""
    people = organisations * PEOPLE_EACH
    for number in range(spells):
        group, place = number % groups, number // groups
        member, again = divmod(place, 2)
        begins = today - 2 * YEAR + again * (SPELL + timedelta(days=30))
        yield {
            "group_id": group + 1,
            "person_id": (group * 13 + member * 7) % people + 1,
            "role": GroupRole.MEMBER if member else GroupRole.CHAIR,
            "starts_on": begins,
            "ends_on": None if again else begins + SPELL,
            "hours_a_month": float(number % 6 + 1),
            "is_void": False,
        }
