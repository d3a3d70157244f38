"""What can happen in the demo's history, each through the service that people use."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlmodel import Session, select

from tracker.models import Action, Milestone
from tracker.services import actions, milestones, plan_versions
from tracker.services._finding import find_action
from tracker.vocabulary import ActionState, ConditionState

if TYPE_CHECKING:
    from tracker.demo.story import Step

_Do = Callable[..., None]


def _milestone(session: Session, step: "Step") -> Milestone:
    action = find_action(session, step.action)
    return session.exec(
        select(Milestone).where(Milestone.action_id == action.id, Milestone.title == step.milestone)
    ).one()


def _done(session: Session, step: "Step", *, now: datetime) -> None:
    milestone = _milestone(session, step)
    milestones.complete_milestone(
        session,
        actor=step.actor,
        now=now,
        milestone_id=milestone.id,
        version=milestone.version,
        done_on=date.fromisoformat(step.value),
    )


def _dropped(session: Session, step: "Step", *, now: datetime) -> None:
    milestone = _milestone(session, step)
    milestones.drop_milestone(
        session,
        actor=step.actor,
        now=now,
        milestone_id=milestone.id,
        version=milestone.version,
        reason=step.words,
    )


def _moved(session: Session, step: "Step", *, now: datetime) -> None:
    milestone = _milestone(session, step)
    milestones.move_milestone(
        session,
        actor=step.actor,
        now=now,
        milestone_id=milestone.id,
        version=milestone.version,
        timing=step.value,
        reason=step.words,
    )


def _condition(session: Session, step: "Step", *, now: datetime) -> None:
    milestone = _milestone(session, step)
    milestones.settle_condition(
        session,
        actor=step.actor,
        now=now,
        milestone_id=milestone.id,
        version=milestone.version,
        state=ConditionState(step.what),
        reason=step.words,
    )


def _state(session: Session, step: "Step", *, now: datetime) -> None:
    action = find_action(session, step.action)
    actions.change_action_state(
        session,
        actor=step.actor,
        now=now,
        action_id=action.id,
        version=action.version,
        state=ActionState(step.what),
        reason=step.words,
    )


def _lead(session: Session, step: "Step", *, now: datetime) -> None:
    action: Action = find_action(session, step.action)
    actions.edit_action(
        session,
        actor=step.actor,
        now=now,
        action_id=action.id,
        version=action.version,
        title=action.title,
        accountable=action.accountable,
        responsible=step.value,
        needs=action.needs,
        weight=action.weight,
    )


def _publish(session: Session, step: "Step", *, now: datetime) -> None:
    plan_versions.publish_plan(session, actor=step.actor, now=now, note=step.words)


STEPS: dict[str, _Do] = {
    "done": _done,
    "dropped": _dropped,
    "moved": _moved,
    "met": _condition,
    "not_met": _condition,
    "paused": _state,
    "in_progress": _state,
    "stopped": _state,
    "lead": _lead,
    "publish": _publish,
}
