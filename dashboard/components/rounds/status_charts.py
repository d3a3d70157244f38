"""The charts of statuses, each with its sentence and its numbers."""

import pandas as pd

from dashboard.charts import calibration as calibration_charts
from dashboard.charts import statuses as charts
from dashboard.components import chart_card
from dashboard.components.chart_card import Card, card
from dashboard.components.replay import replayed
from dashboard.loaders import statuses as status_loaders
from dashboard.view import Moment
from tracker.analytics import statuses


@card
def counts(moment: Moment) -> Card:
    """Draw how many actions have each status, as reported and as assessed."""
    rows = statuses.count(status_loaders.statuses(moment))
    return Card(
        title="How many actions have each status",
        figure=charts.counts(rows),
        sentence=charts.describe_counts(rows),
        table=charts.counts_table(rows),
    )


@replayed
def history(moment: Moment, action_ids: tuple[int, ...]) -> None:
    """Draw what was reported and assessed of those actions, round by round."""
    past = status_loaders.history(moment)
    rows = past[past["action_id"].isin(action_ids)]
    chart_card.show(
        Card(
            title="Status history",
            figure=charts.history(rows),
            sentence=charts.describe_history(rows),
            table=charts.history_table(rows),
        )
    )


def history_file(moment: Moment) -> pd.DataFrame:
    """The history of every action as it is taken away."""
    return charts.history_table(status_loaders.history(moment))


@card
def calibration(moment: Moment) -> Card:
    """Draw what came of the likelihoods, of all leads together."""
    found = status_loaders.calibration(moment)
    return Card(
        title="Likelihoods and what came true",
        figure=calibration_charts.calibration(found),
        sentence=calibration_charts.describe_calibration(found),
        table=calibration_charts.calibration_table(found),
    )
