import pandas as pd
import pytest

from dashboard.charts import opinion_changes, opinions, response_rates
from tracker.vocabulary import AGREEMENT

SIZE = len(AGREEMENT)
HOSTILE = "<b>$x$</b>"


def answers(**bars):
    """The answers of each bar: five counts, or why it is withheld."""
    rows = []
    for bar, given in bars.items():
        is_told = not isinstance(given, str)
        for step in range(1, SIZE + 1):
            count = given[step - 1] if is_told else None
            share = count / sum(given) if is_told else None
            base = sum(given) if is_told else None
            rows.append((bar, bar, step, AGREEMENT[step - 1], base, count, share))
    columns = ["bar", "label", "answer", "option", "base", "count", "share"]
    because = ["" if not isinstance(bars[row[0]], str) else bars[row[0]] for row in rows]
    kinds = {"share": "Float64", "count": "Int64", "base": "Int64"}
    return pd.DataFrame(rows, columns=columns).astype(kinds).assign(because=because)


def summary(*rows):
    columns = ["bar", "share", "low", "high", "mean", "base", "because"]
    return pd.DataFrame(rows, columns=columns)


def annotations(figure):
    return [each.text for each in figure.layout.annotations]


def test_bars_diverge_at_the_middle_of_neither():
    figure = opinions.agreement(answers(heard=[10, 10, 20, 30, 30]))
    assert [bar.name for bar in figure.data] == [*AGREEMENT]
    starts = [bar.base[0] for bar in figure.data]
    assert starts == pytest.approx([-0.3, -0.2, -0.1, 0.1, 0.4])
    assert sum(bar.x[0] for bar in figure.data) == pytest.approx(1)
    signs = {(bar.marker.color, bar.marker.pattern.shape) for bar in figure.data}
    assert len(signs) == len({sign for _, sign in signs}) == SIZE


def test_what_is_withheld_has_no_bar_and_says_why_in_its_place():
    figure = opinions.agreement(answers(small="fewer than 10", large=[0, 0, 0, 20, 20]))
    assert all(list(bar.y) == [1] for bar in figure.data)
    assert annotations(figure) == ["fewer than 10"]
    assert figure.layout.annotations[0].y == 0
    assert opinions.agreement(answers(small="fewer than 10")) is None


def test_names_are_shown_as_they_stand():
    figure = opinions.agreement(answers(**{HOSTILE: [1, 1, 1, 1, 1]}))
    assert figure.layout.yaxis.ticktext == ("&lt;b&gt;&#36;x&#36;&lt;/b&gt;",)


def test_agreement_in_words_names_the_furthest_both_ways():
    rows = summary(
        ("Heard", 0.8, 0.7, 0.9, 4.1, 60, ""),
        ("Safe", 0.4, 0.3, 0.5, 2.9, 60, ""),
        ("Small", None, None, None, None, None, "fewer than 10"),
    )
    assert opinions.describe_questions(rows) == (
        "Most agree with “Heard”: 80% (95% interval 70% to 90%). Fewest agree with “Safe”: 40% "
        "(95% interval 30% to 50%). 1 question of 3 can't be shown."
    )
    assert "too few" in opinions.describe_questions(rows[2:])
    assert opinions.describe_groups(rows[2:]) == "No group can be shown: too few answered."


def test_the_numbers_of_agreement_withhold_the_whole_row():
    given = answers(large=[0, 5, 5, 20, 10], small="fewer than 10")
    rows = summary(
        ("large", 0.75, 0.6, 0.85, 3.9, 40, ""),
        ("small", None, None, None, None, None, "fewer than 10"),
    )
    table = opinions.agreement_table(given, rows, "Group").set_index("Group")
    assert table.loc["large"].tolist() == [
        *("40", "0", "5", "5", "20", "10"),
        *("75% (95% interval 60% to 85%)", "3.90"),
    ]
    assert set(table.loc["small"][:-1]) == {"fewer than 10"}


def test_choices_are_bars_and_the_most_chosen_is_said():
    given = answers(all=[10, 0, 0, 0, 30])
    assert opinions.choice(given).data[0].x == pytest.approx((0.25, 0, 0, 0, 0.75))
    assert opinions.describe_choice(given) == (
        "Of about 40 who answered, 75% chose “Strongly agree”."
    )
    withheld = answers(all="fewer than 10")
    assert opinions.choice(withheld) is None
    assert opinions.describe_choice(withheld) == "This can't be shown: fewer than 10."
    assert set(opinions.choice_table(withheld)["Answers"]) == {"fewer than 10"}


def rates(*rows):
    columns = ["label", "heard", "asked", "rate", "low", "high", "because"]
    return pd.DataFrame(rows, columns=columns)


def test_a_rate_has_its_interval_and_an_unknown_one_its_reason():
    unknown = "how many were asked is not known"
    rows = rates(
        ("Women", 30, 60, 0.5, 0.38, 0.62, ""),
        ("Carers", 20, None, None, None, None, unknown),
        ("All groups", 50, None, None, None, None, unknown),
    )
    figure = response_rates.rates(rows)
    assert list(figure.data[0].x) == [0.5, None, None]
    assert figure.data[0].error_x.array[0] == pytest.approx(0.12)
    # In lines that fit beside the names on a phone.
    assert annotations(figure) == ["how many were asked is<br>not known"] * 2
    assert response_rates.describe_rates(rows).startswith(
        f"About 50 answered; there is no rate, because {unknown}."
    )
    table = response_rates.rates_table(rows).set_index("Group")
    assert table.loc["Carers"].tolist() == ["not known", "20", unknown]
    assert response_rates.rates(rows[1:]) is None


def changes(*rows):
    columns = ["bar", "label", "since", "before", "after", "change", "low", "high", "words"]
    found = pd.DataFrame([row[:9] for row in rows], columns=columns)
    return found.assign(because=[row[9] for row in rows])


def test_a_change_is_said_only_where_chance_alone_would_not_give_it():
    clear = ("Heard", "All", "Pulse 1", 0.3, 0.6, 0.3, 0.1, 0.45, "More agree.", "")
    unclear = ("Safe", "All", "Pulse 1", 0.5, 0.4, -0.1, -0.3, 0.1, "No clear change.", "")
    withheld = ("Paid", "All", "Pulse 1", *[None] * 5, "", "before: fewer than 10")
    rows = changes(clear, unclear, withheld)
    words = opinion_changes.describe_changes(rows)
    assert "“Heard” by +30 points (95% interval +10 to +45) since “Pulse 1”" in words
    assert "Safe" not in words
    assert opinion_changes.describe_changes(rows[1:]).startswith("No clear change")
    assert opinion_changes.describe_changes(rows[2:]).startswith("No change can be shown")
    figure = opinion_changes.changes(rows)
    assert annotations(figure) == ["before: fewer than 10"]
    assert list(figure.data[0].x) == pytest.approx([30, -10, None])
    assert "Points" in figure.layout.xaxis.title.text
    assert opinion_changes.changes(rows[2:]) is None
    table = opinion_changes.changes_table(rows).set_index("Question")
    assert table.loc["Safe", "Difference"] == "−10 points (95% interval −30 to +10)"
    assert table.loc["Paid", "Agree now"] == "before: fewer than 10"
