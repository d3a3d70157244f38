"""What can happen to the demo's groups, posts and people, each through the service people use."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from tracker.models import Appointment, Deliverable, Group, Membership, Organisation, Person, Post
from tracker.models.base import Edited
from tracker.permissions import Actor
from tracker.services import (
    appointments,
    group_actions,
    group_life,
    groups,
    meetings,
    memberships,
    offers,
    organisations,
    people,
    terms,
)
from tracker.services._finding import find_action
from tracker.transfer.example import DATA
from tracker.vocabulary import GroupKind, GroupRole, Role

_ROLES = {"Secretariat": Role.SECRETARIAT, "Member": Role.MEMBER}  # everybody else leads
Found = TypeVar("Found", bound=Edited)


@dataclass(frozen=True, slots=True)
class GroupStep:
    """One thing that somebody did on a day.

    Attributes:
        what: A key of ``GROUP_STEPS``.
        subject: The group's name, the post's title, or the organisation's code.
        person: Who is meant, by the first part of their address; several with blanks between.
    """

    day: date
    actor: Actor
    what: str
    subject: str
    person: str
    value: str
    words: str


def group_steps() -> Iterator[GroupStep]:
    """The steps of ``data/demo/groups.csv``, in the order of the file."""
    with (DATA / "demo" / "groups.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row.pop("actor")
            yield GroupStep(
                day=date.fromisoformat(row.pop("day")),
                actor=Actor(name, _ROLES.get(name, Role.LEAD)),
                **row,
            )


def take(step: GroupStep, session: Session, now: datetime) -> None:
    """Do what the step tells."""
    GROUP_STEPS[step.what](session, step, now)


def _by(step: GroupStep, now: datetime) -> dict[str, Any]:
    """Who does it, and when, as the services ask for it."""
    return {"actor": step.actor, "now": now}


def _one(session: Session, model: type[Found], column: object, value: str) -> Found:
    return session.exec(select(model).where(column == value)).one()


def _group(session: Session, name: str) -> Group:
    return _one(session, Group, col(Group.name), name)


def _person_id(session: Session, first_name: str) -> int:
    return _one(session, Person, col(Person.email), f"{first_name}.example@example.org").id


def _propose(session: Session, step: GroupStep, now: datetime) -> None:
    """``value``: the kind, and the day it ends on; ``words``: the group it belongs to."""
    kind, _, ends_on = step.value.partition(" ")
    groups.propose_group(
        session,
        **_by(step, now),
        name=step.subject,
        kind=GroupKind(kind),
        parent_id=_group(session, step.words).id if step.words else None,
        ends_on=_day(ends_on),
    )


def _terms(session: Session, step: GroupStep, now: datetime) -> None:
    """The first ones. ``value``: the deliverables, ``|`` between; ``words``: the purpose."""
    terms.agree_terms(
        session,
        **_by(step, now),
        group_id=_group(session, step.subject).id,
        version=0,
        purpose=step.words,
        deliverables="\n".join(_parts(step.value)),
    )


def _join(session: Session, step: GroupStep, now: datetime) -> None:
    """``value``: the role, since when, and how many hours a month."""
    role, starts_on, hours = step.value.split()
    memberships.join_group(
        session,
        **_by(step, now),
        group_id=_group(session, step.subject).id,
        person_id=_person_id(session, step.person),
        role=GroupRole(role),
        starts_on=date.fromisoformat(starts_on),
        hours_a_month=float(hours),
    )


def _leave(session: Session, step: GroupStep, now: datetime) -> None:
    """``value``: the last day."""
    memberships.leave_group(
        session, **_by(step, now), **_spell(session, step), ends_on=_day(step.value)
    )


def _hours(session: Session, step: GroupStep, now: datetime) -> None:
    """``value``: how many hours a month."""
    hours = float(step.value)
    memberships.offer_hours(session, **_by(step, now), **_spell(session, step), hours_a_month=hours)


def _spell(session: Session, step: GroupStep) -> dict[str, Any]:
    """The spell that somebody's being in the group goes on in, as the services ask for it."""
    spell = session.exec(
        select(Membership).where(
            Membership.group_id == _group(session, step.subject).id,
            Membership.person_id == _person_id(session, step.person),
            col(Membership.ends_on).is_(None),
        )
    ).one()
    return {"membership_id": spell.id, "version": spell.version}


def _activate(session: Session, step: GroupStep, now: datetime) -> None:
    group = _group(session, step.subject)
    of = {"group_id": group.id, "version": group.version}
    group_life.activate_group(session, actor=step.actor, now=now, **of)


