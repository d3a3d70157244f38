"""Decisions: the public reply to a suggestion. A later one replaces it, and both stay."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from tracker import audit, permissions
from tracker.errors import InvalidChange
from tracker.models import Decision, Suggestion
from tracker.permissions import Actor
from tracker.services._decisions import (
    NewAction,
    Said,
    add_to_plan,
    leads_of,
    sentence_of,
    write_decision,
)
from tracker.services._finding import find, overtaken
from tracker.services._suggestions import family_of, name_of
from tracker.vocabulary import DecisionKind


def decide(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    suggestion_id: int,
    version: int,
    kind: DecisionKind,
    reply: str,
    action_id: int | None = None,
    is_sure: bool = False,
) -> int:
    """Reply to a suggestion, for all members to read; returns the decision's key.

    Args:
        version: How many decisions on it there were when the person opened it.
        reply: What members read; of "we will not", the reason. It is kept for good.
        action_id: The action by which it is or will be done: of "we will" and "already doing".
        is_sure: Whether what seems to be personal data in the reply may be shown.

    Raises:
        NotAllowed: ``actor`` may not answer this suggestion.
        NotFound: There is no such suggestion or action.
        EditConflict: Somebody answered it in between.
        InvalidChange: It isn't published or was joined into another one; the reply is missing,
            too long or gives no reason; the action is missing, not of the plan, or out of place.
        SeemsPersonal: The reply seems to hold personal data.
    """
    said = Said(kind, reply, action_id, is_sure)
    made = _decided(session, actor, now, suggestion_id, version, said)
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=made.action_id,
        sentence=_sentence(session, made, version),
    )
    return made.id


def decide_with_new_action(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    suggestion_id: int,
    version: int,
    reply: str,
    objective_id: int | None,
    title: str,
    timing: str,
    accountable: str = "",
    responsible: str = "",
    is_sure: bool = False,
) -> int:
    """Reply "we will", and add the action by which it will be done to the plan.

    Both happen, or neither.

    Args:
        version, reply, is_sure: As for ``decide``.
        objective_id, title, timing, accountable, responsible: As for ``actions.add_action``.

    Raises:
        NotAllowed: ``actor`` may not edit the plan, or not answer this suggestion.
        NotFound: There is no such suggestion or objective.
        EditConflict: Somebody answered it in between.
        InvalidChange: As for ``decide`` and ``actions.add_action``.
        SeemsPersonal: The reply seems to hold personal data.
    """
    action_id = add_to_plan(
        session,
        actor=actor,
        now=now,
        new=NewAction(objective_id, title, timing, accountable, responsible),
    )
    said = Said(DecisionKind.WE_WILL, reply, action_id, is_sure)
    made = _decided(session, actor, now, suggestion_id, version, said)
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=action_id,
        sentence=_sentence(session, made, version),
    )
    return made.id


def _decided(
    session: Session, actor: Actor, now: datetime, suggestion_id: int, version: int, said: Said
) -> Decision:
    """The decision, written down by whoever may, where nothing speaks against it."""
    suggestion = find(session, Suggestion, suggestion_id)
    permissions.require_decision(actor, leads_of(session, suggestion.theme_id))
    _refuse_undecidable(session, suggestion, version)
    return write_decision(session, actor=actor, now=now, said=said, suggestion_id=suggestion.id)


def _refuse_undecidable(session: Session, suggestion: Suggestion, version: int) -> None:
    if suggestion.joined_into_id is not None:
        raise InvalidChange(
            f"This one was joined into suggestion {suggestion.joined_into_id}: answer that one."
        )
    if not suggestion.is_public:
        raise InvalidChange(
            "This suggestion is not published yet. First a moderator sees that it names nobody."
        )
    family = family_of(session, suggestion)
    counted = select(func.count()).where(col(Decision.suggestion_id).in_(family))
    if session.exec(counted).one() != version:
        raise overtaken(" by another reply")


def _sentence(session: Session, made: Decision, before: int) -> str:
    suggestion = session.get_one(Suggestion, made.suggestion_id)
    return sentence_of(session, made, name_of(suggestion), before)
