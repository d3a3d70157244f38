"""How answers to a question differ from when it was asked last."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import formats, palette
from dashboard.charts.opinion_rows import known, layout, points

_AXIS = {
    "title": {"text": "Points; left: fewer agree"},
    "rangemode": "tozero",
    "zeroline": True,
    "zerolinecolor": palette.GREY,
    "zerolinewidth": 2,
}


def changes(rows: pd.DataFrame) -> go.Figure | None:
    """A point for each question: how many points more agree than last time, with its interval.

    Args:
        rows: As ``opinions.change`` gives them, with ``bar`` (the question), ``since`` (the
            earlier round).

    Returns:
        ``None`` when no change may be told.
    """
    if rows["change"].isna().all():
        return None
    words = [change_in_words(row) for row in rows.to_dict("records")]
    own = layout(rows["bar"], rows["because"], xaxis=_AXIS)
    in_points = rows.assign(**{name: rows[name] * 100 for name in ("change", "low", "high")})
    return go.Figure(points(in_points, "change", words), own)


def describe_changes(rows: pd.DataFrame) -> str:
    """Which answers differ clearly, in words."""
    told = rows.dropna(subset="change")
    if told.empty:
        return "No change can be shown: too few answered, or other groups were asked."
    is_clear = (told["low"] > 0) | (told["high"] < 0)
    clear = [
        f"“{row['bar']}” by {change_in_words(row)} since “{row['since']}”"
        for row in told[is_clear.fillna(False)].to_dict("records")
    ]
    if not clear:
        return "No clear change: chance alone could give as much."
    return f"Agreement differs by more than chance alone would usually give: {'; '.join(clear)}."


def changes_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The numbers, one row for each question and group."""
    cells = [
        {
            "Question": row["bar"],
            "Group": row["label"],
            "Asked before in": row["since"],
            "Agreed then": row["because"] or formats.percent(known(row["before"])),
            "Agree now": row["because"] or formats.percent(known(row["after"])),
            "Difference": row["because"] or change_in_words(row),
            "In words": row["words"] or formats.NOTHING,
        }
        for row in rows.to_dict("records")
    ]
    return pd.DataFrame(cells)


def change_in_words(row: Any) -> str:
    """``"+12 points (95% interval +3 to +21)"``, or why it can't be told."""
    if row["because"]:
        return str(row["because"])
    change, low, high = (_signed(float(row[name])) for name in ("change", "low", "high"))
    return f"{change} points (95% interval {low} to {high})"


def _signed(share: float) -> str:
    return f"{formats.whole(share * 100):+d}".replace("-", "−")
