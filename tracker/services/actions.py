"""What people do to an action as a whole."""

from datetime import datetime

from sqlmodel import Session, select

from tracker import audit, permissions
from tracker.errors import InvalidChange
from tracker.models import Action, Milestone
from tracker.permissions import Actor
from tracker.services._action_states import set_state
from tracker.services._finding import find, reason_of
from tracker.vocabulary import LEFT_OUT, ActionState, MilestoneState


def change_action_state(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    action_id: int,
    version: int,
    state: ActionState,
    reason: str = "",
) -> None:
    """Put an action into another state.

    Paused and stopped need a reason; from today on the action is left out of progress, visibly.

    Raises:
        NotAllowed: ``actor`` doesn't lead the action.
        NotFound: There is no such action.
        EditConflict: Somebody changed the action in between.
        InvalidChange: That is its state already, a reason is missing, or it is to be done or not
            started although its milestones say otherwise.
    """
    action = find(session, Action, action_id)
    permissions.require_update(actor, action.responsible)
    action = find(session, Action, action_id, version=version)
    if state is action.state:
        raise InvalidChange(f"{action.ref} is {state.label.lower()} already.", field="state")
    why = reason_of(reason) if state in LEFT_OUT else reason.strip()
    _refuse_against_milestones(session, action, state)
    before = action.state
    set_state(session, action, state, actor=actor, now=now, reason=why)
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=action.id,
        sentence=f"{action.ref}: from {before.label.lower()} to {state.label.lower()}",
        reason=why,
    )


def _refuse_against_milestones(session: Session, action: Action, state: ActionState) -> None:
    states = session.exec(select(Milestone.state).where(Milestone.action_id == action.id)).all()
    if state is ActionState.DONE and MilestoneState.PLANNED in states:
        raise InvalidChange(
            "An action is done when its milestones are. Mark each as done, or drop it with a "
            "reason.",
            field="state",
        )
    if state is ActionState.NOT_STARTED and MilestoneState.DONE in states:
        raise InvalidChange(
            f"{action.ref} has a milestone that is done, so it has started.", field="state"
        )
