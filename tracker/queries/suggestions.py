"""Suggestions, what was replied to them, and how many back each."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlmodel import Session, col, func, select

from tracker.backings import fingerprint
from tracker.clock import day_of, end_of
from tracker.models import Backing, Decision, Group, Suggestion
from tracker.permissions import Actor
from tracker.queries._frames import read_frame
from tracker.queries._recorded import recorded
from tracker.vocabulary import GroupKind

_TABLES = {
    Suggestion: (
        *("words", "signed_by", "theme_id", "group_id", "made_on", "is_public"),
        *("joined_into_id", "version"),
    ),
    Group: ("name", "kind", "created_at"),
}
_DECISION = (
    *("id", "suggestion_id", "kind", "reply", "action_id"),
    *("decided_at", "decided_by"),
)
_TYPES = {"id": "int64", "suggestion_id": "int64", "action_id": "Int64"}
# What a suggestion comes back to: the one it was joined into, or itself.
_KEPT = func.coalesce(Suggestion.joined_into_id, Suggestion.id)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What was suggested and replied, each frame with its key in ``id``, in the order of the keys.

    Attributes:
        suggestions: ``words``, ``signed_by`` (blank: anonymous), ``theme_id`` (missing: none),
            ``group_id``, ``made_on``, ``is_public``, ``joined_into_id`` (missing: not joined),
            ``version``.
        decisions: ``suggestion_id``, ``kind``, ``reply``, ``action_id`` (missing: none),
            ``decided_on``, ``decided_by``.
        groups: The member groups: ``name``, ``began_on`` (the day they were added).
    """

    suggestions: pd.DataFrame
    decisions: pd.DataFrame
    groups: pd.DataFrame


def read_suggestions(session: Session, *, as_at: date | None = None) -> Suggestions:
    """Every suggestion, also those that aren't published or were joined into others.

    Args:
        as_at: Show what had been recorded by the end of this day; ``None`` shows the present. The
            words are always the present ones: what was taken out of them is gone.
    """
    frames = recorded(session, _TABLES, as_at=as_at)
    groups = frames["group"]
    groups = groups[groups["kind"] == GroupKind.MEMBER_GROUP]
    return Suggestions(
        suggestions=frames["suggestion"],
        decisions=_decisions(session, as_at),
        groups=pd.DataFrame({"name": groups["name"], "began_on": _days(groups["created_at"])})
        .set_index(groups["id"])
        .reset_index(),
    )


def backers(session: Session) -> dict[int, int]:
    """How many back each suggestion today, and those joined into it: nobody twice."""
    statement = (
        select(_KEPT, func.count(col(Backing.hash).distinct()))
        .join(Backing, col(Backing.suggestion_id) == col(Suggestion.id))
        .group_by(_KEPT)
    )
    return dict(session.exec(statement).all())


def backed_by(session: Session, actor: Actor) -> frozenset[int]:
    """The suggestions that ``actor`` backs today, or of which they back one joined into it."""
    statement = (
        select(_KEPT)
        .join(Backing, col(Backing.suggestion_id) == col(Suggestion.id))
        .where(Backing.hash == fingerprint(actor))
    )
    return frozenset(session.exec(statement))


def _decisions(session: Session, as_at: date | None) -> pd.DataFrame:
    statement = (
        select(*(getattr(Decision, name) for name in _DECISION))
        .where(col(Decision.suggestion_id).is_not(None))
        .order_by(col(Decision.id))
    )
    if as_at is not None:
        statement = statement.where(Decision.decided_at <= end_of(as_at))
    found = read_frame(session, statement, _DECISION, _TYPES)
    return found.assign(decided_on=_days(found["decided_at"])).drop(columns="decided_at")


def _days(moments: pd.Series) -> pd.Series:
    return pd.to_datetime(moments.map(day_of)).astype("datetime64[s]")
