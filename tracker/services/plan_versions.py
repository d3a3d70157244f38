"""Publishing: the plan as it stands becomes what progress is measured against."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from tracker import audit, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Action, Milestone, PlannedMilestone, PlanVersion, Strategy
from tracker.permissions import Actor
from tracker.services._finding import current_strategy, text_of
from tracker.vocabulary import ConditionState, MilestoneState, Permission


def publish_plan(session: Session, *, actor: Actor, now: datetime, note: str = "") -> int:
    """Freeze every live milestone's date and weight as a new version; returns its number.

    Dropped milestones are no part of it; those whose condition isn't met have no date in it.

    Raises:
        NotAllowed: ``actor`` may not publish.
        NotFound: There is no strategy yet.
        InvalidChange: The plan has no milestones, or the note is too long.
    """
    permissions.require(actor, Permission.PLAN_PUBLISH)
    strategy = current_strategy(session)
    words = text_of(note, "The note", field="note", most=500, required=False)
    rows = _live(session, strategy)
    if not rows:
        raise InvalidChange("The plan has no milestones yet. Import it, or add actions, first.")
    latest = session.exec(
        select(func.max(PlanVersion.number)).where(PlanVersion.strategy_id == strategy.id)
    ).one()
    version = PlanVersion(
        strategy_id=strategy.id,
        number=(latest or 0) + 1,
        published_on=day_of(now),
        published_at=now,
        published_by=actor.name,
        note=words,
    )
    session.add(version)
    session.flush()
    session.add_all(_frozen(version, milestone, action) for milestone, action in rows)
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"Published version {version.number} of the plan on "
        f"{wording.day(version.published_on)}: {wording.count(len(rows), 'milestone')}",
        reason=words,
    )
    return version.number


def _live(session: Session, strategy: Strategy) -> Sequence[tuple[Milestone, Action]]:
    return session.exec(
        select(Milestone, Action)
        .join(Action, col(Action.id) == Milestone.action_id)
        .where(Action.strategy_id == strategy.id, Milestone.state != MilestoneState.DROPPED)
    ).all()


def _frozen(version: PlanVersion, milestone: Milestone, action: Action) -> PlannedMilestone:
    waits = milestone.condition_state is ConditionState.NOT_MET
    return PlannedMilestone(
        plan_version_id=version.id,
        milestone_id=milestone.id,
        action_id=action.id,
        action_ref=action.ref,
        title=milestone.title,
        timing=milestone.timing,
        due_on=None if waits else milestone.due_on,
        due_precision=None if waits else milestone.due_precision,
        weight=milestone.weight,
        action_weight=action.weight,
    )
