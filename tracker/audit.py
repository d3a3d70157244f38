"""The audit trail: one entry per change, in the same transaction.

The session itself notices which fields of which records change, so an entry cannot forget one;
a change without an entry is never committed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import event, inspect, select, update
from sqlmodel import Session

from tracker import progress_days, wording
from tracker.areas import Area, with_wholes
from tracker.errors import InvalidChange
from tracker.models import NOT_KEPT, AuditEntry, DataVersion, Edited, area_of
from tracker.permissions import Actor
from tracker.vocabulary import Permission

_CHANGES = "changes without an entry yet"
_COME_OR_GONE = "records added or deleted without an entry yet"
_TOUCHED = "something was written"
_AREAS_TOUCHED = "the parts of the records that were written"
_PLAN_TOUCHED = "something that progress is made from was written"


def watch(session: Session) -> None:
    """Notice, from now on, every change made through ``session``."""
    session.info[_CHANGES] = []
    session.info[_COME_OR_GONE] = []
    session.info[_TOUCHED] = False
    session.info[_AREAS_TOUCHED] = set()
    session.info[_PLAN_TOUCHED] = False
    event.listen(session, "before_flush", _notice)
    event.listen(session, "do_orm_execute", _notice_statement)


def record(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    sentence: str,
    reason: str = "",
    action_id: int | None = None,
    needs: Permission | None = None,
) -> None:
    """Write the entry for everything changed since the last one, and the day's progress.

    Args:
        sentence: What happened, in words fit for the history: "Marked Delivered as done".
        reason: Why, in the person's own words; may be empty where the rules ask for none.
        action_id: The action in whose history it belongs, if one.
        needs: What somebody must be allowed to do to read it; ``None``: nothing.
    """
    note(
        session,
        actor=actor,
        now=now,
        sentence=sentence,
        reason=reason,
        action_id=action_id,
        needs=needs,
    )
    if session.info[_PLAN_TOUCHED]:
        progress_days.update(session, now=now)
        session.info[_PLAN_TOUCHED] = False


def note(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    sentence: str,
    reason: str = "",
    action_id: int | None = None,
    needs: Permission | None = None,
) -> None:
    """Write one entry of a change that has many; the last of them is written by ``record``."""
    session.flush()
    session.add(
        AuditEntry(
            at=now,
            actor=actor.name,
            role=actor.role,
            action_id=action_id,
            sentence=sentence,
            reason=reason,
            needs=needs or "",
            changes=list(session.info[_CHANGES]),
        )
    )
    session.info[_CHANGES].clear()
    session.info[_COME_OR_GONE].clear()
    session.flush()


def differences(session: Session) -> str:
    """What has changed since the last entry: ``"title: “Old” becomes “New”"``.

    Raises:
        InvalidChange: Nothing has.
    """
    session.flush()
    changes = session.info[_CHANGES]
    if not changes:
        raise InvalidChange("Nothing of this is different from what is recorded already.")
    return "; ".join(wording.change(each) for each in changes)


@contextmanager
def unnoticed(session: Session) -> Iterator[None]:
    """What is written in this block leaves no entry and doesn't raise the data version.

    For what must not tell when it happened, or by whom, and changes nothing that pages show: a
    response put into its ballot box. A record that people edit still needs its entry.
    """
    session.flush()
    was_touched, areas = session.info[_TOUCHED], set(session.info[_AREAS_TOUCHED])
    yield
    session.flush()
    session.info[_TOUCHED], session.info[_AREAS_TOUCHED] = was_touched, areas


def finish(session: Session) -> None:
    """Raise the data versions of what was written; refuse changes that left no entry."""
    session.flush()
    if without_entry := session.info[_CHANGES] + session.info[_COME_OR_GONE]:
        raise RuntimeError(f"Changed without an audit entry: {without_entry}")
    if session.info[_TOUCHED]:
        raised = ["number", *with_wholes(session.info[_AREAS_TOUCHED])]
        columns = DataVersion.__table__.c  # type: ignore[attr-defined]
        session.execute(update(DataVersion).values({name: columns[name] + 1 for name in raised}))


def _notice(session: Session, *_: Any) -> None:
    session.info[_TOUCHED] = True
    for changed in session.dirty:
        if isinstance(changed, Edited):
            session.info[_CHANGES].extend(_changed_fields(session, changed))
    come_or_gone = (*session.new, *session.deleted)
    written = {each.__tablename__ for each in (*session.dirty, *come_or_gone)}
    areas = {area_of(type(each)) for each in (*session.dirty, *come_or_gone)}
    session.info[_AREAS_TOUCHED] |= areas - {None}
    session.info[_PLAN_TOUCHED] |= not written.isdisjoint(progress_days.MADE_FROM)
    session.info[_COME_OR_GONE] += [r.__tablename__ for r in come_or_gone if isinstance(r, Edited)]


def _notice_statement(state: Any) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info[_TOUCHED] = True
        mapper = state.bind_mapper  # none: it may be of any table
        areas = {area_of(mapper.class_)} - {None} if mapper else set(Area)
        state.session.info[_AREAS_TOUCHED] |= areas
        state.session.info[_PLAN_TOUCHED] = True


def _changed_fields(session: Session, changed: Edited) -> list[dict[str, Any]]:
    found = []
    for attribute in inspect(changed).attrs:
        history = attribute.history
        if history.has_changes() and attribute.key != "version":
            loaded = history.deleted
            old = loaded[0] if loaded else _stored(session, changed, attribute.key)
            is_personal = attribute.key in changed.personal
            found.append(
                {
                    "record": changed.__tablename__,
                    "id": changed.id,
                    "field": attribute.key,
                    "old": NOT_KEPT if is_personal else _plain(old),
                    "new": NOT_KEPT if is_personal else _plain(attribute.value),
                }
            )
    return found


def _stored(session: Session, changed: Edited, field: str) -> Any:
    """What the database still holds of a field that was given a value without being read."""
    columns = inspect(type(changed)).columns
    statement = select(columns[field]).where(columns["id"] == changed.id)
    return session.connection().execute(statement).scalar_one()


def _plain(value: Any) -> Any:
    """``value`` as JSON can hold it: words as their values, days as ``2022-03-31``."""
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
