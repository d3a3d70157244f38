"""Where the actions of each theme stand."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import palette
from dashboard.charts.text import in_lines
from tracker import wording
from tracker.vocabulary import Standing

_LINE, _LINES = 18, 3  # characters of a theme's name beside its bar
_FEW = 5  # actions, each of which can have its own tick
_ROW = 64  # pixels
_FRAME = 190  # pixels for the axis and the legend, which takes several lines on a phone


def standings(counts: pd.DataFrame, names: dict[str, str]) -> go.Figure | None:
    """Stacked horizontal bars, one a theme: how many of its actions stand where.

    Args:
        counts: ``theme`` (code), ``standing``, ``actions`` (a count), as of ``count_standings``.
        names: The themes' names by code.

    Returns:
        ``None`` when there are no actions.
    """
    if counts.empty:
        return None
    themes = counts["theme"].unique()
    # Places instead of names: two themes may share a name, and would share a bar.
    places = [*range(len(themes))]
    labels = [in_lines(names.get(code, code), width=_LINE, most=_LINES) for code in themes]
    bars = [_bars(counts, standing, places) for standing in Standing]
    layout = palette.layout(
        barmode="stack",
        bargap=0.35,
        height=_FRAME + _ROW * len(themes),
        yaxis={"autorange": "reversed", "tickvals": places, "ticktext": labels},
        xaxis={"title": {"text": "Actions"}, "rangemode": "tozero"} | _ticks(counts),
    )
    return go.Figure(bars, layout)


def describe_standings(counts: pd.DataFrame) -> str:
    """How many actions of the whole plan stand where, in words."""
    if counts.empty:
        return "The plan has no actions yet."
    totals = counts.groupby("standing")["actions"].sum()
    parts = [
        f"{totals[standing.value]:,} {standing.label.lower()}"
        for standing in Standing
        if totals[standing.value]
    ]
    return f"Of {wording.count(int(totals.sum()), 'action')}: {wording.listing(parts)}."


def standings_table(counts: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The same numbers, one row a theme."""
    wide = counts.pivot(index="theme", columns="standing", values="actions")
    wide = wide.reindex(index=counts["theme"].unique(), columns=[each.value for each in Standing])
    wide.columns = pd.Index([standing.label for standing in Standing])
    wide.insert(0, "Theme", [names.get(code, code) for code in wide.index])
    return wide.reset_index(drop=True)


def _bars(counts: pd.DataFrame, standing: Standing, places: list[int]) -> go.Bar:
    number = counts.loc[counts["standing"] == standing.value, "actions"].to_numpy()
    return go.Bar(
        x=number,
        y=places,
        name=standing.label,
        orientation="h",
        marker=palette.bar(palette.STANDINGS[standing]),
        hovertemplate=f"{standing.label}: %{{x}}<extra></extra>",
    )


def _ticks(counts: pd.DataFrame) -> dict[str, Any]:
    """Whole numbers only, also where there are few."""
    few = counts.groupby("theme")["actions"].sum().max() <= _FEW
    return {"tickformat": ",d"} | ({"dtick": 1} if few else {})
