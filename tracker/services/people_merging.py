"""Merging two records of one person: what either did, the one that is kept has done."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from tracker import audit, permissions
from tracker.errors import InvalidChange
from tracker.models import Appointment, Attendance, Membership, Person, Reminder
from tracker.permissions import Actor
from tracker.services import _joining
from tracker.services._directory import find_person
from tracker.vocabulary import Permission


def merge_people(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    version: int,
    kept_id: int,
) -> None:
    """Merge a person who is in the directory twice into the record that is kept.

    Their time in groups and posts, meetings and reminders move to the kept one, whose name,
    address and choices stand. Spells in a group that overlap become one, from the earliest start
    to the latest end. Earlier days still show both. It can't be taken back.

    Args:
        person_id, version: The one that goes.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        NotFound: There is no such person.
        EditConflict: Somebody changed the one that goes in between.
        InvalidChange: It is the same one, or one of them is no longer in the directory.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    gone = find_person(session, person_id, version=version)
    kept = find_person(session, kept_id, field="kept_id")
    if gone.id == kept.id:
        raise InvalidChange("This is the same person. Choose another one.", field="kept_id")
    _move_spells(session, gone, kept, now)
    _move_terms(session, gone, kept)
    _move_attendance(session, gone, kept)
    _move_reminders(session, gone, kept)
    for earlier in session.exec(select(Person).where(Person.merged_into_id == gone.id)):
        earlier.merged_into_id = kept.id
    _hand_over(gone, kept)
    names = [permissions.person_called(each.id) for each in (gone, kept)]
    audit.record(session, actor=actor, now=now, sentence=f"Merged {names[0]} into {names[1]}")


def _move_spells(session: Session, gone: Person, kept: Person, now: datetime) -> None:
    """Spells that overlap are void, and what they come to takes their place."""
    by_group: dict[int, list[Membership]] = {}
    whose = col(Membership.person_id).in_([gone.id, kept.id])
    for spell in session.exec(select(Membership).where(whose, ~col(Membership.is_void))):
        by_group.setdefault(spell.group_id, []).append(spell)
    for spells in by_group.values():
        _move_spells_of_group(session, spells, kept, now)


def _move_spells_of_group(
    session: Session, spells: Sequence[Membership], kept: Person, now: datetime
) -> None:
    meeting = [each for each in spells if _meets_the_others(each, spells)]
    for each in spells:
        if each in meeting:
            each.is_void = True
        else:
            each.person_id = kept.id
    # The database looks at each row as it is written: first they go, and then they come.
    session.flush()
    session.add_all(_joined(meeting, kept, now))
    session.flush()


def _meets_the_others(spell: Membership, spells: Sequence[Membership]) -> bool:
    own = _joining.days_of(spell)
    others = (each for each in spells if each.person_id != spell.person_id)
    return any(own.meets(_joining.days_of(each)) for each in others)


def _joined(spells: Sequence[Membership], kept: Person, now: datetime) -> list[Membership]:
    offered = [each.hours_a_month for each in spells if each.hours_a_month is not None]
    return [
        Membership(
            created_at=now,
            group_id=spells[0].group_id,
            person_id=kept.id,
            role=role,
            starts_on=days.first,
            ends_on=None if days.last == date.max else days.last,
            hours_a_month=max(offered, default=None),
        )
        for role, days in _joining.joined(spells)
    ]


def _move_terms(session: Session, gone: Person, kept: Person) -> None:
    """A post has one holder at a time, so that no two terms meet; nobody is their own deputy."""
    both = [gone.id, kept.id]
    theirs = or_(col(Appointment.person_id).in_(both), col(Appointment.deputy_id).in_(both))
    for term in session.exec(select(Appointment).where(theirs)):
        term.person_id = kept.id if term.person_id == gone.id else term.person_id
        term.deputy_id = kept.id if term.deputy_id == gone.id else term.deputy_id
        if term.deputy_id == term.person_id:
            term.deputy_id = None


def _move_attendance(session: Session, gone: Person, kept: Person) -> None:
    """At a meeting to which both are said to have come, one came."""
    own = {each.meeting_id: each for each in _attendance(session, kept)}
    for each in _attendance(session, gone):
        there = own.get(each.meeting_id)
        if there is None:
            each.person_id = kept.id
        else:
            there.is_void, each.is_void = there.is_void and each.is_void, True


def _attendance(session: Session, person: Person) -> list[Attendance]:
    return list(session.exec(select(Attendance).where(Attendance.person_id == person.id)))


def _move_reminders(session: Session, gone: Person, kept: Person) -> None:
    for each in session.exec(select(Reminder).where(Reminder.person_id == gone.id)).all():
        if session.get(Reminder, (kept.id, each.round_id)):
            session.delete(each)
        else:
            each.person_id = kept.id


def _hand_over(gone: Person, kept: Person) -> None:
    """What the kept one lacks it is given; of the other, only the key stays."""
    kept.organisation_id = kept.organisation_id or gone.organisation_id
    kept.calendar_hash = kept.calendar_hash or gone.calendar_hash
    gone.name, gone.email, gone.calendar_hash = "", None, ""
    gone.merged_into_id = kept.id
