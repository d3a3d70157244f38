import pandas as pd
import pytest

from dashboard.charts import coverage


def columns(*rows):
    made = pd.DataFrame(rows, columns=["label", "filled", "vacant", "absent"])
    return made.assign(gaps=made["vacant"] + made["absent"])


SOME = columns(("Representative", 3, 0, 4), ("<b>HR</b> contact", 1, 5, 1))


def test_each_column_is_a_bar_in_three_parts_that_differ_by_more_than_colour():
    figure = coverage.gaps(SOME)
    assert [bar.name for bar in figure.data] == [
        *("In place", "The post is vacant", "No post, nobody, or no data")
    ]
    assert [bar.x.tolist() for bar in figure.data] == [[3, 1], [0, 5], [4, 1]]
    assert len({bar.marker.pattern.shape for bar in figure.data}) == 3
    assert figure.layout.yaxis.ticktext[1] == "&lt;b&gt;HR&lt;/b&gt; contact"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (SOME, "10 gaps in 7 organisations. Most are in “<b>HR</b> contact”: 6 of 7"),
        (columns(("Representative", 3, 0, 0)), "None of the 3 organisations has a gap."),
        (columns(("Representative", 0, 0, 0)), "No organisation is in scope yet."),
    ],
)
def test_it_is_told_in_words(given, words):
    assert coverage.describe_gaps(given).startswith(words)


def test_without_organisations_there_is_nothing_to_draw():
    assert coverage.gaps(columns(("Representative", 0, 0, 0))) is None


def test_the_table_has_the_same_numbers():
    assert coverage.gaps_table(SOME).values.tolist() == [
        ["Representative", 3, 0, 4],
        ["<b>HR</b> contact", 1, 5, 1],
    ]
