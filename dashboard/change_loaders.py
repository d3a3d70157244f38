"""Cached reads of what has changed, as ``loaders`` reads what there is."""

from dataclasses import replace
from datetime import date

import pandas as pd

from dashboard import loaders, round_loaders
from dashboard.loaders import cached, cached_whole, reading
from dashboard.view import Moment
from tracker.analytics import changes as change_analytics
from tracker.analytics import reporting
from tracker.analytics.changes import Snapshot
from tracker.queries import changes as change_queries
from tracker.queries import rounds as round_queries


@cached_whole
def moves(moment: Moment) -> pd.DataFrame:
    """Every move of a date, as ``queries.rounds.date_changes`` gives them."""
    with reading() as db:
        return round_queries.date_changes(db, as_at=moment.as_at)


@cached
def reported(moment: Moment) -> pd.DataFrame:
    """Each action's latest reported status, as ``analytics.reporting.reported`` gives it."""
    said = round_loaders.said(moment)
    return reporting.reported(
        loaders.plan(moment).actions, said.rounds, said.updates, said.exemptions, moment.day
    )


@cached
def meetings(moment: Moment) -> tuple[date, ...]:
    """The meetings before the day of ``moment`` that rounds have fed, the latest first."""
    days = (each.meeting_on for each in round_loaders.rounds(moment))
    return tuple(sorted((day for day in days if day < moment.day), reverse=True))


@cached
def changes(moment: Moment, since: date, *, with_statuses: bool) -> pd.DataFrame:
    """What changed after the end of ``since``, as ``analytics.changes.compare`` gives it.

    Args:
        with_statuses: Whether statuses are told; not everyone may read them.
    """
    before = _snapshot(replace(moment, as_at=since), with_statuses)
    return change_analytics.compare(before, _snapshot(moment, with_statuses))


def _snapshot(moment: Moment, with_statuses: bool) -> Snapshot:
    return change_queries.snapshot(
        loaders.plan(moment),
        moves=moves(moment),
        reported=reported(moment)["status"] if with_statuses else None,
    )
