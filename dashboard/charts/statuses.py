"""Reported and assessed statuses: how many there are of each, and what they were round by round."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import formats, palette
from dashboard.charts.text import literal
from tracker import wording
from tracker.vocabulary import Answer, Status

KINDS = {"reported": "Reported", "assessed": "Assessed"}
# What stands in a cell: colours alone tell nobody who doesn't tell them apart.
LETTERS = {Status.GREEN: "G", Status.AMBER: "A", Status.RED: "R", Status.GREY: "–"}

_CODES = {status.value: code for code, status in enumerate(Status)}
_ROW = 27  # pixels
_FRAME = 80  # pixels for the axis
_HEIGHTS = (1, 1, 0.35)  # of the two rows of an action, and of the gap before the next
# One plain colour for each code.
_SCALE = [
    (edge / len(Status), palette.STATUSES[status].colour)
    for code, status in enumerate(Status)
    for edge in (code, code + 1)
]
_COLOURED = {
    "colorscale": _SCALE,
    "zmin": -0.5,
    "zmax": len(Status) - 0.5,
    "showscale": False,
    "xgap": 2,
    "ygap": 2,
    "hoverinfo": "skip",
}
_LETTER = {"color": palette.WHITE, "size": 19}  # large and bold enough to be read on every colour


def counts(rows: pd.DataFrame) -> go.Figure | None:
    """Two stacked bars: how many actions were reported, and assessed, as what.

    Args:
        rows: ``status``, ``reported``, ``assessed`` (counts), as of ``statuses.count``.

    Returns:
        ``None`` when no action has a status.
    """
    if not rows[[*KINDS]].to_numpy().any():
        return None
    bars = [
        go.Bar(
            x=[row[kind] for kind in KINDS],
            y=[*KINDS.values()],
            name=Status(row["status"]).label,
            orientation="h",
            marker=palette.bar(palette.STATUSES[Status(row["status"])]),
            hovertemplate=f"{Status(row['status']).label}: %{{x}}<extra></extra>",
        )
        for row in rows.to_dict("records")
    ]
    layout = palette.layout(
        barmode="stack",
        bargap=0.35,
        height=260,
        yaxis={"autorange": "reversed"},
        xaxis={"title": {"text": "Actions"}, "tickformat": ",d", "rangemode": "tozero"},
    )
    return go.Figure(bars, layout)


def describe_counts(rows: pd.DataFrame) -> str:
    """The counts in words: ``"Reported: 4 green and 1 red. Assessed: 2 green and 3 red."``."""
    parts = [f"{name}: {_counted(rows, kind)}." for kind, name in KINDS.items()]
    return " ".join(parts)


def counts_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The same numbers, one row a status."""
    labels = [Status(status).label for status in rows["status"]]
    return pd.DataFrame({"Status": labels} | {name: rows[kind] for kind, name in KINDS.items()})


def history(rows: pd.DataFrame) -> go.Figure | None:
    """A heat map with two rows an action, what was reported and what assessed; one column a round.

    Args:
        rows: ``ref`` (the action's), ``number`` (the round's), ``reported`` and ``assessed``
            (``Status`` values, or empty), as of ``statuses.history``, actions in order.

    Returns:
        ``None`` when no round is over.
    """
    if rows.empty:
        return None
    refs, numbers = rows["ref"].unique(), rows["number"].unique()
    cells = _paired(rows, refs, numbers)
    edges = np.concatenate([[0], np.cumsum(np.tile(_HEIGHTS, len(refs)))])
    middles = ((edges[1:] + edges[:-1]) / 2).reshape(-1, len(_HEIGHTS))[:, : len(KINDS)]
    figure = go.Heatmap(
        x=[str(number) for number in numbers],
        y=edges,
        z=[[_CODES.get(cell) for cell in line] for line in cells],
        text=[[_letter(cell) for cell in line] for line in cells],
        texttemplate="%{text}",
        textfont=_LETTER,
        **_COLOURED,
    )
    plain = {"showgrid": False, "zeroline": False}
    names = [f"{literal(name)} {kind}" for name in refs for kind in KINDS]
    layout = palette.layout(
        height=_FRAME + formats.whole(_ROW * edges[-1]),
        xaxis=plain | {"side": "top", "type": "category", "title": {"text": "Round"}},
        yaxis=plain | {"range": [edges[-1], 0], "tickvals": middles.ravel(), "ticktext": names},
    )
    return go.Figure([figure], layout)


def describe_history(rows: pd.DataFrame) -> str:
    """What was reported over the rounds, and how often the rules said something else, in words."""
    if rows.empty:
        return "No reporting round is over yet."
    given = rows[rows["reported"] != ""]
    rounds = wording.count(rows["number"].nunique(), "round")
    if given.empty:
        return f"In {rounds} nothing was reported of these actions."
    said = wording.count(len(given), "status was", "statuses were")
    words = _listed(given["reported"].value_counts())
    known = given[given["assessed"].isin([*_CODES]) & (given["assessed"] != Status.GREY)]
    other = int((known["reported"] != known["assessed"]).sum())
    return (
        f"In {rounds}, {said} reported of these actions: {words}. The rules said something else "
        f"{wording.times(other)}. In the cells, G is green, A amber and R red; a dash "
        "could not be assessed, and an empty cell has no status."
    )


def history_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The same statuses in words: one row an action, one column a round."""
    words = rows.assign(words=[_in_words(row) for row in rows.to_dict("records")])
    wide = words.pivot(index="ref", columns="number", values="words")
    wide = wide.reindex(index=rows["ref"].unique(), columns=rows["number"].unique())
    wide.columns = pd.Index([f"Round {number}" for number in wide.columns])
    return wide.reset_index(names="Action")


def _counted(rows: pd.DataFrame, kind: str) -> str:
    return _listed(rows.set_index("status")[kind]) or "none"


def _listed(numbers: pd.Series) -> str:
    return wording.listing(
        [f"{numbers[s.value]:,} {s.value}" for s in Status if numbers.get(s.value, 0)]
    )


def _paired(rows: pd.DataFrame, refs: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Three lines an action, what was reported, what assessed, and a gap; a column a round."""
    wide = [
        rows.pivot(index="ref", columns="number", values=kind)
        .reindex(index=refs, columns=numbers)
        .fillna("")
        .to_numpy(dtype=object)
        for kind in KINDS
    ]
    gap = np.full_like(wide[0], "")
    return np.stack([*wide, gap], axis=1).reshape(-1, len(numbers))


def _letter(cell: str) -> str:
    return f"<b>{LETTERS[Status(cell)]}</b>" if cell else ""


def _in_words(row: dict[str, str]) -> str:
    said = f"reported {row['reported']}" if row["reported"] else _UNSAID[row["answer"]]
    rules = f"assessed {row['assessed']}" if row["assessed"] else "not assessed"
    return f"{said}, {rules}"


_UNSAID = {Answer.EXEMPT: "nothing to report", Answer.MISSING: "no answer", Answer.GIVEN: ""}
