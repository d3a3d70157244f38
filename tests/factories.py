"""Makers of test records: sensible by default, and every detail can be given.

Each adds what it makes to the session, with an audit entry, and makes the parents it isn't given.
"""

from datetime import UTC, date, datetime
from itertools import count
from typing import TypeVar

from sqlmodel import Session, select

from tracker import audit
from tracker.models import Action, Edited, Milestone, Objective, Strategy, Theme
from tracker.permissions import SYSTEM, Actor
from tracker.services._milestones import NewMilestone, place
from tracker.timing import parse
from tracker.vocabulary import Role

# When everything is made unless a test says otherwise: before the first deadline of the plan.
BEGINNING = datetime(2021, 9, 1, 9, tzinfo=UTC)
LEAD = "Data lead"

_numbers = count(1)
Made = TypeVar("Made", bound=Edited)


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
