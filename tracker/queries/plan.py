"""The plan as recorded, now or at the end of an earlier day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Enum, String, func, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, literal, select

from tracker.analytics import replay
from tracker.clock import end_of
from tracker.models import (
    Action,
    DateChange,
    Edited,
    Measure,
    Milestone,
    Objective,
    PlannedMilestone,
    PlanVersion,
    Recurrence,
    Strategy,
    Theme,
)
from tracker.queries._frames import read_frame
from tracker.queries.history import changes_after
from tracker.queries.strategies import current_id

_COLUMNS: dict[type[Edited], tuple[str, ...]] = {
    Theme: ("code", "name", "goal", "position", "version"),
    Objective: ("theme_id", "ref", "text", "position", "version"),
    Measure: ("objective_id", "name", "target", "position", "version"),
    Action: (
        *("objective_id", "ref", "title", "accountable", "responsible", "needs", "weight"),
        *("state", "state_reason", "position", "version"),
    ),
    Recurrence: ("action_id", "title", "timing", "weight", "after_recurrence_id", "position"),
    Milestone: (
        *("action_id", "title", "weight", "timing", "due_on", "due_precision"),
        *("after_milestone_id", "recurrence_id", "occurrence", "condition", "condition_state"),
        *("condition_reason", "state", "state_reason", "done_on", "evidence", "position"),
        "version",
    ),
}
TYPES = (
    dict.fromkeys(("due_on", "done_on", "first_due_on"), "datetime64[s]")
    | dict.fromkeys(("id", "theme_id", "objective_id", "action_id", "position", "version"), "int64")
    | dict.fromkeys(
        ("after_milestone_id", "after_recurrence_id", "recurrence_id", "occurrence"), "Int64"
    )
    | {"weight": "float64"}
)


@dataclass(frozen=True, slots=True)
class StrategyFacts:
    """What the strategy says of itself; vision and approach hold one line a point."""

    id: int
    version: int
    title: str
    body: str
    contact: str
    mission: str
    vision: str
    approach: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan's tables, each with its key in ``id`` and rows in the order of the plan.

    Attributes:
        strategy: The current strategy; ``None`` before there is one.
        themes: ``code``, ``name``, ``label`` (its name, or its code while it has none), ``goal``.
        objectives: ``theme_id``, ``theme`` (code), ``ref``, ``text``.
        measures: ``objective_id``, ``name``, ``target`` (in words).
        actions: ``objective_id``, ``objective`` (ref), ``theme`` (code), ``theme_name``,
            ``action_id`` (as ``id``), ``ref``, ``title``, ``accountable``, ``responsible``,
            ``needs``, ``weight``, ``state``, ``state_reason``.
        recurrences: ``action_id``, ``title``, ``timing``, ``weight``, ``after_recurrence_id``.
        milestones: ``milestone_id`` (as ``id``), ``action_id``, ``ref`` (the action's),
            ``title``, ``weight``, ``timing``, ``due_on``, ``first_due_on`` (days, missing where
            unknown; the second as first published), ``due_precision``, ``after_milestone_id``,
            ``recurrence_id``, ``occurrence``, ``condition``, ``condition_state``,
            ``condition_reason``, ``state``, ``state_reason``, ``done_on``, ``evidence``, ``moves``
            (how often its date has changed).

    All frames but recurrences have ``version`` too, for forms.
    """

    strategy: StrategyFacts | None
    themes: pd.DataFrame
    objectives: pd.DataFrame
    measures: pd.DataFrame
    actions: pd.DataFrame
    recurrences: pd.DataFrame
    milestones: pd.DataFrame


def read_plan(session: Session, *, as_at: date | None = None) -> Plan:
    """The current strategy's plan.

    Args:
        as_at: Show what had been recorded by the end of this day; ``None`` shows the present.
    """
    strategy = _current_strategy(session, as_at)
    frames = {
        str(model.__tablename__): _read(session, model, strategy, as_at) for model in _COLUMNS
    }
    facts = _facts(strategy) if strategy else None
    if as_at is not None:
        frames["strategy"] = pd.DataFrame([facts] if facts else [], dtype=object)
        frames = replay.undo(frames, changes_after(session, as_at))
        facts = _facts_again(frames["strategy"])
    published, moves = _first_published(session, as_at), times_moved(session, as_at=as_at)
    return _joined(facts, frames, published, moves)


