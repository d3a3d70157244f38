"""Who is in a group, as what, and from when to when: spells that never overlap."""

from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any

from sqlmodel import Session

from tracker import audit, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Group, Membership
from tracker.permissions import Actor, person_called
from tracker.services import _spells
from tracker.services._directory import find_person
from tracker.services._finding import find, reason_of
from tracker.services._groups import refuse_ended, spells_of
from tracker.vocabulary import GroupRole

MOST_HOURS = 200  # a month


def join_group(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    group_id: int,
    person_id: int,
    role: GroupRole = GroupRole.MEMBER,
    starts_on: date | None = None,
    ends_on: date | None = None,
    hours_a_month: float | None = None,
) -> int:
    """Let somebody be in a group; returns the spell's key.

    Args:
        starts_on: ``None``: today.
        ends_on: Their last day; ``None``: it goes on.
        hours_a_month: What they offer; ``None``: not said.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such group or person.
        InvalidChange: The group has ended, the person is no longer in the directory, the spell
            ends before it starts, they are in the group then, it has a chair then, or the hours
            can't be.
    """
    permissions.require_group(actor, find(session, Group, group_id).name)
    group = find(session, Group, group_id)
    refuse_ended(group)
    find_person(session, person_id, field="person_id")
    spell = Membership(
        created_at=now,
        group_id=group.id,
        person_id=person_id,
        role=role,
        starts_on=starts_on or day_of(now),
        ends_on=ends_on,
        hours_a_month=_hours(hours_a_month),
    )
    _check(group, spells_of(session, group.id), spell)
    session.add(spell)
    session.flush()
    what = f"in it as {role.label.lower()} from {_spells.in_words(spell)}"
    sentence = f"{group.name}: {person_called(person_id)} {what}"
    audit.record(session, actor=actor, now=now, sentence=sentence)
    return spell.id


def leave_group(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    membership_id: int,
    version: int,
    ends_on: date | None = None,
) -> None:
    """Say which is somebody's last day in a group.

    Args:
        ends_on: ``None``: today.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such spell.
        EditConflict: Somebody changed it in between.
        InvalidChange: The group has ended, the spell is over or doesn't count, the day is before
            its start, or it is its last day already.
    """
    spell, group = _found(session, membership_id)
    permissions.require_group(actor, group.name)
    _going_on(session, spell, group, version, day_of(now))
    last = ends_on or day_of(now)
    if last == spell.ends_on:
        raise InvalidChange("This is their last day already.", field="ends_on")
    _check(group, _others(session, spell), _as_if(spell, ends_on=last))
    spell.ends_on = last
    sentence = f"{group.name}: {person_called(spell.person_id)} leaves on {wording.day(last)}"
    audit.record(session, actor=actor, now=now, sentence=sentence)


def change_role(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    membership_id: int,
    version: int,
    role: GroupRole,
    starts_on: date | None = None,
) -> int:
    """Let somebody be something else in a group; returns the key of the spell in the new role.

    The spell in the old role ends the day before; one that begins that very day changes itself.

    Args:
        starts_on: The first day in the new role; ``None``: today.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such spell.
        EditConflict: Somebody changed it in between.
        InvalidChange: The group has ended, the spell is over or doesn't count, the day isn't in
            it, that is their role already, or the group has a chair then.
    """
    spell, group = _found(session, membership_id)
    permissions.require_group(actor, group.name)
    _going_on(session, spell, group, version, day_of(now))
    if role is spell.role:
        raise InvalidChange(f"They are {role.label.lower()} already.", field="role")
    first = starts_on or max(day_of(now), spell.starts_on)
    _refuse_outside(spell, first)
    _check(group, _others(session, spell), _as_if(spell, role=role, starts_on=first))
    if first > spell.starts_on:
        spell = _split(session, spell, first, now)
    spell.role = role
    session.add(spell)
    session.flush()
    what = f"{role.label.lower()} from {wording.day(first)} on"
    sentence = f"{group.name}: {person_called(spell.person_id)} is {what}"
    audit.record(session, actor=actor, now=now, sentence=sentence)
    return spell.id


