"""What each person has due in the round that takes answers."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlmodel import Session

from tracker import wording
from tracker.analytics import deadlines, round_sheet
from tracker.analytics.reporting import RoundState
from tracker.periods import Period
from tracker.queries import people
from tracker.queries.people import PersonFacts
from tracker.queries.plan import Plan
from tracker.queries.progress import plan_on
from tracker.queries.rounds import Rounds, read_rounds
from tracker.reminders.notices import Notice, notices_on
from tracker.vocabulary import OWED, Answer, Precision, Verdict


@dataclass(frozen=True, slots=True)
class OpenRound:
    """The round that takes answers.

    Attributes:
        answers_until: The day by which answers are asked for: the closing day, and once that has
            passed the last day of grace.
    """

    id: int
    number: int
    answers_until: date
    meeting_on: date


@dataclass(frozen=True, slots=True)
class DueAction:
    """An action with something due.

    Attributes:
        responsible: The post by which the plan names the person.
        parts: What is due of it, in sentences.
    """

    ref: str
    title: str
    responsible: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """Everything that one person has due, or is to be told of.

    Attributes:
        notices: What there is besides actions, such as the end of their term in a post.
    """

    person: PersonFacts
    round: OpenRound
    actions: tuple[DueAction, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def posts(self) -> tuple[str, ...]:
        """The person's posts that something is due of, in alphabetical order."""
        return tuple(sorted({action.responsible for action in self.actions}))


def due_on(session: Session, *, day: date) -> list[Due]:
    """What everyone who wants reminders and has had none in this round owes, or is to be told of.

    Empty when no round takes answers on ``day``.
    """
    said = read_rounds(session, day=day)
    round_ = _open_round(said.rounds)
    if round_ is None:
        return []
    plan = plan_on(session, day=day)
    parts = pd.concat([_answers_owed(plan, said, round_), _milestones_due(plan, day)])
    told = notices_on(session, day=day)
    found = [
        Due(person, round_, _actions_of(plan, parts, person.posts), told.get(person.id, ()))
        for person in people.to_remind(session, round_id=round_.id, day=day)
    ]
    return [due for due in found if due.actions or due.notices]


def _open_round(rounds: pd.DataFrame) -> OpenRound | None:
    taking = rounds[rounds["state"].isin([RoundState.OPEN, RoundState.GRACE])]
    if taking.empty:
        return None
    row = taking.iloc[0]
    last = row["closes_on"] if row["state"] == RoundState.OPEN else row["grace_until"]
    return OpenRound(int(row["id"]), int(row["number"]), last.date(), row["meeting_on"].date())


def _answers_owed(plan: Plan, said: Rounds, round_: OpenRound) -> pd.DataFrame:
    """What is to be answered: ``action_id``, ``part`` (a sentence)."""
    sheet = round_sheet.sheet(
        plan.actions[plan.actions["state"].isin([*OWED])],
        said.updates,
        said.exemptions,
        said.reviewers,
        round_id=round_.id,
        number=round_.number,
    )
    missing = sheet[sheet["answer"] == Answer.MISSING]
    return _parts(missing, (_answer_owed(row) for row in missing.to_dict("records")))


def _answer_owed(row: Mapping[Hashable, Any]) -> str:
    if row["verdict"] != Verdict.RETURNED:
        return "Give an update, or say that there is nothing to report."
    comment = " ".join(row["comment"].split())
    return f"Give a new update. {row['reviewer']} returned the last one: “{comment}”"


def _milestones_due(plan: Plan, day: date) -> pd.DataFrame:
    """The milestones late or due in the next weeks: ``action_id``, ``part`` (a sentence)."""
    found = pd.concat([deadlines.late(plan.milestones), deadlines.coming(plan.milestones, day)])
    return _parts(found, (_milestone_due(row) for row in found.to_dict("records")))


def _milestone_due(row: Mapping[Hashable, Any]) -> str:
    period = Period.holding(row["due_on"].date(), Precision(row["due_precision"]))
    late = f", {wording.count(row['days_late'], 'day')} late" if row["is_late"] else ""
    return f"{row['title']}: due by {period.deadline}{late}."


def _parts(rows: pd.DataFrame, sentences: Iterable[str]) -> pd.DataFrame:
    return pd.DataFrame({"action_id": rows["action_id"].tolist(), "part": list(sentences)})


def _actions_of(plan: Plan, parts: pd.DataFrame, posts: tuple[str, ...]) -> tuple[DueAction, ...]:
    """The actions that one of ``posts`` leads with something due, in the order of the plan."""
    own = plan.actions[plan.actions["responsible"].isin(posts)]
    by_action = parts.groupby("action_id")["part"].agg(tuple)
    return tuple(
        DueAction(row["ref"], row["title"], row["responsible"], by_action[row["action_id"]])
        for row in own.to_dict("records")
        if row["action_id"] in by_action.index
    )
