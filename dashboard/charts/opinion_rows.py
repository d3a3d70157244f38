"""What the charts of opinions share: named rows, reasons in the place of figures, intervals."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formats, palette
from dashboard.charts.text import in_lines, literal

_LINE, _LINES = 24, 4  # characters of a question's or a group's name beside its row
_ROW, _FRAME = 64, 110  # pixels: a row; the axis
_LEGEND = 150  # pixels: on a phone it takes several lines
_DOT = {"color": palette.BLUE, "size": 12}


def layout(
    names: Iterable[str], reasons: Iterable[str], *, has_legend: bool = False, **own: Any
) -> dict[str, Any]:
    """A layout of one row for each name, from above, with its reason in the place of a figure.

    Args:
        names: Of the rows; at place 0, 1 and so on of the vertical axis.
        reasons: Why a row has no figure; empty where it has one.
        has_legend: Whether there are several traces to be told apart.
    """
    labels = [in_lines(name, width=_LINE, most=_LINES) for name in names]
    words = [
        {
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": place,
            "text": in_lines(reason, width=_LINE, most=_LINES),
            "align": "left",
            "showarrow": False,
            "font": {"size": 14},
        }
        for place, reason in enumerate(reasons)
        if reason
    ]
    return palette.layout(
        bargap=0.35,
        height=_FRAME + _LEGEND * has_legend + _ROW * len(labels),
        showlegend=has_legend,
        annotations=words,
        yaxis={
            "range": [len(labels) - 0.5, -0.5],
            "tickvals": [*range(len(labels))],
            "ticktext": labels,
            "zeroline": False,
        },
        **own,
    )


def share_axis(title: str) -> dict[str, Any]:
    """An axis from nobody to everybody."""
    return {"title": {"text": title}, "range": [-0.02, 1.02], "tickformat": ".0%", "dtick": 0.25}


def points(rows: pd.DataFrame, figure: str, words: list[str]) -> go.Scatter:
    """A point for each row with its interval; none where it is withheld.

    Args:
        rows: ``figure``, ``low``, ``high``.
        words: What is said of each when it is pointed at.
    """
    values, low, high = (rows[name].astype("Float64") for name in (figure, "low", "high"))
    return go.Scatter(
        x=_numbers(values),
        y=[*range(len(rows))],
        mode="markers",
        marker=_DOT,
        error_x={
            "type": "data",
            "array": _numbers(high - values),
            "arrayminus": _numbers(values - low),
            "color": palette.BLUE,
        },
        customdata=[literal(each) for each in words],
        hovertemplate="%{customdata}<extra></extra>",
    )


def known(value: Any) -> float | None:
    """A figure as ``formats`` takes it."""
    return None if pd.isna(value) else float(value)


def count(value: Any, otherwise: str) -> str:
    """A count in words; ``otherwise`` where it isn't known."""
    return otherwise if pd.isna(value) else formats.number(float(value))


def interval(row: Mapping[Hashable, Any], figure: str) -> str:
    """``"58% (95% interval 46% to 70%)"``, or why it can't be told."""
    if row["because"]:
        return str(row["because"])
    share, low, high = (formats.percent(known(row[name])) for name in (figure, "low", "high"))
    return f"{share} (95% interval {low} to {high})"


def _numbers(values: pd.Series) -> list[float | None]:
    return [known(value) for value in values]
