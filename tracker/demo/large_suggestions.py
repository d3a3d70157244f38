"""Invented suggestions of members with replies, for measuring.

Seeded: made twice at the same moment it is the same.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import insert
from sqlmodel import Session, col, select

from tracker.clock import day_of
from tracker.demo.large_plan import Row
from tracker.models import Action, Backing, Decision, Group, Suggestion, Theme
from tracker.permissions import SYSTEM
from tracker.vocabulary import DecisionKind, GroupKind

# One in so many waits for a reply, or was joined into an earlier one; one is made every two days.
ONE_WAITS_IN, ONE_IS_JOINED_IN = 4, 10
BETWEEN, TO_REPLY = timedelta(days=2), timedelta(days=14)
MOST_BACKERS = 30
_LINKED = (DecisionKind.WE_WILL, DecisionKind.ALREADY_DOING)


def fill(session: Session, *, count: int, now: datetime, seed: int = 1) -> None:
    """Add published suggestions, who backs them, and replies, to a database that has none yet.

    It has a plan and groups already: suggestions are about its themes and by its member groups,
    and replies link its actions.
    """
    chance = Random(seed)
    members = Group.kind == GroupKind.MEMBER_GROUP
    themes = session.exec(select(Theme.id).order_by(col(Theme.id))).all()
    groups = session.exec(select(Group.id).where(members).order_by(col(Group.id))).all()
    actions = session.exec(select(Action.id).order_by(col(Action.id))).all()
    made = [_suggestion(id_, count, themes, groups, now) for id_ in range(1, count + 1)]
    session.execute(insert(Suggestion), made)
    session.execute(insert(Backing), [row for each in made for row in _backings(each, chance)])
    replies = [_reply(each, actions, now) for each in made if _is_answered(each)]
    session.execute(insert(Decision), replies)


def _suggestion(
    id_: int, count: int, themes: Sequence[int], groups: Sequence[int], now: datetime
) -> Row:
    is_joined = id_ % ONE_IS_JOINED_IN == 0
    return {
        "id": id_,
        "created_at": now,
        "version": 1,
        "words": f"Invented suggestion {id_}",
        "signed_by": "",
        "theme_id": themes[id_ % len(themes)],
        "group_id": groups[id_ % len(groups)] if id_ % 3 else None,
        "made_on": day_of(now) - BETWEEN * (count - id_),
        "is_public": True,
        "joined_into_id": id_ - 1 if is_joined else None,
    }


def _is_answered(made: Row) -> bool:
    return made["joined_into_id"] is None and made["id"] % ONE_WAITS_IN != 0


def _backings(made: Row, chance: Random) -> Iterator[Row]:
    for _ in range(chance.randrange(MOST_BACKERS)):
        yield {"suggestion_id": made["id"], "hash": f"{chance.getrandbits(128):032x}"}


def _reply(made: Row, actions: Sequence[int], now: datetime) -> Row:
    kind = [*DecisionKind][made["id"] % len(DecisionKind)]
    waited = min(TO_REPLY, day_of(now) - made["made_on"])
    return {
        "suggestion_id": made["id"],
        "kind": kind,
        "reply": f"Invented reply {made['id']}",
        "action_id": actions[made["id"] % len(actions)] if kind in _LINKED else None,
        "decided_at": now - (day_of(now) - made["made_on"]) + waited,
        "decided_by": SYSTEM.name,
    }
