"""Groups: proposing and editing them, and moving their end. Their life is in ``group_life``."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import audit, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange, NotAllowed
from tracker.models import Group, GroupChange, Membership, Person
from tracker.permissions import Actor, person_called
from tracker.services import _terms
from tracker.services._directory import find_person
from tracker.services._finding import find, line_of, reason_of
from tracker.services._groups import refuse_ended
from tracker.services._offices import person_in
from tracker.vocabulary import ENDED, TEMPORARY, GroupKind, GroupRole, GroupState, Permission


def propose_group(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    name: str,
    kind: GroupKind,
    parent_id: int | None = None,
    ends_on: date | None = None,
    purpose: str = "",
    deliverables: str = "",
    chair_id: int | None = None,
) -> int:
    """Propose a group; returns its key. A lead who proposes one chairs it from today on.

    Args:
        ends_on: When it is to have ended; ``None``: no end is stated yet.
        purpose: With ``deliverables`` its first terms of reference; both blank: they come later.
        deliverables: One a line.
        chair_id: Whom the secretariat wants to chair it from today on; ``None``: nobody yet.

    Raises:
        NotAllowed: ``actor`` may not propose groups, or not have somebody else chair one.
        NotFound: There is no such parent or person.
        InvalidChange: The name is missing, too long or another group's, the parent has ended, the
            end is over already, the terms can't be, the person to chair it is no longer in the
            directory, or the directory doesn't say who the lead is.
    """
    permissions.require(actor, Permission.GROUP_PROPOSE)
    chair = _first_chair(session, actor, chair_id, day_of(now))
    _refuse_past(ends_on, day_of(now))
    has_terms = bool(purpose.strip() or deliverables.strip())
    texts = _terms.checked(purpose=purpose, deliverables=deliverables) if has_terms else None
    group = Group(
        created_at=now,
        name=_free_name(session, name, None),
        kind=kind,
        parent_id=_checked_parent(session, None, parent_id),
        ends_on=ends_on,
    )
    session.add(group)
    session.flush()
    if texts:
        _terms.keep(session, group, texts, number=1, actor=actor, now=now)
    if chair:
        session.add(_chairing(group, chair, now))
    led = f", with {person_called(chair.id)} as its chair" if chair else ""
    audit.record(session, actor=actor, now=now, sentence=f"Proposed the group {group.name}{led}")
    return group.id


def edit_group(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    group_id: int,
    version: int,
    name: str,
    kind: GroupKind,
    parent_id: int | None = None,
) -> None:
    """Change what a group is called, its kind while it is only proposed, and what it is part of.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such group or parent.
        EditConflict: Somebody changed it in between.
        InvalidChange: As for ``propose_group``, the group would be a part of itself, its kind is
            settled, or nothing is different.
    """
    permissions.require_group(actor, find(session, Group, group_id).name)
    group = find(session, Group, group_id, version=version)
    if kind is not group.kind and group.state is not GroupState.PROPOSED:
        raise InvalidChange(
            "The kind is settled once a group has become active. Propose another group instead.",
            field="kind",
        )
    free, parent = _free_name(session, name, group), _checked_parent(session, group, parent_id)
    before, what = group.name, _in_words(session, group, free, kind, parent)
    group.name, group.kind, group.parent_id = free, kind, parent
    audit.differences(session)  # refuses a change of nothing
    audit.record(session, actor=actor, now=now, sentence=f"{before}: {what}")


def move_end(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    group_id: int,
    version: int,
    ends_on: date | None,
    reason: str = "",
) -> None:
    """Set or move the day by which a group is to have ended.

    Args:
        ends_on: ``None``: no end is stated any more.
        reason: Why it moves; may be empty only for the first end.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such group.
        EditConflict: Somebody changed it in between.
        InvalidChange: The group has ended, that is its end already or is over already, a reason
            is missing, or a group that answers one aim would go on for ever.
    """
    permissions.require_group(actor, find(session, Group, group_id).name)
    group = find(session, Group, group_id, version=version)
    refuse_ended(group)
    if ends_on == group.ends_on:
        raise InvalidChange("This is the group's end already.", field="ends_on")
    _refuse_past(ends_on, day_of(now))
    if ends_on is None and group.kind in TEMPORARY and group.state is not GroupState.PROPOSED:
        raise InvalidChange(f"A {group.kind.label.lower()} needs an end.", field="ends_on")
    why = reason_of(reason, required=group.ends_on is not None)
    change = GroupChange(
        group_id=group.id,
        changed_at=now,
        changed_by=actor.name,
        reason=why,
        from_state=group.state,
        to_state=group.state,
        from_ends_on=group.ends_on,
        to_ends_on=ends_on,
    )
    session.add(change)
    group.ends_on = ends_on
    what = f"{group.name}: {audit.differences(session)}"
    audit.record(session, actor=actor, now=now, sentence=what, reason=why)


def _first_chair(
    session: Session, actor: Actor, chair_id: int | None, today: date
) -> Person | None:
    """Who chairs a proposed group: the lead who proposes it, or whom the secretariat wants."""
    if permissions.can(actor, Permission.GROUP_EDIT):
        return None if chair_id is None else find_person(session, chair_id, field="chair_id")
    own = person_in(session, actor.name, today)
    if own is None:
        raise InvalidChange(
            f"The directory doesn't say who is {actor.name}, so nobody would chair the group. "
            "Ask the secretariat to propose it."
        )
    if chair_id not in (None, own.id):
        raise NotAllowed("You chair the group that you propose. Hand it on once it is there.")
    return own


def _chairing(group: Group, person: Person, now: datetime) -> Membership:
    return Membership(
        created_at=now,
        group_id=group.id,
        person_id=person.id,
        role=GroupRole.CHAIR,
        starts_on=day_of(now),
    )


def _free_name(session: Session, name: str, group: Group | None) -> str:
    wanted = line_of(name, "The name", field="name")
    other = session.exec(select(Group.id).where(col(Group.name) == wanted)).first()
    if other is not None and other != (group.id if group else None):
        raise InvalidChange(f"There is a group called {wanted} already.", field="name")
    return wanted


def _checked_parent(session: Session, group: Group | None, parent_id: int | None) -> int | None:
    """``parent_id``, unless that group has ended, or would be a part of itself."""
    if parent_id is None or (group and parent_id == group.parent_id):
        return parent_id
    parent = find(session, Group, parent_id)
    if parent.state in ENDED:
        raise InvalidChange(
            f"{parent.name} has ended. Choose a group that hasn't.", field="parent_id"
        )
    above: Group | None = parent
    while group and above:
        if above.id == group.id:
            raise InvalidChange(
                f"{group.name} would be a part of itself: {parent.name} is a part of it.",
                field="parent_id",
            )
        above = session.get(Group, above.parent_id) if above.parent_id else None
    return parent_id


def _refuse_past(ends_on: date | None, today: date) -> None:
    if ends_on is not None and ends_on < today:
        raise InvalidChange(
            f"The end, {wording.day(ends_on)}, is over already. Choose a day to come.",
            field="ends_on",
        )


def _in_words(
    session: Session, group: Group, name: str, kind: GroupKind, parent_id: int | None
) -> str:
    """What is to be another than now: ``"now called Survey group, now a part of DIAG"``."""
    parent = session.get(Group, parent_id) if parent_id else None
    changes = {
        f"now called {name}": name != group.name,
        f"now a {kind.label.lower()}": kind is not group.kind,
        f"now a part of {parent.name if parent else 'none'}": parent_id != group.parent_id,
    }
    return ", ".join(words for words, is_so in changes.items() if is_so)
