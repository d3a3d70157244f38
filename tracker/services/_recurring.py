"""How a recurrence goes on, and its action with it."""

from datetime import datetime

from sqlmodel import Session

from tracker.models import Action, Recurrence
from tracker.permissions import Actor
from tracker.services._action_states import follow_milestones
from tracker.services._finding import find
from tracker.services._milestones import lay_out


def go_on(session: Session, recurrence: Recurrence, *, actor: Actor, now: datetime) -> int:
    """Add the occurrences that have come into the year ahead; returns how many.

    An action that was done by all that had been laid out is in progress again.
    """
    came = lay_out(session, recurrence, now=now)
    if came:
        action = find(session, Action, recurrence.action_id)
        follow_milestones(session, action, actor=actor, now=now)
    return len(came)
