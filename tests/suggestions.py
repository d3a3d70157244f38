"""Suggestions for tests: made, published and answered by the product's own commands."""

from datetime import datetime

from sqlmodel import Session

from tests.factories import make_actor
from tracker.models import Suggestion
from tracker.permissions import SYSTEM, Actor
from tracker.services import decisions, suggestion_backings, suggestions
from tracker.vocabulary import DecisionKind, Role

MEMBER = make_actor(Role.MEMBER)


def suggest(session: Session, *, now: datetime, is_public: bool = True, **details) -> int:
    """A suggestion of a member, published at once unless ``is_public`` is false; its key."""
    given = {"words": "Publish all results"} | details
    made = suggestions.make_suggestion(session, actor=MEMBER, now=now, **given)
    if is_public:
        publish(session, made, now=now)
    return made


def publish(session: Session, suggestion_id: int, *, now: datetime, **details) -> None:
    suggestions.publish_suggestion(
        session,
        actor=SYSTEM,
        now=now,
        suggestion_id=suggestion_id,
        version=version_of(session, suggestion_id),
        **details,
    )


def join(session: Session, suggestion_id: int, into_id: int | None, *, now: datetime) -> None:
    suggestions.join_suggestions(
        session,
        actor=SYSTEM,
        now=now,
        suggestion_id=suggestion_id,
        version=version_of(session, suggestion_id),
        into_id=into_id,
    )


def back(session: Session, suggestion_id: int, name: str, *, now: datetime) -> None:
    """The member ``name`` backs it."""
    suggestion_backings.back_suggestion(
        session, actor=Actor(name, Role.MEMBER), now=now, suggestion_id=suggestion_id
    )


def reply(session: Session, suggestion_id: int, *, now: datetime, **details) -> int:
    """What the secretariat replies first: that it needs to know more, unless told otherwise."""
    given = {
        **{"actor": SYSTEM, "version": 0, "kind": DecisionKind.NEED_TO_KNOW},
        "reply": "Which results do you mean?",
    }
    return decisions.decide(session, now=now, suggestion_id=suggestion_id, **given | details)


def version_of(session: Session, suggestion_id: int) -> int:
    return session.get_one(Suggestion, suggestion_id).version
