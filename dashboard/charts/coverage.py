"""In which columns of the coverage grid the gaps are."""

from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from dashboard import palette
from dashboard.charts.text import literal
from tracker import wording

_LINE = 18  # characters of a column's name beside its bar
_FRAME, _ROW = 150, 52  # pixels: the axis and the legend; a bar
# What an organisation has in a column: what it is called, and how its bar looks.
_PARTS = {
    "filled": ("In place", palette.Sign(palette.GREEN, "green", "check_circle", ".")),
    "vacant": ("The post is vacant", palette.Sign(palette.ORANGE, "orange", "person_off", "/")),
    "absent": ("No post, nobody, or no data", palette.Sign(palette.RED, "red", "error", "x")),
}


def gaps(columns: pd.DataFrame) -> go.Figure | None:
    """Stacked horizontal bars, one a column: how many organisations have somebody, or a gap.

    Args:
        columns: ``label``, ``filled``, ``vacant``, ``absent`` (counts), as of ``by_column``.

    Returns:
        ``None`` when there are no organisations.
    """
    if not _organisations(columns):
        return None
    places = [*range(len(columns))]
    labels = ["<br>".join(literal(line) for line in wrap(name, _LINE)) for name in columns["label"]]
    bars = [
        go.Bar(
            x=columns[part].to_numpy(),
            y=places,
            name=name,
            orientation="h",
            marker=palette.bar(sign),
            hovertemplate=f"{name}: %{{x}}<extra></extra>",
        )
        for part, (name, sign) in _PARTS.items()
    ]
    layout = palette.layout(
        barmode="stack",
        bargap=0.35,
        height=_FRAME + _ROW * len(columns),
        yaxis={"autorange": "reversed", "tickvals": places, "ticktext": labels},
        xaxis={"title": {"text": "Organisations"}, "rangemode": "tozero", "tickformat": ",d"},
    )
    return go.Figure(bars, layout)


def describe_gaps(columns: pd.DataFrame) -> str:
    """Where the most gaps are, in words."""
    number = _organisations(columns)
    if not number:
        return "No organisation is in scope yet."
    total = int(columns["gaps"].sum())
    if not total:
        return f"None of the {wording.count(number, 'organisation')} has a gap."
    worst = columns.sort_values("gaps", ascending=False, kind="stable").iloc[0]
    return (
        f"{wording.count(total, 'gap')} in {wording.count(number, 'organisation')}. "
        f"Most are in “{worst['label']}”: {worst['gaps']:,} of {number:,} organisations."
    )


def gaps_table(columns: pd.DataFrame) -> pd.DataFrame:
    """The same numbers, one row a column."""
    names = {"label": "Column"} | {part: name for part, (name, _) in _PARTS.items()}
    return columns[[*names]].rename(columns=names).reset_index(drop=True)


def _organisations(columns: pd.DataFrame) -> int:
    return int((columns["filled"] + columns["gaps"]).max())
