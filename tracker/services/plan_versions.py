"""Publishing: the plan as it stands becomes what progress is measured against."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from tracker import audit, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Action, Milestone, PlannedMilestone, PlanVersion, Strategy
from tracker.permissions import Actor
from tracker.services._finding import current_strategy, overtaken, text_of
from tracker.vocabulary import ConditionState, MilestoneState, Permission


def publish_plan(
    session: Session, *, actor: Actor, now: datetime, note: str = "", version: int | None = None
) -> int:
    """Freeze every live milestone's date and weight as a new version; returns its number.

    Dropped milestones are no part of it; those whose condition isn't met have no date in it.

    Args:
        version: The number of the latest version when the person began, 0 before there was one;
            ``None``: that doesn't matter.

    Raises:
        NotAllowed: ``actor`` may not publish.
        NotFound: There is no strategy yet.
        EditConflict: Somebody published a version in between.
        InvalidChange: The plan has no milestones, or the note is too long.
    """
    permissions.require(actor, Permission.PLAN_PUBLISH)
    strategy = current_strategy(session)
    words = text_of(note, "The note", field="note", most=500, required=False)
    rows = _live(session, strategy)
    if not rows:
        raise InvalidChange("The plan has no milestones yet. Import it, or add actions, first.")
    published = PlanVersion(
        strategy_id=strategy.id,
        number=_latest_number(session, strategy, version) + 1,
        published_on=day_of(now),
        published_at=now,
        published_by=actor.name,
        note=words,
    )
    session.add(published)
    session.flush()
    session.add_all(_frozen(published, milestone, action) for milestone, action in rows)
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"Published version {published.number} of the plan on "
        f"{wording.day(published.published_on)}: {wording.count(len(rows), 'milestone')}",
        reason=words,
    )
    return published.number


def _latest_number(session: Session, strategy: Strategy, seen: int | None) -> int:
    """The number of the latest version; refuses when it is another one than was seen."""
    latest = session.exec(
        select(PlanVersion)
        .where(PlanVersion.strategy_id == strategy.id)
        .order_by(col(PlanVersion.number).desc())
    ).first()
    number = latest.number if latest else 0
    if latest and seen not in (None, number):
        raise overtaken(f" ({latest.published_by}: “Published version {number} of the plan”)")
    return number


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
