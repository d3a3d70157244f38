"""Cached reads of what has changed, as ``loaders`` reads what there is."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import rounds as round_loaders
from dashboard.loaders import statuses as status_loaders
from dashboard.loaders.base import WHOLE_PLANS, cached, kept, reading
from dashboard.view import Moment, View
from tracker.analytics import changes as change_analytics
from tracker.analytics import slips as slip_analytics
from tracker.analytics.changes import Found
from tracker.analytics.slips import Agreement, MoveSelection
from tracker.areas import Area
from tracker.queries import audit as audit_queries
from tracker.queries import changes as change_queries
from tracker.queries import latest_moves as move_queries
from tracker.queries import rounds as round_queries
from tracker.queries.audit import TrailPage, TrailSearch
from tracker.queries.latest_moves import NO_MOVES, LatestMoves

MOST_TAKEN = 5_000  # entries of the audit trail in one file


@kept(Area.PLAN, Area.ROUNDS, entries=WHOLE_PLANS)
def moves(moment: Moment) -> pd.DataFrame:
    """Every move of a date, as ``queries.rounds.date_changes`` gives them."""
    with reading() as db:
        return round_queries.date_changes(db, as_at=moment.as_at)


@kept(Area.PLAN, Area.ROUNDS)
def meetings(moment: Moment) -> tuple[date, ...]:
    """The meetings before the day of ``moment`` that rounds have fed, the latest first."""
    days = (each.meeting_on for each in round_loaders.rounds(moment))
    return tuple(sorted((day for day in days if day < moment.day), reverse=True))


@kept(Area.PLAN, Area.ROUNDS, entries=WHOLE_PLANS)
def changes(moment: Moment, since: date, *, reported: bool, assessed: bool) -> pd.DataFrame:
    """What ``changes_found`` has, in words."""
    with reading() as db:
        because = change_queries.reasons_of_moves(db, since=since, as_at=moment.as_at)
    found = changes_found(moment, since, reported=reported, assessed=assessed)
    return change_analytics.told(found, because)


@kept(Area.PLAN, Area.ROUNDS, entries=WHOLE_PLANS)
def changes_found(moment: Moment, since: date, *, reported: bool, assessed: bool) -> list[Found]:
    """What changed after the end of ``since``, as ``analytics.changes.find`` gives it.

    Args:
        reported, assessed: Whether these statuses are told; not everyone may read them.
    """
    before, now = (
        change_queries.snapshot(
            plan_loaders.plan(each),
            reported=status_loaders.reported(each)["status"] if reported else None,
            assessed=status_loaders.assessed(each) if assessed else None,
        )
        for each in (status_loaders.end_of(since), moment)
    )
    return change_analytics.find(before, now)


@kept(Area.PLAN, Area.ROUNDS, entries=WHOLE_PLANS)
def slips(moment: Moment) -> pd.DataFrame:
    """Every move of a date, as ``analytics.slips.ledger`` gives them."""
    return slip_analytics.ledger(moves(moment), plan_loaders.plan(moment).actions)


@kept(Area.PLAN, Area.ROUNDS)
def moves_found(moment: Moment, selection: MoveSelection) -> tuple[int, ...]:
    """The rows of ``slips``, by number, that are asked for."""
    return tuple(slip_analytics.select_moves(slips(moment), selection).index)


@kept(Area.PLAN, Area.ROUNDS)
def milestones_moved(moment: Moment, selection: MoveSelection) -> tuple[int, ...]:
    """The rows of ``timeline``, by number, of the milestones whose moves are asked for.

    Those that moved most often come first.
    """
    rows = moves_found(moment, selection)
    moved = slips(moment).loc[list(rows)].drop_duplicates("milestone_id")
    times = moved.set_index("milestone_id")["moves"]
    milestones = plan_loaders.plan(moment).milestones
    found = milestones["milestone_id"].map(times).dropna()
    return tuple(found.sort_values(ascending=False, kind="stable").index)


@kept(Area.PLAN, Area.ROUNDS)
def to_agree(view: View) -> pd.DataFrame:
    """The moves that this reader could agree to, the latest first.

    Not those that they made themselves, nor those that a later move has overtaken.
    """
    rows = slips(view.moment)
    is_open = rows["is_latest"] & (rows["agreement"] == Agreement.NOT_AGREED)
    return rows[is_open & (rows["changed_by"] != view.actor.name)]


@kept(Area.PLAN, Area.ROUNDS)
def number_to_agree(view: View) -> int:
    """How many moves ``to_agree`` has, without reading all of them."""
    milestones = plan_loaders.plan(view.moment).milestones["id"].tolist()
    agreed = _agreed_moves(view.moment)
    moves = _latest_moves(view.moment)
    return moves.number_to_agree(milestones, agreed=agreed, reader=view.actor.name)


@kept(Area.ROUNDS)
def _agreed_moves(moment: Moment) -> frozenset[int]:
    with reading() as db:
        return move_queries.agreed_moves(db, as_at=moment.as_at)


@kept(Area.PLAN, entries=WHOLE_PLANS)
def _latest_moves(moment: Moment) -> LatestMoves:
    with reading() as db:
        if moment.as_at:
            return move_queries.latest_moves(db, as_at=moment.as_at)
        read = _moves_read()
        read.latest = move_queries.latest_moves(db, read.latest)
        return read.latest


@dataclass
class _MovesRead:
    """The moves as this process read them last: after a change only what has come is read."""

    latest: LatestMoves = NO_MOVES


@st.cache_resource(show_spinner=False)
def _moves_read() -> _MovesRead:
    return _MovesRead()


@cached
def trail(moment: Moment, search: TrailSearch, before: int | None) -> TrailPage:
    """A page of the audit trail, as ``queries.audit.read_trail`` gives it."""
    with reading() as db:
        return audit_queries.read_trail(db, search, before=before, as_at=moment.as_at)


def trail_file(moment: Moment, search: TrailSearch) -> pd.DataFrame:
    """The latest ``MOST_TAKEN`` entries that are asked for: too many to be kept for the next."""
    with reading() as db:
        page = audit_queries.read_trail(db, search, as_at=moment.as_at, most=MOST_TAKEN)
    return page.entries


@cached
def actors(moment: Moment) -> list[str]:  # noqa: ARG001 - the moment is the key
    """Everyone whom the audit trail names, in alphabetical order."""
    with reading() as db:
        return audit_queries.actors(db)
