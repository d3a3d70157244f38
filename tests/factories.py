"""Makers of test records: sensible by default, and every detail can be given.

Each adds what it makes to the session, with an audit entry, and makes the parents it isn't given.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import TypeVar

from sqlmodel import Session, select

from tracker import audit
from tracker.models import (
    Action,
    Appointment,
    Edited,
    Exemption,
    Group,
    Membership,
    Milestone,
    Objective,
    Organisation,
    Person,
    Post,
    ReportingRound,
    Review,
    Strategy,
    Theme,
    Update,
)
from tracker.permissions import SYSTEM, Actor
from tracker.queries.versions import Version
from tracker.services._milestones import NewMilestone, place
from tracker.timing import parse
from tracker.vocabulary import GroupKind, PostKind, Role, Status, Verdict

# When everything is made unless a test says otherwise: before the first deadline of the plan.
BEGINNING = datetime(2021, 9, 1, 9, tzinfo=UTC)
# The first round made here opens on this day; each is open for two weeks, every eight weeks.
FIRST_ROUND = date(2021, 12, 1)
LEAD = "Data lead"
FIRST_VERSION = Version(*(1 for _ in Version._fields))

_numbers = count(1)
Made = TypeVar("Made", bound=Edited)
Added = TypeVar("Added")


def make_actor(role: Role = Role.SECRETARIAT, name: str = "") -> Actor:
    """Someone with this role; a lead is, by default, the lead of the actions made here."""
    return Actor(name=name or (LEAD if role is Role.LEAD else role.label), role=role)


def make_strategy(session: Session, **details) -> Strategy:
    defaults = {"title": "Diversity and inclusion strategy", "starts_on": date(2021, 7, 1)}
    return _made(session, Strategy, defaults | details)


def make_theme(session: Session, **details) -> Theme:
    number = next(_numbers)
    defaults = {"code": f"T{number}", "name": f"Theme {number}", "position": number}
    if "strategy_id" not in details:
        defaults["strategy_id"] = _current_strategy(session).id
    return _made(session, Theme, defaults | details)


def make_objective(session: Session, **details) -> Objective:
    number = next(_numbers)
    if "theme_id" not in details:
        details["theme_id"] = make_theme(session).id
    code = session.get_one(Theme, details["theme_id"]).code
    defaults = {"ref": f"{code}-O{number}", "text": f"Reach aim {number}", "position": number}
    return _made(session, Objective, defaults | details)


def make_action(session: Session, **details) -> Action:
    """An action without milestones."""
    number = next(_numbers)
    if "objective_id" not in details:
        details["objective_id"] = make_objective(session).id
    theme = session.get_one(Theme, session.get_one(Objective, details["objective_id"]).theme_id)
    defaults = {
        "strategy_id": theme.strategy_id,
        "ref": f"{theme.code}-A{number}",
        "title": f"Piece of work {number}",
        "accountable": "GSE team",
        "responsible": LEAD,
        "position": number,
    }
    return _made(session, Action, defaults | details)


def make_milestones(
    session: Session,
    action: Action | None = None,
    *,
    title: str = "Delivered",
    timing: str = "by October 2021",
    weight: float = 1.0,
    now: datetime = BEGINNING,
) -> list[Milestone]:
    """One milestone, or every occurrence of a recurring one, in order."""
    action = action or make_action(session, created_at=now)
    before = _milestones_of(session, action)
    place(session, action, NewMilestone(title, parse(timing), weight), now=now)
    _record(session, now, f"{action.ref}: {title} made for a test")
    return [milestone for milestone in _milestones_of(session, action) if milestone not in before]


def make_milestone(session: Session, action: Action | None = None, **details) -> Milestone:
    [milestone] = make_milestones(session, action, **details)
    return milestone


def make_round(session: Session, **details) -> ReportingRound:
    """The next round: the first is open from 1 to 15 December 2021, with 5 days of grace."""
    if "strategy_id" not in details:
        details["strategy_id"] = _current_strategy(session).id
    own = select(ReportingRound).where(ReportingRound.strategy_id == details["strategy_id"])
    number = details.get("number", len(session.exec(own).all()) + 1)
    opens_on = details.get("opens_on", FIRST_ROUND + timedelta(weeks=8) * (number - 1))
    defaults = {
        "number": number,
        "opens_on": opens_on,
        "closes_on": opens_on + timedelta(days=14),
        "grace_days": 5,
        "meeting_on": opens_on + timedelta(days=21),
    }
    return _made(session, ReportingRound, defaults | details)


def make_update(
    session: Session, action: Action | None = None, round_: ReportingRound | None = None, **details
) -> Update:
    """What the lead of ``action`` said, on the day the round opened."""
    action = action or make_action(session)
    round_ = round_ or make_round(session, strategy_id=action.strategy_id)
    defaults = {
        "status": Status.GREEN,
        "likelihood": 80,
        "what_changed": "The analysis began",
        "author": action.responsible,
    }
    return _said(session, Update, round_, {"action_id": action.id} | defaults | details)


def make_exemption(
    session: Session, action: Action, round_: ReportingRound, **details
) -> Exemption:
    defaults = {"reason": "Waits for the data", "author": action.responsible}
    return _said(session, Exemption, round_, {"action_id": action.id} | defaults | details)


def make_review(session: Session, update: Update, **details) -> Review:
    defaults = {
        "update_id": update.id,
        "verdict": Verdict.ACKNOWLEDGED,
        "reviewer": "Sponsor",
        "reviewed_at": update.given_at + timedelta(days=1),
    }
    return _added(session, Review(**defaults | details))


def make_organisation(session: Session, **details) -> Organisation:
    number = next(_numbers)
    defaults = {"code": f"ORG{number}", "name": f"Organisation {number}"}
    return _made(session, Organisation, defaults | details)


def make_person(session: Session, *, post: str = "", **details) -> Person:
    """Somebody who holds ``post``, by default that of the actions made here if it is vacant."""
    number = next(_numbers)
    defaults = {"name": f"Person {number}", "email": f"person{number}@example.org"}
    person = _made(session, Person, defaults | details)
    record = _post_called(session, post or LEAD)
    held = select(Appointment).where(Appointment.post_id == record.id)
    if post or session.exec(held).first() is None:
        make_appointment(session, record, person)
    return person


def make_post(session: Session, **details) -> Post:
    number = next(_numbers)
    defaults = {"title": f"Post {number}", "kind": PostKind.OTHER, "exists_from": BEGINNING.date()}
    return _made(session, Post, defaults | details)


def make_appointment(
    session: Session, post: Post | None = None, person: Person | None = None, **details
) -> Appointment:
    """Somebody's term in a post, from the beginning on and without an end."""
    post = post or make_post(session)
    person = person or make_person(session)
    defaults = {"post_id": post.id, "person_id": person.id, "starts_on": BEGINNING.date()}
    return _made(session, Appointment, defaults | details)


