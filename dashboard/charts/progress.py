"""The burn-up: how much of the plan was to be done, and how much is, day by day."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formats, palette
from dashboard.charts import day_line
from tracker import wording

# Nearer to an edge than this share of the width there is no room for a label on a phone.
_EDGE = 0.3
# Lower than this share of the plan there is no room for a label under a line.
_LOW = 0.1


def burn_up(points: pd.DataFrame, day: date, *, name_of_day: str) -> go.Figure | None:
    """Two lines against time, labelled where ``day`` crosses them.

    Args:
        points: ``day``, ``planned``, ``actual`` (0 to 1, may be missing), as of ``progress_on``.
        name_of_day: What the upright line is called, such as "Today".

    Returns:
        ``None`` when there is too little to draw, and ``describe_burn_up`` says why.
    """
    if _too_little(points):
        return None
    planned = _line(points, "planned", "Planned", palette.PLANNED, "dash")
    actual = _line(points.dropna(subset="actual"), "actual", "Done", palette.ACTUAL, "solid")
    layout = palette.layout(
        showlegend=False,  # the lines are labelled where they are read
        yaxis={"range": [-0.02, 1.12], "tickformat": ".0%", "dtick": 0.25, "zeroline": False},
        margin={"t": 28},
        shapes=[day_line.shape(day)],
        annotations=[_day_label(points, day, name_of_day), *_line_labels(points, day)],
        hovermode="x unified",
    )
    return go.Figure([planned, actual], layout)


def describe_burn_up(points: pd.DataFrame, day: date) -> str:
    """What the burn-up shows, in words."""
    if missing := _too_little(points):
        return missing
    actual, planned = _at(points, day)
    last = points.iloc[-1]
    rest = "; the rest has no date yet" if last["planned"] < 1 - 1e-9 else ""
    against = formats.points(actual, planned).replace("level", "as planned")
    return (
        f"On {formats.day(day)}, {formats.percent(actual)} of the plan was done and "
        f"{formats.percent(planned)} was planned: {against}. "
        f"By {formats.day(last['day'].date())}, when its published dates end, "
        f"{formats.percent(last['planned'])} is planned{rest}."
    )


def _too_little(points: pd.DataFrame) -> str:
    """Why no line can be drawn; empty when one can."""
    known = points["planned"].notna().sum()
    if not known:
        return (
            "No version of the plan is published yet, so there is no planned line to compare with. "
            "The secretariat publishes one on the Strategy page."
        )
    return "The published plan has no dates yet, so it has no line." if known < 2 else ""


def burn_up_table(points: pd.DataFrame) -> pd.DataFrame:
    """The burn-up's numbers, one row a month: its first point."""
    month = points["day"].dt.strftime("%Y-%m")
    first = points[~month.duplicated()]
    return pd.DataFrame(
        {
            "Day": [formats.day(day.date()) for day in first["day"]],
            "Planned": [_percent(share) for share in first["planned"]],
            "Done": [_percent(share) for share in first["actual"]],
        }
    )


def _percent(share: float) -> str:
    return formats.percent(None if pd.isna(share) else share)


def _line(points: pd.DataFrame, column: str, name: str, colour: str, dash: str) -> go.Scatter:
    return go.Scatter(
        x=points["day"].to_numpy(),
        y=points[column].to_numpy(),
        name=name,
        mode="lines",
        line={"color": colour, "width": 3, "dash": dash, "shape": "hv"},
        hovertemplate="%{y:.0%}",
    )


def _at(points: pd.DataFrame, day: date) -> tuple[float | None, float | None]:
    """Actual and planned on ``day``."""
    rows = points[points["day"] == pd.Timestamp(day)]
    if rows.empty:
        return None, None
    actual, planned = rows.iloc[0][["actual", "planned"]]
    return (
        None if pd.isna(actual) else float(actual),
        None if pd.isna(planned) else float(planned),
    )


def _share_of_time(points: pd.DataFrame, day: date) -> float:
    """How far along the chart ``day`` is, 0 to 1."""
    first, last = points["day"].iloc[0], points["day"].iloc[-1]
    return (pd.Timestamp(day) - first) / (last - first)


def _day_label(points: pd.DataFrame, day: date, name: str) -> dict[str, Any]:
    place = {"x": day, "y": 1, "yref": "paper", "yanchor": "bottom"}
    side = "right" if _share_of_time(points, day) > 0.5 else "left"
    return _words(f"{name}, {wording.day(day)}") | place | {"xanchor": side}


def _line_labels(points: pd.DataFrame, day: date) -> list[dict[str, Any]]:
    """The lines' names with their values on ``day``.

    The lines rise from left to right: above and to the left of a point there is always room, and
    below and to the right of the lower one. What stands above and to the right stands above what
    its line rises to there.
    """
    actual, planned = _at(points, day)
    if actual is None or planned is None:
        return []
    along = _share_of_time(points, day)
    over, under = sorted([(planned, "Planned"), (actual, "Done")], reverse=True)
    # Near the axis there is no room below; then the upper one makes room.
    is_low, is_close = under[0] < _LOW, over[0] - under[0] < _LOW
    left = {"xanchor": "right", "xshift": -6}
    right = {"xanchor": "left", "xshift": 6}
    above = {"yanchor": "bottom", "yshift": 20 if is_low and is_close else 3}
    below = {"yanchor": "bottom" if is_low else "top"}
    beside = right | {"y": _highest(points, along)} if along < _EDGE else left
    return [
        _value_label(*over, day) | above | beside,
        _value_label(*under, day) | below | (left if along > 1 - _EDGE else right),
    ]


def _highest(points: pd.DataFrame, along: float) -> float:
    """How high a line is at most where a label to the right of ``along`` stands."""
    first, last = points["day"].iloc[0], points["day"].iloc[-1]
    shares = (points["day"] - first) / (last - first)
    there = points[shares.between(along, along + _EDGE)]
    return float(there[["planned", "actual"]].max().max())


def _value_label(value: float, name: str, day: date) -> dict[str, Any]:
    return _words(f"<b>{name} {formats.percent(value)}</b>") | {"x": day, "y": value}


def _words(text: str) -> dict[str, Any]:
    return {"text": text, "showarrow": False, "font": {"size": 14}}
