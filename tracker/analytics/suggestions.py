"""Suggestions: the clock of each, and what became of it.

A suggestion and those joined into it are one row: said by as many, on the clock of the first.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from tracker.analytics.replies import with_clock, with_replies
from tracker.working_days import WorkingDays


def on_day(
    suggestions: pd.DataFrame, decisions: pd.DataFrame, day: date, calendar: WorkingDays
) -> pd.DataFrame:
    """Every suggestion that wasn't joined into another, as it stands on ``day``.

    Args:
        suggestions, decisions: As ``queries.suggestions.read_suggestions`` gives them.
        day: From which days left are counted.

    Returns:
        The columns of ``suggestions`` but ``joined_into_id``; ``said_on`` (by the first),
        ``said_by`` (how many); and what ``replies.with_replies`` and ``with_clock`` add.

    Raises:
        NoSuchCalendar: A clock runs into years whose bank holidays aren't known.
    """
    kept = kept_of(suggestions)
    said = suggestions.groupby(kept.to_numpy())["made_on"].agg(said_on="min", said_by="size")
    rows = suggestions[suggestions["joined_into_id"].isna()].drop(columns="joined_into_id")
    rows = rows.join(said, on="id").reset_index(drop=True)
    own = decisions.assign(of=decisions["suggestion_id"].map(kept))
    return with_clock(with_replies(rows, own), day, calendar)


def kept_of(suggestions: pd.DataFrame) -> pd.Series:
    """By each suggestion's key, the key of the one it was joined into, or its own."""
    kept = suggestions["joined_into_id"].fillna(suggestions["id"]).astype("int64")
    return kept.set_axis(suggestions["id"])


@dataclass(frozen=True, slots=True)
class SuggestionSelection:
    """Which suggestions are asked for; what is empty doesn't choose.

    Attributes:
        search: Words that each must have.
        themes: Their codes.
        states: ``ReplyState`` values.
    """

    search: str = ""
    themes: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


def select(rows: pd.DataFrame, selection: SuggestionSelection) -> pd.DataFrame:
    """The rows asked for, in their order."""
    chosen = pd.Series(True, index=rows.index)
    if selection.themes:
        chosen &= rows["theme"].isin(selection.themes)
    if selection.states:
        chosen &= rows["state"].isin(selection.states)
    for word in selection.search.casefold().split():
        chosen &= rows["words"].str.casefold().str.contains(word, regex=False)
    return rows[chosen]
