"""Real changes of a large plan, made by the service that people use."""

from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from tests.benchmarks.sizes import Size
from tracker.clock import day_of
from tracker.db import make_engine, transaction, upgrade
from tracker.demo import large, large_feedback, large_groups, large_suggestions
from tracker.models import Action, Milestone
from tracker.permissions import SYSTEM
from tracker.services.actions import edit_action
from tracker.services.feedback_rounds import copy_round, open_round
from tracker.services.milestones import move_milestone
from tracker.services.rounds import plan_rounds
from tracker.services.updates import OWED, give_update
from tracker.vocabulary import ActionState, MilestoneState, Status

# Who owes so many answers in the open round, and how many others have answered in it.
LEAD, OWES, ANSWERED = "Invented lead 1", 60, 100
POSTS_EACH = 12  # of an organisation
ROUNDS = 20  # of questions, that are over


def _begin_round(session: Session) -> None:
    """A round under way, in which one lead owes many answers."""
    by = {"actor": SYSTEM, "now": datetime.now(UTC)}
    meeting = day_of(by["now"]) + timedelta(days=14)
    plan_rounds(session, **by, first_meeting_on=meeting, count=1)
    asked = session.exec(select(Action).where(col(Action.state).in_(OWED)))
    for number, action in enumerate(asked.all()[: OWES + ANSWERED]):
        if number < OWES:
            _lead(session, action, by)
        else:
            give_update(
                session,
                **by,
                action_id=action.id,
                status=Status.GREEN,
                likelihood=80,
                what_changed="Invented progress",
            )


def _lead(session: Session, action: Action, by: dict[str, Any]) -> None:
    if action.responsible == LEAD:
        return
    kept = {name: getattr(action, name) for name in ("title", "accountable", "needs", "weight")}
    about = {"action_id": action.id, "version": action.version}
    edit_action(session, **by, **about, **kept, responsible=LEAD)


def _ask_members(session: Session) -> None:
    """A round of questions under way: those of the last closed one, of the same groups."""
    by = {"actor": SYSTEM, "now": datetime.now(UTC)}
    today = day_of(by["now"])
    days = {"opens_on": today, "closes_on": today + timedelta(days=14)}
    round_id = copy_round(session, **by, round_id=ROUNDS, title="Invented open round", **days)
    open_round(session, **by, round_id=round_id, version=1)


class LargeDatabase:
    """A database with a large invented plan, in a file.

    Attributes:
        url: Its address.
        ref: The action in whose milestone something changes, and whose page is measured.
    """

    def __init__(self, path: Path, size: Size, *, history: int) -> None:
        self.url = f"sqlite:///{path}"
        self._engine = make_engine(self.url)
        upgrade(self._engine)
        with transaction(self._engine) as session:
            now = datetime.now(UTC)
            large.fill(session, actions=size.actions, history=history, now=now)
            large_groups.fill(
                session,
                organisations=size.organisations,
                posts_each=POSTS_EACH,
                groups=size.groups,
                spells=size.spells,
                now=now,
            )
            large_feedback.fill(session, rounds=ROUNDS, answers=size.answers, now=now)
            large_suggestions.fill(session, count=size.suggestions, now=now)
            _begin_round(session)
            _ask_members(session)
        self._deadlines = cycle(["by March 2030", "by April 2030"])
        self.ref, self._milestone_id = self._first_open()

    def change(self) -> None:
        """Move a milestone's date, in a transaction of its own."""
        with transaction(self._engine) as session:
            milestone = session.get_one(Milestone, self._milestone_id)
            move_milestone(
                session,
                actor=SYSTEM,
                now=datetime.now(UTC),
                milestone_id=milestone.id,
                version=milestone.version,
                timing=next(self._deadlines),
                reason="To see what a change costs",
            )

    def _first_open(self) -> tuple[str, int]:
        statement = (
            select(Action.ref, Milestone.id)
            .join(Milestone, col(Milestone.action_id) == Action.id)
            .where(
                Action.state == ActionState.IN_PROGRESS,
                Milestone.state == MilestoneState.PLANNED,
                col(Milestone.due_on).is_not(None),
            )
            .order_by(col(Milestone.id))
        )
        with transaction(self._engine, writes=False) as session:
            ref, milestone_id = session.exec(statement).first()
        return ref, milestone_id
