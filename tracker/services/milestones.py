"""What people do to milestones: done, not done after all, dropped, moved, condition decided."""

from datetime import date, datetime

from sqlmodel import Session, select

from tracker import audit, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Action, Milestone, Recurrence
from tracker.permissions import Actor
from tracker.services import _milestones
from tracker.services._action_states import follow_milestones
from tracker.services._finding import find, link_of, reason_of
from tracker.services._recurring import go_on
from tracker.timing import Timing, TimingKind, parse
from tracker.vocabulary import LEFT_OUT, ConditionState, MilestoneState


def complete_milestone(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    milestone_id: int,
    version: int,
    done_on: date,
    evidence: str = "",
) -> None:
    """Mark a milestone as done; the action begins or finishes with it, and what follows is dated.

    Args:
        version: The milestone's version that the person saw.
        done_on: The day the work was finished; today or earlier.
        evidence: A link (http or https) to what shows it, or nothing.

    Raises:
        NotAllowed: ``actor`` doesn't lead the action.
        NotFound: There is no such milestone.
        EditConflict: Somebody changed the milestone in between.
        InvalidChange: It isn't planned any more, the day lies ahead, the link isn't one, or the
            action is paused or stopped.
    """
    milestone, action = _to_change(session, actor, milestone_id, version)
    _refuse_unless_planned(milestone, action)
    if done_on > day_of(now):
        raise InvalidChange("This day lies ahead. Choose today or an earlier one.", field="done_on")
    link = link_of(evidence, field="evidence")
    milestone.state, milestone.done_on = MilestoneState.DONE, done_on
    milestone.evidence = link
    _lay_out_more(session, milestone, actor=actor, now=now)
    follow_milestones(session, action, actor=actor, now=now)
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=action.id,
        sentence=f"{milestone.title}: marked as done on {wording.day(done_on)}",
    )
    _date_followers(session, milestone, actor=actor, now=now)


def reopen_milestone(
    session: Session, *, actor: Actor, now: datetime, milestone_id: int, version: int, reason: str
) -> None:
    """Take back that a milestone was done or dropped: it is planned again.

    Raises:
        NotAllowed: ``actor`` doesn't lead the action.
        NotFound: There is no such milestone.
        EditConflict: Somebody changed the milestone in between.
        InvalidChange: It is planned already, or no reason is given.
    """
    milestone, action = _to_change(session, actor, milestone_id, version)
    if milestone.state is MilestoneState.PLANNED:
        raise InvalidChange(f"{milestone.title} is planned already.")
    why = reason_of(reason)
    before = milestone.state.label.lower()
    milestone.state, milestone.done_on = MilestoneState.PLANNED, None
    milestone.state_reason = milestone.evidence = ""
    if milestone.after_milestone_id is not None:
        # Its first may have been done, or taken back, while this one was not planned.
        _milestones.follow(milestone, find(session, Milestone, milestone.after_milestone_id))
    follow_milestones(session, action, actor=actor, now=now)
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=action.id,
        sentence=f"{milestone.title}: planned again, not {before} after all",
        reason=why,
    )
    _date_followers(session, milestone, actor=actor, now=now)


def drop_milestone(
    session: Session, *, actor: Actor, now: datetime, milestone_id: int, version: int, reason: str
) -> None:
    """Drop a milestone: it no longer counts, and the reason stays visible.

    Raises:
        NotAllowed: ``actor`` doesn't lead the action.
        NotFound: There is no such milestone.
        EditConflict: Somebody changed the milestone in between.
        InvalidChange: It isn't planned any more, no reason is given, or the action is paused or
            stopped.
    """
    milestone, action = _to_change(session, actor, milestone_id, version)
    _refuse_unless_planned(milestone, action)
    milestone.state_reason = reason_of(reason)
    milestone.state = MilestoneState.DROPPED
    follow_milestones(session, action, actor=actor, now=now)
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=action.id,
        sentence=f"{milestone.title}: dropped",
        reason=milestone.state_reason,
    )


