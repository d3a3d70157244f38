"""Themes found in the comments of a round: since when they are, and what became of each.

A theme is found once so many comments are about it that their number is told. From that day on it
is on the clock like a suggestion.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import pandas as pd

from tracker.analytics import disclosure
from tracker.analytics import released as rules
from tracker.analytics.disclosure import Row
from tracker.analytics.released import Released
from tracker.analytics.replies import with_clock, with_replies
from tracker.working_days import WorkingDays

# What is known of a theme of a round before anything is replied, and its kinds.
_FOUND = {
    **{"id": "str", "round_id": "int64", "theme_id": "int64", "comments": "Int64"},
    "said_on": "datetime64[s]",
}


def key_of(round_id: int, theme_id: int) -> str:
    """What a theme of a round is called among all that was said: ``"3-1"``."""
    return f"{round_id}-{theme_id}"


def comments_about(
    counts: pd.DataFrame, released: Released, question_ids: Collection[int]
) -> dict[str, int]:
    """How many comments are about each theme of which that may be told, to the nearest 5.

    Args:
        counts: As ``released.count_themes`` returned them.

    Returns:
        By ``released.theme_of``: all questions and groups together.
    """
    topics = {rules.topic_of(id_) for id_ in question_ids}
    ledger = released.ledger[released.ledger["topic"].isin(topics)]
    all_ = Row(rules.TOTAL, frozenset(ledger["unit"]), frozenset(ledger["scope"]))
    cells = disclosure.table(counts, ledger, [all_]).cells
    found = cells[cells["topic"].isin(topics)].groupby("answer")["count"].sum()
    return {str(theme): int(count) for theme, count in found.items() if count > 0}


def found_since(
    counted: Sequence[tuple[date, pd.DataFrame]], released: Released, question_ids: Collection[int]
) -> dict[str, tuple[date, int]]:
    """Since when each theme is found, and how many comments are about it now.

    Args:
        counted: The days on which the themes of a round were counted, in order, with the counts.
    """
    found: dict[str, tuple[date, int]] = {}
    for day, counts in counted:
        for theme, number in comments_about(counts, released, question_ids).items():
            found[theme] = (found[theme][0] if theme in found else day, number)
    return found


def listed(
    found: Mapping[int, Mapping[str, tuple[date, int]]], themes: Collection[int]
) -> pd.DataFrame:
    """The themes found in each round: ``id``, ``round_id``, ``theme_id``, ``comments``,
    ``said_on``.

    Args:
        found: By round, as ``found_since`` gives it.
        themes: The keys of all themes.
    """
    rows = [
        (key_of(round_id, theme), round_id, theme, number, pd.Timestamp(day))
        for round_id, own in found.items()
        for theme in themes
        if (known := own.get(rules.theme_of(theme)))
        for day, number in [known]
    ]
    return pd.DataFrame(rows, columns=[*_FOUND]).astype(_FOUND)


def on_day(
    found: pd.DataFrame, decisions: pd.DataFrame, day: date, calendar: WorkingDays
) -> pd.DataFrame:
    """Every theme that was found or replied to, as it stands on ``day``.

    Args:
        found: As ``listed`` gives it.
        decisions: As ``read_theme_decisions`` gives them.

    Returns:
        The columns of ``found`` (one that was replied to before it was found is on the clock from
        then on, and its ``comments`` are missing), and what ``replies.with_replies`` and
        ``with_clock`` add.

    Raises:
        NoSuchCalendar: A clock runs into years whose bank holidays aren't known.
    """
    first = decisions.drop_duplicates("of").rename(columns={"decided_on": "said_on"})
    unfound = first.drop(columns="id").rename(columns={"of": "id"}).reindex(columns=[*_FOUND])
    unfound = unfound[~unfound["id"].isin(found["id"])].astype(_FOUND)
    rows = pd.concat([found, unfound], ignore_index=True)
    return with_clock(with_replies(rows, decisions), day, calendar)