def make_group(session: Session, **details) -> Group:
    number = next(_numbers)
    defaults = {"name": f"Group {number}", "kind": GroupKind.WORKING_GROUP}
    return _made(session, Group, defaults | details)


def make_membership(
    session: Session, group: Group | None = None, person: Person | None = None, **details
) -> Membership:
    """Somebody's spell in a group, from the beginning on and without an end."""
    group = group or make_group(session)
    person = person or make_person(session)
    defaults = {"group_id": group.id, "person_id": person.id, "starts_on": BEGINNING.date()}
    return _made(session, Membership, defaults | details)


def _post_called(session: Session, title: str) -> Post:
    found = session.exec(select(Post).where(Post.title == title)).one_or_none()
    return found or make_post(session, title=title, kind=PostKind.LEAD)


def _said(session: Session, model: type, round_: ReportingRound, details: dict):
    """Something said in a round: on its first day, unless ``given_at`` is another moment."""
    on_first_day = datetime.combine(round_.opens_on, time(9), tzinfo=UTC)
    return _added(session, model(**{"round_id": round_.id, "given_at": on_first_day} | details))


def _added(session: Session, record: Added) -> Added:
    session.add(record)
    session.flush()
    return record


def _made(session: Session, model: type[Made], details: dict) -> Made:
    record = model(**{"created_at": BEGINNING} | details)
    session.add(record)
    _record(session, record.created_at, f"{model.__name__} made for a test")
    return record


def _record(session: Session, now: datetime, sentence: str) -> None:
    audit.record(session, actor=SYSTEM, now=now, sentence=sentence)


def _current_strategy(session: Session) -> Strategy:
    current = select(Strategy).where(Strategy.is_current)
    return session.exec(current).one_or_none() or make_strategy(session)


def _milestones_of(session: Session, action: Action) -> list[Milestone]:
    own = select(Milestone).where(Milestone.action_id == action.id).order_by(Milestone.id)
    return list(session.exec(own))
