"""Groups in pictures: all of them on one timeline with their states, and their numbers."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formats, palette
from dashboard.charts import day_line
from dashboard.charts.text import over_row
from tracker import wording
from tracker.vocabulary import ENDED, GroupState

_ROW = 46  # pixels: a line of words, and under it the bar
_FRAME = 230  # pixels for the axis and the legend, which takes several lines on a phone
_A_DAY = 24 * 60 * 60 * 1000  # milliseconds, in which Plotly measures bars of time
_PAST_END = "Past its end"


def lifelines(
    rows: pd.DataFrame, stages: pd.DataFrame, day: date, *, name_of_day: str
) -> go.Figure | None:
    """One row a group: a bar for each state it was in, and marks for its planned and real end.

    Args:
        rows: As ``analytics.groups.sheet`` gives them, in the order of the chart.
        stages: As ``analytics.groups.stages`` gives them.
        name_of_day: What the upright line is called, such as "Today".

    Returns:
        ``None`` when there are no groups.
    """
    if rows.empty:
        return None
    places = pd.Series(range(len(rows)), index=rows["id"].to_numpy())
    bars = [_bars(stages, places, state) for state in GroupState if state not in ENDED]
    ends = [_ends(rows, state) for state in GroupState if state in ENDED]
    layout = palette.layout(
        barmode="overlay",
        height=_FRAME + _ROW * len(rows),
        legend={"y": 1, "yanchor": "top"},  # beside the first rows, not below the last
        xaxis={"type": "date", "range": _range(rows, day), "side": "top", "showgrid": True},
        yaxis={
            "range": [len(rows) - 0.4, -0.7],
            "tickvals": [place - 0.6 for place in range(len(rows))],
            "showticklabels": False,
            "zeroline": False,
        },
        shapes=[day_line.shape(day)],
        annotations=[over_row(name, place) for place, name in enumerate(rows["name"])],
    )
    marks = [_past_end(rows, day), _planned(rows), *ends, day_line.in_legend(day, name_of_day)]
    return go.Figure([*bars, *marks], layout)


def describe_lifelines(rows: pd.DataFrame) -> str:
    """How many groups are in which state, and which are past their end, in words."""
    if rows.empty:
        return "There are no groups to show."
    counts = rows["state"].value_counts()
    parts = [
        f"{counts[state.value]:,} {state.label.lower()}" for state in GroupState if state in counts
    ]
    sentence = f"Of {wording.count(len(rows), 'group')}: {wording.listing(parts)}."
    over = rows[rows["days_over"] > 0]
    if over.empty:
        return f"{sentence} None is past its end."
    worst = over.loc[over["days_over"].idxmax()]
    days = wording.count(int(worst["days_over"]), "day")
    if len(over) == 1:
        return f"{sentence} 1 is past the planned end: {worst['name']}, by {days}."
    number, name = f"{len(over):,}", worst["name"]
    return f"{sentence} {number} are past the planned end, {name} furthest: by {days}."


def lifelines_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The same days in words, one row a group."""
    return pd.DataFrame(
        {
            "Group": rows["name"],
            "State": [GroupState(state).label for state in rows["state"]],
            "Proposed": _in_words(rows["proposed_on"]),
            "Began": _in_words(rows["began_on"]),
            "Planned end": _in_words(rows["ends_on"]),
            "Ended": _in_words(rows["ended_on"]),
            _PAST_END: [past_end(days) for days in rows["days_over"]],
        }
    )


def past_end(days: int) -> str:
    """``12`` as ``"12 days"``; nothing to say for 0."""
    return wording.count(int(days), "day") if days else formats.NOTHING


def numbers(counts: pd.Series) -> go.Figure | None:
    """One line: how many people were in it, from month to month.

    Args:
        counts: As ``analytics.groups.over_time`` gives them.

    Returns:
        ``None`` when there was never anybody.
    """
    if counts.empty:
        return None
    line = go.Scatter(
        x=counts.index.to_numpy(),
        y=counts.to_numpy(),
        mode="lines",
        line={"color": palette.ACTUAL, "width": 3, "shape": "hv"},
        hovertemplate="%{x|%-d %B %Y}: %{y}<extra></extra>",
    )
    few = {"dtick": 1} if counts.max() <= 5 else {}
    axis = {"title": {"text": "Members"}, "rangemode": "tozero", "tickformat": ",d"} | few
    return go.Figure([line], palette.layout(showlegend=False, yaxis=axis, height=300))


