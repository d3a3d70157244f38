"""Organisations: adding, editing and merging them, and noting which have returned data."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import audit, organisation_codes, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import DataReturn, Organisation, Person, Post
from tracker.permissions import Actor
from tracker.services._directory import find_organisation
from tracker.services._finding import line_of, reason_of, text_of
from tracker.vocabulary import Permission

FIRST_YEAR = 2000


def add_organisation(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    is_in_scope: bool = True,
) -> int:
    """Add a department or agency; returns its key.

    Args:
        code: Its short name, kept in capitals: "DEFRA".
        is_in_scope: Whether the coverage grid has a row for it.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        InvalidChange: The code or the name is missing or too long, or the code is no code or
            another organisation's.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    organisation = Organisation(
        created_at=now,
        code=_free_code(session, code, None),
        name=_name(name),
        is_in_scope=is_in_scope,
    )
    session.add(organisation)
    session.flush()
    sentence = f"Added the organisation {organisation.code}, {organisation.name}"
    audit.record(session, actor=actor, now=now, sentence=sentence)
    return organisation.id


def edit_organisation(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    organisation_id: int,
    version: int,
    code: str,
    name: str,
    is_in_scope: bool,
) -> None:
    """Change an organisation's code or name, or whether it is in scope.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        NotFound: There is no such organisation.
        EditConflict: Somebody changed it in between.
        InvalidChange: As for ``add_organisation``, it was merged into another, or nothing is
            different.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    organisation = find_organisation(session, organisation_id, version=version)
    given = {"code": _free_code(session, code, organisation), "name": _name(name)}
    before = organisation.code
    changed = [
        wording.becomes(field, getattr(organisation, field), value)
        for field, value in given.items()
        if getattr(organisation, field) != value
    ]
    if organisation.is_in_scope != is_in_scope:
        changed.append("now in scope" if is_in_scope else "no longer in scope")
    if not changed:
        raise InvalidChange("Nothing of this is different from what is recorded already.")
    organisation.code, organisation.name = given["code"], given["name"]
    organisation.is_in_scope = is_in_scope
    audit.record(session, actor=actor, now=now, sentence=f"{before}: {'; '.join(changed)}")


def merge_organisations(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    organisation_id: int,
    version: int,
    kept_id: int,
) -> None:
    """Merge an organisation into the one that is kept, with its people, posts and returns.

    Earlier days still show both. It can't be taken back.

    Args:
        organisation_id, version: The one that goes.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        NotFound: There is no such organisation.
        EditConflict: Somebody changed the one that goes in between.
        InvalidChange: It is the same one, or one of them was merged into another already.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    gone = find_organisation(session, organisation_id, version=version)
    kept = find_organisation(session, kept_id, field="kept_id")
    if gone.id == kept.id:
        raise InvalidChange("This is the same organisation. Choose another one.", field="kept_id")
    for model in (Person, Post):
        own = select(model).where(col(model.organisation_id) == gone.id)
        for each in session.exec(own):
            each.organisation_id = kept.id
    _move_returns(session, gone, kept)
    for earlier in session.exec(select(Organisation).where(Organisation.merged_into_id == gone.id)):
        earlier.merged_into_id = kept.id
    gone.merged_into_id = kept.id
    sentence = f"Merged the organisation {gone.code} into {kept.code}"
    audit.record(session, actor=actor, now=now, sentence=sentence)


def record_data_return(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    organisation_id: int,
    year: int,
    returned_on: date | None = None,
) -> None:
    """Note that an organisation has returned its diversity data for a year.

    Args:
        returned_on: ``None``: today.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        NotFound: There is no such organisation.
        InvalidChange: The year or the day is still ahead, the year is before 2000, or it is
            noted already.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    organisation = find_organisation(session, organisation_id)
    today = day_of(now)
    day = returned_on or today
    _check_return(year, day, today)
    there = _data_return(session, organisation, year)
    if there is None:
        session.add(
            DataReturn(created_at=now, organisation_id=organisation.id, year=year, returned_on=day)
        )
    elif there.returned_on:
        raise InvalidChange(
            f"{organisation.code} returned its data for {year} on "
            f"{wording.day(there.returned_on)}: that is noted already.",
            field="year",
        )
    else:
        there.returned_on = day
    sentence = f"{organisation.code}: returned its data for {year} on {wording.day(day)}"
    audit.record(session, actor=actor, now=now, sentence=sentence)


def take_back_data_return(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    organisation_id: int,
    year: int,
    reason: str,
) -> None:
    """Say that an organisation's return for a year was noted by mistake.

    Raises:
        NotAllowed: ``actor`` may not edit people.
        NotFound: There is no such organisation.
        InvalidChange: Nothing is noted for that year, or no reason is given.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    organisation = find_organisation(session, organisation_id)
    why = reason_of(reason)
    _check_year(year, day_of(now))
    there = _data_return(session, organisation, year)
    if there is None or there.returned_on is None:
        raise InvalidChange(f"No return of {organisation.code} is noted for {year}.", field="year")
    there.returned_on = None
    sentence = f"{organisation.code}: the return of data for {year} was noted by mistake"
    audit.record(session, actor=actor, now=now, sentence=sentence, reason=why)


def _free_code(session: Session, code: str, organisation: Organisation | None) -> str:
    wanted = text_of(code, "The code", field="code", most=organisation_codes.LONGEST).upper()
    if not organisation_codes.CODE.fullmatch(wanted):
        raise InvalidChange(f"This is no code. {organisation_codes.ALLOWED}", field="code")
    other = session.exec(select(Organisation).where(Organisation.code == wanted)).one_or_none()
    if other is None or other is organisation:
        return wanted
    merged = "; it was merged into another" if other.merged_into_id else ""
    raise InvalidChange(
        f"There is an organisation with the code {wanted} already{merged}.", field="code"
    )


def _name(name: str) -> str:
    return line_of(name, "The name", field="name")


def _move_returns(session: Session, gone: Organisation, kept: Organisation) -> None:
    """Of two returns for the same year, the earlier one counts."""
    for each in session.exec(select(DataReturn).where(DataReturn.organisation_id == gone.id)):
        there = _data_return(session, kept, each.year)
        if there is None:
            each.organisation_id = kept.id
        else:
            days = [day for day in (there.returned_on, each.returned_on) if day]
            there.returned_on = min(days, default=None)


def _data_return(session: Session, organisation: Organisation, year: int) -> DataReturn | None:
    own = select(DataReturn).where(
        DataReturn.organisation_id == organisation.id, DataReturn.year == year
    )
    return session.exec(own).one_or_none()


def _check_return(year: int, day: date, today: date) -> None:
    _check_year(year, today)
    if day > today:
        raise InvalidChange(
            f"{wording.day(day)} is still ahead: note the return when it has come.",
            field="returned_on",
        )


def _check_year(year: int, today: date) -> None:
    if not FIRST_YEAR <= year <= today.year:
        raise InvalidChange(
            f"Write a year from {FIRST_YEAR} to {today.year}, the one that the data is of.",
            field="year",
        )
