import pandas as pd
import pytest

from dashboard.charts.suggestions import OUTCOMES, REPLY_STATES, describe_flow, flow, flow_table
from tracker.analytics import replies as analytics
from tracker.analytics.replies import Outcome, ReplyState


def counts(*outcomes):
    return analytics.flow(pd.DataFrame({"outcome": pd.Series(outcomes, dtype="object")}))


MIXED = (Outcome.DONE, Outcome.UNDER_WAY, Outcome.HELD_UP, Outcome.WILL_NOT, Outcome.WAITING)


def test_each_stage_is_a_bar_of_what_became_of_those_who_came_so_far():
    figure = flow(counts(*MIXED, Outcome.WAITING))
    bars = {bar.name: dict(zip(bar.y, bar.x, strict=True)) for bar in figure.data}
    assert bars["Waits for a reply"] == {"Said": 2, "Decided": 0, "Has an action": 0, "Done": 0}
    assert bars["Its action is done"] == {"Said": 1, "Decided": 1, "Has an action": 1, "Done": 1}
    assert bars["We will not"] == {"Said": 1, "Decided": 1, "Has an action": 0, "Done": 0}
    assert "We need to know more" not in bars  # there is none


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        ((), "Nothing has been suggested yet."),
        (
            (Outcome.WAITING,),
            "Of 1 suggestion or theme of comments, none has a reply. None has an action in the "
            "plan yet.",
        ),
        (
            MIXED,
            "Of 5 suggestions and themes of comments, 4 have a reply. 3 led to an action in the "
            "plan, 1 of them done.",
        ),
        (
            (Outcome.UNDER_WAY,),
            "Of 1 suggestion or theme of comments, 1 has a reply. 1 led to an action in the plan, "
            "none of them done yet.",
        ),
    ],
)
def test_the_sentence_says_what_the_chart_shows(outcomes, sentence):
    assert describe_flow(counts(*outcomes)) == sentence


def test_without_suggestions_nothing_is_drawn():
    assert flow(counts()) is None


def test_the_table_has_the_same_numbers():
    table = flow_table(counts(*MIXED)).set_index("Stage")
    assert table["In all"].tolist() == [5, 4, 3, 1]
    assert table.loc["Said", "Its action is paused or stopped"] == 1


@pytest.mark.parametrize(("signs", "words"), [(OUTCOMES, Outcome), (REPLY_STATES, ReplyState)])
def test_no_two_look_alike_and_each_word_has_its_sign(signs, words):
    assert set(signs) == set(words)
    assert len({(sign.colour, sign.pattern) for sign in signs.values()}) == len(signs)
    assert len({sign.icon for sign in signs.values()}) == len(signs)
