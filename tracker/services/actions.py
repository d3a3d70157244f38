"""What people do to an action as a whole."""

import re
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from tracker import audit, permissions
from tracker.errors import InvalidChange
from tracker.models import Action, Milestone, Objective, Recurrence, Theme
from tracker.permissions import Actor
from tracker.services._action_states import follow_milestones, set_state
from tracker.services._finding import find, line_of, next_ref, reason_of
from tracker.services._milestones import NewMilestone, place, read_timing
from tracker.vocabulary import (
    DELIVERED,
    HEAVIEST,
    LEFT_OUT,
    MOST_NEEDS,
    ActionState,
    MilestoneState,
    Permission,
)
from tracker.wording import excerpt, listing


def add_action(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    objective_id: int,
    title: str,
    timing: str,
    accountable: str = "",
    responsible: str = "",
    needs: str = "",
    weight: float = 1.0,
) -> Action:
    """Add an action at the end of an objective, with its one milestone, "Delivered".

    Args:
        timing: When it is to be delivered, in the plan's words.
        needs: References of the actions it needs, such as "DATA-A4, DATA-A6".

    Raises:
        NotAllowed: ``actor`` may not edit the plan.
        NotFound: There is no such objective.
        InvalidChange: The title is missing; the deadline or a reference isn't understood; the
            weight isn't above 0.
    """
    permissions.require(actor, Permission.PLAN_EDIT)
    objective = find(session, Objective, objective_id)
    theme = find(session, Theme, objective.theme_id)
    refs = session.exec(select(Action.ref).where(Action.strategy_id == theme.strategy_id)).all()
    action = Action(
        created_at=now,
        strategy_id=theme.strategy_id,
        objective_id=objective.id,
        ref=next_ref(f"{theme.code}-A", refs),
        position=len(refs),
        **_details(title, accountable, responsible, weight),
    )
    action.needs = _needs(session, action, needs)
    session.add(action)
    session.flush()
    milestone = NewMilestone(DELIVERED, read_timing(timing))
    place(session, action, milestone, now=now)
    audit.record(
        session, actor=actor, now=now, action_id=action.id, sentence=f"{action.ref}: added"
    )
    return action


def edit_action(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    action_id: int,
    version: int,
    title: str,
    accountable: str = "",
    responsible: str = "",
    needs: str = "",
    weight: float = 1.0,
) -> None:
    """Change what the plan says of an action; its dates and state have services of their own.

    Raises:
        NotAllowed: ``actor`` may not edit the plan.
        NotFound: There is no such action.
        EditConflict: Somebody changed the action in between.
        InvalidChange: The title is missing, a reference isn't in the plan or makes a circle, or
            the weight isn't above 0.
    """
    permissions.require(actor, Permission.PLAN_EDIT)
    action = find(session, Action, action_id, version=version)
    needed = _needs(session, action, needs)
    for name, value in _details(title, accountable, responsible, weight).items():
        setattr(action, name, value)
    action.needs = needed
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=action.id,
        sentence=audit.differences(session),
    )


def add_milestone(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    action_id: int,
    title: str,
    timing: str,
    weight: float = 1.0,
) -> None:
    """Add a milestone (or a recurring one) to an action.

    Raises:
        NotAllowed: ``actor`` may not edit the plan.
        NotFound: There is no such action.
        InvalidChange: The title is missing or taken, the deadline isn't understood, or the weight
            isn't above 0.
    """
    permissions.require(actor, Permission.PLAN_EDIT)
    action = find(session, Action, action_id)
    name = line_of(title, "The milestone's title", field="title")
    if name.casefold() in map(str.casefold, _titles(session, action)):
        raise InvalidChange(f"{action.ref} has a milestone “{name}” already.", field="title")
    new = NewMilestone(name, read_timing(timing), _weight(weight))
    place(session, action, new, now=now)
    follow_milestones(session, action, actor=actor, now=now)
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=action.id,
        sentence=f"{name}: added, {new.timing}",
    )


def _titles(session: Session, action: Action) -> list[str]:
    """What its milestones are called, single and recurring."""
    return [
        *session.exec(select(Milestone.title).where(Milestone.action_id == action.id)),
        *session.exec(select(Recurrence.title).where(Recurrence.action_id == action.id)),
    ]


def _details(title: str, accountable: str, responsible: str, weight: float) -> dict[str, Any]:
    return {
        "title": line_of(title, "The title", field="title"),
        "accountable": line_of(accountable, "Accountable", field="accountable", required=False),
        "responsible": line_of(responsible, "Responsible", field="responsible", required=False),
        "weight": _weight(weight),
    }


def _weight(weight: float) -> float:
    if not 0 < weight <= HEAVIEST:
        raise InvalidChange(
            f"A weight is a number above 0, and at most {HEAVIEST:,}.", field="weight"
        )
    return weight


def _needs(session: Session, action: Action, text: str) -> str:
    """The references in ``text``, in order and in one form; refuses unknown ones and circles."""
    refs = list(dict.fromkeys(re.split(r"[\s,;]+", text.strip().upper()))) if text.strip() else []
    if len(refs) > MOST_NEEDS:
        raise InvalidChange(
            f"This names {len(refs)} actions. Name up to {MOST_NEEDS}.", field="needs"
        )
    others = session.exec(select(Action).where(Action.strategy_id == action.strategy_id)).all()
    needs = {other.ref: other.needs.split(", ") for other in others if other.needs}
    unknown = [ref for ref in refs if ref not in {other.ref for other in others}]
    if unknown:
        raise InvalidChange(f"There is no action {excerpt(listing(unknown, 'or'))}.", field="needs")
    seen: set[str] = set()
    to_see = list(refs)
    while to_see:
        ref = to_see.pop()
        if ref == action.ref:
            raise InvalidChange(
                f"{action.ref} would need itself, through {listing(refs)}.", field="needs"
            )
        if ref not in seen:
            seen.add(ref)
            to_see += needs.get(ref, [])
    return ", ".join(refs)


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
    why = reason_of(reason, required=state in LEFT_OUT)
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
