"""What becomes of suggestions: how many were said, decided, have an action, and are done."""

import pandas as pd
import plotly.graph_objects as go

from dashboard import palette
from dashboard.palette import Sign
from tracker import wording
from tracker.analytics.replies import STAGES, Outcome, ReplyState

OUTCOMES = {
    Outcome.DONE: Sign(palette.GREEN, "green", "check_circle", "."),
    Outcome.UNDER_WAY: Sign(palette.BLUE, "blue", "trending_up", ""),
    Outcome.HELD_UP: Sign(palette.ORANGE, "orange", "pause_circle", "/"),
    Outcome.WILL_NOT: Sign(palette.RED, "red", "block", "x"),
    Outcome.NEED_TO_KNOW: Sign(palette.GREY, "gray", "help", "+"),
    Outcome.WAITING: Sign(palette.GREY, "gray", "schedule", "-"),
}
REPLY_STATES = {
    ReplyState.OVERDUE: Sign(palette.RED, "red", "error", "x"),
    ReplyState.DUE_SOON: Sign(palette.ORANGE, "orange", "warning", "/"),
    ReplyState.OPEN: Sign(palette.BLUE, "blue", "schedule", ""),
    ReplyState.ANSWERED: Sign(palette.GREEN, "green", "done_all", "."),
}
SAID = "Suggestions and themes of comments"  # what is counted


def flow(counts: pd.DataFrame) -> go.Figure | None:
    """Stacked horizontal bars, one a stage: how many have come so far, and what became of them.

    Args:
        counts: ``stage``, ``outcome``, ``count``, as of ``analytics.replies.flow``.

    Returns:
        ``None`` when there are no suggestions.
    """
    wide = _wide(counts)
    if not wide.loc["Said"].any():
        return None
    bars = [
        go.Bar(
            x=wide[outcome].to_numpy(),
            y=wide.index,
            name=outcome.label,
            orientation="h",
            marker=palette.bar(sign),
            hovertemplate=f"{outcome.label}: %{{x}}<extra></extra>",
        )
        for outcome, sign in OUTCOMES.items()
        if wide[outcome].any()
    ]
    layout = palette.layout(
        barmode="stack",
        bargap=0.35,
        height=420,
        yaxis={"autorange": "reversed"},
        xaxis={"title": {"text": SAID}, "rangemode": "tozero", "tickformat": ",d"},
    )
    return go.Figure(bars, layout)


def describe_flow(counts: pd.DataFrame) -> str:
    """How many have come how far, in words."""
    said, decided, acted, done = (int(total) for total in _wide(counts).sum(axis=1))
    if not said:
        return "Nothing has been suggested yet."
    have = wording.count(decided, "has", "have") if decided else "none has"
    first = f"Of {_number(said)}, {have} a reply."
    if not acted:
        return f"{first} None has an action in the plan yet."
    is_done = f"{done:,} of them done" if done else "none of them done yet"
    return f"{first} {acted:,} led to an action in the plan, {is_done}."


def _number(said: int) -> str:
    return wording.count(said, "suggestion or theme of comments", SAID.lower())


def flow_table(counts: pd.DataFrame) -> pd.DataFrame:
    """The same numbers, one row a stage."""
    wide = _wide(counts)
    wide.columns = pd.Index([outcome.label for outcome in OUTCOMES])
    return wide.assign(**{"In all": wide.sum(axis=1)}).reset_index(names="Stage")


def _wide(counts: pd.DataFrame) -> pd.DataFrame:
    wide = counts.pivot(index="stage", columns="outcome", values="count")
    return wide.reindex(index=[*STAGES], columns=[*OUTCOMES]).fillna(0).astype("int64")
