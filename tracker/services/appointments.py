"""Appointments to posts: one holder at a time, for a term, with a hand-over."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from tracker import audit, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Appointment, Post
from tracker.permissions import Actor
from tracker.services import _spells
from tracker.services._appointments import check_days, check_deputy, find_term, new_term, with_note
from tracker.services._finding import find, reason_of
from tracker.vocabulary import Permission


def appoint(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    post_id: int,
    person_id: int,
    starts_on: date | None = None,
    ends_on: date | None = None,
    deputy_id: int | None = None,
    appointed_by: str = "",
) -> int:
    """Appoint a person to a post; returns the appointment's key.

    Args:
        starts_on: ``None``: today.
        ends_on: The term's end; ``None``: none is stated.

    Raises:
        NotAllowed: ``actor`` may not edit posts.
        NotFound: There is no such post or person.
        InvalidChange: The term ends before it starts or overlaps another's, the person is no
            longer in the directory or their own deputy, or the post doesn't exist then.
    """
    permissions.require(actor, Permission.POST_EDIT)
    post = find(session, Post, post_id)
    term = new_term(
        session,
        post,
        now=now,
        person_id=person_id,
        starts_on=starts_on or day_of(now),
        ends_on=ends_on,
        deputy_id=deputy_id,
        appointed_by=appointed_by,
    )
    session.add(term)
    session.flush()
    audit.record(session, actor=actor, now=now, sentence=_appointed(post, term))
    return term.id


def extend_appointment(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    appointment_id: int,
    version: int,
    ends_on: date | None,
    reason: str,
) -> None:
    """Let a term that goes on end later; ``ends_on=None`` states no end any more.

    Raises:
        NotAllowed: ``actor`` may not edit posts.
        NotFound: There is no such appointment.
        EditConflict: Somebody changed it in between.
        InvalidChange: It is over or was recorded by mistake, has no end to extend, would end no
            later or in the next holder's term, or no reason is given.
    """
    permissions.require(actor, Permission.POST_EDIT)
    post, term = find_term(session, appointment_id, version)
    why = reason_of(reason)
    if term.ends_on is None:
        raise InvalidChange("No end of this term is stated: it goes on without being extended.")
    if term.ends_on < day_of(now):
        raise InvalidChange(
            f"This term ended on {wording.day(term.ends_on)}. Appoint the person anew."
        )
    if ends_on is not None and ends_on <= term.ends_on:
        raise InvalidChange(
            f"The term ends on {wording.day(term.ends_on)} already: choose a later day.",
            field="ends_on",
        )
    check_days(session, post, term.starts_on, ends_on, of=term, overlap_field="ends_on")
    term.ends_on, term.stepped_down_on = ends_on, None
    sentence = f"{post.title}: the term is extended, {_spells.in_words(term)}"
    audit.record(session, actor=actor, now=now, sentence=sentence, reason=why)


def step_down(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    appointment_id: int,
    version: int,
    ends_on: date,
    reason: str = "",
    handover_note: str = "",
) -> None:
    """End a term earlier than planned; the post is vacant from the day after.

    Args:
        ends_on: The holder's last day.
        reason: May be left out: nobody owes one for going.
        handover_note: What the next holder should know; added to what is there.

    Raises:
        NotAllowed: ``actor`` neither holds the post nor may edit posts.
        NotFound: There is no such appointment.
        EditConflict: Somebody changed it in between.
        InvalidChange: The term is over, was recorded by mistake, or ends no later anyway, the day
            is before its start, or the note is too long.
    """
    post, term = find_term(session, appointment_id, version)
    permissions.require_post(actor, post.title)
    why = reason_of(reason, required=False)
    _check_last_day(session, post, term, ends_on, now=now, field="ends_on")
    term.handover_note, term.ends_on = with_note(term, handover_note), ends_on
    term.stepped_down_on = day_of(now)
    sentence = f"{post.title}: the holder steps down, {_spells.in_words(term)}"
    audit.record(session, actor=actor, now=now, sentence=sentence, reason=why)


def hand_over(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    appointment_id: int,
    version: int,
    last_day: date,
    person_id: int,
    ends_on: date | None = None,
    deputy_id: int | None = None,
    appointed_by: str = "",
    handover_note: str = "",
) -> int:
    """End one holder's term and appoint the next from the day after; returns the new key.

    Args:
        last_day: Of the present holder.
        ends_on: The end of the next term; ``None``: none is stated.
        handover_note: What the next holder should know; added to what is there.

    Raises:
        NotAllowed: ``actor`` may not edit posts.
        NotFound: There is no such appointment or person.
        EditConflict: Somebody changed it in between.
        InvalidChange: As for ``step_down`` and ``appoint``, or the holder would follow themselves.
    """
    permissions.require(actor, Permission.POST_EDIT)
    post, term = find_term(session, appointment_id, version)
    if person_id == term.person_id:
        raise InvalidChange(
            "This person holds the post already: extend their term instead.", field="person_id"
        )
    if term.ends_on != last_day:
        _check_last_day(session, post, term, last_day, now=now, field="last_day")
    following = new_term(
        session,
        post,
        now=now,
        person_id=person_id,
        starts_on=last_day + timedelta(days=1),
        ends_on=ends_on,
        deputy_id=deputy_id,
        appointed_by=appointed_by,
        in_place_of=term,
    )
    term.handover_note, term.ends_on = with_note(term, handover_note), last_day
    # The database compares each row with those that are there: the end comes before the start.
    session.flush()
    session.add(following)
    session.flush()
    sentence = f"{_appointed(post, following)}, in the place of person {term.person_id}"
    audit.record(session, actor=actor, now=now, sentence=sentence)
    return following.id


def name_deputy(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    appointment_id: int,
    version: int,
    deputy_id: int | None,
) -> None:
    """Name who stands in for a holder; ``None``: nobody any more.

    Raises:
        NotAllowed: ``actor`` may not edit posts.
        NotFound: There is no such appointment or person.
        EditConflict: Somebody changed it in between.
        InvalidChange: They are the deputy already, the holder, or no longer in the directory, or
            the term is over.
    """
    permissions.require(actor, Permission.POST_EDIT)
    post, term = find_term(session, appointment_id, version)
    if term.ends_on is not None and term.ends_on < day_of(now):
        raise InvalidChange("This term is over: its deputy stays as recorded.")
    if term.deputy_id == deputy_id:
        raise InvalidChange("That is recorded already.", field="deputy_id")
    check_deputy(session, term.person_id, deputy_id)
    term.deputy_id = deputy_id
    who = f"person {deputy_id} is the deputy" if deputy_id else "there is no deputy any more"
    audit.record(session, actor=actor, now=now, sentence=f"{post.title}: {who}")


def correct_appointment(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    appointment_id: int,
    version: int,
    starts_on: date,
    ends_on: date | None,
    reason: str,
) -> None:
    """Put the days of a term right that were recorded wrongly.

    Raises:
        NotAllowed: ``actor`` may not edit posts.
        NotFound: There is no such appointment.
        EditConflict: Somebody changed it in between.
        InvalidChange: It was recorded by mistake altogether, nothing is different, the days are
            the wrong way round, overlap another term or are when there is no such post, or no
            reason is given.
    """
    permissions.require(actor, Permission.POST_EDIT)
    post, term = find_term(session, appointment_id, version)
    why = reason_of(reason)
    if (term.starts_on, term.ends_on) == (starts_on, ends_on):
        raise InvalidChange("Nothing of this is different from what is recorded already.")
    check_days(session, post, starts_on, ends_on, of=term)
    before = _spells.in_words(term)
    term.starts_on, term.ends_on = starts_on, ends_on
    sentence = f"{post.title}: the term {before} is corrected to {_spells.in_words(term)}"
    audit.record(session, actor=actor, now=now, sentence=sentence, reason=why)


def void_appointment(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    appointment_id: int,
    version: int,
    reason: str,
) -> None:
    """Take back an appointment that never was; it counts on no day any more.

    Raises:
        NotAllowed: ``actor`` may not edit posts.
        NotFound: There is no such appointment.
        EditConflict: Somebody changed it in between.
        InvalidChange: It was taken back already, or no reason is given.
    """
    permissions.require(actor, Permission.POST_EDIT)
    post, term = find_term(session, appointment_id, version)
    why = reason_of(reason)
    term.is_void = True
    sentence = f"{post.title}: the appointment {_spells.in_words(term)} was recorded by mistake"
    audit.record(session, actor=actor, now=now, sentence=sentence, reason=why)


def _check_last_day(
    session: Session, post: Post, term: Appointment, last_day: date, *, now: datetime, field: str
) -> None:
    """Refuse to end a term that is over, or not before its time."""
    if term.ends_on is not None and term.ends_on < day_of(now):
        raise InvalidChange(f"This term ended on {wording.day(term.ends_on)}.")
    if term.ends_on is not None and last_day >= term.ends_on:
        raise InvalidChange(
            f"The term ends on {wording.day(term.ends_on)} anyway. Choose an earlier day, or "
            "extend it first.",
            field=field,
        )
    check_days(session, post, term.starts_on, last_day, of=term, end_field=field)


def _appointed(post: Post, term: Appointment) -> str:
    return f"{post.title}: person {term.person_id} appointed, {_spells.in_words(term)}"
