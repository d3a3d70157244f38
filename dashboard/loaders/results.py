"""Reads of what members answered. Everything comes from what was released; nothing is counted."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.loaders import feedback as feedback_loaders
from dashboard.loaders.base import kept, reading
from dashboard.view import Moment
from tracker.analytics import released as rules
from tracker.analytics import round_results, voices
from tracker.analytics.opinions import PEOPLE
from tracker.analytics.released import Released
from tracker.areas import Area
from tracker.queries import comments as comment_queries
from tracker.queries import results as result_queries
from tracker.queries.feedback import AskedQuestion, QuestionRound
from tracker.queries.results import ThemeCounts
from tracker.vocabulary import AGREEMENT, QuestionKind

ROUNDS_KEPT = 64


@kept(Area.FEEDBACK, Area.PEOPLE)
def rounds(moment: Moment) -> tuple[QuestionRound, ...]:
    """The rounds whose results were released by that day, the one that closed last first."""
    with reading() as db:
        days = result_queries.released_days(db)
    found = [
        each
        for each in feedback_loaders.rounds(moment)
        if each.id in days and days[each.id] <= moment.day
    ]
    return tuple(sorted(found, key=lambda each: (each.closes_on, each.id), reverse=True))


def round_called(moment: Moment, typed: str) -> QuestionRound | None:
    """The round with this id, as an address has it, if its results may be read."""
    return next((each for each in rounds(moment) if str(each.id) == typed.strip()), None)


# What was released never changes: it is known by the round alone, and what is made of it by the
# names beside it.
kept_by_round = st.cache_resource(max_entries=ROUNDS_KEPT, show_spinner=False)


@kept_by_round
def released(round_id: int) -> Released:
    """What was released of a round that ``rounds`` has."""
    with reading() as db:
        return result_queries.read_results(db, [round_id])[round_id]


@kept_by_round
def is_deleted_unread(round_id: int) -> bool:
    """Whether what some groups wrote was deleted when the round closed: too few had answered."""
    made = released(round_id)
    told = round_results.told_units(made, rules.OPINIONS)
    return len(told) < made.ledger["unit"].nunique()


def names_of(asked: QuestionRound) -> dict[str, str]:
    """The names of the groups that were asked, by unit."""
    return {str(group.id): group.name for group in asked.groups}


def questions_of(asked: QuestionRound, *kinds: QuestionKind) -> tuple[AskedQuestion, ...]:
    """The round's questions of these kinds, in order."""
    return tuple(each for each in asked.questions if each.kind in kinds)


@kept(Area.FEEDBACK, Area.PEOPLE)
def wordings(moment: Moment, round_id: int) -> dict[int, str]:
    """The wordings of the round's questions by their ids, in order."""
    return {each.id: each.wording for each in _round(moment, round_id).questions}


@kept(Area.FEEDBACK, Area.PEOPLE)
def rates(moment: Moment, round_id: int) -> pd.DataFrame:
    """The response rates, as ``opinions.response_rates`` gives them."""
    return rules.rates(released(round_id), names_of(_round(moment, round_id)))


def answers(moment: Moment, round_id: int) -> pd.DataFrame:
    """How the answers to each question are spread, as ``round_results.answers`` gives them."""
    asked = _round(moment, round_id)
    options: dict[int, Sequence[str]] = {
        each.id: AGREEMENT if each.kind is QuestionKind.AGREEMENT else each.options
        for each in questions_of(asked, QuestionKind.AGREEMENT, QuestionKind.CHOICE)
    }
    return _answers(round_id, names_of(asked), options)


def agreements(moment: Moment, round_id: int) -> pd.DataFrame:
    """How far members agree, as ``round_results.agreements`` gives it."""
    asked = _round(moment, round_id)
    ids = [each.id for each in questions_of(asked, QuestionKind.AGREEMENT)]
    return _agreements(round_id, names_of(asked), ids)


@kept(Area.FEEDBACK, Area.PEOPLE)
def changes(moment: Moment, round_id: int) -> pd.DataFrame:
    """How each repeated question's answers differ from when it was asked last.

    Returns:
        As ``opinions.change`` gives it, with ``question_id`` and ``since`` (that round's title).
    """
    asked = _round(moment, round_id)
    found = []
    for earlier, ids in _asked_before(moment, asked):
        names = names_of(earlier)
        common = {unit: name for unit, name in names_of(asked).items() if unit in names}
        if common:
            found.append(_changes(earlier.id, round_id, ids, common).assign(since=earlier.title))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame({"question_id": []})


@kept_by_round
def _answers(
    round_id: int, names: dict[str, str], options: dict[int, Sequence[str]]
) -> pd.DataFrame:
    return round_results.answers(released(round_id), names, options)


