"""The coverage grid: every organisation against everything that it should have."""

import pandas as pd
import streamlit as st

from dashboard.charts import coverage as charts
from dashboard.components import chart_card, coverage_words, data_table
from dashboard.components.chart_card import Card
from dashboard.components.replay import replayed
from dashboard.loaders import coverage as coverage_loaders
from dashboard.view import Moment, View
from tracker import wording
from tracker.analytics.coverage import REPRESENTATIVE, Grid


@replayed
def summary(moment: Moment) -> None:
    """Draw, in a sentence, how many organisations lack a representative, and anything else."""
    st.markdown(f"**{sentence(coverage_loaders.grid(moment))}**")


@chart_card.card
def gaps(moment: Moment) -> Card:
    """In which columns the gaps are."""
    columns = coverage_loaders.by_column(moment)
    return Card(
        title="Where the gaps are",
        figure=charts.gaps(columns),
        sentence=charts.describe_gaps(columns),
        table=charts.gaps_table(columns),
    )


@replayed
def table(view: View, ids: tuple[int, ...]) -> None:
    """Draw the grid of these organisations, in this order."""
    grid = coverage_loaders.grid(view.moment)
    organisations = grid.organisations.set_index("id").loc[list(ids)]
    by_organisation = dict(list(_cells_of(grid, ids).groupby("organisation_id")))
    rows = []
    for row in organisations.reset_index().to_dict("records"):
        cells = by_organisation[row["id"]].to_dict("records")
        rows.append(
            {
                "Organisation": coverage_words.organisation(row, view),
                "Gaps": f"{row['gaps']} of {len(grid.columns)}",
                **{
                    grid.columns[cell["column"]]: coverage_words.cell(cell, view.actor)
                    for cell in cells
                },
            }
        )
    data_table.show(pd.DataFrame(rows), name="What each organisation has, and what it lacks")


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
    """``"9 of 24 organisations have no representative. 31 gaps in all."``."""
    number = len(grid.organisations)
    if not number:
        return "No organisation is in scope yet."
    is_meant = (grid.cells["column"] == REPRESENTATIVE) & (grid.cells["state"] != "filled")
    missing = int(is_meant.sum())
    complete = int((grid.organisations["gaps"] == 0).sum())
    have = "has" if missing == 1 else "have"
    return (
        f"{missing:,} of {wording.count(number, 'organisation')} {have} no representative. "
        f"{wording.count(complete, 'lacks', 'lack')} nothing; there are "
        f"{wording.count(int(grid.organisations['gaps'].sum()), 'gap')} in all."
    )


def _cells_of(grid: Grid, ids: tuple[int, ...]) -> pd.DataFrame:
    return grid.cells[grid.cells["organisation_id"].isin(ids)]
