from datetime import date

import pandas as pd
import pytest

from tracker.analytics import phantom_owners
from tracker.vocabulary import ActionState, Answer

DAY = date(2022, 6, 1)


def days(*values):
    return pd.to_datetime(pd.Series(values, dtype=object)).astype("datetime64[s]")


@pytest.fixture
def posts():
    """Held by person 1 since January, vacant for 9 weeks, and held by person 2 since May."""
    return pd.DataFrame(
        {
            "title": ["Data lead", "Gender champion", "Survey lead"],
            "state": ["held", "vacant", "held"],
            "vacant_days": pd.array([None, 63, None], dtype="Int64"),
            "holder_id": pd.array([1, None, 2], dtype="Int64"),
            "starts_on": days("2022-01-01", None, "2022-05-01"),
        }
    )


def actions(**responsible):
    return pd.DataFrame(
        {
            "action_id": range(1, len(responsible) + 1),
            "ref": [*responsible],
            "responsible": [*responsible.values()],
            "state": ActionState.IN_PROGRESS.value,
        }
    )


def sentences(*rows):
    return pd.DataFrame(rows, columns=["action_id", "sentence"])


def find(rows, posts, *, abolished=None, left=(), silent=()):
    gone = pd.Series(abolished or {}, dtype="datetime64[s]")
    found = phantom_owners.find(rows, posts, gone, sentences(*left), sentences(*silent))
    return dict(zip(found["ref"], found["reasons"], strict=True))


def test_a_lead_whose_post_is_held_is_no_phantom_and_a_vacant_or_unknown_one_is(posts):
    rows = actions(A1="Data lead", A2="Gender champion", A3="Somebody", A4="", A5="Old post")
    assert find(rows, posts, abolished={"Old post": pd.Timestamp(2022, 3, 1)}) == {
        "A2": ("The post Gender champion has been vacant for 9 weeks.",),
        "A3": ("There is no post called Somebody.",),
        "A5": ("The post Old post was abolished on 1 March 2022.",),
    }


def test_all_reasons_of_an_action_are_told(posts):
    rows = actions(A1="Data lead", A2="Gender champion")
    told = find(rows, posts, left=[(1, "Left.")], silent=[(1, "Silent."), (2, "Silent.")])
    assert told["A1"] == ("Left.", "Silent.")
    assert told["A2"][1:] == ("Silent.",)


@pytest.mark.parametrize("state", [ActionState.DONE, ActionState.STOPPED])
def test_what_has_ended_needs_no_owner(posts, state):
    assert find(actions(A1="Somebody").assign(state=state.value), posts) == {}


def left(posts, memberships, *, homes=((1, 7),)):
    rows = actions(A1="Data lead", A2="Gender champion")
    spells = pd.DataFrame(memberships, columns=["group_id", "person_id", "starts_on", "ends_on"])
    found = phantom_owners.left_their_group(
        rows,
        posts,
        pd.DataFrame(homes, columns=["action_id", "group_id"], dtype="Int64"),
        pd.DataFrame({"id": [7, 8], "name": ["DIAG", "Survey group"]}),
        spells.assign(starts_on=days(*spells["starts_on"]), ends_on=days(*spells["ends_on"])),
        DAY,
    )
    return list(found.itertuples(index=False, name=None))


def test_a_holder_has_left_the_group_that_the_action_is_at_home_in(posts):
    spells = [(7, 1, "2021-01-01", "2021-06-30"), (7, 1, "2022-01-01", "2022-05-02")]
    told = "Its lead left DIAG, which it is at home in, on 2 May 2022."
    assert left(posts, spells) == [(1, told)]


@pytest.mark.parametrize(
    "spells",
    [
        [(7, 1, "2021-01-01", "2021-06-30"), (7, 1, "2022-01-01", None)],  # came back
        [(7, 1, "2022-01-01", "2022-06-01")],  # leaves tonight
        [(8, 1, "2022-01-01", "2022-05-02")],  # another group
        [(7, 2, "2022-01-01", "2022-05-02")],  # another person
        [],  # never was in it
    ],
)
def test_who_is_there_or_never_was_has_not_left(posts, spells):
    assert left(posts, spells) == []


def test_an_action_without_a_group_or_a_holder_has_nobody_who_left(posts):
    spells = [(7, 1, "2022-01-01", "2022-05-02")]
    assert left(posts, spells, homes=((1, None), (2, 7))) == []


def sheet(number, **answers):
    rows = [(id_, *what) for id_, what in enumerate(answers.values(), start=1)]
    return pd.DataFrame(rows, columns=["action_id", "responsible", "answer"]).assign(number=number)


MISSING, GIVEN, EXEMPT = (each.value for each in (Answer.MISSING, Answer.GIVEN, Answer.EXEMPT))


def silent(posts, first, second):
    found = phantom_owners.silent([first, second], date(2022, 2, 1), posts)
    return dict(zip(found["action_id"], found["sentence"], strict=True))


def test_silent_is_who_answered_in_neither_of_two_rounds(posts):
    first = sheet(
        4,
        A1=("Data lead", MISSING),
        A2=("Data lead", MISSING),
        A3=("Data lead", GIVEN),
        A4=("Data lead", EXEMPT),
    )
    second = sheet(
        5,
        A1=("Data lead", MISSING),
        A2=("Data lead", GIVEN),
        A3=("Data lead", MISSING),
        A4=("Data lead", MISSING),
        A5=("Data lead", MISSING),  # asked for the first time
    )
    assert silent(posts, first, second) == {1: "Nothing was answered in rounds 4 and 5."}


def test_who_came_to_the_post_or_the_action_since_is_not_asked_for_what_others_left(posts):
    first = sheet(4, A1=("Survey lead", MISSING), A2=("Gender champion", MISSING))
    second = sheet(5, A1=("Survey lead", MISSING), A2=("Data lead", MISSING))
    assert silent(posts, first, second) == {}


def test_one_closed_round_is_too_few(posts):
    first = sheet(1, A1=("Data lead", MISSING))
    assert phantom_owners.silent([first], DAY, posts).empty
