"""How milestones come to be: single ones, recurring ones, and those that follow others."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from tracker import timing as grammar
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Action, DateChange, Milestone, Recurrence, Strategy
from tracker.permissions import Actor
from tracker.timing import Timing, TimingKind
from tracker.vocabulary import ConditionState, MilestoneState, Precision

# An endless recurrence is laid out this far ahead: a year of meetings can be planned with it.
AHEAD = timedelta(days=365)
# Between two milestones of an action; a recurrence's occurrences find their places in between.
STRIDE = 1000


@dataclass(frozen=True, slots=True)
class NewMilestone:
    """What someone asks to be added to an action."""

    title: str
    timing: Timing
    weight: float = 1.0


def read_timing(text: str, *, field: str = "timing") -> Timing:
    """The deadline in ``text``; raises ``InvalidChange`` with what is wrong and what is allowed."""
    try:
        return grammar.parse(text)
    except grammar.TimingError as error:
        raise InvalidChange(f"{error} {grammar.ALLOWED}", field=field) from None


def place(
    session: Session,
    action: Action,
    new: NewMilestone,
    *,
    now: datetime,
    position: int | None = None,
) -> list[Milestone | Recurrence]:
    """Add a milestone, or a recurrence with its occurrences; returns what was added.

    Args:
        position: A multiple of ``STRIDE``; by default the end of ``action``.
    """
    if position is None:
        position = _next_position(session, action)
    followed = _recurrence_before(session, action, new.timing)
    if new.timing.kind is TimingKind.EVERY or followed:
        recurrence = Recurrence(
            created_at=now,
            action_id=action.id,
            title=new.title,
            timing=str(new.timing),
            weight=new.weight,
            after_recurrence_id=followed.id if followed else None,
            position=position,
        )
        session.add(recurrence)
        session.flush()
        return [recurrence, *lay_out(session, recurrence, now=now)]
    milestone = Milestone(
        created_at=now,
        action_id=action.id,
        title=new.title,
        weight=new.weight,
        timing=str(new.timing),
        condition=new.timing.condition or "",
        position=position,
    )
    date_by(session, milestone, new.timing, action)
    session.add(milestone)
    return [milestone]


def _next_position(session: Session, action: Action) -> int:
    """The first free position at the end of ``action``."""
    last = session.exec(
        select(func.max(Milestone.position)).where(Milestone.action_id == action.id)
    ).one()
    return 0 if last is None else (last // STRIDE + 1) * STRIDE


def date_by(session: Session, milestone: Milestone, timing: Timing, action: Action) -> None:
    """Give ``milestone`` the deadline ``timing``: its words, its day, and what it waits for."""
    first = _milestone_before(session, action, timing)
    _refuse_circle(session, milestone, first)
    milestone.timing = str(timing)
    milestone.after_milestone_id = first.id if first else None
    milestone.due_on, milestone.due_precision = timing.due_on, timing.precision
    if first:
        follow(milestone, first)


def redate(
    session: Session,
    milestone: Milestone,
    new: Timing,
    *,
    action: Action,
    actor: Actor,
    now: datetime,
    reason: str,
) -> str:
    """Change a milestone's deadline and keep the move in the ledger; returns the old words.

    Permission and audit entry are the calling service's.
    """
    before, due_before = milestone.timing, milestone.due_on
    date_by(session, milestone, new, action)
    if milestone.condition != (new.condition or ""):
        milestone.condition = new.condition or ""
        milestone.condition_state, milestone.condition_reason = ConditionState.UNDECIDED, ""
    session.add(
        DateChange(
            milestone_id=milestone.id,
            changed_at=now,
            changed_by=actor.name,
            reason=reason,
            from_timing=before,
            from_due_on=due_before,
            to_timing=milestone.timing,
            to_due_on=milestone.due_on,
        )
    )
    return before


def _refuse_circle(session: Session, milestone: Milestone, first: Milestone | None) -> None:
    """Two that wait for each other would wait for ever."""
    before = first
    while before and milestone.id is not None:
        if before.id == milestone.id:
            raise InvalidChange(
                "That one waits for this one already, so both would wait for ever.", field="timing"
            )
        before_id = before.after_milestone_id
        before = session.get(Milestone, before_id) if before_id else None


def follow(milestone: Milestone, first: Milestone) -> None:
    """Date a milestone that comes after ``first``; it has no date until that one is done."""
    timing = grammar.parse(milestone.timing)
    done = first.done_on if first.state is MilestoneState.DONE else None
    if done is None or timing.amount is None or timing.unit is None:
        milestone.due_on = milestone.due_precision = None
        return
    milestone.due_on = grammar.due_after(done, timing.amount, timing.unit)
    milestone.due_precision = Precision.DAY


def lay_out(session: Session, recurrence: Recurrence, *, now: datetime) -> list[Milestone]:
    """Add the occurrences that ``recurrence`` lacks; returns those that came."""
    laid_out = session.exec(select(Milestone).where(Milestone.recurrence_id == recurrence.id)).all()
    there = {milestone.occurrence for milestone in laid_out}
    titles = session.exec(
        select(Milestone.title).where(Milestone.action_id == recurrence.action_id)
    ).all()
    if recurrence.after_recurrence_id is not None:
        new = _following(session, recurrence, now)
    else:
        new = _recurring(session, recurrence, now)
    missing = [m for m in new if m.occurrence not in there and m.title not in titles]
    session.add_all(missing)
    session.flush()
    return missing


def _recurring(session: Session, recurrence: Recurrence, now: datetime) -> list[Milestone]:
    timing = grammar.parse(recurrence.timing)
    periods = grammar.occurrences(timing, through=horizon(session, now))
    return [
        _occurrence(
            recurrence,
            number,
            created_at=now,
            title=f"{recurrence.title}, {period.label}",
            timing=str(Timing(TimingKind.BY, period=period, condition=timing.condition)),
            due_on=period.last,
            due_precision=period.precision,
        )
        for number, period in enumerate(periods)
    ]


def _following(session: Session, recurrence: Recurrence, now: datetime) -> list[Milestone]:
    before = session.exec(
        select(Milestone)
        .where(Milestone.recurrence_id == recurrence.after_recurrence_id)
        .order_by(col(Milestone.occurrence))
    ).all()
    new = []
    for first in before:
        period = first.title.rpartition(", ")[2].removeprefix("for ")
        milestone = _occurrence(
            recurrence,
            first.occurrence,
            created_at=now,
            title=f"{recurrence.title}, for {period}",
            timing=recurrence.timing,
            after_milestone_id=first.id,
        )
        follow(milestone, first)
        new.append(milestone)
    return new


def _occurrence(recurrence: Recurrence, number: int | None, **details: Any) -> Milestone:
    return Milestone(
        action_id=recurrence.action_id,
        recurrence_id=recurrence.id,
        occurrence=number,
        weight=recurrence.weight,
        condition=grammar.parse(recurrence.timing).condition or "",
        position=recurrence.position + (number or 0),
        **details,
    )


def horizon(session: Session, now: datetime) -> date:
    """How far ahead an endless recurrence is laid out: to the strategy's end, or for a year."""
    strategy = session.exec(select(Strategy).where(Strategy.is_current)).one_or_none()
    return (strategy.ends_on if strategy else None) or day_of(now) + AHEAD


def _before(session: Session, action: Action, timing: Timing) -> Action | None:
    """The action that ``timing`` comes after."""
    if timing.after is None:
        return None
    before = session.exec(
        select(Action).where(Action.strategy_id == action.strategy_id, Action.ref == timing.after)
    ).one_or_none()
    if before is None:
        raise InvalidChange(f"There is no action {timing.after} in the plan.", field="timing")
    if before.id == action.id:
        raise InvalidChange(f"{timing.after} can't come after itself.", field="timing")
    return before


def _recurrence_before(session: Session, action: Action, timing: Timing) -> Recurrence | None:
    before = _before(session, action, timing)
    if before is None:
        return None
    return session.exec(
        select(Recurrence)
        .where(Recurrence.action_id == before.id)
        .order_by(col(Recurrence.position).desc())
        .limit(1)
    ).one_or_none()


def _milestone_before(session: Session, action: Action, timing: Timing) -> Milestone | None:
    """The last milestone of the action that ``timing`` comes after."""
    before = _before(session, action, timing)
    if before is None:
        return None
    return session.exec(
        select(Milestone)
        .where(Milestone.action_id == before.id)
        .order_by(col(Milestone.position).desc(), col(Milestone.id).desc())
        .limit(1)
    ).one_or_none()
