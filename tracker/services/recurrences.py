"""Keeping endless recurrences laid out a year ahead."""

from datetime import datetime

from sqlmodel import Session, col, select

from tracker import audit, permissions, wording
from tracker.models import Recurrence
from tracker.permissions import Actor
from tracker.services._recurring import go_on
from tracker.vocabulary import Permission


def lay_out_recurrences(session: Session, *, actor: Actor, now: datetime) -> int:
    """Add the occurrences that have come into the year ahead; returns how many.

    Safe to run any number of times: what is there is never added twice.

    Raises:
        NotAllowed: ``actor`` may not edit the plan.
    """
    permissions.require(actor, Permission.PLAN_EDIT)
    # Those that follow others come after them: their occurrences are counted off the others'.
    recurrences = session.exec(
        select(Recurrence).order_by(
            col(Recurrence.after_recurrence_id).is_not(None), col(Recurrence.id)
        )
    ).all()
    came = sum(go_on(session, each, actor=actor, now=now) for each in recurrences)
    if came:
        audit.record(
            session,
            actor=actor,
            now=now,
            sentence=f"Recurring milestones: laid out {wording.count(came, 'occurrence')} more",
        )
    return came
