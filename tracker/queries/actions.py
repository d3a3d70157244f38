"""One action with everything that belongs to it, as plain values that a screen can draw."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

import pandas as pd
from sqlmodel import Session

from tracker.queries import history
from tracker.queries.plan import Plan
from tracker.vocabulary import ActionState, ConditionState, MilestoneState, Role, Standing

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class MilestoneReport:
    """A milestone on a day.

    Attributes:
        timing: The deadline in the plan's words.
        due_on, first_due_on: The last day of its period, now and as first published.
        waiting_for: What it waits for, as a sentence; empty when it doesn't.
        days_late: Whole days since ``due_on``; 0 when it isn't late.
    """

    id: int
    version: int
    title: str
    timing: str
    due_on: date | None
    first_due_on: date | None
    waiting_for: str
    days_late: int
    condition: str
    condition_state: ConditionState
    condition_reason: str
    state: MilestoneState
    state_reason: str
    done_on: date | None
    evidence: str

    @property
    def has_moved(self) -> bool:
        """Whether its date is another than the one first published."""
        return self.first_due_on is not None and self.first_due_on != self.due_on


@dataclass(frozen=True, slots=True)
class NeededAction:
    """An action that another one needs."""

    ref: str
    title: str
    state: ActionState


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened, as a sentence, and why."""

    day: date
    actor: str
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class ActionReport:
    """An action on a day.

    Attributes:
        theme, objective: Their code and reference.
        progress: 0 to 1; ``None`` when every milestone is dropped.
        needs: In the order in which the plan names them.
        history: The latest first.
    """

    id: int
    version: int
    ref: str
    title: str
    theme: str
    theme_name: str
    objective: str
    objective_text: str
    accountable: str
    responsible: str
    state: ActionState
    state_reason: str
    standing: Standing
    progress: float | None
    milestones: tuple[MilestoneReport, ...]
    needs: tuple[NeededAction, ...]
    history: tuple[HistoryEntry, ...]


def report(
    session: Session, plan: Plan, ref: str, *, reader: Role, as_at: date | None = None
) -> ActionReport | None:
    """The action called ``ref``; ``None`` when the plan has none.

    Args:
        plan: As made by ``queries.progress.plan_on``.
        reader: Who reads its history.
        as_at: Leave out the history after this day.
    """
    found = plan.actions[plan.actions["ref"] == ref]
    if found.empty:
        return None
    [action] = _rows(found)
    objectives = dict(zip(plan.objectives["id"], plan.objectives["text"], strict=True))
    milestones = plan.milestones[plan.milestones["action_id"] == action["id"]]
    entries = history.of_action(session, action["id"], reader=reader, as_at=as_at)
    return _made(
        ActionReport,
        action
        | {
            "objective_text": objectives[action["objective_id"]],
            "state": ActionState(action["state"]),
            "standing": Standing(action["standing"]),
            "milestones": tuple(_milestone(row) for row in _rows(milestones)),
            "needs": _needs(plan, action["needs"]),
            "history": tuple(_made(HistoryEntry, row) for row in entries.to_dict("records")),
        },
    )


def _milestone(values: dict[str, Any]) -> MilestoneReport:
    words = {
        "state": MilestoneState(values["state"]),
        "condition_state": ConditionState(values["condition_state"]),
    }
    return _made(MilestoneReport, values | words)


def _needs(plan: Plan, refs: str) -> tuple[NeededAction, ...]:
    named = refs.split(", ")
    rows = plan.actions[plan.actions["ref"].isin(named)].to_dict("records")
    found = {
        row["ref"]: NeededAction(row["ref"], row["title"], ActionState(row["state"]))
        for row in rows
    }
    return tuple(found[ref] for ref in named if ref in found)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Its rows as Python's own types; what is missing is ``None``."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def _made(kind: type[Record], values: Any) -> Record:
    return kind(**{field.name: values[field.name] for field in fields(kind)})  # type: ignore[arg-type]
