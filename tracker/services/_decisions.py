"""What all decisions share: what is replied, and the action by which it is done."""

from dataclasses import dataclass

from sqlmodel import Session

from tracker.errors import InvalidChange
from tracker.models import Action, Decision
from tracker.services._finding import current_strategy, find, text_of
from tracker.services._personal import refuse_personal
from tracker.vocabulary import WITH_ACTION, DecisionKind

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


def reply_of(said: Said) -> str:
    """The reply, as members read it; raises ``InvalidChange``, ``SeemsPersonal``."""
    text = text_of(said.reply, "The reply", field="reply", most=LONGEST_REPLY)
    if said.kind is DecisionKind.WILL_NOT and len(text) < SHORTEST_BECAUSE:
        raise InvalidChange(
            "Say why not, in a sentence: whoever suggested it reads this.", field="reply"
        )
    refuse_personal(text, field="reply", is_sure=said.is_sure)
    return text


def action_of(session: Session, said: Said) -> int | None:
    """The action by which it is done, where there must be one; raises ``InvalidChange``."""
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


def sentence_of(session: Session, made: Decision, name: str, before: int) -> str:
    """What the history says of it.

    Args:
        name: Of what was replied to.
        before: How many replies it had already.
    """
    again = "again " if before else ""
    said = f"Replied {again}to {name}: “{made.kind.label}”"
    return f"{said} ({session.get_one(Action, made.action_id).ref})" if made.action_id else said