def responsibles(session: Session) -> list[str]:
    """The posts that lead an action of the current plan, in alphabetical order."""
    statement = (
        select(Action.responsible)
        .join(Strategy, col(Strategy.id) == Action.strategy_id)
        .where(Strategy.is_current, Action.responsible != "")
        .distinct()
        .order_by(Action.responsible)
    )
    return list(session.exec(statement))


def _current_strategy(session: Session, as_at: date | None) -> Strategy | None:
    return session.exec(select(Strategy).where(Strategy.id == current_id(as_at))).one_or_none()


def _facts(strategy: Strategy) -> StrategyFacts:
    return StrategyFacts(**{name: getattr(strategy, name) for name in StrategyFacts.__slots__})


def _facts_again(frame: pd.DataFrame) -> StrategyFacts | None:
    """What the strategy said of itself, with its days as days after they were put back."""
    if frame.empty:
        return None
    facts = {str(name): value for name, value in frame.iloc[0].items()}
    for name in ("starts_on", "ends_on"):
        day = facts[name]
        facts[name] = date.fromisoformat(day) if isinstance(day, str) else day
    return StrategyFacts(**facts)


def _read(
    session: Session, model: type[Edited], strategy: Strategy | None, as_at: date | None
) -> pd.DataFrame:
    """The columns of one table."""
    table = model.__table__  # type: ignore[attr-defined]
    statement = rows_of(model).where(table.c.id.in_(_ids(model, strategy)))
    if as_at is not None:
        statement = statement.where(table.c.created_at <= end_of(as_at))
    return read_frame(session, statement, columns_of(model), TYPES)


def columns_of(model: type[Edited]) -> tuple[str, ...]:
    """What is read of a table of the plan."""
    return ("id", *_COLUMNS[model])


def rows_of(model: type[Edited]) -> Any:
    """Its rows in order; words stay the text they are stored as, which is much faster."""
    table = model.__table__  # type: ignore[attr-defined]
    columns = [
        type_coerce(table.c[name], String)
        if isinstance(table.c[name].type, Enum)
        else table.c[name]
        for name in columns_of(model)
    ]
    return select(*columns).order_by(table.c.position, table.c.id)


def _ids(model: type[Edited], strategy: Strategy | None) -> Any:
    """Which rows of ``model`` belong to ``strategy``, as a subquery."""
    strategy_id = strategy.id if strategy else None
    themes = select(Theme.id).where(Theme.strategy_id == strategy_id)
    objectives = select(Objective.id).where(col(Objective.theme_id).in_(themes))
    actions = select(Action.id).where(Action.strategy_id == strategy_id)
    return {
        Theme: themes,
        Objective: objectives,
        Measure: select(Measure.id).where(col(Measure.objective_id).in_(objectives)),
        Action: actions,
        Recurrence: select(Recurrence.id).where(col(Recurrence.action_id).in_(actions)),
        Milestone: select(Milestone.id).where(col(Milestone.action_id).in_(actions)),
    }[model]


def _first_published(session: Session, as_at: date | None) -> pd.DataFrame:
    """Each milestone's date in the first version that has it: ``id``, ``first_due_on``."""
    earlier, earlier_version = aliased(PlannedMilestone), aliased(PlanVersion)
    in_an_earlier_one = (
        select(literal(1))
        .select_from(earlier)
        .join(earlier_version, col(earlier_version.id) == earlier.plan_version_id)
        .where(
            earlier.milestone_id == PlannedMilestone.milestone_id,
            earlier_version.strategy_id == PlanVersion.strategy_id,
            earlier_version.number < PlanVersion.number,
        )
        .exists()
    )
    statement = (
        select(col(PlannedMilestone.milestone_id), col(PlannedMilestone.due_on))
        .join(PlanVersion, col(PlanVersion.id) == PlannedMilestone.plan_version_id)
        .where(PlanVersion.strategy_id == current_id(as_at), ~in_an_earlier_one)
    )
    if as_at is not None:
        statement = statement.where(PlanVersion.published_on <= as_at)
    return read_frame(session, statement, ["id", "first_due_on"], TYPES)


