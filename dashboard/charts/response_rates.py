"""How many of those who were asked answered."""

import pandas as pd
import plotly.graph_objects as go

from dashboard import formats
from dashboard.charts.opinion_rows import count, interval, layout, points, share_axis


def rates(rows: pd.DataFrame) -> go.Figure | None:
    """A point for each group: its response rate, with the interval that chance alone would give.

    Args:
        rows: As ``opinions.response_rates`` gives them.

    Returns:
        ``None`` when no rate may be told.
    """
    if rows["rate"].isna().all():
        return None
    words = [interval(row, "rate") for row in rows.to_dict("records")]
    axis = share_axis("Of those who were asked")
    return go.Figure(
        points(rows, "rate", words), layout(rows["label"], rows["because"], xaxis=axis)
    )


def describe_rates(rows: pd.DataFrame) -> str:
    """How many answered in all, and in which group the fewest, in words."""
    total = rows.iloc[-1]
    groups = rows.iloc[:-1].dropna(subset="rate")
    sentences = [answered(total)]
    if len(groups) > 1:
        least = groups.sort_values("rate", kind="stable").iloc[0]
        sentences.append(f"The lowest rate is in “{least['label']}”: {interval(least, 'rate')}.")
    withheld = int(rows["rate"].isna().sum())
    if withheld:
        sentences.append(f"{withheld:,} of {len(rows):,} rows have none, and say why.")
    return " ".join(sentences)


def answered(total: pd.Series) -> str:
    """How many answered of how many, in words."""
    if pd.isna(total["heard"]):
        return f"How many answered can't be shown: {total['because']}."
    heard = f"About {formats.number(float(total['heard']))}"
    if pd.isna(total["rate"]):
        return f"{heard} answered; there is no rate, because {total['because']}."
    asked = formats.number(float(total["asked"]))
    return f"{heard} of {asked} who were asked answered: {interval(total, 'rate')}."


def rates_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The same numbers, one row a group."""
    cells = [
        {
            "Group": row["label"],
            "Asked": count(row["asked"], "not known" if pd.notna(row["heard"]) else row["because"]),
            "Answered": count(row["heard"], row["because"]),
            "Rate": interval(row, "rate"),
        }
        for row in rows.to_dict("records")
    ]
    return pd.DataFrame(cells)
