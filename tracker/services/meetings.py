"""Meetings of groups, and who came."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import audit, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Attendance, Group, Meeting
from tracker.permissions import Actor
from tracker.services._directory import find_person
from tracker.services._finding import find, overtaken, reason_of, text_of

LONGEST_NOTE = 500


def record_meeting(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    group_id: int,
    held_on: date,
    person_ids: Sequence[int],
    note: str = "",
) -> int:
    """Record that a group met, and who came; returns the meeting's key.

    Args:
        person_ids: Members and guests.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such group or person.
        InvalidChange: The day is still to come, after the group's end or one on which it met
            already; nobody came, somebody is no longer in the directory, or the note is too long.
    """
    permissions.require_group(actor, find(session, Group, group_id).name)
    group = find(session, Group, group_id)
    _check_day(group, held_on, day_of(now))
    _refuse_second(session, group, held_on)
    meeting = Meeting(created_at=now, group_id=group.id, held_on=held_on, note=_note(note))
    _check_people(session, person_ids)
    session.add(meeting)
    session.flush()
    for person_id in dict.fromkeys(person_ids):
        session.add(Attendance(created_at=now, meeting_id=meeting.id, person_id=person_id))
    came = wording.count(len(set(person_ids)), "person", "people")
    sentence = f"{group.name}: met on {wording.day(held_on)}, {came} came"
    audit.record(session, actor=actor, now=now, sentence=sentence)
    return meeting.id


def correct_meeting(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    meeting_id: int,
    version: int,
    reason: str,
    held_on: date,
    person_ids: Sequence[int],
    note: str = "",
    is_void: bool = False,
) -> None:
    """Put right what was recorded of a meeting.

    Args:
        version: Of the meeting and of all who came, added up: each correction raises the sum.
        is_void: Whether it was recorded by mistake: then it doesn't count any more.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such meeting or person.
        EditConflict: Somebody changed it in between.
        InvalidChange: As for ``record_meeting``, the reason is missing, or nothing is different.
    """
    group = find(session, Group, find(session, Meeting, meeting_id).group_id)
    permissions.require_group(actor, group.name)
    meeting, there = find(session, Meeting, meeting_id), _attendance(session, meeting_id)
    if version != meeting.version + sum(each.version for each in there):
        raise overtaken()
    why = reason_of(reason)
    _check_day(group, held_on, day_of(now))
    if not is_void:
        _refuse_second(session, group, held_on, but=meeting.id)
    before = meeting.held_on
    meeting.held_on, meeting.note, meeting.is_void = held_on, _note(note), is_void
    has_other_people = _keep_in_step(session, meeting, there, person_ids, now)
    if not has_other_people:
        audit.differences(session)  # refuses a change of nothing
    words = "recorded by mistake" if is_void else "corrected"
    sentence = f"{group.name}: the meeting of {wording.day(before)} was {words}"
    audit.record(session, actor=actor, now=now, sentence=sentence, reason=why)


def _attendance(session: Session, meeting_id: int) -> list[Attendance]:
    return list(session.exec(select(Attendance).where(Attendance.meeting_id == meeting_id)))


def _keep_in_step(
    session: Session,
    meeting: Meeting,
    there: list[Attendance],
    person_ids: Sequence[int],
    now: datetime,
) -> bool:
    """Have those people, and no others, come; returns whether that is anything new."""
    came = {each.person_id for each in there if not each.is_void}
    _check_people(session, person_ids, known=came)
    for each in there:
        each.is_void = each.person_id not in person_ids
    for person_id in dict.fromkeys(person_ids):
        if person_id not in {each.person_id for each in there}:
            session.add(Attendance(created_at=now, meeting_id=meeting.id, person_id=person_id))
    return came != set(person_ids)


def _check_day(group: Group, held_on: date, today: date) -> None:
    if held_on > today:
        raise InvalidChange(
            f"{wording.day(held_on)} is still to come. Record a meeting once it was held.",
            field="held_on",
        )
    if group.ended_on and held_on > group.ended_on:
        raise InvalidChange(
            f"{group.name} has ended on {wording.day(group.ended_on)}.", field="held_on"
        )


def _refuse_second(session: Session, group: Group, held_on: date, but: int | None = None) -> None:
    """Refuse a second meeting of a day.

    Args:
        but: The meeting that is being corrected.
    """
    same_day = select(Meeting.id).where(
        Meeting.group_id == group.id, Meeting.held_on == held_on, ~col(Meeting.is_void)
    )
    if set(session.exec(same_day)) - {but}:
        raise InvalidChange(
            f"A meeting of {wording.day(held_on)} is recorded already. Correct that one.",
            field="held_on",
        )


def _check_people(session: Session, person_ids: Sequence[int], known: Collection[int] = ()) -> None:
    """Refuse nobody, and somebody no longer in the directory who isn't ``known`` to have come."""
    if not person_ids:
        raise InvalidChange("Choose who came.", field="person_ids")
    for person_id in set(person_ids) - set(known):
        find_person(session, person_id, field="person_ids")


def _note(note: str) -> str:
    return text_of(note, "The note", field="note", most=LONGEST_NOTE, required=False)
