"""The charts of a round's results, each with its sentence and its numbers."""

import pandas as pd

from dashboard.charts import opinion_changes as change_charts
from dashboard.charts import opinions as charts
from dashboard.charts import response_rates as rate_charts
from dashboard.components.chart_card import Card, card_of
from dashboard.loaders import results as result_loaders
from dashboard.view import Moment
from tracker.analytics.opinions import ASSOCIATION
from tracker.analytics.released import TOTAL_OF_BOTH
from tracker.areas import Area


@card_of(Area.FEEDBACK, Area.PEOPLE)
def response_rates(moment: Moment, round_id: int) -> Card:
    """Draw how many of each group answered."""
    rows = result_loaders.rates(moment, round_id)
    return Card(
        title="Who answered",
        figure=rate_charts.rates(rows),
        sentence=rate_charts.describe_rates(rows),
        table=rate_charts.rates_table(rows),
    )


@card_of(Area.FEEDBACK, Area.PEOPLE)
def questions(moment: Moment, round_id: int, group: str) -> Card:
    """Draw how far a group agrees with each question.

    Args:
        group: What its rows are labelled.
    """
    wordings = result_loaders.wordings(moment, round_id)
    answers, rows = (
        found.assign(bar=found["question_id"].map(wordings))
        for found in _agreement(moment, round_id, group)
    )
    return Card(
        title=f"How far members agree: {group}",
        figure=charts.agreement(answers),
        sentence=charts.describe_questions(rows),
        table=charts.agreement_table(answers, rows, "Question"),
    )


@card_of(Area.FEEDBACK, Area.PEOPLE)
def groups(moment: Moment, round_id: int, question_id: int) -> Card:
    """Draw how far each group agrees with one question."""
    answers, rows = (
        found[found["question_id"] == question_id].assign(bar=lambda each: each["label"])
        for found in _agreement(moment, round_id)
    )
    return Card(
        title=f"Group by group: {result_loaders.wordings(moment, round_id)[question_id]}",
        figure=charts.agreement(answers),
        sentence=charts.describe_groups(rows),
        table=charts.agreement_table(answers, rows, "Group"),
    )


@card_of(Area.FEEDBACK, Area.PEOPLE)
def choice(moment: Moment, round_id: int, question_id: int, group: str) -> Card:
    """Draw what a group chose; the numbers have every group."""
    answers = result_loaders.answers(moment, round_id)
    answers = answers[answers["question_id"] == question_id]
    own = answers[answers["label"] == group]
    return Card(
        title=f"{result_loaders.wordings(moment, round_id)[question_id]} ({group})",
        figure=charts.choice(own),
        sentence=charts.describe_choice(own),
        table=charts.choice_table(answers),
    )


@card_of(Area.FEEDBACK, Area.PEOPLE)
def changes(moment: Moment, round_id: int) -> Card:
    """Draw how the answers to repeated questions differ; the numbers have every group."""
    wordings = result_loaders.wordings(moment, round_id)
    rows = result_loaders.changes(moment, round_id)
    rows = rows.assign(bar=rows["question_id"].map(wordings))
    of_all = rows.groupby("question_id", sort=False).tail(1)
    return Card(
        title="Since it was asked before",
        figure=change_charts.changes(of_all),
        sentence=f"{_whose(of_all)}: {change_charts.describe_changes(of_all)} {ASSOCIATION}",
        table=change_charts.changes_table(rows),
    )


def _whose(of_all: pd.DataFrame) -> str:
    labels = of_all["label"].unique()
    return labels[0] if len(labels) == 1 else TOTAL_OF_BOTH


def _agreement(
    moment: Moment, round_id: int, group: str | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The answers to the questions of agreement, and how far people agree; of one group, or all."""
    rows = result_loaders.agreements(moment, round_id)
    answers = result_loaders.answers(moment, round_id)
    answers = answers[answers["question_id"].isin(rows["question_id"])]
    if group is None:
        return answers, rows
    return answers[answers["label"] == group], rows[rows["label"] == group]
