"""Likelihoods that leads gave, against what came true; always of all leads together."""

import pandas as pd
import plotly.graph_objects as go

from dashboard import formats, palette
from tracker import wording
from tracker.analytics.calibration import Calibration


def calibration(found: Calibration) -> go.Figure | None:
    """A point for each band: its mean likelihood against the share whose date was met.

    Returns:
        ``None`` while there are too few likelihoods, and ``describe_calibration`` says so.
    """
    bands = found.bands[found.bands["updates"].notna()]
    if bands.empty:
        return None
    ideal = go.Scatter(
        x=[0, 1],
        y=[0, 1],
        name="As likely as said",
        mode="lines",
        line={"color": palette.PLANNED, "width": 2, "dash": "dash"},
        hoverinfo="skip",
    )
    shares = go.Scatter(
        x=bands["likelihood"].to_numpy(),
        y=bands["share_met"].to_numpy(),
        error_y={
            "type": "data",
            "array": (bands["high"] - bands["share_met"]).to_numpy(),
            "arrayminus": (bands["share_met"] - bands["low"]).to_numpy(),
            "color": palette.ACTUAL,
        },
        name="Came true, with its 95% interval",
        mode="markers",
        marker={"color": palette.ACTUAL, "size": 12},
        hovertemplate="Said %{x:.0%}, met %{y:.0%}<extra></extra>",
    )
    axis = {"range": [-0.02, 1.02], "tickformat": ".0%", "dtick": 0.25, "zeroline": False}
    layout = palette.layout(
        xaxis=axis | {"title": {"text": "Likelihood given"}},
        yaxis=axis | {"title": {"text": "Dates met"}},
    )
    return go.Figure([ideal, shares], layout)


def describe_calibration(found: Calibration) -> str:
    """What came of the likelihoods, in words."""
    bands = found.bands[found.bands["updates"].notna()]
    if found.because:
        return f"Too early to say: {found.because}."
    parts = [
        f"Of {wording.count(int(row['updates']), 'likelihood')} of {row['band']}, on average "
        f"{formats.percent(row['likelihood'])}, {formats.percent(row['share_met'])} came true "
        f"(95% interval {formats.percent(row['low'])} to {formats.percent(row['high'])})."
        for row in bands.to_dict("records")
    ]
    score = (
        f"All of them together score {formats.ratio(found.brier)} (Brier score): 0 is perfect, "
        "0.25 is what always saying 50% would get."
    )
    return " ".join([*parts, score])


def calibration_table(found: Calibration) -> pd.DataFrame:
    """The same numbers, one row a band; no row while every band is withheld."""
    if found.because:
        return pd.DataFrame()
    shares = {
        "Likelihood given, on average": "likelihood",
        "Dates met": "share_met",
        "From": "low",
        "To": "high",
    }
    return pd.DataFrame(
        {"Likelihood": found.bands["band"], "Updates": found.bands["updates_in_words"]}
        | {name: found.bands[column].map(_percent) for name, column in shares.items()}
    )


def _percent(share: float) -> str:
    return formats.percent(None if pd.isna(share) else share)
