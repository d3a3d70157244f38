"""The timeline: when each milestone was published for, is due now, and was done."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from dashboard import formats, palette
from dashboard.charts import day_line
from dashboard.charts.text import literal, over_row
from tracker import wording
from tracker.vocabulary import MilestoneState

_ROW = 46  # pixels: a line of words, and under it the marks
_FRAME = 210  # pixels for the axis and the legend, which takes several lines on a phone
_MARKS = {
    "Published date": ("published", {"symbol": "circle-open", "size": 15, "color": palette.GREY}),
    "Due now": ("due", {"symbol": "diamond", "size": 9, "color": palette.BLUE}),
    "Late": ("late", {"symbol": "x", "size": 10, "color": palette.RED}),
    "Done": ("done", {"symbol": "square", "size": 10, "color": palette.GREEN}),
}


def timeline(rows: pd.DataFrame, day: date, *, name_of_day: str) -> go.Figure | None:
    """One row a milestone: hollow where it was published, filled where it is due or done.

    Args:
        rows: ``ref``, ``name``, ``state``, ``is_late``, ``on_hold`` (waiting or paused); the days
            ``first_due_on``, ``due_on`` and ``done_on``, missing where unknown; ``slip_days``.
            Drawn are those that ``is_drawn``.
        name_of_day: What the upright line is called, such as "Today".

    Returns:
        ``None`` when no milestone has a date.
    """
    drawn = rows[is_drawn(rows)].reset_index(drop=True)
    if drawn.empty:
        return None
    days = _days(drawn)
    layout = palette.layout(
        height=_FRAME + _ROW * len(drawn),
        legend={"y": 1, "yanchor": "top"},  # beside the first rows, not below the last
        xaxis={"type": "date", "range": _range(days, day), "side": "top", "showgrid": True},
        yaxis={
            "range": [len(drawn) - 0.4, -0.7],
            "tickvals": [place - 0.6 for place in range(len(drawn))],
            "showticklabels": False,
            "zeroline": False,
        },
        shapes=[day_line.shape(day)],
        annotations=[over_row(name, place) for place, name in enumerate(_named(drawn))],
    )
    marks = [_marks(drawn, days, name) for name in _MARKS]
    return go.Figure([_slips(days), *marks, day_line.in_legend(day, name_of_day)], layout)


def is_drawn(rows: pd.DataFrame) -> pd.Series:
    """Which milestones have a place on the timeline: not dropped, and with some date."""
    has_date = rows[["first_due_on", "due_on", "done_on"]].notna().any(axis=1)
    return has_date & (rows["state"] != MilestoneState.DROPPED)


def describe_timeline(rows: pd.DataFrame) -> str:
    """What the timeline shows, in words."""
    drawn = rows[is_drawn(rows)]
    dropped = int((rows["state"] == MilestoneState.DROPPED).sum())
    on_hold = int(rows["on_hold"].sum())
    undated = int((~is_drawn(rows) & ~rows["on_hold"]).sum()) - dropped
    parts = [
        _progress(drawn) if len(drawn) else "",
        _slip_in_words(drawn),
        _some(on_hold, "waits or is paused", "wait or are paused"),
        _some(undated, "has no date yet", "have no date yet"),
        _some(dropped, "was dropped", "were dropped"),
    ]
    return " ".join(part for part in parts if part) or "There are no milestones to show."


def timeline_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The same days in words, one row a milestone, those without dates included."""
    dropped = rows["state"] == MilestoneState.DROPPED
    return pd.DataFrame(
        {
            "Milestone": _named(rows),
            "Published date": _in_words(rows["first_due_on"]),
            "Due now": _in_words(rows["due_on"]).mask(rows["on_hold"], "on hold"),
            "Done": _in_words(rows["done_on"]).mask(dropped, "dropped"),
            "Slip": [formats.slip(None if pd.isna(n) else int(n)) for n in rows["slip_days"]],
        }
    )


def _progress(drawn: pd.DataFrame) -> str:
    done = int((drawn["state"] == MilestoneState.DONE).sum())
    late = int(drawn["is_late"].sum())
    of_all = wording.count(len(drawn), "milestone")
    are_late = f"{late:,}" if late else "none"
    return f"Of {of_all}, {done:,} {'is' if done == 1 else 'are'} done and {are_late} late."


def _slip_in_words(drawn: pd.DataFrame) -> str:
    if not drawn["slip_days"].notna().any():
        return ""
    slipped = drawn[drawn["slip_days"].fillna(0) > 0]
    if slipped.empty:
        return "None has slipped from its published date."
    largest = slipped.loc[slipped["slip_days"].idxmax()]
    return (
        f"{wording.count(len(slipped), 'has', 'have')} slipped from the published date, "
        f"{largest['ref']} furthest: {formats.slip(int(largest['slip_days']))}."
    )


def _some(number: int, one: str, many: str) -> str:
    return f"{wording.count(number, f'milestone {one}', f'milestones {many}')}." if number else ""


def _days(drawn: pd.DataFrame) -> pd.DataFrame:
    """The day of every kind of mark, by row; missing where there is none."""
    open_late = drawn["is_late"]
    return pd.DataFrame(
        {
            "published": drawn["first_due_on"],
            "due": drawn["due_on"].mask(open_late),
            "late": drawn["due_on"].where(open_late),
            "done": drawn["done_on"],
            "end": drawn["done_on"].fillna(drawn["due_on"]),
        }
    )


def _range(days: pd.DataFrame, day: date) -> list[date]:
    """From the first to the last day, with room for half a mark at both ends."""
    first = min(days.min().min(), pd.Timestamp(day))
    last = max(days.max().max(), pd.Timestamp(day))
    room = max((last - first) * 0.04, pd.Timedelta(days=10))
    return [(first - room).date(), (last + room).date()]


def _marks(drawn: pd.DataFrame, days: pd.DataFrame, name: str) -> go.Scatter:
    column, look = _MARKS[name]
    there = days[column].notna()
    line = {"line": {"width": 3}} if look["symbol"].endswith("open") else {}
    return go.Scatter(
        x=days.loc[there, column].to_numpy(),
        y=days.index[there].to_numpy(),
        name=name,
        mode="markers",
        marker=look | line,
        text=[literal(name) for name in drawn.loc[there, "name"]],
        hovertemplate=f"%{{text}}<br>{name}: %{{x|%-d %B %Y}}<extra></extra>",
    )


def _slips(days: pd.DataFrame) -> go.Scatter:
    """A line from where each was published to where it is due or done."""
    there = days[["published", "end"]].notna().all(axis=1)
    pairs = days.loc[there, ["published", "end"]].assign(gap=pd.NaT)
    return go.Scatter(
        x=pairs.to_numpy().ravel(),
        y=pairs.index.to_numpy().repeat(3),
        name="Slip",
        mode="lines",
        line={"color": palette.GREY, "width": 4},
        hoverinfo="skip",
    )


def _named(drawn: pd.DataFrame) -> list[str]:
    return [f"{ref} {name}" for ref, name in zip(drawn["ref"], drawn["name"], strict=True)]


def _in_words(days: pd.Series) -> pd.Series:
    words = [formats.day(None if pd.isna(day) else day.date()) for day in days]
    return pd.Series(words, index=days.index, dtype=object)
