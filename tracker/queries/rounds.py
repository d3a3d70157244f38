"""Reporting rounds, and everything said in them by the end of a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Enum, String, select, type_coerce
from sqlmodel import Session, col

from tracker.analytics import replay, reporting
from tracker.clock import end_of
from tracker.models import (
    Action,
    DateAgreement,
    DateChange,
    Evidence,
    Exemption,
    FlagAnswer,
    Milestone,
    ReportingRound,
    Review,
    Reviewer,
    Theme,
    Update,
)
from tracker.queries._frames import read_frame
from tracker.queries.history import changes_after
from tracker.queries.strategies import current_id


@dataclass(frozen=True, slots=True)
class Rounds:
    """What was planned and said, in the order in which it was.

    Attributes:
        rounds: ``id``, ``version``, ``number``, ``opens_on``, ``closes_on``, ``grace_days``,
            ``grace_until``, ``meeting_on`` (days), ``state`` (a ``RoundState`` value).
        updates: ``id``, ``action_id``, ``round_id``, ``given_at`` (a moment), ``author``,
            ``status``, ``likelihood``, ``what_changed``, ``help_needed``, ``verdict``,
            ``reviewer``, ``comment`` (missing: not reviewed).
        evidence: ``id``, ``update_id``, ``name``, ``link``, ``media_type``, ``size`` (bytes);
            never a file's content.
        exemptions: ``id``, ``action_id``, ``round_id``, ``given_at``, ``author``, ``reason``.
        flag_answers: ``id``, ``action_id``, ``round_id``, ``answered_at``, ``author``, ``answer``.
        reviewers: ``theme`` (code), ``name`` (blank: nobody), ``from_round`` (a number),
            ``version``.
    """

    rounds: pd.DataFrame
    updates: pd.DataFrame
    evidence: pd.DataFrame
    exemptions: pd.DataFrame
    flag_answers: pd.DataFrame
    reviewers: pd.DataFrame


def read_rounds(session: Session, *, day: date, as_at: date | None = None) -> Rounds:
    """The current strategy's rounds.

    Args:
        day: The day on which rounds are open or closed.
        as_at: Show only what was planned and said by the end of this day; ``None``: everything.
    """
    planned, reviewers = _planned(session, as_at), _named(session, as_at)
    if as_at is not None:
        frames = {"reporting_round": planned, "reviewer": reviewers}
        frames = replay.undo(frames, changes_after(session, as_at, of_actions=False))
        planned, reviewers = frames["reporting_round"], frames["reviewer"]
    rounds = _with_state(planned, day)
    ours = col(Update.round_id).in_(rounds["id"].tolist())
    return Rounds(
        rounds=rounds,
        updates=_updates(session, ours, as_at),
        evidence=_frame(
            session, Evidence, ["id", "update_id", "name", "link", "media_type", "size"]
        ),
        exemptions=_said(
            session,
            Exemption,
            ["id", "action_id", "round_id", "given_at", "author", "reason"],
            "given_at",
            as_at,
        ),
        flag_answers=_said(
            session,
            FlagAnswer,
            ["id", "action_id", "round_id", "answered_at", "author", "answer"],
            "answered_at",
            as_at,
        ),
        reviewers=reviewers[["theme", "name", "from_round", "version"]],
    )


def evidence_file(session: Session, evidence_id: int) -> tuple[str, str, bytes] | None:
    """A file's name, media type and content; ``None`` when there is no such file."""
    found = session.get(Evidence, evidence_id)
    if found is None or found.content is None:
        return None
    return found.name, found.media_type, found.content


def reviewers(session: Session) -> list[str]:
    """The posts that review a theme of the current strategy in any round, alphabetically."""
    return sorted(set(_named(session, None)["name"]) - {""})


