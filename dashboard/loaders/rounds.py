"""Cached reads of the reporting rounds, made as those in ``loaders``."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from dashboard.loaders.base import WHOLE_PLANS, kept, reading
from dashboard.loaders.plan import plan
from dashboard.view import Moment, View
from tracker import permissions
from tracker.analytics import round_sheet
from tracker.analytics.reporting import RoundState
from tracker.areas import Area
from tracker.queries import rounds as round_queries
from tracker.queries.rounds import Rounds
from tracker.vocabulary import OWED, Answer, Permission

_OF_ACTION = [
    *("action_id", "ref", "title", "theme", "responsible", "state", "standing", "next_due_on")
]
_OF_REVIEWED = ["action_id", "ref", "title", "theme", "responsible"]


@dataclass(frozen=True, slots=True)
class Round:
    """A reporting round on the day looked at.

    Attributes:
        grace_until: The last day on which it takes answers.
    """

    id: int
    version: int
    number: int
    opens_on: date
    closes_on: date
    grace_days: int
    grace_until: date
    meeting_on: date
    state: RoundState

    @property
    def takes_answers(self) -> bool:
        """Whether an update can be given in it."""
        return self.state in (RoundState.OPEN, RoundState.GRACE)


@kept(Area.STRATEGY, Area.ROUNDS, entries=WHOLE_PLANS)
def said(moment: Moment) -> Rounds:
    """The rounds, and everything said in them."""
    with reading() as db:
        return round_queries.read_rounds(db, day=moment.day, as_at=moment.as_at)


@kept(Area.STRATEGY, Area.ROUNDS)
def rounds(moment: Moment) -> tuple[Round, ...]:
    """Every round, by number."""
    return tuple(_round(row) for row in said(moment).rounds.to_dict("records"))


def round_called(moment: Moment, number: int) -> Round | None:
    """The round with this number, if there is one."""
    return next((each for each in rounds(moment) if each.number == number), None)


def open_round(moment: Moment) -> Round | None:
    """The round that takes answers on the day looked at."""
    return next((each for each in rounds(moment) if each.takes_answers), None)


def next_round(moment: Moment) -> Round | None:
    """The next round to open."""
    return next((each for each in rounds(moment) if each.state is RoundState.AHEAD), None)


def closed_round(moment: Moment) -> Round | None:
    """The round that closed last."""
    closed = [each for each in rounds(moment) if each.state is RoundState.CLOSED]
    return closed[-1] if closed else None


@kept(Area.PLAN, Area.ROUNDS, entries=WHOLE_PLANS)
def sheet(moment: Moment, number: int) -> pd.DataFrame:
    """How every action that owes an answer stands in the round ``number``.

    Once a round is over, what was asked in it are the actions of the plan as its grace ended.

    Returns:
        As ``round_sheet.sheet`` gives it, with ``ref``, ``title``, ``responsible``, ``state``,
        ``standing`` and ``next_due_on`` of the action; in the order of the plan.
    """
    asked = round_called(moment, number)
    assert asked is not None  # whoever asks has found it in ``rounds``
    is_over = asked.state is RoundState.CLOSED
    actions = plan(replace(moment, as_at=asked.grace_until) if is_over else moment).actions
    posts = round_sheet.reviewers_of(said(moment).reviewers, number)
    rows = round_sheet.beside(actions[_OF_ACTION], _answered(moment, asked.id), posts)
    # What was finished with its answer in this round was asked in it all the same.
    return rows[rows["state"].isin([*OWED]) | (rows["answer"] != Answer.MISSING)]


@kept(Area.STRATEGY, Area.ROUNDS)
def _answered(moment: Moment, round_id: int) -> pd.DataFrame:
    given = said(moment)
    return round_sheet.answered(given.updates, given.exemptions, round_id=round_id)


@kept(Area.PLAN, Area.ROUNDS)
def missing(moment: Moment, number: int) -> dict[str, tuple[str, ...]]:
    """The references of the actions without an answer in the round ``number``, by their lead."""
    rows = sheet(moment, number)
    owing = rows[rows["answer"] == Answer.MISSING].groupby("responsible")["ref"]
    return {str(lead): tuple(refs) for lead, refs in owing}


@kept(Area.PLAN, Area.ROUNDS, entries=WHOLE_PLANS)
def own_sheet(view: View, number: int) -> pd.DataFrame:
    """The rows of ``sheet`` that this reader may answer."""
    rows = sheet(view.moment, number)
    if permissions.can(view.actor, Permission.ACTION_UPDATE_ANY):
        return rows
    return rows[rows["responsible"] == view.actor.name]


class Owed(NamedTuple):
    """What one reader is asked in a round, by the references of the actions.

    Attributes:
        to_answer: Those that were returned first, then as in the plan.
        answerable: The ids of those that can be answered, or answered anew.
    """

    to_answer: tuple[str, ...]
    answered: tuple[str, ...]
    answerable: dict[str, int]


@kept(Area.PLAN, Area.ROUNDS)
def owed(view: View, number: int) -> Owed:
    """What this reader is asked in the round ``number``."""
    rows = own_sheet(view, number).set_index("ref", drop=False)
    is_missing, is_returned = rows["answer"] == Answer.MISSING, round_sheet.is_returned(rows)
    still = rows.loc[rows["state"].isin([*OWED]), "action_id"]
    return Owed(
        to_answer=(*rows.index[is_returned], *rows.index[is_missing & ~is_returned]),
        answered=tuple(rows.index[~is_missing]),
        answerable={str(ref): int(id_) for ref, id_ in still.items()},
    )


@kept(Area.STRATEGY, Area.ROUNDS, entries=WHOLE_PLANS)
def last_updates(moment: Moment) -> dict[int, dict[str, Any]]:
    """What was said of each action last, in any round, by ``action_id``, as ``Rounds.updates``."""
    rows = said(moment).updates.drop_duplicates("action_id", keep="last")
    return {int(row["action_id"]): row for row in rows.to_dict("records")}


def times_answered(moment: Moment, action_id: int) -> int:
    """How many updates and exemptions of an action there are, of all rounds."""
    given = said(moment)
    return sum(
        int((rows["action_id"] == action_id).sum()) for rows in (given.updates, given.exemptions)
    )


def times_flag_answered(moment: Moment, action_id: int, round_id: int) -> int:
    """How many answers to the contradiction of an action in a round there are."""
    given = said(moment).flag_answers
    return int(((given["action_id"] == action_id) & (given["round_id"] == round_id)).sum())


@kept(Area.PLAN, Area.ROUNDS)
def to_review(view: View) -> pd.DataFrame:
    """The updates that wait for a review by this reader, the oldest first; never their own.

    Only the latest update of an action waits: a later one overtakes it, in whatever round.

    Returns:
        As ``round_sheet.to_review`` gives them, with ``ref``, ``title`` and ``responsible``:
        those of the themes that they review, and those of themes that nobody reviews.
    """
    actions = plan(view.moment).actions[_OF_REVIEWED]
    posts = said(view.moment).reviewers
    waiting = round_sheet.to_review(_unreviewed(view.moment), posts, actions)
    theirs = waiting["reviewed_by"].isin([view.actor.name, ""])
    return waiting[theirs & (waiting["author"] != view.actor.name)]


@kept(Area.STRATEGY, Area.ROUNDS)
def _unreviewed(moment: Moment) -> pd.DataFrame:
    given = said(moment)
    return round_sheet.unreviewed(given.updates, given.rounds.set_index("id")["number"])


@kept(Area.STRATEGY, Area.ROUNDS, entries=WHOLE_PLANS)
def evidence(moment: Moment) -> dict[int, list[dict[str, Any]]]:
    """What shows that an update is so: the rows of ``Rounds.evidence`` by ``update_id``."""
    rows = said(moment).evidence
    return {int(id_): own.to_dict("records") for id_, own in rows.groupby("update_id")}


def evidence_of(moment: Moment, action_id: int) -> dict[int, list[dict[str, Any]]]:
    """As ``evidence``, of every update of one action, the latest last; an empty list: none."""
    given = said(moment)
    own = given.updates.loc[given.updates["action_id"] == action_id, "id"]
    rows = given.evidence[given.evidence["update_id"].isin(own)]
    return {int(id_): rows[rows["update_id"] == id_].to_dict("records") for id_ in own}


def _round(row: dict[Any, Any]) -> Round:
    days = {name: row[name].date() for name in ("opens_on", "closes_on", "grace_until")}
    return Round(
        id=row["id"],
        version=row["version"],
        number=row["number"],
        grace_days=row["grace_days"],
        meeting_on=row["meeting_on"].date(),
        state=RoundState(row["state"]),
        **days,
    )
