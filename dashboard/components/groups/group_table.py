"""All groups: in a sentence, as a table, on one timeline, and the action group's volunteers."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.charts import groups as charts
from dashboard.components import chart_card, data_table, status_badge
from dashboard.components.chart_card import Card
from dashboard.components.replay import replayed_of
from dashboard.loaders import groups as group_loaders
from dashboard.markdown import link, plain
from dashboard.navigation import GROUP, address
from dashboard.view import Moment, View
from tracker import wording
from tracker.analytics import group_hours
from tracker.analytics import groups as group_analytics
from tracker.areas import Area
from tracker.vocabulary import UNLED, GroupKind, GroupState

_Row = Mapping[Hashable, Any]
_DAYS = ("proposed_on", "began_on", "ends_on", "ended_on")
_FILE = {
    "name": "group",
    "kind": "kind",
    "parent": "part of",
    "state": "state",
    **dict(zip(_DAYS, ("proposed", "began", "planned end", "ended"), strict=True)),
    "days_over": "days past its end",
    "members": "members",
    "has_chair": "has a chair",
    "open_actions": "open actions",
    "deliverables": "deliverables",
    "accepted": "accepted",
}


@replayed_of(Area.PEOPLE, Area.PLAN)
def summary(moment: Moment, *, with_hours: bool) -> None:
    """Draw how many groups there are, and what needs somebody's attention.

    Args:
        with_hours: Then what all members offer together, beside what is due.
    """
    rows = group_loaders.sheet(moment)
    st.markdown(f"**{charts.describe_lifelines(rows)}** {_attention(moment, rows)}")
    if with_hours:
        _hours(moment)


def _hours(moment: Moment) -> None:
    offered, due = group_loaders.hours_together(moment), group_loaders.due(moment)
    last = formats.day(moment.day + group_hours.AHEAD)
    told = offered.words if offered.hours is None else f"about {formats.number(offered.hours)}"
    what = "people offer hours" if offered.hours is None else "hours are offered"
    st.markdown(
        f"**The coming eight weeks:** {told} {what} in all groups together; "
        f"{wording.count(len(due), 'action')} at home in groups "
        f"{'is' if len(due) == 1 else 'are'} due by {last}, or late."
    )


@replayed_of(Area.PEOPLE, Area.PLAN)
def table_and_timeline(view: View, rows: tuple[int, ...]) -> None:
    """Draw those rows of the list, and under it their lives."""
    _table(view, rows)
    _timeline(view.moment, rows)


def _table(view: View, rows: tuple[int, ...]) -> None:
    groups = group_loaders.sheet(view.moment).loc[list(rows)]
    cells = [_cells(row, view) for row in groups.to_dict("records")]
    data_table.show(pd.DataFrame(cells), name="Groups")


def _timeline(moment: Moment, rows: tuple[int, ...]) -> None:
    groups = group_loaders.sheet(moment).loc[list(rows)]
    stages = group_loaders.stages(moment, rows)
    name = "As at" if moment.as_at else "Today"
    chart_card.show(
        Card(
            title="Timeline",
            figure=charts.lifelines(groups, stages, moment.day, name_of_day=name),
            sentence=charts.describe_lifelines(groups),
            table=charts.lifelines_table(groups),
        )
    )


@chart_card.card_of(Area.PEOPLE)
def volunteers(moment: Moment, group_id: int, title: str, level: int = 2) -> Card:
    """How many people were in one group from month to month, and how many joined last summer."""
    spells = group_loaders.people(moment, group_id).memberships
    counts = group_analytics.over_time(spells, moment.day)
    summer = group_analytics.last_summer(moment.day)
    joined = group_analytics.joiners(spells, summer)
    return Card(
        title=title,
        figure=charts.numbers(counts),
        sentence=charts.describe_numbers(counts, joined=joined, summer=summer),
        table=charts.numbers_table(counts),
        level=level,
    )


def file(rows: pd.DataFrame) -> pd.DataFrame:
    """The groups as they are taken away, their days written as 2022-03-31."""
    days = {name: rows[name].dt.strftime("%Y-%m-%d") for name in _DAYS}
    chairs = rows["has_chair"].map({True: "yes", False: "no"})
    return rows.assign(**days, has_chair=chairs)[[*_FILE]].rename(columns=_FILE)


def state(row: _Row) -> str:
    """A group's state as a badge, and by how many days it is past its end."""
    badge = status_badge.markdown(GroupState(row["state"]))
    if not row["days_over"]:
        return badge
    over = wording.count(row["days_over"], "day")
    return f"{badge} :red-badge[:material/event_busy: Past its end by {over}]"


def accepted(row: _Row) -> str:
    """``"2 of 3"``, or that nothing is promised."""
    promised = row["deliverables"]
    return f"{row['accepted']:,} of {promised:,}" if promised else formats.NOTHING


def _attention(moment: Moment, rows: pd.DataFrame) -> str:
    live = rows[rows["state"].isin([GroupState.ACTIVE, GroupState.CLOSING])]
    lost = group_loaders.orphans(moment)
    alone = int((~live["has_chair"] & ~live["kind"].isin(UNLED)).sum())
    parts = [
        f"{wording.count(alone, 'group at work has', 'groups at work have')} no chair."
        if alone
        else "",
        f"{wording.count(len(lost), 'open action is', 'open actions are')} at home in a group "
        "that has ended."
        if len(lost)
        else "",
    ]
    return " ".join(filter(None, parts))


def _cells(row: _Row, view: View) -> dict[str, str]:
    share = row["share_of_time"]
    name = link(row["name"], address(GROUP, view, group=str(row["id"])))
    end = row["ended_on"] if row["has_ended"] else row["ends_on"]
    return {
        "Group": f"{name}, a part of {plain(row['parent'])}" if row["parent"] else name,
        "Kind": GroupKind(row["kind"]).label,
        "State": state(row),
        "Members": _members(row),
        "Open actions": formats.number(row["open_actions"]),
        "Deliverables accepted": accepted(row),
        "Time used": formats.percent(None if pd.isna(share) else share),
        "End": formats.day(None if pd.isna(end) else end.date()),
    }


def _members(row: _Row) -> str:
    is_led = row["kind"] not in UNLED
    if not is_led and not row["members"]:
        return formats.NOTHING
    is_alone = is_led and not row["has_chair"] and not row["has_ended"]
    return f"{row['members']:,}{', no chair' if is_alone else ''}"