def date_changes(session: Session, *, as_at: date | None = None) -> pd.DataFrame:
    """The slip ledger, the latest move first.

    Returns:
        ``id``, ``milestone_id``, ``action_id``, ``ref`` (the action's), ``title``,
        ``changed_at``, ``changed_by``, ``reason``, ``from_timing``, ``to_timing``,
        ``from_due_on``, ``to_due_on`` (days), ``agreed_by`` (missing: not agreed).
    """
    statement = (
        select(
            col(DateChange.id),
            col(DateChange.milestone_id),
            col(Milestone.action_id),
            col(Action.ref),
            col(Milestone.title),
            col(DateChange.changed_at),
            col(DateChange.changed_by),
            col(DateChange.reason),
            col(DateChange.from_timing),
            col(DateChange.to_timing),
            col(DateChange.from_due_on),
            col(DateChange.to_due_on),
            col(DateAgreement.agreed_by),
        )
        .join(Milestone, col(Milestone.id) == col(DateChange.milestone_id))
        .join(Action, col(Action.id) == col(Milestone.action_id))
        .outerjoin(DateAgreement, _agreed_by(as_at))
        .where(col(Action.strategy_id) == current_id(as_at))
        .order_by(col(DateChange.id).desc())
    )
    if as_at is not None:
        statement = statement.where(col(DateChange.changed_at) <= end_of(as_at))
    names = [column.name for column in statement.selected_columns]
    days = dict.fromkeys(("from_due_on", "to_due_on"), "datetime64[s]")
    keys = dict.fromkeys(("id", "milestone_id", "action_id"), "int64")
    return read_frame(session, statement, names).astype(days | keys)


def _planned(session: Session, as_at: date | None) -> pd.DataFrame:
    """The rounds of the current strategy, by number, with their present days."""
    planned = [] if as_at is None else [col(ReportingRound.created_at) <= end_of(as_at)]
    rounds = _frame(
        session,
        ReportingRound,
        ["id", "version", "number", "opens_on", "closes_on", "grace_days", "meeting_on"],
        col(ReportingRound.strategy_id) == current_id(as_at),
        *planned,
    ).sort_values("number", ignore_index=True)
    for name in ("opens_on", "closes_on", "meeting_on"):
        rounds[name] = pd.to_datetime(rounds[name]).astype("datetime64[s]")
    return rounds


def _with_state(rounds: pd.DataFrame, day: date) -> pd.DataFrame:
    """The rounds as ``Rounds`` describes them."""
    grace = pd.to_timedelta(rounds["grace_days"].astype("int64"), unit="D")
    rounds = rounds.assign(grace_until=rounds["closes_on"] + grace)
    return rounds.assign(state=reporting.round_states(rounds, day))


def _agreed_by(as_at: date | None) -> Any:
    same = col(DateAgreement.date_change_id) == col(DateChange.id)
    return same if as_at is None else same & (col(DateAgreement.agreed_at) <= end_of(as_at))


def _updates(session: Session, ours: Any, as_at: date | None) -> pd.DataFrame:
    names = [
        *("id", "action_id", "round_id", "given_at", "author", "status", "likelihood"),
        *("what_changed", "help_needed"),
    ]
    updates = _said(session, Update, names, "given_at", as_at, ours)
    reviews = _said(
        session, Review, ["update_id", "verdict", "reviewer", "comment"], "reviewed_at", as_at
    )
    return updates.merge(reviews, left_on="id", right_on="update_id", how="left").drop(
        columns="update_id"
    )


def _said(
    session: Session,
    model: Any,
    names: list[str],
    moment: str,
    as_at: date | None,
    where: Any = None,
) -> pd.DataFrame:
    said = [] if where is None else [where]
    if as_at is not None:
        said.append(model.__table__.c[moment] <= end_of(as_at))
    return _frame(session, model, names, *said)


def _frame(session: Session, model: Any, names: list[str], *where: Any) -> pd.DataFrame:
    """The columns of a table, words as the text they are stored as, in the order of the ids."""
    table = model.__table__
    columns = [
        type_coerce(table.c[name], String)
        if isinstance(table.c[name].type, Enum)
        else table.c[name]
        for name in names
    ]
    statement = select(*columns).where(*where).order_by(table.c.id)
    return pd.DataFrame(session.execute(statement).all(), columns=names)


def _named(session: Session, as_at: date | None) -> pd.DataFrame:
    """Who is named as the reviewer of what: by ``id``, as ``Rounds.reviewers`` has it."""
    statement = (
        select(
            col(Reviewer.id),
            col(Theme.code),
            col(Reviewer.name),
            col(Reviewer.from_round),
            col(Reviewer.version),
        )
        .join(Theme, col(Theme.id) == col(Reviewer.theme_id))
        .where(col(Theme.strategy_id) == current_id(as_at))
        .order_by(col(Reviewer.from_round))
    )
    if as_at is not None:
        statement = statement.where(col(Reviewer.created_at) <= end_of(as_at))
    names = ["id", "theme", "name", "from_round", "version"]
    return pd.DataFrame(session.execute(statement).all(), columns=names)
