"""Who may do what: the only place that decides it."""

from dataclasses import dataclass

from tracker.errors import NotAllowed
from tracker.vocabulary import ROLE_PERMISSIONS, Permission, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """The person (or job) on whose behalf something is done.

    Attributes:
        name: How the history names them. For a lead it is the post that the plan calls
            ``responsible``, and decides which actions are theirs.
        role: What kind of person they are.
    """

    name: str
    role: Role


# Commands run by the machine's owner: migrations, the demo, a scheduled import.
SYSTEM = Actor(name="the system", role=Role.SECRETARIAT)


def can(actor: Actor, permission: Permission) -> bool:
    """Whether ``actor``'s role carries ``permission``."""
    return permission in ROLE_PERMISSIONS[actor.role]


def require(actor: Actor, permission: Permission) -> None:
    """Let the work go on, or raise ``NotAllowed``."""
    if not can(actor, permission):
        raise NotAllowed("You can look at this, but not change it.")


def can_update(actor: Actor, responsible: str) -> bool:
    """Whether ``actor`` may update an action whose lead is the post ``responsible``."""
    own = can(actor, Permission.ACTION_UPDATE_OWN) and responsible == actor.name != ""
    return can(actor, Permission.ACTION_UPDATE_ANY) or own


def require_person(actor: Actor, post: str) -> None:
    """Let a change of what concerns one person alone go on, or raise ``NotAllowed``.

    Args:
        post: The post that the person holds.
    """
    if not can(actor, Permission.PEOPLE_EDIT) and actor.name != post:
        raise NotAllowed(f"Only {post} and the secretariat can change this.")


def require_update(actor: Actor, responsible: str) -> None:
    """Let an update of one action go on, or raise ``NotAllowed`` saying who may."""
    if not can_update(actor, responsible):
        who = f"{responsible} and the secretariat" if responsible else "the secretariat"
        raise NotAllowed(f"Only {who} can update this action.")
