"""The pictures of groups, and each in a sentence."""

from datetime import date

import pandas as pd
import pytest

from dashboard.charts import groups as charts
from tracker.analytics.groups import stages

DAY = date(2022, 9, 1)


def days(*values):
    return pd.Series(pd.to_datetime(list(values)).astype("datetime64[s]"))


def rows():
    """One at work and past its end, one closed late, one proposed without an end."""
    return pd.DataFrame(
        {
            "id": [1, 2, 3],
            "name": ["Returners <b>group</b>", "Survey group", "Idea"],
            "state": ["active", "closed", "proposed"],
            "proposed_on": days("2022-01-01", "2021-01-01", "2022-08-01"),
            "began_on": days("2022-02-01", "2021-02-01", None),
            "ends_on": days("2022-08-20", "2021-06-30", None),
            "ended_on": days(None, "2021-07-10", None),
            "days_over": [12, 0, 0],
            "has_ended": [False, True, False],
        }
    )


def changes():
    return pd.DataFrame(
        {
            "group_id": [1, 2, 2, 2],
            "on": days("2022-02-01", "2021-02-01", "2021-06-01", "2021-07-10"),
            "from_state": ["proposed", "proposed", "active", "closing"],
            "to_state": ["active", "active", "closing", "closed"],
        }
    )


@pytest.fixture
def figure():
    table = rows()
    return charts.lifelines(table, stages(table, changes(), DAY), DAY, name_of_day="Today")


def trace(figure, name):
    [found] = [each for each in figure.data if each.name == name]
    return found


def spans(figure, name):
    """Each bar's row, first day and length in days."""
    bar = trace(figure, name)
    first = [str(pd.Timestamp(each).date()) for each in bar.base]
    length = [int(each / 86_400_000) for each in bar.x]
    return list(zip(map(int, bar.y), first, length, strict=True))


def test_each_state_has_its_bar_from_when_to_when(figure):
    assert spans(figure, "Proposed") == [
        *((0, "2022-01-01", 31), (1, "2021-01-01", 31), (2, "2022-08-01", 31)),
    ]
    assert spans(figure, "Active") == [(0, "2022-02-01", 212), (1, "2021-02-01", 120)]
    assert spans(figure, "Closing") == [(1, "2021-06-01", 39)]


def test_what_lies_past_the_planned_end_is_marked_also_of_what_has_ended(figure):
    assert spans(figure, "Past its end") == [(0, "2022-08-20", 12), (1, "2021-06-30", 10)]
    assert list(trace(figure, "Planned end").y) == [0, 1]
    assert list(trace(figure, "Closed").y) == [1]
    assert list(trace(figure, "Stopped").y) == []


def test_names_are_shown_as_they_were_typed(figure):
    assert figure.layout.annotations[0].text == "Returners &lt;b&gt;group&lt;/b&gt;"


def test_no_two_kinds_of_bar_look_alike(figure):
    bars = [each for each in figure.data if each.type == "bar"]
    assert len({(each.marker.color, each.marker.pattern.shape) for each in bars}) == len(bars) == 4


def test_the_sentence_counts_the_states_and_names_the_worst():
    assert charts.describe_lifelines(rows()) == (
        "Of 3 groups: 1 proposed, 1 active and 1 closed. 1 is past the planned end: "
        "Returners <b>group</b>, by 12 days."
    )
    both = rows().assign(days_over=[12, 3, 0])
    assert charts.describe_lifelines(both).endswith(
        "2 are past the planned end, Returners <b>group</b> furthest: by 12 days."
    )
    assert charts.describe_lifelines(rows().iloc[1:]).endswith("None is past its end.")
    assert charts.describe_lifelines(rows().iloc[:0]) == "There are no groups to show."


def test_the_table_says_the_same_in_words():
    first = charts.lifelines_table(rows()).iloc[0]
    assert first.tolist() == [
        *("Returners <b>group</b>", "Active", "1 January 2022", "1 February 2022"),
        *("20 August 2022", "–", "12 days"),
    ]


def test_without_groups_there_is_no_chart():
    table = rows().iloc[:0]
    assert charts.lifelines(table, stages(table, changes(), DAY), DAY, name_of_day="Today") is None


def counts(*numbers):
    months = pd.date_range("2022-01-01", periods=len(numbers), freq="MS").as_unit("s")
    return pd.Series(numbers, index=months)


@pytest.mark.parametrize(
    ("numbers", "joined", "sentence"),
    [
        (
            (3, 5),
            2,
            "5 members on 1 February 2022: 2 people more than on 1 January 2022, when it had 3. "
            "From June to August 2021, 2 people joined.",
        ),
        (
            (2, 1),
            1,
            "1 member on 1 February 2022: 1 person fewer than on 1 January 2022, when it had 2. "
            "From June to August 2021, 1 person joined.",
        ),
        (
            (2, 2),
            0,
            "2 members on 1 February 2022: as many as on 1 January 2022. "
            "From June to August 2021, nobody joined.",
        ),
        (
            (0, 4),
            0,
            "4 members on 1 February 2022: on 1 January 2022 it had none. "
            "From June to August 2021, nobody joined.",
        ),
        (
            (0, 4, *[5] * 11, 7),
            3,
            "7 members on 1 February 2023: 3 people more than on 1 February 2022, when it had 4. "
            "From June to August 2021, 3 people joined.",
        ),
    ],
)
def test_numbers_in_a_sentence(numbers, joined, sentence):
    assert charts.describe_numbers(counts(*numbers), joined=joined, summer=2021) == sentence


def test_numbers_over_time_are_one_line_with_the_same_table():
    figure = charts.numbers(counts(3, 5))
    assert list(figure.data[0].y) == [3, 5]
    assert figure.layout.yaxis.dtick == 1
    assert charts.numbers_table(counts(3, 5))["Members"].tolist() == ["3", "5"]


def test_before_there_was_anybody_the_sentence_says_so():
    assert charts.numbers(counts()) is None
    assert charts.describe_numbers(counts(), joined=0, summer=2021) == "Nobody has been in it yet."