def times_moved(
    session: Session, *, as_at: date | None = None, of: list[int] | None = None
) -> pd.Series:
    """How often each milestone's date has changed, by its id; only of those whose date did.

    Args:
        as_at: Count the changes by the end of this day; ``None``: all.
        of: Only of the milestones with these ids; ``None``: of all.
    """
    statement = select(DateChange.milestone_id, func.count()).group_by(col(DateChange.milestone_id))
    if of is not None:
        statement = statement.where(col(DateChange.milestone_id).in_(of))
    if as_at is not None:
        statement = statement.where(DateChange.changed_at <= end_of(as_at))
    session.flush()
    return pd.Series(dict(session.connection().execute(statement).all()), dtype="int64")


def _joined(
    strategy: StrategyFacts | None,
    frames: dict[str, pd.DataFrame],
    published: pd.DataFrame,
    moves: pd.Series,
) -> Plan:
    """Give every row the references by which people know what it belongs to."""
    themes, objectives, actions = frames["theme"], frames["objective"], frames["action"]
    themes = themes.assign(label=themes["name"].where(themes["name"] != "", themes["code"]))
    objectives = objectives.assign(
        theme=_looked_up(objectives["theme_id"], themes, "code"),
        theme_name=_looked_up(objectives["theme_id"], themes, "label"),
    )
    objectives = in_order(objectives, themes, "theme_id")
    actions = in_order(with_objectives(actions, objectives), objectives, "objective_id")
    first_due_on = published.set_index("id")["first_due_on"]
    milestones = with_references(frames["milestone"], actions, first_due_on, moves)
    return Plan(
        strategy=strategy,
        themes=themes,
        objectives=objectives,
        measures=in_order(frames["measure"], objectives, "objective_id"),
        actions=actions,
        recurrences=in_order(frames["recurrence"], actions, "action_id"),
        milestones=in_order(milestones, actions, "action_id"),
    )


def with_objectives(actions: pd.DataFrame, objectives: pd.DataFrame) -> pd.DataFrame:
    """``actions`` with what they serve, as ``Plan`` describes them."""
    return actions.assign(
        action_id=actions["id"],
        objective=_looked_up(actions["objective_id"], objectives, "ref"),
        theme=_looked_up(actions["objective_id"], objectives, "theme"),
        theme_name=_looked_up(actions["objective_id"], objectives, "theme_name"),
    )


def with_references(
    milestones: pd.DataFrame, actions: pd.DataFrame, first_due_on: pd.Series, moves: pd.Series
) -> pd.DataFrame:
    """``milestones`` as ``Plan`` describes them; dates and numbers of moves are by milestone."""
    return milestones.assign(
        milestone_id=milestones["id"],
        ref=_looked_up(milestones["action_id"], actions, "ref"),
        first_due_on=first_due_on.reindex(milestones["id"]).to_numpy(),
        moves=moves.reindex(milestones["id"], fill_value=0).to_numpy(),
    )


def in_order(rows: pd.DataFrame, parents: pd.DataFrame, key: str) -> pd.DataFrame:
    """``rows`` in the order of their parents, and among one parent's in their own."""
    rank = pd.Series(range(len(parents)), index=parents["id"], dtype="int64")
    order = rank.reindex(rows[key]).argsort(kind="stable")
    return rows.iloc[order.to_numpy()].reset_index(drop=True)


def _looked_up(keys: pd.Series, table: pd.DataFrame, column: str) -> Any:
    """What ``table`` has in ``column`` for each of ``keys``; missing where it has none."""
    return table.set_index("id")[column].reindex(keys).to_numpy()
