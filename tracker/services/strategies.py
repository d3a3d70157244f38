"""The strategy itself: what it is called, what it is for, and when it runs."""

from datetime import date, datetime

from sqlmodel import Session, select

from tracker import audit, permissions
from tracker.errors import InvalidChange
from tracker.models import Strategy
from tracker.permissions import Actor
from tracker.services._finding import find, overtaken, text_of
from tracker.vocabulary import Permission

LONGEST_TEXT = 4000


def begin_strategy(
    session: Session, *, actor: Actor, now: datetime, title: str, follows: int | None = None
) -> Strategy:
    """Begin a new strategy; the one before it is current no more, and stays readable as it was.

    Args:
        follows: The key of the strategy that is current now; ``None``: there is none.

    Raises:
        NotAllowed: ``actor`` may not edit the plan.
        EditConflict: Somebody else has begun one in between.
        InvalidChange: The title is missing or too long.
    """
    permissions.require(actor, Permission.PLAN_EDIT)
    name = text_of(title, "The strategy's title", field="title")
    current = session.exec(select(Strategy).where(Strategy.is_current)).one_or_none()
    if follows != (current.id if current else None):
        raise overtaken()
    if current:
        current.is_current = False
    session.flush()
    strategy = Strategy(created_at=now, title=name)
    session.add(strategy)
    audit.record(session, actor=actor, now=now, sentence=f"Began the strategy “{name}”")
    return strategy


def edit_strategy(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    strategy_id: int,
    version: int,
    title: str,
    body: str = "",
    contact: str = "",
    mission: str = "",
    vision: str = "",
    approach: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> None:
    """Put these in the place of what the strategy said of itself.

    Args:
        vision, approach: One point a line.

    Raises:
        NotAllowed: ``actor`` may not edit the plan.
        NotFound: There is no such strategy.
        EditConflict: Somebody changed the strategy in between.
        InvalidChange: The title is missing, a text is too long, or it ends before it starts.
    """
    permissions.require(actor, Permission.PLAN_EDIT)
    strategy = find(session, Strategy, strategy_id, version=version)
    if starts_on and ends_on and ends_on < starts_on:
        raise InvalidChange("The strategy ends before it starts.", field="ends_on")
    texts = {"title": text_of(title, "The strategy's title", field="title")}
    for name, text in (("body", body), ("contact", contact)):
        texts[name] = text_of(text, f"The {name}", field=name, required=False)
    for name, text in (("mission", mission), ("vision", vision), ("approach", approach)):
        texts[name] = text_of(text, f"The {name}", field=name, most=LONGEST_TEXT, required=False)
    for name, text in texts.items():
        setattr(strategy, name, text)
    strategy.starts_on, strategy.ends_on = starts_on, ends_on
    sentence = f"Strategy: {audit.differences(session)}"
    audit.record(session, actor=actor, now=now, sentence=sentence)