def describe_numbers(counts: pd.Series, *, joined: int, summer: int) -> str:
    """How many people there are beside a year ago, and how many joined in a summer, in words.

    Args:
        counts: By day; where they are of less than a year, the first of them stands for it.
        joined: How many people joined from June to August of the year ``summer``.
    """
    if counts.empty:
        return "Nobody has been in it yet."
    a_year_ago = counts.loc[: counts.index[-1] - pd.DateOffset(years=1)]
    before = len(a_year_ago) - 1 if len(a_year_ago) else 0
    new = "nobody" if not joined else wording.count(joined, "person", "people")
    return (
        f"{wording.count(int(counts.iloc[-1]), 'member')} on {_day(counts, -1)}: "
        f"{_change(int(counts.iloc[before]), int(counts.iloc[-1]), _day(counts, before))}. "
        f"From June to August {summer}, {new} joined."
    )


def numbers_table(counts: pd.Series) -> pd.DataFrame:
    """The same numbers, one row a month."""
    days = [formats.day(moment.date()) for moment in counts.index]
    return pd.DataFrame({"Day": days, "Members": [f"{number:,}" for number in counts]})


def _change(then: int, now: int, day: str) -> str:
    if now == then:
        return f"as many as on {day}"
    if not then:
        return f"on {day} it had none"
    people = wording.count(abs(now - then), "person", "people")
    return f"{people} {'more' if now > then else 'fewer'} than on {day}, when it had {then:,}"


def _day(counts: pd.Series, place: int) -> str:
    return formats.day(counts.index[place].date())


def _bars(stages: pd.DataFrame, places: pd.Series, state: GroupState) -> go.Bar:
    own = stages[(stages["state"] == state) & stages["group_id"].isin(places.index)]
    sign = palette.GROUP_STATES[state]
    return _bar(own["first"], own["until"], own["group_id"].map(places), state.label, sign, 0.34)


def _past_end(rows: pd.DataFrame, day: date) -> go.Bar:
    """What lies beyond the planned end, as a thin bar on top of the state."""
    until = rows["ended_on"].fillna(pd.Timestamp(day))
    over = pd.Series(range(len(rows)), index=rows.index)[
        (rows["days_over"] > 0) | (rows["has_ended"] & (until > rows["ends_on"]))
    ]
    sign = palette.PAST_END
    return _bar(rows.loc[over.index, "ends_on"], until[over.index], over, _PAST_END, sign, 0.14)


def _bar(
    first: pd.Series,
    until: pd.Series,
    places: pd.Series,
    name: str,
    sign: palette.Sign,
    width: float,
) -> go.Bar:
    days = (until - first).dt.days
    return go.Bar(
        base=first.to_numpy(),
        x=days.to_numpy() * _A_DAY,
        y=places.to_numpy(),
        width=width,
        orientation="h",
        name=name,
        marker=palette.bar(sign),
        text=[wording.count(int(each), "day") for each in days],
        textposition="none",
        hovertemplate=f"{name}: %{{base|%-d %B %Y}}, %{{text}}<extra></extra>",
    )


def _planned(rows: pd.DataFrame) -> go.Scatter:
    look = {"symbol": "circle-open", "size": 15, "color": palette.GREY, "line": {"width": 3}}
    return _marks(rows["ends_on"], "Planned end", look)


def _ends(rows: pd.DataFrame, state: GroupState) -> go.Scatter:
    look = {"symbol": "square" if state is GroupState.CLOSED else "x", "size": 11}
    ended_on = rows["ended_on"].where(rows["state"] == state)
    return _marks(ended_on, state.label, look | {"color": palette.GROUP_STATES[state].colour})


def _marks(days: pd.Series, name: str, look: dict[str, Any]) -> go.Scatter:
    there = days.notna().to_numpy()
    return go.Scatter(
        x=days[there].to_numpy(),
        y=pd.RangeIndex(len(days))[there].to_numpy(),
        name=name,
        mode="markers",
        marker=look,
        hovertemplate=f"{name}: %{{x|%-d %B %Y}}<extra></extra>",
    )


def _range(rows: pd.DataFrame, day: date) -> list[date]:
    """From the first to the last day, with room for half a mark at both ends."""
    days = rows[["proposed_on", "began_on", "ends_on", "ended_on"]]
    first = min(days.min().min(), pd.Timestamp(day))
    last = max(days.max().max(), pd.Timestamp(day))
    room = max((last - first) * 0.04, pd.Timedelta(days=10))
    return [(first - room).date(), (last + room).date()]


def _in_words(days: pd.Series) -> list[str]:
    return [formats.day(None if pd.isna(day) else day.date()) for day in days]
