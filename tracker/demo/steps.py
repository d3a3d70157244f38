"""What can happen in the demo's history, each through the service that people use."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlmodel import Session, func, select

from tracker.models import Action, DateChange, Milestone, Theme, Update
from tracker.services import actions, milestones, plan_versions, reviews, rounds, updates
from tracker.services._finding import find_action
from tracker.vocabulary import ActionState, ConditionState, Status, Verdict

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


def _rounds(session: Session, step: "Step", *, now: datetime) -> None:
    """``value``: the first meeting's day, and how many rounds."""
    first, count = step.value.split()
    rounds.plan_rounds(
        session,
        actor=step.actor,
        now=now,
        first_meeting_on=date.fromisoformat(first),
        count=int(count),
    )


def _reviewer(session: Session, step: "Step", *, now: datetime) -> None:
    """``action`` holds a theme's code here."""
    theme = session.exec(select(Theme).where(Theme.code == step.action)).one()
    rounds.name_reviewer(session, actor=step.actor, now=now, theme_id=theme.id, name=step.words)


def _update(session: Session, step: "Step", *, now: datetime) -> None:
    """``value``: the status, and the likelihood in %."""
    status, likelihood = step.value.split()
    updates.give_update(
        session,
        actor=step.actor,
        now=now,
        action_id=find_action(session, step.action).id,
        status=Status(status),
        likelihood=int(likelihood),
        what_changed=step.words,
        help_needed=step.help,
    )


def _exempt(session: Session, step: "Step", *, now: datetime) -> None:
    action = find_action(session, step.action)
    updates.exempt_action(
        session, actor=step.actor, now=now, action_id=action.id, reason=step.words
    )


def _review(session: Session, step: "Step", *, now: datetime) -> None:
    """Of the action's latest update."""
    action = find_action(session, step.action)
    latest = select(func.max(Update.id)).where(Update.action_id == action.id)
    reviews.review_update(
        session,
        actor=step.actor,
        now=now,
        update_id=session.exec(latest).one() or 0,
        verdict=Verdict(step.what),
        comment=step.words,
    )


def _agreed(session: Session, step: "Step", *, now: datetime) -> None:
    """To the milestone's latest move."""
    milestone = _milestone(session, step)
    latest = select(func.max(DateChange.id)).where(DateChange.milestone_id == milestone.id)
    change_id = session.exec(latest).one() or 0
    reviews.agree_date(session, actor=step.actor, now=now, date_change_id=change_id)


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
    "rounds": _rounds,
    "reviewer": _reviewer,
    "update": _update,
    "exempt": _exempt,
    "acknowledged": _review,
    "returned": _review,
    "agreed": _agreed,
}
