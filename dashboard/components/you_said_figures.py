"""How well suggestions are answered: in a sentence, as a flow, and by member group."""

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.charts import suggestions as charts
from dashboard.components import data_table
from dashboard.components.chart_card import Card, card
from dashboard.components.replay import replayed
from dashboard.loaders import suggestions as suggestion_loaders
from dashboard.markdown import plain_table
from dashboard.view import Moment
from tracker import wording
from tracker.analytics import replies as analytics
from tracker.analytics.disclosure import Table
from tracker.analytics.replies import Replies
from tracker.analytics.suggestion_groups import IN_TIME
from tracker.working_days import REPLY_DAYS


@replayed
def summary(moment: Moment) -> None:
    """Draw, in sentences, how well suggestions are answered."""
    st.markdown(f"**{sentence(suggestion_loaders.figures(moment))}**")


@card
def flow(moment: Moment) -> Card:
    """Draw how many were said, decided, have an action, and are done."""
    counts = analytics.flow(suggestion_loaders.said(moment))
    return Card(
        title="From what was said to what is done",
        figure=charts.flow(counts),
        sentence=charts.describe_flow(counts),
        table=charts.flow_table(counts),
    )


@replayed
def by_group(moment: Moment) -> None:
    """Draw how many of each group's suggestions were answered in time, where that may be told."""
    table = suggestion_loaders.by_group(moment)
    if table.rows.empty:
        return
    with st.expander("Replies by member group"):
        st.markdown(
            "Of members who named their group, in quarters whose replies are all due. Numbers are "
            "to the nearest 5, and of small groups none are told."
        )
        data_table.show(plain_table(group_rows(table)), name="Replies by member group")


def sentence(figures: Replies) -> str:
    """Share answered, how long it took, how many in time, and how often "we will not"."""
    if not figures.made:
        return "Nothing has been suggested yet."
    made = _made(figures)
    share = formats.percent(figures.share_answered)
    have = "has" if figures.answered == 1 else "have"
    answered = f"{figures.answered:,} ({share}) {have}" if figures.answered else "none has"
    parts = [f"Of {made}, {answered} a reply", *_wait(figures)]
    said = [f"{', '.join(parts)}."]
    if figures.timed:
        were = wording.count(figures.in_time, "was", "were")
        said.append(
            f"Of {figures.timed:,} whose {REPLY_DAYS} working days are over, or that were answered "
            f"before, {were} answered in time ({formats.percent(figures.share_in_time)})."
        )
    return " ".join([*said, *_refusals(figures)])


def group_rows(table: Table) -> pd.DataFrame:
    """One row a group, or several told together, as people read it."""
    in_time = table.cells[table.cells["answer"] == IN_TIME].set_index("row")["count"]
    rows = [
        {
            "Group": row["label"],
            "Suggestions": row["words"] or formats.number(row["base"]),
            "Answered in time": row["words"] or _share(in_time.get(row["row"]), row["base"]),
        }
        for row in table.rows.to_dict("records")
    ]
    return pd.DataFrame(rows)


def _made(figures: Replies) -> str:
    suggestions = wording.count(figures.suggestions, "suggestion")
    if not figures.themes:
        return suggestions
    return f"{suggestions} and {wording.count(figures.themes, 'theme')} found in comments"


def _wait(figures: Replies) -> list[str]:
    if figures.median_days is None:
        return []
    days = wording.count(formats.whole(figures.median_days), "working day")
    return [f"half of them within {days}"]


def _refusals(figures: Replies) -> list[str]:
    if not figures.will_not:
        return []
    times = wording.times(figures.will_not)
    share = formats.percent(figures.share_with_reason)
    always = figures.with_reason == figures.will_not
    reason = "always with its reason" if always else f"with a reason in {share} of cases"
    return [f"“We will not” was said {times}, {reason}."]


def _share(count: int | None, base: int) -> str:
    return formats.percent(int(count or 0) / int(base) if base else None)
