"""Where actions are at home: in a group that works on them, or with their lead alone."""

from datetime import datetime

from sqlmodel import Session, select

from tracker import audit, permissions
from tracker.errors import InvalidChange
from tracker.models import Action, Group, GroupAction
from tracker.permissions import Actor
from tracker.services._finding import find
from tracker.services._groups import checked_home, home_called
from tracker.vocabulary import Permission


def give_home(
    session: Session, *, actor: Actor, now: datetime, action_id: int, group_id: int | None
) -> None:
    """Put an action at home in an active group.

    The group that has it gives it away; an action that none has is taken by the one it goes to.

    Args:
        group_id: ``None``: its lead carries it alone.

    Raises:
        NotAllowed: ``actor`` neither chairs the group that decides nor may edit all.
        NotFound: There is no such action or group.
        InvalidChange: It is at home there already, the group isn't active, or it has no lead.
    """
    action = find(session, Action, action_id)
    home = session.exec(select(GroupAction).where(GroupAction.action_id == action.id)).first()
    present = home.group_id if home else None
    _require(session, actor, group_id if present is None else present)
    if group_id == present:
        words = home_called(session, group_id)
        raise InvalidChange(f"{action.ref} is {words} already.", field="group_id")
    checked_home(session, action, group_id, field="group_id")
    if home:
        home.group_id = group_id
    else:
        session.add(GroupAction(created_at=now, action_id=action.id, group_id=group_id))
    sentence = f"{action.ref}: {home_called(session, group_id)}"
    audit.record(session, actor=actor, now=now, sentence=sentence, action_id=action.id)


def _require(session: Session, actor: Actor, group_id: int | None) -> None:
    """Whether it is the group's to decide; of an action that no group has, the secretariat's."""
    if group_id is None:
        permissions.require(actor, Permission.GROUP_EDIT)
    else:
        permissions.require_group(actor, find(session, Group, group_id).name)
