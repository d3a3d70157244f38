"""How well suggestions are answered: in a sentence, as a flow, and by member group."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, navigation, session
from dashboard.charts import suggestions as charts
from dashboard.components import data_table, form
from dashboard.components.chart_card import Card, card
from dashboard.components.replay import replayed
from dashboard.loaders import suggestions as suggestion_loaders
from dashboard.markdown import plain_table
from dashboard.view import Moment, View
from tracker import permissions, wording
from tracker.analytics import replies as analytics
from tracker.analytics.disclosure import NEAREST, fewer_than
from tracker.analytics.replies import Replies
from tracker.services import reply_releases
from tracker.vocabulary import Permission
from tracker.working_days import REPLY_DAYS

FEW = fewer_than(NEAREST)
_PLACE = "replies.counted"
_OF_GROUP = ("Answered", "Half of those within", "“We will not” with a reason")


@replayed
def summary(view: View) -> None:
    """Draw, in sentences, how well suggestions are answered, and the way to make one."""
    figures = suggestion_loaders.figures(view.moment)
    st.markdown(f"**{answered(figures)}** {' '.join(told(figures))}")
    navigation.link(navigation.SUGGESTIONS, "Suggest something, or back what others suggested")


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


def by_group(view: View) -> None:
    """Draw the same figures by member group, where that may be told."""
    waits = suggestion_loaders.to_count(view.moment) if _may_count(view) else []
    if suggestion_loaders.by_group(view.moment).empty and not waits:
        return
    with st.expander("Replies by member group"):
        _by_group(view.moment)
        if waits:
            _count(waits)
    form.show_result(_PLACE)


@replayed
def _by_group(moment: Moment) -> None:
    table = suggestion_loaders.by_group(moment)
    if table.empty:
        return
    quarters = wording.listing(table.attrs["quarters"])
    st.markdown(
        f"Suggestions of {quarters} by members who named their group, as they stood when each "
        "quarter was counted: once, after its last reply was due. Numbers are to the nearest 5, "
        "and of small groups none are shown. Themes found in comments are of all groups together."
    )
    data_table.show(plain_table(group_rows(table)), name="Replies by member group")


def _may_count(view: View) -> bool:
    return session.can_change() and permissions.can(view.actor, Permission.FEEDBACK_RUN)


def _count(quarters: list[str]) -> None:
    st.markdown(
        f"{wording.listing(quarters)} can be counted now. What is counted once stays as it is: "
        "otherwise two days could be compared to find out whose a suggestion was."
    )
    with form.opened(_PLACE, place=_PLACE) as opened:
        opened.send("Count them", reply_releases.release_replies, said="The replies are counted.")


def answered(figures: Replies) -> str:
    """Which share has a reply, in a sentence."""
    if not figures.made:
        return "Nothing has been suggested yet."
    share = formats.percent(figures.share_answered)
    have = "has" if figures.answered == 1 else "have"
    some = f"{figures.answered:,} ({share}) {have}" if figures.answered else "none has"
    return f"Of {_made(figures)}, {some} a reply."


def told(figures: Replies) -> list[str]:
    """How long replies took, how many were in time, and how often it was "we will not"."""
    return [*_wait(figures), *_in_time(figures), *_refusals(figures)]


def group_rows(table: pd.DataFrame) -> pd.DataFrame:
    """One row a group, or several told together, as people read it."""
    return pd.DataFrame([_group_cells(row) for row in table.to_dict("records")])


def _group_cells(row: dict[str, Any]) -> dict[str, str]:
    cells = {"Group": row["label"], "Suggestions": row["words"]}
    if row["words"]:
        return cells | dict.fromkeys(_OF_GROUP, row["words"])
    figures = (_share(row["answered"], row["suggestions"]), _half(row), _reasons(row))
    cells["Suggestions"] = formats.number(row["suggestions"])
    return cells | dict(zip(_OF_GROUP, figures, strict=True))


def _half(row: dict[str, Any]) -> str:
    if not row["answered"]:
        return FEW
    days = REPLY_DAYS if pd.isna(row["within"]) else row["within"]
    return f"{'more than ' if pd.isna(row['within']) else ''}{days} working days"


def _reasons(row: dict[str, Any]) -> str:
    if not row["will_not"]:
        return f"{FEW} times"
    return f"{_share(row['with_reason'], row['will_not'])} of {row['will_not']}"


def _made(figures: Replies) -> str:
    suggestions = wording.count(figures.suggestions, "suggestion")
    if not figures.themes:
        return suggestions
    return f"{suggestions} and {wording.count(figures.themes, 'theme')} found in comments"


def _wait(figures: Replies) -> list[str]:
    if figures.median_days is None:
        return []
    days = wording.count(formats.whole(figures.median_days), "working day")
    return [f"Half of the replies came within {days}."]


def _in_time(figures: Replies) -> list[str]:
    if not figures.timed:
        return []
    share = formats.percent(figures.share_in_time)
    were = wording.count(figures.in_time, "was", "were")
    left = figures.made - figures.timed
    still = f"; {left:,} more can still be" if left else ""
    return [
        f"Of {figures.timed:,}, {were} answered within {REPLY_DAYS} working days ({share}){still}."
    ]


def _refusals(figures: Replies) -> list[str]:
    if not figures.will_not:
        return []
    times = wording.times(figures.will_not)
    share = formats.percent(figures.share_with_reason)
    always = figures.with_reason == figures.will_not
    reason = "always with its reason" if always else f"with a reason in {share} of cases"
    return [f"“We will not” was said {times}, {reason}."]


def _share(count: int, base: int) -> str:
    return formats.percent(count / base if base else None)
