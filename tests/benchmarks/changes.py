"""Real changes of a large plan, made by the service that people use."""

from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

from sqlmodel import col, select

from tracker.db import make_engine, transaction, upgrade
from tracker.demo import large
from tracker.models import Action, Milestone
from tracker.permissions import SYSTEM
from tracker.services.milestones import move_milestone
from tracker.vocabulary import ActionState, MilestoneState


class LargeDatabase:
    """A database with a large invented plan, in a file.

    Attributes:
        url: Its address.
        ref: The action in whose milestone something changes, and whose page is measured.
    """

    def __init__(self, path: Path, *, actions: int, history: int) -> None:
        self.url = f"sqlite:///{path}"
        self._engine = make_engine(self.url)
        upgrade(self._engine)
        with transaction(self._engine) as session:
            large.fill(session, actions=actions, history=history, now=datetime.now(UTC))
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
