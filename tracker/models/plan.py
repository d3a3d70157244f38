"""The plan: strategy, themes, objectives with their measures, actions and milestones."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from tracker.models.base import Edited, word_type
from tracker.vocabulary import ActionState, ConditionState, MilestoneState, Precision

IS_CURRENT = text("is_current")


class Strategy(Edited, table=True):
    """A strategy as its body published it. One is current; earlier ones stay readable."""

    __tablename__ = "strategy"
    __table_args__ = (
        Index(
            "ix_strategy_one_is_current",
            "is_current",
            unique=True,
            sqlite_where=IS_CURRENT,
            postgresql_where=IS_CURRENT,
        ),
    )

    title: str = Field(max_length=200)
    body: str = Field(default="", max_length=200)
    contact: str = Field(default="", max_length=200)
    mission: str = Field(default="", sa_type=Text)
    vision: str = Field(default="", sa_type=Text)  # one aim a line
    approach: str = Field(default="", sa_type=Text)  # one way of working a line
    starts_on: date | None = None
    ends_on: date | None = None
    is_current: bool = True


class Theme(Edited, table=True):
    """A chapter of the plan, with its goal."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("strategy_id", "code"),)

    strategy_id: int = Field(foreign_key="strategy.id", index=True)
    code: str = Field(max_length=12)
    name: str = Field(max_length=200)
    goal: str = Field(default="", sa_type=Text)
    position: int = 0


class Objective(Edited, table=True):
    """What a theme must achieve. One without a measure is a gap that is listed, never hidden."""

    __tablename__ = "objective"
    __table_args__ = (UniqueConstraint("theme_id", "ref"),)

    theme_id: int = Field(foreign_key="theme.id", index=True)
    ref: str = Field(max_length=20)
    text: str = Field(default="", sa_type=Text)
    position: int = 0


class Measure(Edited, table=True):
    """What shows whether an objective is reached."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("objective_id", "name"),)

    objective_id: int = Field(foreign_key="objective.id", index=True)
    name: str = Field(max_length=200)
    target: str = Field(default="", max_length=200)  # in words; blank: none stated; "to be set"
    position: int = 0


class Action(Edited, table=True):
    """A piece of work under one objective: one accountable body, one responsible lead."""

    __tablename__ = "action"
    __table_args__ = (
        UniqueConstraint("strategy_id", "ref"),
        CheckConstraint("weight > 0", name="weight_is_positive"),
        CheckConstraint(
            "state NOT IN ('paused', 'stopped') OR state_reason <> ''", name="left_out_has_a_reason"
        ),
    )

    strategy_id: int = Field(foreign_key="strategy.id", index=True)
    objective_id: int = Field(foreign_key="objective.id", index=True)
    ref: str = Field(max_length=20)
    title: str = Field(max_length=300)
    accountable: str = Field(default="", max_length=200)
    responsible: str = Field(default="", max_length=200)
    # References as written in the plan, "DATA-A4, DATA-A6": so the history can show them in words.
    needs: str = Field(default="", max_length=400)
    weight: float = 1.0
    state: ActionState = Field(default=ActionState.NOT_STARTED, sa_type=word_type(ActionState))
    state_reason: str = Field(default="", max_length=500)
    position: int = 0


class Recurrence(Edited, table=True):
    """A milestone that comes again. Each occurrence is a milestone of its own.

    ``timing`` says how often; or, when ``after_recurrence_id`` is set, how long after each
    occurrence of that other recurrence.
    """

    __tablename__ = "recurrence"
    __table_args__ = (
        UniqueConstraint("action_id", "title"),
        CheckConstraint("weight > 0", name="weight_is_positive"),
    )

    action_id: int = Field(foreign_key="action.id", index=True)
    title: str = Field(max_length=200)
    timing: str = Field(max_length=200)
    weight: float = 1.0
    after_recurrence_id: int | None = Field(default=None, foreign_key="recurrence.id")
    position: int = 0


class Milestone(Edited, table=True):
    """The only thing that counts as progress.

    ``timing`` is the deadline in the plan's words; ``due_on`` is the last day of its period, and
    is missing while the deadline waits for another milestone or is to be set.
    """

    __tablename__ = "milestone"
    __table_args__ = (
        UniqueConstraint("action_id", "title"),
        UniqueConstraint("recurrence_id", "occurrence"),
        CheckConstraint("weight > 0", name="weight_is_positive"),
        CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done_has_a_date"),
        CheckConstraint("(due_on IS NULL) = (due_precision IS NULL)", name="due_has_a_precision"),
        CheckConstraint("state <> 'dropped' OR state_reason <> ''", name="dropped_has_a_reason"),
        CheckConstraint(
            "condition_state <> 'not_met' OR condition_reason <> ''", name="not_met_has_a_reason"
        ),
    )

    action_id: int = Field(foreign_key="action.id", index=True)
    title: str = Field(max_length=220)
    weight: float = 1.0
    timing: str = Field(max_length=200)
    due_on: date | None = None
    due_precision: Precision | None = Field(default=None, sa_type=word_type(Precision))
    after_milestone_id: int | None = Field(default=None, foreign_key="milestone.id", index=True)
    recurrence_id: int | None = Field(default=None, foreign_key="recurrence.id")
    occurrence: int | None = None
    condition: str = Field(default="", max_length=200)  # the words after "if"
    condition_state: ConditionState = Field(
        default=ConditionState.UNDECIDED, sa_type=word_type(ConditionState)
    )
    condition_reason: str = Field(default="", max_length=500)
    state: MilestoneState = Field(default=MilestoneState.PLANNED, sa_type=word_type(MilestoneState))
    state_reason: str = Field(default="", max_length=500)
    done_on: date | None = None
    evidence: str = Field(default="", max_length=500)  # a link
    position: int = 0
