"""How an action's state follows its milestones, and how every change of it is kept."""

from datetime import datetime

from sqlmodel import Session, select

from tracker import timing
from tracker.models import Action, Milestone, Recurrence, StateChange
from tracker.permissions import Actor
from tracker.vocabulary import ActionState, MilestoneState


def set_state(
    session: Session,
    action: Action,
    state: ActionState,
    *,
    actor: Actor,
    now: datetime,
    reason: str,
) -> None:
    """Put ``action`` into ``state`` and keep the change: spells out of the count come from it."""
    if state == action.state:
        return
    session.add(
        StateChange(
            action_id=action.id,
            changed_at=now,
            changed_by=actor.name,
            reason=reason,
            from_state=action.state,
            to_state=state,
        )
    )
    action.state = state
    action.state_reason = reason


def follow_milestones(session: Session, action: Action, *, actor: Actor, now: datetime) -> None:
    """Begin or finish ``action`` as its milestones say, so that nobody has to do it by hand.

    An action that goes on without a stated end is never finished by itself.
    """
    states = session.exec(select(Milestone.state).where(Milestone.action_id == action.id)).all()
    begun = MilestoneState.DONE in states
    finished = begun and MilestoneState.PLANNED not in states and not _goes_on(session, action)
    state = action.state
    if finished:
        state = ActionState.DONE
    elif state is ActionState.DONE or (begun and state is ActionState.NOT_STARTED):
        state = ActionState.IN_PROGRESS
    set_state(session, action, state, actor=actor, now=now, reason="")


def _goes_on(session: Session, action: Action) -> bool:
    deadlines = [
        *session.exec(select(Recurrence.timing).where(Recurrence.action_id == action.id)),
        *session.exec(select(Milestone.timing).where(Milestone.action_id == action.id)),
    ]
    return any(timing.parse(text).is_open_ended for text in deadlines)
