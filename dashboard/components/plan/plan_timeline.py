"""The timeline of the plan, drawn and replayed."""

from dashboard.charts import timeline as charts
from dashboard.components import chart_card
from dashboard.components.chart_card import Card
from dashboard.components.replay import replayed_of
from dashboard.loaders import plan as plan_loaders
from dashboard.view import Moment
from tracker.areas import Area


@replayed_of(Area.PLAN)
def show(moment: Moment, rows: tuple[int, ...], title: str = "Timeline") -> None:
    """Draw those rows of ``plan_loaders.timeline``."""
    milestones = plan_loaders.timeline(moment).loc[list(rows)]
    name = "As at" if moment.as_at else "Today"
    chart_card.show(
        Card(
            title=title,
            figure=charts.timeline(milestones, moment.day, name_of_day=name),
            sentence=charts.describe_timeline(milestones),
            table=charts.timeline_table(milestones),
        )
    )
