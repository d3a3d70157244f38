"""Decisions on what many wrote about: the public reply to a theme of a round's comments."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, func, select

from tracker import audit, permissions
from tracker.errors import InvalidChange
from tracker.models import CommentTheme, Decision, FeedbackRound
from tracker.permissions import Actor
from tracker.queries import results as results_queries
from tracker.services._decisions import (
    NewAction,
    Said,
    add_to_plan,
    leads_of,
    sentence_of,
    write_decision,
)
from tracker.services._feedback import name_of
from tracker.services._finding import find, overtaken
from tracker.vocabulary import DecisionKind


def decide_on_theme(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_id: int,
    theme_id: int,
    version: int,
    kind: DecisionKind,
    reply: str,
    action_id: int | None = None,
    is_sure: bool = False,
) -> int:
    """Reply to a theme of a round's comments, for all members to read; returns the decision's key.

    A later reply replaces it, and both stay.

    Args:
        version: How many decisions on it there were when the person opened it.
        reply, action_id, is_sure: As for ``decisions.decide``.

    Raises:
        NotAllowed: ``actor`` may not answer this theme.
        NotFound: There is no such round, theme or action.
        EditConflict: Somebody answered it in between.
        InvalidChange: The round's themes haven't been counted; the reply is missing, too long or
            gives no reason; the action is missing, not of the plan, or out of place.
        SeemsPersonal: The reply seems to hold personal data.
    """
    said = Said(kind, reply, action_id, is_sure)
    made = _decided(session, actor, now, _Place(round_id, theme_id, version), said)
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=made.action_id,
        sentence=_sentence(session, made, version),
    )
    return made.id


def decide_on_theme_with_new_action(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_id: int,
    theme_id: int,
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
        version, reply, is_sure: As for ``decide_on_theme``.
        objective_id, title, timing, accountable, responsible: As for ``actions.add_action``.

    Raises:
        NotAllowed: ``actor`` may not edit the plan, or not answer this theme.
        NotFound: There is no such round, theme or objective.
        EditConflict: Somebody answered it in between.
        InvalidChange: As for ``decide_on_theme`` and ``actions.add_action``.
        SeemsPersonal: The reply seems to hold personal data.
    """
    new = NewAction(objective_id, title, timing, accountable, responsible)
    action_id = add_to_plan(session, actor=actor, now=now, new=new)
    said = Said(DecisionKind.WE_WILL, reply, action_id, is_sure)
    made = _decided(session, actor, now, _Place(round_id, theme_id, version), said)
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=made.action_id,
        sentence=_sentence(session, made, version),
    )
    return made.id


@dataclass(frozen=True, slots=True)
class _Place:
    """What is replied to, and how many replies whoever replies has seen."""

    round_id: int
    theme_id: int
    version: int


def _decided(session: Session, actor: Actor, now: datetime, place: _Place, said: Said) -> Decision:
    """The decision, written down by whoever may, where nothing speaks against it."""
    round_ = find(session, FeedbackRound, place.round_id)
    theme = find(session, CommentTheme, place.theme_id)
    permissions.require_decision(actor, leads_of(session, theme.plan_theme_id))
    _refuse_undecidable(session, place)
    return write_decision(
        session, actor=actor, now=now, said=said, round_id=round_.id, comment_theme_id=theme.id
    )


def _refuse_undecidable(session: Session, place: _Place) -> None:
    if results_queries.read_themes(session, place.round_id) is None:
        raise InvalidChange(
            "The themes of this round have not been counted yet. Count them first, so that members "
            "read how many wrote about it."
        )
    counted = select(func.count()).where(
        Decision.round_id == place.round_id, Decision.comment_theme_id == place.theme_id
    )
    if session.exec(counted).one() != place.version:
        raise overtaken(" by another reply")


def _sentence(session: Session, made: Decision, before: int) -> str:
    theme = session.get_one(CommentTheme, made.comment_theme_id)
    round_ = session.get_one(FeedbackRound, made.round_id)
    name = f"the theme “{theme.name}” of {name_of(round_)}"
    return sentence_of(session, made, name, before)
