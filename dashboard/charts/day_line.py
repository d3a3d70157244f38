"""The upright line through a chart: today, or the day looked at."""

from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboard import palette
from tracker import wording

_LINE = {"color": palette.ORANGE, "width": 2, "dash": "dot"}


def shape(day: date) -> dict[str, Any]:
    """The line itself, for the layout's ``shapes``."""
    return {"type": "line", "x0": day, "x1": day, "yref": "paper", "y0": 0, "y1": 1, "line": _LINE}


def in_legend(day: date, name: str) -> go.Scatter:
    """A trace without points that explains the line in the legend."""
    words = f"{name}, {wording.day(day)}"
    return go.Scatter(x=[None], y=[None], name=words, mode="lines", line=_LINE)
