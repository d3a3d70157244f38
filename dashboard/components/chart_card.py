"""A chart with its heading, its sentence and its numbers: always shown together.

    @chart_card.card
    def progress_over_time(moment: Moment) -> Card:
        points = plan_loaders.burn_up(moment)
        return Card(
            title="Progress over time",
            figure=charts.burn_up(points),
            sentence=charts.describe_burn_up(points),
            table=charts.burn_up_table(points),
        )

A page then says ``cards.progress_over_time(view.moment)``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import ParamSpec

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.components import data_table, downloads
from dashboard.components.replay import replayed_of
from dashboard.markdown import plain, plain_table
from tracker.areas import Area

P = ParamSpec("P")

_HEADINGS = {2: st.header, 3: st.subheader}
# No tool bar: unnamed buttons for the keyboard to pass, and a full screen that loses the focus.
_CONFIG = {"displayModeBar": False, "scrollZoom": False}


@dataclass(frozen=True, slots=True)
class Card:
    """What one card shows.

    Attributes:
        figure: The chart; ``None`` when there is nothing to draw, and the sentence says why.
        sentence: What the chart shows, in plain words; shown, and read out in the chart's place.
        table: The chart's numbers as people read them, the first column naming the row; its words
            are shown as they stand.
        level: Of the heading; 2 directly under the page's title, 3 under a header.
    """

    title: str
    figure: go.Figure | None
    sentence: str
    table: pd.DataFrame
    level: int = 2


def card(build: Callable[P, Card]) -> Callable[P, None]:
    """Make ``build`` draw the card it returns: replayed, with its numbers to take away."""
    return card_of()(build)


def card_of(*areas: Area) -> Callable[[Callable[P, Card]], Callable[P, None]]:
    """As ``card``, for what is drawn from these parts of the records alone."""
    return partial(_drawn, areas)


def _drawn(areas: tuple[Area, ...], build: Callable[P, Card]) -> Callable[P, None]:
    @wraps(build)
    def draw(*args: P.args, **kwargs: P.kwargs) -> tuple[str, bool]:
        made = build(*args, **kwargs)
        show(made)
        return made.title, made.table.empty

    replay = replayed_of(*areas)(draw)

    @wraps(build)
    def show_and_offer(*args: P.args, **kwargs: P.kwargs) -> None:
        title, empty = replay(*args, **kwargs)
        if not empty:
            downloads.csv(title, lambda: build(*args, **kwargs).table)

    return show_and_offer


def show(made: Card) -> None:
    """Draw one card, inside a replayed function; without its download."""
    _HEADINGS[made.level](made.title, anchor=False)
    if made.figure is not None:
        name = f"{made.title}. {made.sentence}"
        st.plotly_chart(made.figure, alt=name, config=_CONFIG)
    st.markdown(plain(made.sentence))
    if not made.table.empty:
        with st.expander(f"The numbers: {made.title}"):
            data_table.show(plain_table(made.table), name=f"Numbers of the chart: {made.title}")
