"""Terms in posts: what holds of every one, however it came to be recorded."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import wording
from tracker.errors import InvalidChange
from tracker.models import Appointment, Post
from tracker.services import _spells
from tracker.services._directory import find_person
from tracker.services._finding import find, text_of

LONGEST_NOTE = 5_000


def find_term(session: Session, appointment_id: int, version: int) -> tuple[Post, Appointment]:
    """An appointment that counts, as the person saw it, and its post.

    Raises:
        NotFound, EditConflict: As ``find``.
        InvalidChange: It was recorded by mistake.
    """
    term = find(session, Appointment, appointment_id, version=version)
    if term.is_void:
        raise InvalidChange("This appointment was recorded by mistake: it was taken back.")
    return find(session, Post, term.post_id), term


def new_term(
    session: Session,
    post: Post,
    *,
    now: datetime,
    person_id: int,
    starts_on: date,
    ends_on: date | None,
    deputy_id: int | None,
    appointed_by: str,
    in_place_of: Appointment | None = None,
) -> Appointment:
    """A term that isn't added yet; raises ``InvalidChange`` for one that can't be.

    Args:
        in_place_of: The term that will have ended by then.
    """
    if post.abolished_on:
        raise InvalidChange(
            f"This post was abolished on {wording.day(post.abolished_on)}.", field="post_id"
        )
    find_person(session, person_id, field="person_id")
    check_deputy(session, person_id, deputy_id)
    overlaps_at = "ends_on" if in_place_of else "starts_on"
    check_days(session, post, starts_on, ends_on, of=in_place_of, overlap_field=overlaps_at)
    return Appointment(
        created_at=now,
        post_id=post.id,
        person_id=person_id,
        deputy_id=deputy_id,
        starts_on=starts_on,
        ends_on=ends_on,
        appointed_by=text_of(appointed_by, "Who appoints", field="appointed_by", required=False),
    )


def check_deputy(session: Session, holder_id: int, deputy_id: int | None) -> None:
    """Raise ``InvalidChange`` for a deputy who can't be one."""
    if deputy_id is None:
        return
    find_person(session, deputy_id, field="deputy_id")
    if deputy_id == holder_id:
        raise InvalidChange("A holder can't be their own deputy.", field="deputy_id")


def check_days(
    session: Session,
    post: Post,
    starts_on: date,
    ends_on: date | None,
    *,
    of: Appointment | None = None,
    end_field: str = "ends_on",
    overlap_field: str = "starts_on",
) -> None:
    """Raise ``InvalidChange`` for days on which nobody can hold ``post``.

    Args:
        of: The term whose days they are to be; ``None``: a new one's.
        end_field, overlap_field: Beside which field an end and an overlap are refused.
    """
    _spells.check_days(starts_on, ends_on, field=end_field)
    if starts_on < post.exists_from:
        raise InvalidChange(
            f"This post exists from {wording.day(post.exists_from)} on: start then or later.",
            field="starts_on",
        )
    if post.abolished_on and (ends_on is None or ends_on > post.abolished_on):
        raise InvalidChange(
            f"This post was abolished on {wording.day(post.abolished_on)}: end by then.",
            field=end_field,
        )
    others = [each for each in _terms(session, post) if of is None or each.id != of.id]
    _spells.check_overlap(
        others, starts_on, ends_on, what="The term of another holder", field=overlap_field
    )


def with_note(term: Appointment, note: str) -> str:
    """The hand-over note of ``term`` with ``note`` added to it."""
    added = text_of(note, "The note", field="handover_note", most=LONGEST_NOTE, required=False)
    return "\n\n".join(filter(None, [term.handover_note, added]))


def _terms(session: Session, post: Post) -> list[Appointment]:
    """The post's appointments that count."""
    own = select(Appointment).where(Appointment.post_id == post.id, ~col(Appointment.is_void))
    return list(session.exec(own))