@kept_by_round
def _agreements(round_id: int, names: dict[str, str], ids: list[int]) -> pd.DataFrame:
    return round_results.agreements(released(round_id), names, ids)


@kept_by_round
def _changes(earlier_id: int, round_id: int, ids: list[int], names: dict[str, str]) -> pd.DataFrame:
    topics = {rules.topic_of(id_): id_ for id_ in ids}
    found = rules.changes(released(earlier_id), released(round_id), [*topics], names)
    return found.assign(question_id=found["topic"].map(topics))


def voice_coverage(moment: Moment) -> pd.DataFrame:
    """Who was asked and heard in the last months, as ``voices.coverage`` gives it.

    Of groups that have ended, those that were asked in these months.
    """
    every = rounds(moment)
    present = {str(id_): name for id_, name in feedback_loaders.groups_to_ask(moment).items()}
    asked = {unit: name for each in every for unit, name in names_of(each).items()}
    names = dict(sorted((asked | present).items(), key=lambda each: each[1].casefold()))
    closed_on = {each.id: each.closes_on for each in every}
    found = _voices(closed_on, names, moment.day)
    return found[(found["rounds"] > 0) | found.index.isin(present)]


@kept_by_round
def _voices(closed_on: dict[int, date], names: dict[str, str], day: date) -> pd.DataFrame:
    kept = [released(id_) for id_ in closed_on]
    ledgers = [each.ledger[each.ledger["topic"] == PEOPLE] for each in kept]
    counts = [each.counts[each.counts["topic"] == PEOPLE] for each in kept]
    scopes = [rules.scope_of(id_) for id_ in closed_on]
    return voices.coverage(
        pd.concat(counts, ignore_index=True),
        pd.concat(ledgers, ignore_index=True),
        pd.DataFrame({"scope": scopes, "closed_on": [*closed_on.values()]}),
        names,
        day,
    )


@kept(Area.FEEDBACK, Area.PEOPLE)
def theme_counts(moment: Moment, round_id: int) -> ThemeCounts | None:
    """What the comments are about, as they were counted last by that day."""
    with reading() as db:
        return result_queries.read_themes(db, round_id, by=moment.day)


@kept(Area.FEEDBACK)
def theme_names(moment: Moment) -> dict[int, str]:  # noqa: ARG001 - the moment is the key
    """The names of the themes of comments, by their ids."""
    with reading() as db:
        return {each.id: each.name for each in comment_queries.read_comment_themes(db)}


@kept(Area.FEEDBACK, Area.PEOPLE)
def themes(moment: Moment, round_id: int, question_id: int) -> pd.DataFrame:
    """What the comments on a question are about, as ``round_results.themes`` gives it."""
    found = theme_counts(moment, round_id)
    assert found is not None
    names = {rules.theme_of(id_): name for id_, name in theme_names(moment).items()}
    asked = names_of(_round(moment, round_id))
    return round_results.themes(found.counts, released(round_id), asked, question_id, names)


@kept(Area.FEEDBACK, Area.PEOPLE)
def comment_keys(
    moment: Moment,  # noqa: ARG001 - the moment is the key
    round_id: int,
    question_id: int,
    theme_id: int | None,
    other_than: tuple[int, ...],
) -> tuple[str, ...]:
    """The comments that may be shown on a question and theme; of no theme: of no other one."""
    units = round_results.told_units(released(round_id), rules.topic_of(question_id))
    with reading() as db:
        return result_queries.comment_keys(
            db,
            round_id=round_id,
            question_id=question_id,
            group_ids=[int(unit) for unit in units],
            theme_id=theme_id,
            other_than=other_than,
        )


def comment_words(question_id: int, keys: Sequence[str]) -> tuple[str, ...]:
    """What was written."""
    with reading() as db:
        return result_queries.comment_words(db, question_id, keys)


def _round(moment: Moment, round_id: int) -> QuestionRound:
    return next(each for each in rounds(moment) if each.id == round_id)


def _asked_before(moment: Moment, asked: QuestionRound) -> list[tuple[QuestionRound, list[int]]]:
    """The rounds in which the questions of agreement were asked last, each with those."""
    order = rounds(moment)
    earlier = order[order.index(asked) + 1 :]
    found: dict[int, list[int]] = {}
    for question in questions_of(asked, QuestionKind.AGREEMENT):
        same = (each for each in earlier if question.id in {q.id for q in each.questions})
        if last := next(same, None):
            found.setdefault(last.id, []).append(question.id)
    return [(each, found[each.id]) for each in earlier if each.id in found]
