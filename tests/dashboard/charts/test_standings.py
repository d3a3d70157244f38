import pandas as pd

from dashboard import palette
from dashboard.charts import standings as charts
from tracker.analytics.deadlines import count_standings
from tracker.vocabulary import Standing

NAMES = {"DATA": "Data", "ACCESS": "Equal access"}


def counts(*rows):
    return count_standings(pd.DataFrame(rows, columns=["theme", "standing"]))


COUNTS = counts(("DATA", "done"), ("DATA", "late"), ("DATA", "late"), ("ACCESS", "left_out"))


def test_every_standing_is_a_series_with_its_own_pattern():
    figure = charts.standings(COUNTS, NAMES)

    assert [bar.name for bar in figure.data] == [standing.label for standing in Standing]
    patterns = [bar.marker.pattern.shape for bar in figure.data]
    assert len(set(patterns)) == len(Standing)
    assert patterns == [palette.STANDINGS[standing].pattern for standing in Standing]


def test_the_bars_are_the_counts_in_the_order_of_the_plan():
    figure = charts.standings(COUNTS, NAMES)

    by_name = {bar.name: list(bar.x) for bar in figure.data}
    assert by_name["Late"] == [2, 0]
    assert by_name["Paused or stopped"] == [0, 1]
    assert list(figure.layout.yaxis.ticktext) == ["Data", "Equal access"]
    assert figure.layout.yaxis.autorange == "reversed"


def test_two_themes_of_one_name_have_a_bar_each():
    figure = charts.standings(COUNTS, {"DATA": "Same", "ACCESS": "Same"})

    assert [list(bar.y) for bar in figure.data] == [[0, 1]] * len(Standing)


def test_a_long_name_is_broken_into_lines_and_tags_in_it_are_text():
    figure = charts.standings(COUNTS, NAMES | {"DATA": "<b>Bold</b> $x$ " + "and more " * 20})

    [label, _] = figure.layout.yaxis.ticktext
    lines = label.split("<br>")
    assert lines[0] == "&lt;b&gt;Bold&lt;/b&gt; &#36;x&#36;"
    assert len(lines) <= 4
    assert lines[-1].endswith("…")


def test_the_sentence_counts_only_what_there_is():
    assert charts.describe_standings(COUNTS) == (
        "Of 4 actions: 1 done, 2 late and 1 paused or stopped."
    )


def test_without_actions_the_sentence_says_so():
    assert charts.standings(counts(), NAMES) is None
    assert charts.describe_standings(counts()) == "The plan has no actions yet."
    assert charts.standings_table(counts(), NAMES).empty


def test_the_table_has_a_row_a_theme_and_a_column_a_standing():
    table = charts.standings_table(COUNTS, NAMES)

    assert list(table.columns) == ["Theme", *(standing.label for standing in Standing)]
    assert table.to_numpy().tolist() == [["Data", 1, 0, 2, 0, 0], ["Equal access", 0, 0, 0, 0, 1]]


def test_few_actions_are_counted_in_whole_numbers():
    many = counts(*[("DATA", "done")] * 6)

    assert charts.standings(COUNTS, NAMES).layout.xaxis.dtick == 1
    assert charts.standings(many, NAMES).layout.xaxis.dtick is None
