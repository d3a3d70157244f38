"""The coverage grid: every organisation against everything that it should have."""

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from dashboard.charts import coverage as charts
from dashboard.components import chart_card, data_table
from dashboard.components.chart_card import Card
from dashboard.components.coverage import coverage_words
from dashboard.components.coverage.coverage_words import Row
from dashboard.components.replay import replayed_of
from dashboard.loaders import coverage as coverage_loaders
from dashboard.markdown import plain
from dashboard.view import Moment, View
from tracker import wording
from tracker.analytics.coverage import REPRESENTATIVE, Cell, Grid, is_gap
from tracker.areas import Area


@replayed_of(Area.PEOPLE)
def summary(moment: Moment) -> None:
    """Draw, in a sentence, how many organisations lack a representative, and anything else."""
    st.markdown(f"**{sentence(coverage_loaders.grid(moment))}**")


@chart_card.card_of(Area.PEOPLE)
def gaps(moment: Moment) -> Card:
    """In which columns the gaps are."""
    columns = coverage_loaders.by_column(moment)
    return Card(
        title="Where the gaps are",
        figure=charts.gaps(columns),
        sentence=charts.describe_gaps(columns),
        table=charts.gaps_table(columns),
    )


def table(view: View, ids: tuple[int, ...]) -> None:
    """Draw these organisations, in this order: as a grid, and where that is too wide as a list.

    The style sheet shows the one that fits (static/a11y.css).
    """
    with st.container(key="coverage_grid"):
        _grid(view, ids)
    with st.container(key="coverage_list"):
        _list(view, ids)


@replayed_of(Area.PEOPLE)
def _grid(view: View, ids: tuple[int, ...]) -> None:
    grid = coverage_loaders.grid(view.moment)
    rows = [
        {
            "Organisation": coverage_words.organisation(row, view),
            "Gaps": f"{row['gaps']} of {len(grid.columns)}",
            **{
                grid.columns[cell["column"]]: coverage_words.cell(cell, view.actor)
                for cell in cells
            },
        }
        for row, cells in _rows(grid, ids)
    ]
    data_table.show(pd.DataFrame(rows), name="What each organisation has, and what it lacks")


@replayed_of(Area.PEOPLE)
def _list(view: View, ids: tuple[int, ...]) -> None:
    grid = coverage_loaders.grid(view.moment)
    items = [
        f"- {coverage_words.organisation(row, view)}: {wording.count(row['gaps'], 'gap')}"
        + "".join(_gaps(cells, grid.columns, view))
        for row, cells in _rows(grid, ids)
    ]
    st.markdown("\n".join(items))


def _gaps(cells: list[Row], columns: dict[str, str], view: View) -> Iterator[str]:
    """What is missing, what is missing in the same way together."""
    missing: dict[str, list[str]] = {}
    for cell in cells:
        if cell["state"] != Cell.FILLED:
            words = coverage_words.cell(cell, view.actor)
            missing.setdefault(words, []).append(plain(columns[cell["column"]]))
    for words, what in missing.items():
        yield f"\n  - {words} {wording.listing(what)}"


def file(view: View, ids: tuple[int, ...]) -> pd.DataFrame:
    """The grid as it is taken away, in plain words; names as this reader may see them."""
    grid = coverage_loaders.grid(view.moment)
    cells = _cells_of(grid, ids)
    words = [coverage_words.text(cell, view.actor) for cell in cells.to_dict("records")]
    wide = cells.assign(words=words).pivot(
        index="organisation_id", columns="column", values="words"
    )
    rows = grid.organisations.set_index("id").loc[list(ids)]
    return rows.join(wide[[*grid.columns]].rename(columns=grid.columns))


def sentence(grid: Grid) -> str:
    """``"9 of 24 organisations have no representative; 31 gaps in all."``."""
    number = len(grid.organisations)
    if not number:
        return "No organisation is in scope yet."
    missing = int((is_gap(grid.cells) & (grid.cells["column"] == REPRESENTATIVE)).sum())
    have = "has" if missing == 1 else "have"
    gaps = wording.count(int(grid.organisations["gaps"].sum()), "gap")
    return (
        f"{missing:,} of {wording.count(number, 'organisation')} {have} no representative; "
        f"{gaps} in all."
    )


def _rows(grid: Grid, ids: tuple[int, ...]) -> Iterator[tuple[Row, list[Row]]]:
    """Each of these organisations with its cells."""
    own = dict(list(_cells_of(grid, ids).groupby("organisation_id")))
    for row in grid.organisations.set_index("id").loc[list(ids)].reset_index().to_dict("records"):
        yield row, own[row["id"]].to_dict("records")


def _cells_of(grid: Grid, ids: tuple[int, ...]) -> pd.DataFrame:
    return grid.cells[grid.cells["organisation_id"].isin(ids)]