def offer_hours(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    membership_id: int,
    version: int,
    hours_a_month: float | None,
) -> None:
    """Say how many hours a month somebody offers a group.

    Args:
        hours_a_month: ``None``: not said any more.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such spell.
        EditConflict: Somebody changed it in between.
        InvalidChange: The group has ended, the spell is over or doesn't count, the hours can't
            be, or they are what is said already.
    """
    spell, group = _found(session, membership_id)
    permissions.require_group(actor, group.name)
    _going_on(session, spell, group, version, day_of(now))
    spell.hours_a_month = _hours(hours_a_month)
    audit.differences(session)  # refuses a change of nothing
    # How much one person offers is their own and the group's: the history, which all read, is mute.
    sentence = f"{group.name}: {person_called(spell.person_id)} offers other hours"
    audit.record(session, actor=actor, now=now, sentence=sentence)


def correct_spell(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    membership_id: int,
    version: int,
    reason: str,
    role: GroupRole,
    starts_on: date,
    ends_on: date | None = None,
    is_void: bool = False,
) -> None:
    """Put right what was recorded of a spell, also of one that is long over.

    Args:
        is_void: Whether it was recorded by mistake: then it doesn't count any more.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such spell.
        EditConflict: Somebody changed it in between.
        InvalidChange: The reason is missing, nothing is different, the spell would end before it
            starts, after its group has, or overlap another of theirs or of another chair.
    """
    spell, group = _found(session, membership_id)
    permissions.require_group(actor, group.name)
    spell = find(session, Membership, membership_id, version=version)
    why = reason_of(reason)
    given = {"role": role, "starts_on": starts_on, "ends_on": ends_on, "is_void": is_void}
    _check(group, _others(session, spell), _as_if(spell, **given))
    for name, value in given.items():
        setattr(spell, name, value)
    words = "recorded by mistake" if is_void else f"corrected: {audit.differences(session)}"
    sentence = f"{group.name}: the spell of {person_called(spell.person_id)} was {words}"
    audit.record(session, actor=actor, now=now, sentence=sentence, reason=why)


def _found(session: Session, membership_id: int) -> tuple[Membership, Group]:
    spell = find(session, Membership, membership_id)
    return spell, find(session, Group, spell.group_id)


def _going_on(session: Session, spell: Membership, group: Group, version: int, today: date) -> None:
    """Refuse to change a spell that belongs to the past: that is what corrections are for."""
    find(session, Membership, spell.id, version=version)
    refuse_ended(group)
    if spell.is_void or (spell.ends_on and spell.ends_on < today):
        raise InvalidChange(
            "They have left already. Correct that, with a reason, if it was otherwise."
        )


def _refuse_outside(spell: Membership, first: date) -> None:
    if first < spell.starts_on or (spell.ends_on and first > spell.ends_on):
        raise InvalidChange(
            f"They are in the group from {_spells.in_words(spell)}: choose a day of these.",
            field="starts_on",
        )


def _split(session: Session, spell: Membership, first: date, now: datetime) -> Membership:
    """The rest of ``spell`` from ``first`` on, as a spell of its own that isn't added yet."""
    rest = _as_if(spell, starts_on=first)
    rest.created_at, rest.hours_a_month = now, spell.hours_a_month
    spell.ends_on = first - timedelta(days=1)
    # Written first: the database sees no moment in which the two overlap.
    session.flush()
    return rest


def _as_if(spell: Membership, **other: Any) -> Membership:
    """A spell like ``spell`` that is nowhere recorded, with ``other`` values."""
    names = {"group_id", "person_id", "role", "starts_on", "ends_on", "is_void"}
    return Membership(**spell.model_dump(include=names) | other)


def _others(session: Session, spell: Membership) -> list[Membership]:
    return [each for each in spells_of(session, spell.group_id) if each is not spell]


def _check(group: Group, others: list[Membership], spell: Membership) -> None:
    """Refuse days that can't be, and those that overlap another spell."""
    _spells.check_days(spell.starts_on, spell.ends_on)
    if spell.is_void:
        return
    if group.ended_on and (spell.ends_on is None or spell.ends_on > group.ended_on):
        raise InvalidChange(
            f"{group.name} has ended on {wording.day(group.ended_on)}: nobody is in it after that.",
            field="ends_on",
        )
    days = spell.starts_on, spell.ends_on
    own = [each for each in others if each.person_id == spell.person_id]
    _spells.check_overlap(own, *days, what="Another membership of theirs")
    if spell.role is GroupRole.CHAIR:
        chairs = [each for each in others if each.role is GroupRole.CHAIR]
        _spells.check_overlap(chairs, *days, what="The chair's term")


def _hours(hours: float | None) -> float | None:
    if hours is not None and not (isfinite(hours) and 0 <= hours <= MOST_HOURS):
        raise InvalidChange(
            f"Hours a month are a number from 0 to {MOST_HOURS}.", field="hours_a_month"
        )
    return hours
