"""Cached reads of the themes found in comments, of what was replied, and of how well."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from dashboard.loaders import comments as comment_loaders
from dashboard.loaders import feedback as feedback_loaders
from dashboard.loaders import results as result_loaders
from dashboard.loaders.base import kept, reading
from dashboard.loaders.linked import linked
from dashboard.view import Moment
from tracker.analytics import found_themes, replies
from tracker.areas import Area
from tracker.queries import results as result_queries
from tracker.queries import theme_decisions as decision_queries
from tracker.queries.results import ThemeCounts
from tracker.vocabulary import QuestionKind
from tracker.working_days import england_and_wales


@kept(Area.FEEDBACK, Area.PEOPLE, Area.PLAN)
def board(moment: Moment) -> pd.DataFrame:
    """Every theme as ``found_themes.on_day`` gives it, the most urgent first.

    With ``name`` (its own), ``round`` (the title of the round), and what ``replies.with_plan``
    adds.
    """
    rows = _on_day(moment)
    belongs_to = {each.id: each.plan_theme_id for each in comment_loaders.themes(moment)}
    theme_ids = [belongs_to[id_] for id_ in rows["theme_id"]]
    return replies.with_plan(rows, theme_ids, linked(moment))


@kept(Area.FEEDBACK, Area.PEOPLE, Area.PLAN)
def replied(moment: Moment) -> tuple[int, ...]:
    """The rows of ``board``, by number, that have a reply."""
    rows = board(moment)
    return tuple(rows.index[rows["kind"] != ""])


@kept(Area.FEEDBACK, Area.PEOPLE)
def _on_day(moment: Moment) -> pd.DataFrame:
    themes = {each.id: each.name for each in comment_loaders.themes(moment)}
    titles = {each.id: each.title for each in feedback_loaders.rounds(moment)}
    found = found_themes.listed(_found(moment), themes)
    rows = found_themes.on_day(found, decisions(moment), moment.day, england_and_wales())
    rows = rows.assign(
        name=[themes[id_] for id_ in rows["theme_id"]],
        round=rows["round_id"].map(titles),
    )
    return replies.by_urgency(rows).reset_index(drop=True)


@kept(Area.FEEDBACK)
def decisions(moment: Moment) -> pd.DataFrame:
    """What was replied, as ``read_theme_decisions`` gives it."""
    with reading() as db:
        return decision_queries.read_theme_decisions(db, as_at=moment.as_at)


def earlier_replies(moment: Moment, key: str) -> list[dict[str, object]]:
    """The replies to a theme that the latest one replaced, the latest first."""
    all_ = decisions(moment)
    return all_[all_["of"] == key].iloc[:-1].iloc[::-1].to_dict("records")


@kept(Area.FEEDBACK, Area.PEOPLE)
def _found(moment: Moment) -> dict[int, dict[str, tuple[date, int]]]:
    with reading() as db:
        counted = result_queries.read_theme_counts(db, by=moment.day)
    return {
        asked.id: _found_in(
            asked.id,
            len(counted[asked.id]),
            [each.id for each in result_loaders.questions_of(asked, QuestionKind.TEXT)],
            counted[asked.id],
        )
        for asked in result_loaders.rounds(moment)
        if asked.id in counted
    }


@result_loaders.kept_by_round
def _found_in(
    round_id: int,
    times: int,  # noqa: ARG001 - counts are only ever added: that many are known by their number
    question_ids: list[int],
    _counted: Sequence[ThemeCounts],
) -> dict[str, tuple[date, int]]:
    counts = [(each.counted_on, each.counts) for each in _counted]
    return found_themes.found_since(counts, result_loaders.released(round_id), question_ids)
