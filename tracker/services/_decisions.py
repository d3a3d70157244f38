"""What all decisions share: what is replied, and the action by which it is done."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker import permissions
from tracker.errors import InvalidChange
from tracker.models import Action, Decision, Objective, Theme
from tracker.permissions import Actor
from tracker.services._finding import current_strategy, find, text_of
from tracker.services._personal import refuse_personal
from tracker.services.actions import add_action
from tracker.vocabulary import WITH_ACTION, DecisionKind, Permission

LONGEST_REPLY = 2000
SHORTEST_BECAUSE = 20  # characters: what is shorter gives no reason


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody replies.

    Attributes:
        is_sure: Whether what seems to be personal data in the reply may be shown.
    """

    kind: DecisionKind
    reply: str
    action_id: int | None
    is_sure: bool


def write_decision(
    session: Session, *, actor: Actor, now: datetime, said: Said, **on: int
) -> Decision:
    """The reply, written down for all members to read.

    Args:
        on: What is replied to, by the decision's columns.

    Raises:
        NotFound: There is no such action.
        InvalidChange: The reply is missing, too long or gives no reason; the action is missing,
            not of the plan, or out of place.
        SeemsPersonal: The reply seems to hold personal data.
    """
    made = Decision(
        **on,
        kind=said.kind,
        reply=_reply(said),
        action_id=_action(session, said),
        decided_at=now,
        decided_by=actor.name,
    )
    session.add(made)
    session.flush()
    return made


def _reply(said: Said) -> str:
    text = text_of(said.reply, "The reply", field="reply", most=LONGEST_REPLY)
    if said.kind is DecisionKind.WILL_NOT and len(text) < SHORTEST_BECAUSE:
        raise InvalidChange(
            "Say why not, in a sentence: whoever suggested it reads this.", field="reply"
        )
    refuse_personal(text, field="reply", is_sure=said.is_sure)
    return text


def _action(session: Session, said: Said) -> int | None:
    """The action by which it is done, where there must be one."""
    label = said.kind.label
    if (said.action_id is not None) != (said.kind in WITH_ACTION):
        raise InvalidChange(
            f"Choose the action by which it is done: “{label}” is followed by its progress."
            if said.kind in WITH_ACTION
            else f"“{label}” has no action. Leave it out, or decide otherwise.",
            field="action_id",
        )
    if said.action_id is None:
        return None
    action = find(session, Action, said.action_id)
    if action.strategy_id != current_strategy(session).id:
        raise InvalidChange(
            f"{action.ref} is of an earlier strategy. Choose an action of this one.",
            field="action_id",
        )
    return action.id


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action that a reply adds to the plan, as ``actions.add_action`` takes it."""

    objective_id: int | None
    title: str
    timing: str
    accountable: str
    responsible: str


def add_to_plan(session: Session, *, actor: Actor, now: datetime, new: NewAction) -> int:
    """Add the action by which it will be done; returns its key.

    Raises ``NotAllowed``, ``NotFound``, ``InvalidChange``.
    """
    permissions.require(actor, Permission.PLAN_EDIT)
    if new.objective_id is None:
        raise InvalidChange("Choose the objective that the action serves.", field="objective_id")
    return add_action(
        session,
        actor=actor,
        now=now,
        objective_id=new.objective_id,
        title=new.title,
        timing=new.timing,
        accountable=new.accountable,
        responsible=new.responsible,
    ).id


def leads_of(session: Session, theme_id: int | None) -> set[str]:
    """The posts that lead an action of a theme of the plan, as the current strategy has it."""
    if theme_id is None:
        return set()
    code = session.get_one(Theme, theme_id).code
    statement = (
        select(Action.responsible)
        .join(Objective, col(Objective.id) == col(Action.objective_id))
        .join(Theme, col(Theme.id) == col(Objective.theme_id))
        .where(Theme.code == code, Theme.strategy_id == current_strategy(session).id)
    )
    return set(session.exec(statement))


def sentence_of(session: Session, made: Decision, name: str, before: int) -> str:
    """What the history says of it.

    Args:
        name: Of what was replied to.
        before: How many replies it had already.
    """
    again = "again " if before else ""
    said = f"Replied {again}to {name}: “{made.kind.label}”"
    return f"{said} ({session.get_one(Action, made.action_id).ref})" if made.action_id else said
