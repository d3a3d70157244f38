"""The large invented plan as it begins: rows for every table, nothing done yet."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tracker.clock import day_of
from tracker.periods import Interval, Period
from tracker.timing import Timing, TimingKind, Unit
from tracker.vocabulary import ActionState, ConditionState, MilestoneState, Precision

# A table's columns; a row in a column that names another record stands for its key.
Row = dict[str, Any]

BEGAN_BEFORE = timedelta(days=730)
RUNS_FOR = timedelta(days=1095)
MILESTONES = 10
OCCURRENCES = 4
CONDITION = "the data are available"
STRIDE = 1000  # between two milestones' positions, as services leave it

_PRECISIONS = (Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR)
_HOW_OFTEN = (10, 70, 15, 5)


@dataclass(slots=True)
class Work:
    """An action with its milestones.

    Attributes:
        theme: Its theme's code.
        followers: Milestones of later actions that come after this one's last.
    """

    theme: str
    row: Row
    recurrences: list[Row] = field(default_factory=list)
    milestones: list[Row] = field(default_factory=list)
    followers: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LargePlan:
    """Everything in it, in the order of the plan; it begins two years before it is made."""

    begins_at: datetime
    strategy: Row
    themes: list[Row]
    objectives: list[Row]
    measures: list[Row]
    works: list[Work]

    @property
    def milestones(self) -> list[Row]:
        return [milestone for work in self.works for milestone in work.milestones]


def invent(actions: int, *, now: datetime, rng: Random) -> LargePlan:
    """A plan of ``actions`` actions, in up to ten themes and one objective for every ten."""
    begins_at = now - BEGAN_BEFORE
    day = day_of(begins_at)
    strategy = _edited(
        begins_at,
        title="Invented strategy, for measuring",
        body="Invented body",
        contact="",
        mission="Invented mission: nothing in this plan is real.",
        vision="Invented aim",
        approach="Invented way of working",
        starts_on=day,
        ends_on=day + RUNS_FOR,
        is_current=True,
    )
    themes = [_theme(begins_at, strategy, n) for n in range(min(10, -(-actions // 10)))]
    objectives, measures, works = [], [], []
    for number in range(-(-actions // 10)):
        theme = themes[number % len(themes)]
        objectives.append(_objective(begins_at, theme, number))
        # Every seventh has none: a gap that the overview lists.
        measures += [_measure(begins_at, objectives[-1], n) for n in range(number % 7 and 2)]
        for own in range(number * 10, min(number * 10 + 10, actions)):
            works.append(_work(begins_at, strategy, theme, objectives[-1], own, rng))
    for number, work in enumerate(works):
        _give_milestones(work, number, works, rng)
    return LargePlan(begins_at, strategy, themes, objectives, measures, works)


def monthly(day: date) -> Timing:
    """By the month in which ``day`` lies."""
    return Timing(TimingKind.BY, Period.holding(day, Precision.MONTH))


def _edited(begins_at: datetime, **columns: Any) -> Row:
    return {"created_at": begins_at, "version": 1, **columns}


def _theme(begins_at: datetime, strategy: Row, number: int) -> Row:
    return _edited(
        begins_at,
        strategy_id=strategy,
        code=f"AREA{number + 1}",
        name=f"Invented theme {number + 1}",
        goal=f"Invented goal of theme {number + 1}.",
        position=number,
    )


def _objective(begins_at: datetime, theme: Row, number: int) -> Row:
    return _edited(
        begins_at,
        theme_id=theme,
        ref=f"{theme['code']}-O{number + 1}",
        text=f"Invented objective {number + 1}",
        position=number,
    )


def _measure(begins_at: datetime, objective: Row, number: int) -> Row:
    return _edited(
        begins_at,
        objective_id=objective,
        name=f"Invented measure {number + 1}",
        target="to be set" if number else "75 % (invented)",
        position=number,
    )


def _work(
    begins_at: datetime, strategy: Row, theme: Row, objective: Row, number: int, rng: Random
) -> Work:
    row = _edited(
        begins_at,
        strategy_id=strategy,
        objective_id=objective,
        ref=f"{theme['code']}-A{number + 1}",
        title=f"Invented action {number + 1}: a piece of work that nobody does",
        accountable=f"Invented body {rng.randint(1, 12)}",
        responsible=f"Invented lead {rng.randint(1, 40)}",
        needs="",
        weight=rng.choice((1.0, 1.0, 1.0, 2.0, 3.0)),
        state=ActionState.NOT_STARTED,
        state_reason="",
        position=number,
    )
    return Work(theme["code"], row)


def _give_milestones(work: Work, number: int, works: list[Work], rng: Random) -> None:
    """Ten milestones; every third action has a recurrence among them."""
    begins_on = day_of(work.row["created_at"])
    recurring = number % 3 == 2
    singles = MILESTONES - OCCURRENCES if recurring else MILESTONES
    start = rng.randint(30, RUNS_FOR.days - 360)
    ahead = sorted(rng.randint(start, min(start + 600, RUNS_FOR.days - 30)) for _ in range(singles))
    for place, days in enumerate(ahead):
        timing = _single(begins_on + timedelta(days=days), rng)
        work.milestones.append(_milestone(work, place + 1, timing, place * STRIDE))
    if recurring:
        _recur(work, singles * STRIDE, begins_on + timedelta(days=rng.randint(100, 700)))
    elif number and not works[number - 1].recurrences and rng.random() < 0.5:
        _follow(work.milestones[rng.randint(0, 4)], works[number - 1])


def _single(day: date, rng: Random) -> Timing:
    chance = rng.random()
    if chance < 0.02:
        return Timing(TimingKind.TO_BE_SET)
    [precision] = rng.choices(_PRECISIONS, _HOW_OFTEN)
    condition = CONDITION if chance > 0.9 else None
    return Timing(TimingKind.BY, Period.holding(day, precision), condition=condition)


def _milestone(work: Work, number: int, timing: Timing, position: int) -> Row:
    return _edited(
        work.row["created_at"],
        action_id=work.row,
        title=f"Invented milestone {number}",
        weight=1.0,
        timing=str(timing),
        due_on=timing.due_on,
        due_precision=timing.precision,
        after_milestone_id=None,
        recurrence_id=None,
        occurrence=None,
        condition=timing.condition or "",
        condition_state=ConditionState.UNDECIDED,
        condition_reason="",
        state=MilestoneState.PLANNED,
        state_reason="",
        done_on=None,
        evidence="",
        position=position,
    )


def _recur(work: Work, position: int, day: date) -> None:
    first = Period.holding(day, Precision.QUARTER)
    periods = [first.shifted(Interval.QUARTER, times) for times in range(OCCURRENCES)]
    timing = Timing(TimingKind.EVERY, first, Interval.QUARTER, until=periods[-1])
    recurrence = _edited(
        work.row["created_at"],
        action_id=work.row,
        title="Invented review",
        timing=str(timing),
        weight=1.0,
        after_recurrence_id=None,
        position=position,
    )
    work.recurrences.append(recurrence)
    for number, period in enumerate(periods):
        milestone = _milestone(work, 0, Timing(TimingKind.BY, period), position + number)
        milestone["title"] = f"Invented review, {period.label}"
        milestone["recurrence_id"], milestone["occurrence"] = recurrence, number
        work.milestones.append(milestone)


def _follow(milestone: Row, first: Work) -> None:
    """Let ``milestone`` come a month after the last one of ``first``: it has no date until then."""
    timing = Timing(TimingKind.AFTER, amount=1, unit=Unit.MONTH, after=first.row["ref"])
    milestone["timing"], milestone["condition"] = str(timing), ""
    milestone["due_on"] = milestone["due_precision"] = None
    first.followers.append(milestone)
