from collections import Counter

import pandas as pd
import plotly.graph_objects as go
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.components import chart_card
from dashboard.components.chart_card import Card

builds = Counter()


@chart_card.card
def lateness(version: int, rows: int) -> Card:
    builds["all"] += 1
    table = pd.DataFrame({"Theme": [f"Theme {n}" for n in range(rows)], "Late": [2] * rows})
    figure = go.Figure([go.Bar(x=table["Late"], y=table["Theme"])]) if rows else None
    return Card("Late actions", figure, f"2 of 3 actions are late in {rows} themes", table)


@pytest.fixture(autouse=True)
def fresh():
    st.cache_data.clear()
    builds.clear()


def draw(version: int = 1, rows: int = 2) -> AppTest:
    def script(version, rows):
        from tests.dashboard.components.test_chart_card import lateness

        lateness(version, rows)

    return AppTest.from_function(script, args=(version, rows)).run()


def test_a_card_has_its_heading_sentence_and_numbers():
    app = draw()

    assert not app.exception
    assert [heading.value for heading in app.header] == ["Late actions"]
    assert app.markdown[0].value == "2 of 3 actions are late in 2 themes"
    [numbers] = app.expander
    assert numbers.label == "The numbers: Late actions"
    assert list(numbers.table[0].value.index) == ["Theme 0", "Theme 1"]
    assert app.get("download_button")[0].proto.label == "Download “Late actions” (CSV)"


def test_the_chart_is_read_out_as_its_sentence():
    chart = draw().get("plotly_chart")[0]

    assert chart.proto.alt == "Late actions. 2 of 3 actions are late in 2 themes"


def test_a_card_is_built_once_for_a_state_of_the_records_and_drawn_every_time():
    first, second = draw(version=1), draw(version=1)

    assert builds["all"] == 1
    assert second.markdown[0].value == first.markdown[0].value
    assert len(second.get("plotly_chart")) == 1

    draw(version=2)

    assert builds["all"] == 2


def test_a_card_without_data_is_its_sentence_alone():
    app = draw(rows=0)

    assert app.markdown[0].value == "2 of 3 actions are late in 0 themes"
    assert not app.get("plotly_chart")
    assert not app.expander
    assert not app.get("download_button")


def test_a_long_table_says_how_much_of_it_is_shown():
    app = draw(rows=150)

    assert len(app.expander[0].table[0].value) == 100
    assert app.expander[0].markdown[0].value.startswith("The first 100 of 150 rows")
