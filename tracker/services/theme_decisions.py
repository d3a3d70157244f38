"""Decisions on what many wrote about: the public reply to a theme of a round's comments."""

from datetime import datetime

from sqlmodel import Session, func, select

from tracker import audit, permissions
from tracker.errors import InvalidChange
from tracker.models import CommentTheme, Decision, FeedbackRound
from tracker.permissions import Actor
from tracker.queries import results as results_queries
from tracker.services._decisions import Said, action_of, reply_of, sentence_of
from tracker.services._feedback import name_of
from tracker.services._finding import find, overtaken
from tracker.vocabulary import DecisionKind, Permission


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
        NotAllowed: ``actor`` may not answer everything.
        NotFound: There is no such round, theme or action.
        EditConflict: Somebody answered it in between.
        InvalidChange: The round's themes haven't been counted; the reply is missing, too long or
            gives no reason; the action is missing, not of the plan, or out of place.
        SeemsPersonal: The reply seems to hold personal data.
    """
    permissions.require(actor, Permission.SUGGESTION_DECIDE_ANY)
    round_ = find(session, FeedbackRound, round_id)
    theme = find(session, CommentTheme, theme_id)
    if results_queries.read_themes(session, round_.id) is None:
        raise InvalidChange(
            "The themes of this round have not been counted yet. Count them first, so that members "
            "read how many wrote about it."
        )
    counted = select(func.count()).where(
        Decision.round_id == round_.id, Decision.comment_theme_id == theme.id
    )
    if session.exec(counted).one() != version:
        raise overtaken(" by another reply")
    said = Said(kind, reply, action_id, is_sure)
    made = Decision(
        round_id=round_.id,
        comment_theme_id=theme.id,
        kind=kind,
        reply=reply_of(said),
        action_id=action_of(session, said),
        decided_at=now,
        decided_by=actor.name,
    )
    session.add(made)
    session.flush()
    name = f"the theme “{theme.name}” of {name_of(round_)}"
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=made.action_id,
        sentence=sentence_of(session, made, name, version),
    )
    return made.id
