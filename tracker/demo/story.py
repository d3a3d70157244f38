"""The demo: the published plan, and a year that never happened, told by ``data/demo/history.csv``.

Everything goes through the same services that people use, so the demo can show nothing that a
person couldn't have done.
"""

import csv
import heapq
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial

from sqlmodel import Session, select

from tracker.demo import group_steps, steps
from tracker.demo.feedback_steps import Take, feedback_steps
from tracker.errors import InvalidChange
from tracker.models import Setting, Strategy
from tracker.permissions import SYSTEM, Actor
from tracker.queries.versions import CLOCK_OFFSET
from tracker.services import directory_import, plan_import, strategies
from tracker.transfer.directory_reader import read_directory
from tracker.transfer.example import DATA
from tracker.transfer.plan_reader import read_plan
from tracker.vocabulary import Role

BEGINS_ON = date(2022, 12, 1)  # a year into the published plan
IMPORTED_ON = date(2021, 9, 20)
# In the order of import; the second one's dates are invented, and its theme says so.
PLAN_FILES = ("plan.csv", "demo/access.csv")
ROLES = {"Secretariat": Role.SECRETARIAT, "Sponsor": Role.SPONSOR}  # everybody else leads


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody did on a day.

    Attributes:
        what: A key of ``steps.STEPS``.
        value: What it needs: a day, a deadline, a post.
        words: Why, what changed, or a note.
        help: The help that an update asks for.
    """

    day: date
    actor: Actor
    action: str
    milestone: str
    what: str
    value: str
    words: str
    help: str


def make_demo(session: Session, *, now: datetime) -> None:
    """Fill an empty database with the demo, and set its clock to begin on ``BEGINS_ON``.

    Args:
        now: The real time, from which the demo's clock is counted.

    Raises:
        InvalidChange: There is a plan already.
    """
    refuse_a_second_plan(session)
    start_clock(session, now=now)
    imported = moment(IMPORTED_ON)
    _begin_strategy(session, imported)
    for name in PLAN_FILES:
        path = DATA / name
        plan = read_plan(path.name, path.read_bytes())
        plan_import.import_plan(session, actor=SYSTEM, now=imported, plan=plan, source=path.name)
    _import_directory(session, imported)
    # On the same day, groups and posts come first: then those who act are there.
    for day, take in heapq.merge(_of_groups(), _of_the_plan(), feedback_steps(), key=_day):
        take(session, moment(day))


def refuse_a_second_plan(session: Session) -> None:
    """Raise ``InvalidChange`` when there is a plan that a demo would mix with."""
    if session.exec(select(Strategy.id).limit(1)).first() is not None:
        raise InvalidChange(
            "This database holds a plan already. Name an empty one in TRACKER_DATABASE_URL, or "
            "make the demo anew with: make reset-demo"
        )


def start_clock(session: Session, *, now: datetime) -> None:
    """Let this database's clock say nine in the morning of ``BEGINS_ON``, and go on from there."""
    offset = moment(BEGINS_ON) - now
    session.add(Setting(name=CLOCK_OFFSET, value=str(offset.total_seconds())))


def moment(day: date) -> datetime:
    """Nine in the morning of ``day``, in UTC."""
    return datetime.combine(day, time(9), tzinfo=UTC)


def told() -> Iterator[Step]:
    """The steps of the history, in the order of the file."""
    with (DATA / "demo" / "history.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row.pop("actor")
            yield Step(
                day=date.fromisoformat(row.pop("day")),
                actor=Actor(name, ROLES.get(name, Role.LEAD)),
                **row,
            )


def _day(each: tuple[date, Take]) -> date:
    return each[0]


def _of_the_plan() -> Iterator[tuple[date, Take]]:
    for step in told():
        yield step.day, partial(_take, step)


def _take(step: Step, session: Session, now: datetime) -> None:
    steps.STEPS[step.what](session, step, now)


def _of_groups() -> Iterator[tuple[date, Take]]:
    for step in group_steps.group_steps():
        yield step.day, partial(group_steps.take, step)


def _import_directory(session: Session, now: datetime) -> None:
    """The organisations, people and posts, with whoever holds one from the beginning on."""
    path = DATA / "demo" / "directory.csv"
    directory = read_directory(path.name, path.read_bytes())
    directory_import.import_directory(
        session, actor=SYSTEM, now=now, directory=directory, source=path.name
    )


def _begin_strategy(session: Session, now: datetime) -> None:
    facts = tomllib.loads((DATA / "strategy.toml").read_text(encoding="utf-8"))
    strategy = strategies.begin_strategy(session, actor=SYSTEM, now=now, title=facts["title"])
    strategies.edit_strategy(
        session,
        actor=SYSTEM,
        now=now,
        strategy_id=strategy.id,
        version=strategy.version,
        title=facts["title"],
        body=facts["body"],
        contact=facts["contact"],
        mission=facts["mission"],
        vision="\n".join(facts["vision"]),
        approach="\n".join(facts["approach"]),
    )
