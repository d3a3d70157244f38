"""What the services of groups share: who chairs one, what it has open, and where that goes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from tracker import audit, wording
from tracker.errors import InvalidChange
from tracker.models import Action, Group, GroupAction, Membership, Strategy
from tracker.permissions import Actor
from tracker.services._finding import find
from tracker.vocabulary import ENDED, ActionState, GroupRole, GroupState

# An action in one of these needs nobody to carry it any more.
FINISHED = (ActionState.DONE, ActionState.STOPPED)


def refuse_ended(group: Group) -> None:
    """Raise ``InvalidChange`` for a group that has ended: what it was stays as it was."""
    if group.state in ENDED and group.ended_on:
        raise InvalidChange(
            f"{group.name} has ended on {wording.day(group.ended_on)}. What it was stays as it was."
        )


def spells_of(session: Session, group_id: int) -> list[Membership]:
    """The spells of the group that count."""
    own = select(Membership).where(Membership.group_id == group_id, ~col(Membership.is_void))
    return list(session.exec(own))


def has_chair(session: Session, group_id: int, day: date) -> bool:
    """Whether somebody chairs the group on ``day``."""
    chair = select(Membership.id).where(
        Membership.group_id == group_id,
        Membership.role == GroupRole.CHAIR,
        ~col(Membership.is_void),
        Membership.starts_on <= day,
        or_(col(Membership.ends_on).is_(None), col(Membership.ends_on) >= day),
    )
    return session.exec(chair).first() is not None


def open_actions(session: Session, group_id: int) -> list[Action]:
    """The actions of the current plan at home in the group that somebody has to carry."""
    statement = (
        select(Action)
        .join(GroupAction, col(GroupAction.action_id) == col(Action.id))
        .join(Strategy, col(Strategy.id) == col(Action.strategy_id))
        .where(
            *(GroupAction.group_id == group_id, col(Strategy.is_current)),
            col(Action.state).not_in(FINISHED),
        )
        .order_by(col(Action.position), col(Action.id))
    )
    return list(session.exec(statement))


def home_called(session: Session, group_id: int | None) -> str:
    """How the history calls where an action is at home; ``None``: in no group."""
    if group_id is None:
        return "carried by its lead alone"
    return f"at home in {session.get_one(Group, group_id).name}"


def checked_home(session: Session, action: Action, group_id: int | None, *, field: str) -> None:
    """Raise ``InvalidChange`` where an action can't be at home.

    Args:
        group_id: ``None``: its lead carries it alone.
        field: Where a form asks for it.
    """
    if group_id is None:
        if not action.responsible:
            raise InvalidChange(
                f"{action.ref} has no lead who could carry it alone. Choose a group.", field=field
            )
        return
    group = find(session, Group, group_id)
    if group.state is not GroupState.ACTIVE:
        raise InvalidChange(
            f"{group.name} is {group.state.label.lower()}, so it takes no action on. "
            "Choose an active group.",
            field=field,
        )


def give_homes(
    session: Session,
    group: Group,
    homes: Mapping[int, int | None],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Give every open action of a group that ends another home, each with an entry of its own.

    Args:
        homes: By action, the group it goes to; ``None``: its lead carries it alone.

    Raises:
        InvalidChange: An open action is missing, or can't go where it is to go.
    """
    left = open_actions(session, group.id)
    _refuse_orphans(group, [action.ref for action in left if action.id not in homes])
    for action in left:
        field = f"home_{action.id}"
        if homes[action.id] == group.id:
            raise InvalidChange(
                f"{group.name} is the one that ends. Choose another group.", field=field
            )
        checked_home(session, action, homes[action.id], field=field)
    for action in left:
        set_home(session, action, homes[action.id])
        words = home_called(session, homes[action.id])
        audit.note(
            session,
            actor=actor,
            now=now,
            sentence=f"{action.ref}: {words}, as {group.name} ends",
            action_id=action.id,
        )


def set_home(session: Session, action: Action, group_id: int | None) -> None:
    """Put ``action`` at home in a group that exists already."""
    own = select(GroupAction).where(GroupAction.action_id == action.id)
    session.exec(own).one().group_id = group_id


def _refuse_orphans(group: Group, refs: Iterable[str]) -> None:
    if orphans := [*refs]:
        which = wording.listing(orphans)
        raise InvalidChange(
            f"Every open action of {group.name} needs a new home; {which} "
            f"{'has' if len(orphans) == 1 else 'have'} none yet. Choose one for each."
        )
