import pandas as pd

from tests.tracker.analytics.test_released import NAMES, SCOPE, TOPIC, counted
from tracker.analytics import released as rules
from tracker.analytics.round_results import agreements, answers, themes, told_units

HEARD = {"1": 40, "2": 30, "3": 50}
GIVEN = {"1": {"1": 30, "5": 10}, "2": {"2": 30}, "3": {"5": 50}}
OPTIONS = {7: ("No", "Rather not", "Neither", "Rather", "Yes")}
THEMES = {"theme 1": "Pay", "theme 2": "Travel"}


def theme_counts(made, *rows):
    found = pd.DataFrame(rows, columns=["unit", "answer", "count"]).assign(topic=TOPIC)
    return rules.count_themes(made, SCOPE, found)


def test_every_group_has_every_answer_in_order():
    found = answers(counted(HEARD, GIVEN), NAMES, OPTIONS)
    assert found["label"].unique().tolist() == [*NAMES.values(), "All groups"]
    own = found[found["label"] == "Women"]
    assert own["option"].tolist() == [*OPTIONS[7]]
    assert own["count"].tolist() == [30, 0, 0, 0, 10]
    assert own["base"].eq(40).all()
    assert own["share"].sum() == 1


def test_what_is_withheld_has_no_figure_in_any_column():
    made = counted({"1": 4, "2": 3}, {"1": {"5": 4}, "2": {"5": 3}})
    found = answers(made, {"1": "Women", "2": "Disability"}, OPTIONS)
    assert found[["base", "count", "share"]].isna().all(axis=None)
    assert found["because"].str.startswith("fewer than 10").all()
    assert told_units(made, "question 7") == []


def test_agreement_is_told_question_by_question():
    found = agreements(counted(HEARD, GIVEN), NAMES, [7]).set_index("label")
    assert found.loc["Women", "share"] == 0.25
    assert found.loc["Disability", "share"] == 0
    assert found["question_id"].eq(7).all()


def test_a_round_without_such_questions_has_no_rows():
    made = counted(HEARD, GIVEN)
    assert answers(made, NAMES, {}).empty
    assert agreements(made, NAMES, []).empty


def test_themes_are_to_the_nearest_five_and_never_nought():
    made = counted(HEARD, {unit: {"0": number} for unit, number in HEARD.items()})
    counts = theme_counts(made, ("1", "theme 1", 38), ("1", "theme 2", 2), ("2", "theme 1", 1))
    found = themes(counts, made, NAMES, 7, THEMES).set_index(["label", "theme"])
    assert found.loc[("Women", "theme 1"), "comments"] == 40
    for few in (("Women", "theme 2"), ("Disability", "theme 1"), ("LGBTQ+", "theme 2")):
        assert pd.isna(found.loc[few, "comments"])
        assert found.loc[few, "because"] == "fewer than 5"
    assert found.loc[("All groups", "theme 1"), "comments"] == 40
    assert told_units(made, "question 7") == ["1", "2", "3"]


def test_themes_of_a_withheld_group_say_why():
    made = counted({"1": 4}, {"1": {"0": 4}})
    found = themes(theme_counts(made, ("1", "theme 1", 4)), made, {"1": "Women"}, 7, THEMES)
    assert found["because"].tolist() == ["fewer than 10", "fewer than 10"]
