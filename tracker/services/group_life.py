"""The life of a group: one table says where each state may lead, and every move passes here."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import audit, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Deliverable, Group, GroupChange, TermsOfReference
from tracker.permissions import Actor
from tracker.services._finding import find, reason_of, text_of
from tracker.services._groups import give_homes, has_chair, spells_of
from tracker.vocabulary import ENDED, TEMPORARY, GroupState, Permission

# From each state, where a group may go next; from the last two, nowhere.
MOVES: dict[GroupState, tuple[GroupState, ...]] = {
    GroupState.PROPOSED: (GroupState.ACTIVE, GroupState.STOPPED),
    GroupState.ACTIVE: (GroupState.CLOSING, GroupState.STOPPED),
    GroupState.CLOSING: (GroupState.CLOSED, GroupState.STOPPED),
    GroupState.CLOSED: (),
    GroupState.STOPPED: (),
}
LONGEST_TEXT = 10_000


def activate_group(
    session: Session, *, actor: Actor, now: datetime, group_id: int, version: int
) -> None:
    """Let a proposed group begin, today.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such group.
        EditConflict: Somebody changed it in between.
        InvalidChange: It isn't proposed, its end is over already, or a group that answers one aim
            lacks its purpose, its chair, its deliverables or its end: all that it lacks is named.
    """
    permissions.require_group(actor, find(session, Group, group_id).name)
    group = find(session, Group, group_id, version=version)
    _refuse_move(group, GroupState.ACTIVE)
    today = day_of(now)
    if group.kind in TEMPORARY and (missing := _missing(session, group, today)):
        raise InvalidChange(
            f"A {group.kind.label.lower()} needs {wording.listing(missing)} before it becomes "
            "active."
        )
    if group.ends_on and group.ends_on < today:
        raise InvalidChange(
            f"Its end, {wording.day(group.ends_on)}, is over already. Move it first."
        )
    group.began_on = today
    _move(session, group, GroupState.ACTIVE, actor=actor, now=now)
    audit.record(session, actor=actor, now=now, sentence=f"{group.name} became active")


def begin_closing(
    session: Session, *, actor: Actor, now: datetime, group_id: int, version: int, reason: str = ""
) -> None:
    """Say that an active group is about to close: it takes no action on any more.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such group.
        EditConflict: Somebody changed it in between.
        InvalidChange: It isn't active, or the reason is too long.
    """
    permissions.require_group(actor, find(session, Group, group_id).name)
    group = find(session, Group, group_id, version=version)
    _refuse_move(group, GroupState.CLOSING)
    why = reason_of(reason, required=False)
    _move(session, group, GroupState.CLOSING, actor=actor, now=now, reason=why)
    sentence = f"{group.name} began to close"
    audit.record(session, actor=actor, now=now, sentence=sentence, reason=why)


def close_group(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    group_id: int,
    version: int,
    outputs: str,
    lessons: str,
    reason: str,
    homes: Mapping[int, int | None] | None = None,
) -> None:
    """Close a group that is closing. Whoever is still in it leaves it today.

    Args:
        outputs: What it leaves behind.
        lessons: What others can learn from it.
        homes: For each of its open actions (by key) the active group that takes it on; ``None``:
            its lead carries it alone.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such group, or none of those it leaves its actions to.
        EditConflict: Somebody changed it in between.
        InvalidChange: It isn't closing; outputs, lessons, the reason or a home is missing; or a
            home isn't an active group, or a lead where there is none.
    """
    permissions.require_group(actor, find(session, Group, group_id).name)
    group = find(session, Group, group_id, version=version)
    _refuse_move(group, GroupState.CLOSED)
    what = text_of(outputs, "What it leaves behind", field="outputs", most=LONGEST_TEXT)
    learnt = text_of(lessons, "What others can learn", field="lessons", most=LONGEST_TEXT)
    why = reason_of(reason)
    give_homes(session, group, homes or {}, actor=actor, now=now)
    group.outputs, group.lessons = what, learnt
    _end(session, group, GroupState.CLOSED, actor=actor, now=now, reason=why)
    audit.record(session, actor=actor, now=now, sentence=f"{group.name} closed", reason=why)


def stop_group(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    group_id: int,
    version: int,
    reason: str,
    homes: Mapping[int, int | None] | None = None,
) -> None:
    """Stop a group before it has done what it was for. Whoever is still in it leaves it today.

    Args:
        homes: As for ``close_group``.

    Raises:
        NotAllowed: ``actor`` may not stop groups.
        NotFound: There is no such group, or none of those it leaves its actions to.
        EditConflict: Somebody changed it in between.
        InvalidChange: It has ended already, the reason or a home is missing, or a home isn't an
            active group, or a lead where there is none.
    """
    permissions.require(actor, Permission.GROUP_EDIT)
    group = find(session, Group, group_id, version=version)
    _refuse_move(group, GroupState.STOPPED)
    why = reason_of(reason)
    give_homes(session, group, homes or {}, actor=actor, now=now)
    _end(session, group, GroupState.STOPPED, actor=actor, now=now, reason=why)
    audit.record(session, actor=actor, now=now, sentence=f"{group.name} stopped", reason=why)


def _refuse_move(group: Group, to: GroupState) -> None:
    allowed = MOVES[group.state]
    if to not in allowed:
        labels = [state.label.lower() for state in allowed]
        after = (
            f"From there it can only become {wording.listing(labels, 'or')}."
            if labels
            else "Nothing leads out of that. Propose a new group instead."
        )
        raise InvalidChange(
            f"{group.name} is {group.state.label.lower()}, so it can't become "
            f"{to.label.lower()}. {after}"
        )


def _missing(session: Session, group: Group, today: date) -> list[str]:
    """What a group that answers one aim lacks to become active, in words."""
    terms = select(TermsOfReference.id).where(TermsOfReference.group_id == group.id)
    promised = select(Deliverable.id).where(
        Deliverable.group_id == group.id, col(Deliverable.withdrawn_on).is_(None)
    )
    there = {
        "a purpose": session.exec(terms).first() is not None,
        "a chair": has_chair(session, group.id, today),
        "deliverables": session.exec(promised).first() is not None,
        "an end date": group.ends_on is not None,
    }
    return [what for what, is_there in there.items() if not is_there]


def _move(
    session: Session,
    group: Group,
    to: GroupState,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> None:
    change = GroupChange(
        group_id=group.id,
        changed_at=now,
        changed_by=actor.name,
        reason=reason,
        from_state=group.state,
        to_state=to,
    )
    session.add(change)
    group.state, group.state_reason = to, reason


def _end(
    session: Session, group: Group, to: GroupState, *, actor: Actor, now: datetime, reason: str
) -> None:
    """End the group, and with it every spell in it; one that was still to begin never does."""
    assert to in ENDED
    today = day_of(now)
    group.ended_on = today
    _move(session, group, to, actor=actor, now=now, reason=reason)
    for spell in spells_of(session, group.id):
        if spell.starts_on > today:
            spell.is_void = True
        elif spell.ends_on is None or spell.ends_on > today:
            spell.ends_on = today