def move_milestone(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    milestone_id: int,
    version: int,
    timing: str,
    reason: str,
) -> None:
    """Move a milestone's deadline; the move and its reason go into the slip ledger.

    Args:
        timing: The new deadline in the plan's words; the milestone keeps its condition unless
            this states another.

    Raises:
        NotAllowed: ``actor`` doesn't lead the action.
        NotFound: There is no such milestone.
        EditConflict: Somebody changed the milestone in between.
        InvalidChange: The deadline isn't understood, is the present one or recurs; no reason is
            given; the milestone isn't planned any more; the action is paused or stopped.
    """
    milestone, action = _to_change(session, actor, milestone_id, version)
    _refuse_unless_planned(milestone, action)
    new = _one_deadline(timing, milestone)
    why = reason_of(reason)
    before = _milestones.redate(
        session, milestone, new, action=action, actor=actor, now=now, reason=why
    )
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=action.id,
        sentence=f"{milestone.title}: moved from “{before}” to “{new}”",
        reason=why,
    )


def settle_condition(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    milestone_id: int,
    version: int,
    state: ConditionState,
    reason: str = "",
) -> None:
    """Say whether a milestone's condition is met; while it isn't, the milestone waits.

    Raises:
        NotAllowed: ``actor`` doesn't lead the action.
        NotFound: There is no such milestone.
        EditConflict: Somebody changed the milestone in between.
        InvalidChange: It has no condition, that is its state already, or "not met" lacks a reason.
    """
    milestone, action = _to_change(session, actor, milestone_id, version)
    _refuse_unless_planned(milestone, action)
    if not milestone.condition:
        raise InvalidChange(f"{milestone.title} has no condition.")
    if state is milestone.condition_state:
        raise InvalidChange(f"The condition is marked “{state.label.lower()}” already.")
    why = reason_of(reason, required=state is ConditionState.NOT_MET)
    milestone.condition_state, milestone.condition_reason = state, why
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=action.id,
        sentence=f"{milestone.title}: “if {milestone.condition}” marked {state.label.lower()}",
        reason=why,
    )


def _to_change(
    session: Session, actor: Actor, milestone_id: int, version: int
) -> tuple[Milestone, Action]:
    milestone = find(session, Milestone, milestone_id)
    action = find(session, Action, milestone.action_id)
    permissions.require_update(actor, action.responsible)
    return find(session, Milestone, milestone_id, version=version), action


def _refuse_unless_planned(milestone: Milestone, action: Action) -> None:
    if milestone.state is not MilestoneState.PLANNED:
        raise InvalidChange(f"{milestone.title} is {milestone.state.label.lower()} already.")
    if action.state in LEFT_OUT:
        raise InvalidChange(
            f"{action.ref} is {action.state.label.lower()}. Put it in progress first."
        )


def _one_deadline(text: str, milestone: Milestone) -> Timing:
    new = _milestones.read_timing(text)
    if new.kind is TimingKind.EVERY:
        raise InvalidChange(
            "One milestone has one deadline. Write when this one is due.", field="timing"
        )
    if new.condition is None and milestone.condition:
        new = new.only_if(milestone.condition)
    if new == parse(milestone.timing):
        raise InvalidChange(f"“{new}” is its deadline already.", field="timing")
    return new


def _date_followers(session: Session, first: Milestone, *, actor: Actor, now: datetime) -> None:
    """Date what comes after ``first``, and tell it in the history of each action."""
    followers = select(Milestone).where(
        Milestone.after_milestone_id == first.id, Milestone.state == MilestoneState.PLANNED
    )
    for milestone in session.exec(followers).all():
        before = milestone.due_on
        _milestones.follow(milestone, first)
        if milestone.due_on != before:
            due = f"now due on {wording.day(milestone.due_on)}" if milestone.due_on else "waits"
            audit.note(
                session,
                actor=actor,
                now=now,
                action_id=milestone.action_id,
                sentence=f"{milestone.title}: {due}, {milestone.timing}",
            )


def _lay_out_more(session: Session, milestone: Milestone, *, actor: Actor, now: datetime) -> None:
    """An endless recurrence goes on: when one occurrence is done, the year ahead is complete."""
    if milestone.recurrence_id is None:
        return
    recurrence = find(session, Recurrence, milestone.recurrence_id)
    following = select(Recurrence).where(Recurrence.after_recurrence_id == recurrence.id)
    for each in (recurrence, *session.exec(following).all()):
        go_on(session, each, actor=actor, now=now)
