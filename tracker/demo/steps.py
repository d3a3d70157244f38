"""What can happen in the demo's history, each through the service that people use."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, func, select

from tracker.models import DateChange, Milestone, Theme, Update
from tracker.services import actions, milestones, plan_versions, reviews, rounds, updates
from tracker.services._finding import find_action
from tracker.vocabulary import ActionState, ConditionState, Status, Verdict

if TYPE_CHECKING:
    from tracker.demo.story import Step

_Do = Callable[[Session, "Step", datetime], None]
_Details = Callable[["Step"], dict[str, Any]]


def _with_milestone(service: Callable[..., Any], details: _Details) -> _Do:
    """The service, given the milestone that the step names."""

    def do(session: Session, step: "Step", now: datetime) -> None:
        found = _milestone(session, step)
        of = {"milestone_id": found.id, "version": found.version}
        service(session, actor=step.actor, now=now, **of, **details(step))

    return do


def _with_action(service: Callable[..., Any], details: _Details) -> _Do:
    """The service, given the action that the step names."""

    def do(session: Session, step: "Step", now: datetime) -> None:
        action = find_action(session, step.action)
        service(session, actor=step.actor, now=now, action_id=action.id, **details(step))

    return do


def _milestone(session: Session, step: "Step") -> Milestone:
    action = find_action(session, step.action)
    return session.exec(
        select(Milestone).where(Milestone.action_id == action.id, Milestone.title == step.milestone)
    ).one()


def _state(session: Session, step: "Step", now: datetime) -> None:
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


def _lead(session: Session, step: "Step", now: datetime) -> None:
    action = find_action(session, step.action)
    kept = {name: getattr(action, name) for name in ("title", "accountable", "needs", "weight")}
    actions.edit_action(
        session,
        actor=step.actor,
        now=now,
        action_id=action.id,
        version=action.version,
        responsible=step.value,
        **kept,
    )


def _publish(session: Session, step: "Step", now: datetime) -> None:
    plan_versions.publish_plan(session, actor=step.actor, now=now, note=step.words)


def _rounds(session: Session, step: "Step", now: datetime) -> None:
    """``value``: the first meeting's day, and how many rounds."""
    first, count = step.value.split()
    rounds.plan_rounds(
        session,
        actor=step.actor,
        now=now,
        first_meeting_on=date.fromisoformat(first),
        count=int(count),
    )


def _reviewer(session: Session, step: "Step", now: datetime) -> None:
    """``action`` holds a theme's code here."""
    theme = session.exec(select(Theme).where(Theme.code == step.action)).one()
    rounds.name_reviewer(
        session, actor=step.actor, now=now, theme_id=theme.id, version=0, name=step.words
    )


def _said(step: "Step") -> dict[str, Any]:
    """``value``: the status, and the likelihood in %."""
    status, likelihood = step.value.split()
    return {
        "status": Status(status),
        "likelihood": int(likelihood),
        "what_changed": step.words,
        "help_needed": step.help,
    }


def _review(session: Session, step: "Step", now: datetime) -> None:
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


def _agreed(session: Session, step: "Step", now: datetime) -> None:
    """To the milestone's latest move."""
    milestone = _milestone(session, step)
    latest = select(func.max(DateChange.id)).where(DateChange.milestone_id == milestone.id)
    change_id = session.exec(latest).one() or 0
    reviews.agree_date(session, actor=step.actor, now=now, date_change_id=change_id)


_condition = _with_milestone(
    milestones.settle_condition,
    lambda step: {"state": ConditionState(step.what), "reason": step.words},
)

STEPS: dict[str, _Do] = {
    "done": _with_milestone(
        milestones.complete_milestone, lambda step: {"done_on": date.fromisoformat(step.value)}
    ),
    "dropped": _with_milestone(milestones.drop_milestone, lambda step: {"reason": step.words}),
    "moved": _with_milestone(
        milestones.move_milestone, lambda step: {"timing": step.value, "reason": step.words}
    ),
    "met": _condition,
    "not_met": _condition,
    "paused": _state,
    "in_progress": _state,
    "stopped": _state,
    "lead": _lead,
    "publish": _publish,
    "rounds": _rounds,
    "reviewer": _reviewer,
    "update": _with_action(updates.give_update, _said),
    "exempt": _with_action(updates.exempt_action, lambda step: {"reason": step.words}),
    "acknowledged": _review,
    "returned": _review,
    "agreed": _agreed,
}
