"""Who may do what: the only place that decides it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tracker import wording
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


def require_person(actor: Actor, posts: Iterable[str]) -> None:
    """Let a change of what concerns one person alone go on, or raise ``NotAllowed``.

    Args:
        posts: The posts that the person holds.
    """
    if not can(actor, Permission.PEOPLE_EDIT) and actor.name not in set(posts):
        raise NotAllowed("Only the person themselves and the secretariat can change this.")


def require_update(actor: Actor, responsible: str) -> None:
    """Let an update of one action go on, or raise ``NotAllowed`` saying who may."""
    if not can_update(actor, responsible):
        who = f"{responsible} and the secretariat" if responsible else "the secretariat"
        raise NotAllowed(f"Only {who} can update this action.")


def person_called(person_id: int) -> str:
    """A person in the history, which is never changed and so never holds a name."""
    return f"Person {person_id}"


def chair_of(group: str) -> str:
    """How the history names whoever chairs ``group``: by the office, and never by the person."""
    return f"Chair of {group}"


def is_chair(actor: Actor, group: str) -> bool:
    """Whether ``actor`` chairs the group of this name: what its members offer is theirs to see."""
    return can(actor, Permission.GROUP_UPDATE_OWN) and actor.name == chair_of(group)


def can_update_group(actor: Actor, group: str) -> bool:
    """Whether ``actor`` may update the group of this name: its chair may, and who edits all."""
    return can(actor, Permission.GROUP_EDIT) or is_chair(actor, group)


def require_group(actor: Actor, group: str) -> None:
    """Let an update of one group go on, or raise ``NotAllowed`` saying who may."""
    if not can_update_group(actor, group):
        raise NotAllowed(f"Only its chair and the secretariat can update {group}.")


def can_update_post(actor: Actor, post: str) -> bool:
    """Whether ``actor`` may say of the post of this title what its holder may: the holder does."""
    own = can(actor, Permission.POST_UPDATE_OWN) and actor.name == post
    return can(actor, Permission.POST_EDIT) or own


def require_post(actor: Actor, post: str) -> None:
    """Let what a holder may say of their post go on, or raise ``NotAllowed`` saying who may."""
    if not can_update_post(actor, post):
        raise NotAllowed(f"Only {post} and the secretariat can change this.")


def can_decide(actor: Actor, leads: Collection[str]) -> bool:
    """Whether ``actor`` may answer what was said on a theme that the posts ``leads`` have a part
    in: whoever leads one of its actions may, and who answers all.
    """
    own = can(actor, Permission.SUGGESTION_DECIDE_OWN) and actor.name in {*leads} - {""}
    return can(actor, Permission.SUGGESTION_DECIDE_ANY) or own


def require_decision(actor: Actor, leads: Collection[str]) -> None:
    """Let a public reply to what was said go on, or raise ``NotAllowed`` saying who may."""
    if not can_decide(actor, leads):
        who = wording.listing([*sorted({*leads} - {""}), "the secretariat"])
        raise NotAllowed(f"Only {who} can answer this.")