def _begin_closing(session: Session, step: GroupStep, now: datetime) -> None:
    group = _group(session, step.subject)
    of = {"group_id": group.id, "version": group.version}
    group_life.begin_closing(session, actor=step.actor, now=now, reason=step.words, **of)


def _close(session: Session, step: GroupStep, now: datetime) -> None:
    """``value``: the action that its lead carries on alone, the outputs, and the lessons."""
    ref, outputs, lessons = _parts(step.value)
    group = _group(session, step.subject)
    group_life.close_group(
        session,
        **_by(step, now),
        group_id=group.id,
        version=group.version,
        outputs=outputs,
        lessons=lessons,
        reason=step.words,
        homes={find_action(session, ref).id: None},
    )


def _accept(session: Session, step: GroupStep, now: datetime) -> None:
    """``value``: the deliverable."""
    own = Deliverable.group_id == _group(session, step.subject).id
    deliverable = session.exec(
        select(Deliverable).where(own, Deliverable.title == step.value)
    ).one()
    terms.accept_deliverable(
        session,
        **_by(step, now),
        deliverable_id=deliverable.id,
        version=deliverable.version,
    )


def _meeting(session: Session, step: GroupStep, now: datetime) -> None:
    meetings.record_meeting(
        session,
        **_by(step, now),
        group_id=_group(session, step.subject).id,
        held_on=step.day,
        person_ids=[_person_id(session, each) for each in step.person.split()],
    )


def _home(session: Session, step: GroupStep, now: datetime) -> None:
    """``value``: the action."""
    action_id = find_action(session, step.value).id
    group_id = _group(session, step.subject).id
    group_actions.give_home(
        session, actor=step.actor, now=now, action_id=action_id, group_id=group_id
    )


def _appoint(session: Session, step: GroupStep, now: datetime) -> None:
    """``value``: the term's first day, and its last; ``words``: who appoints."""
    starts_on, _, ends_on = step.value.partition(" ")
    appointments.appoint(
        session,
        **_by(step, now),
        post_id=_one(session, Post, col(Post.title), step.subject).id,
        person_id=_person_id(session, step.person),
        starts_on=date.fromisoformat(starts_on),
        ends_on=_day(ends_on),
        appointed_by=step.words,
    )


def _step_down(session: Session, step: GroupStep, now: datetime) -> None:
    """``value``: the last day; ``words``: what whoever comes next should know."""
    post = _one(session, Post, col(Post.title), step.subject)
    held = session.exec(
        select(Appointment).where(
            Appointment.post_id == post.id, col(Appointment.ends_on).is_(None)
        )
    ).one()
    appointments.step_down(
        session,
        **_by(step, now),
        appointment_id=held.id,
        version=held.version,
        ends_on=date.fromisoformat(step.value),
        handover_note=step.words,
    )


def _add_person(session: Session, step: GroupStep, now: datetime) -> None:
    """``subject``: their organisation; ``value``: their name."""
    name = step.value
    people.add_person(
        session,
        **_by(step, now),
        name=name,
        email=f"{name.lower().replace(' ', '.')}@example.org",
        organisation_id=_one(session, Organisation, col(Organisation.code), step.subject).id,
    )


def _data_return(session: Session, step: GroupStep, now: datetime) -> None:
    """``value``: the year."""
    organisation = _one(session, Organisation, col(Organisation.code), step.subject)
    organisations.record_data_return(
        session,
        **_by(step, now),
        organisation_id=organisation.id,
        year=int(step.value),
    )


def _offer(session: Session, step: GroupStep, now: datetime) -> None:
    """``value``: the address and the name."""
    email, _, name = step.value.partition(" ")
    post_id = _one(session, Post, col(Post.title), step.subject).id
    said = {"name": name, "email": email, "words": step.words}
    offers.offer(session, actor=step.actor, now=now, post_id=post_id, **said)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|")] if text else []


GROUP_STEPS: dict[str, Callable[[Session, GroupStep, datetime], None]] = {
    "propose": _propose,
    "terms": _terms,
    "join": _join,
    "leave": _leave,
    "hours": _hours,
    "activate": _activate,
    "closing": _begin_closing,
    "close": _close,
    "accept": _accept,
    "meeting": _meeting,
    "home": _home,
    "appoint": _appoint,
    "step_down": _step_down,
    "person": _add_person,
    "data_return": _data_return,
    "offer": _offer,
}
