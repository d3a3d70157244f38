"""The chapters of the plan."""

import re
from datetime import datetime

from sqlmodel import Session, select

from tracker import audit, permissions
from tracker.errors import InvalidChange
from tracker.models import Theme
from tracker.permissions import Actor
from tracker.services._finding import current_strategy, find, line_of, text_of
from tracker.vocabulary import Permission

CODE = re.compile(r"[A-Z][A-Z0-9]{0,11}")


def add_theme(
    session: Session, *, actor: Actor, now: datetime, code: str, name: str, goal: str = ""
) -> Theme:
    """Add a theme at the end of the plan.

    Raises:
        NotAllowed: ``actor`` may not edit the plan.
        NotFound: There is no strategy yet.
        InvalidChange: The code is taken or isn't one, or the name is missing.
    """
    permissions.require(actor, Permission.PLAN_EDIT)
    strategy = current_strategy(session)
    short = code.strip().upper()
    if not CODE.fullmatch(short):
        raise InvalidChange(
            "A theme's code is a short word of letters and digits, such as DATA.", field="code"
        )
    codes = session.exec(select(Theme.code).where(Theme.strategy_id == strategy.id)).all()
    if short in codes:
        raise InvalidChange(f"There is a theme {short} already.", field="code")
    theme = Theme(
        created_at=now,
        strategy_id=strategy.id,
        code=short,
        name=_name_of(name),
        goal=_goal_of(goal),
        position=len(codes),
    )
    session.add(theme)
    audit.record(session, actor=actor, now=now, sentence=f"Added the theme {short}, {theme.name}")
    return theme


def edit_theme(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    theme_id: int,
    version: int,
    name: str,
    goal: str = "",
) -> None:
    """Change a theme's name and goal; its code stays, because references begin with it.

    Raises:
        NotAllowed: ``actor`` may not edit the plan.
        NotFound: There is no such theme.
        EditConflict: Somebody changed the theme in between.
        InvalidChange: The name is missing, or a text is too long.
    """
    permissions.require(actor, Permission.PLAN_EDIT)
    theme = find(session, Theme, theme_id, version=version)
    theme.name, theme.goal = _name_of(name), _goal_of(goal)
    sentence = f"Theme {theme.code}: {audit.differences(session)}"
    audit.record(session, actor=actor, now=now, sentence=sentence)


def _name_of(text: str) -> str:
    return line_of(text, "The theme's name", field="name")


def _goal_of(text: str) -> str:
    return text_of(text, "The goal", field="goal", most=1000, required=False)
