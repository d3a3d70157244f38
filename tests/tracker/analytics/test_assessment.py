from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.analytics import deadlines
from tracker.analytics.assessment import assess_actions, difference, share_upheld
from tracker.vocabulary import REPORTED, ActionState, Status

TODAY = date(2022, 12, 1)
NO_DATE = "Nothing that is left to do has a date."
STALE = "The reported status is stale: a round has passed without an update."
NOT_MET = {"condition": "available", "condition_state": "not_met", "condition_reason": "No data."}


def milestone(days=None, state="planned", title="Delivered", **details):
    """A milestone of action 1, due so many days after today; ``None``: without a date."""
    return {
        "action_id": 1,
        "title": title,
        "state": state,
        "due_on": None if days is None else TODAY + timedelta(days=days),
        "after_milestone_id": None,
        "condition": "",
        "condition_state": "undecided",
        "condition_reason": "",
        "moves": 0,
        **details,
    }


def assess(*milestones, state="in_progress", chance=None, stale=False):
    """``(assessed, reasons)`` of action 1 by the deadlines and the rules."""
    actions = pd.DataFrame([(1, "DATA-A1", state)], columns=["action_id", "ref", "state"])
    rows = pd.DataFrame(
        [row | {"milestone_id": number} for number, row in enumerate(milestones, start=1)],
        columns=["milestone_id", *milestone()],
    ).astype({"due_on": "datetime64[s]", "after_milestone_id": "Int64"})
    found = assess_actions(
        actions,
        deadlines.assess(rows, actions, TODAY),
        as_at=TODAY,
        chances=None if chance is None else pd.Series({1: chance}),
        stale=pd.Series({1: stale}),
    )
    assert list(found["action_id"]) == [1]
    return found["assessed"].iloc[0], found["reasons"].iloc[0]


@pytest.mark.parametrize(
    ("days_late", "status", "reason"),
    [
        (0, "green", None),
        (1, "amber", "Delivered, October 2022 is 1 day late."),
        (28, "amber", "Delivered, October 2022 is 28 days late."),
        (29, "red", "Delivered, October 2022 is 29 days late; more than 28 is red."),
        (31, "red", "Delivered, October 2022 is 31 days late; more than 28 is red."),
    ],
)
def test_a_late_milestone_is_amber_and_red_after_28_days(days_late, status, reason):
    found = assess(milestone(-days_late, title="Delivered, October 2022"))
    assert found == (status, (reason,) if reason else ())


@pytest.mark.parametrize(
    ("chance", "status", "figures"),
    [
        (0.0, "red", "0%; under 20% is red"),
        (0.0005, "red", "1%; under 20% is red"),
        (0.12, "red", "12%; under 20% is red"),
        (0.1999, "red", "19%; under 20% is red"),
        (0.20, "amber", "20%; under 60% is amber"),
        (0.57, "amber", "57%; under 60% is amber"),
        (0.5995, "amber", "59%; under 60% is amber"),
        (0.60, "green", None),
        (1.0, "green", None),
    ],
)
def test_a_small_chance_is_amber_and_a_very_small_one_red(chance, status, figures):
    sentence = f"The chance of meeting the last date, 31 December 2022, is {figures}."
    assert assess(milestone(30), chance=chance) == (status, (sentence,) if figures else ())


def test_a_date_that_has_passed_is_said_to_have():
    status, reasons = assess(milestone(-1), chance=0.0)
    assert status == "red"
    assert reasons == (
        "The last date, 30 November 2022, has passed: the chance of meeting it is 0%; "
        "under 20% is red.",
        "Delivered is 1 day late.",
    )


def test_a_date_that_is_today_has_not_passed():
    _, [reason] = assess(milestone(0), chance=0.1)
    assert reason.startswith("The chance of meeting the last date, 1 December 2022, is 10%")


def test_without_enough_history_nothing_is_said_of_chances():
    assert assess(milestone(30), chance=None) == ("green", ())


@pytest.mark.parametrize(
    ("moves", "words"), [(0, None), (1, None), (2, "twice"), (3, "3 times"), (11, "11 times")]
)
def test_a_date_that_moved_twice_is_amber(moves, words):
    expected = ("amber", (f"The date of Delivered has moved {words}.",)) if words else ("green", ())
    assert assess(milestone(30, moves=moves)) == expected


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_moves_of_a_closed_milestone_threaten_nothing(state):
    assert assess(milestone(-30, state, moves=4), milestone(30)) == ("green", ())


def test_a_stale_update_is_amber():
    assert assess(milestone(30), stale=True) == ("amber", (STALE,))


@pytest.mark.parametrize("state", ["paused", "stopped"])
def test_what_is_paused_or_stopped_is_grey(state):
    expected = ("grey", (f"The action is {state}.",))
    assert assess(milestone(-90), state=state) == expected
    assert assess(milestone(30), state=state) == expected


@pytest.mark.parametrize(
    ("milestones", "reasons"),
    [
        ([], (NO_DATE,)),
        ([milestone()], (NO_DATE,)),
        ([milestone(-90, "done"), milestone()], (NO_DATE,)),
        ([milestone(90, "dropped")], (NO_DATE,)),
        (
            [milestone(-90, **NOT_MET)],
            ("Delivered is waiting. The condition “if available” is not met: No data.",),
        ),
        (
            [milestone(title="First"), milestone(title="Report", after_milestone_id=1)],
            (NO_DATE, "Report is waiting. DATA-A1 is not done yet: First."),
        ),
    ],
)
def test_what_waits_or_has_no_date_is_grey(milestones, reasons):
    assert assess(*milestones) == ("grey", reasons)


@pytest.mark.parametrize(
    "milestones",
    [
        [milestone(30)],
        [milestone(0)],
        [milestone(30), milestone()],
        [milestone(30), milestone(-90, **NOT_MET)],
        [milestone(-90, "done"), milestone(30)],
        [milestone(-90, "done")],  # goes on without a stated end, and nothing is to do now
    ],
)
def test_an_action_with_a_date_ahead_is_green(milestones):
    assert assess(*milestones) == ("green", ())


def test_a_done_action_needs_no_status():
    status, reasons = assess(milestone(-90, "done"), state="done", stale=True)
    assert status is None
    assert reasons == ("The action is done: there is nothing left to assess.",)


def test_every_rule_that_fired_is_told_and_the_deciding_ones_come_first():
    found = assess(
        milestone(-5, title="Second"),
        milestone(-40, title="First"),
        milestone(30, title="Third", moves=2),
        chance=0.4,
        stale=True,
    )
    assert found == (
        "red",
        (
            "First is 40 days late; more than 28 is red.",
            "Second is 5 days late.",
            "The chance of meeting the last date, 31 December 2022, is 40%; under 60% is amber.",
            "The date of Third has moved twice.",
            STALE,
        ),
    )


def test_grey_decides_over_all_other_rules_that_fired():
    status, reasons = assess(milestone(moves=2), stale=True)
    assert status == "grey"
    assert reasons == (NO_DATE, "The date of Delivered has moved twice.", STALE)


def test_an_empty_plan_has_nothing_to_assess():
    actions = pd.DataFrame({"action_id": pd.Series(dtype="int64"), "state": []})
    rows = pd.DataFrame([milestone() | {"milestone_id": 1}]).iloc[:0]
    found = assess_actions(
        actions,
        deadlines.assess(rows.astype({"due_on": "datetime64[s]"}), actions.assign(ref=""), TODAY),
        as_at=TODAY,
        chances=None,
        stale=pd.Series(dtype=bool),
    )
    assert found.empty
    assert list(found.columns) == ["action_id", "assessed", "reasons"]


some_milestones = st.lists(
    st.builds(
        milestone,
        st.none() | st.integers(-60, 60),
        st.sampled_from(["planned", "done", "dropped"]),
        moves=st.integers(0, 3),
    )
    | st.builds(lambda days: milestone(days, **NOT_MET), st.integers(-60, 60)),
    max_size=4,
)


few_examples = settings(max_examples=50)


@few_examples
@given(
    some_milestones,
    st.sampled_from([state.value for state in ActionState]),
    st.none() | st.floats(0, 1),
    st.booleans(),
)
def test_every_action_has_one_status_and_its_reasons(milestones, state, chance, stale):
    status, reasons = assess(*milestones, state=state, chance=chance, stale=stale)
    assert (status is None) == (state == "done")
    assert status is None or status in [each.value for each in Status]
    assert (reasons == ()) == (status == "green")
    assert all(reason.endswith(".") for reason in reasons)


@few_examples
@given(some_milestones, st.floats(0, 1), st.floats(0, 1))
def test_a_better_chance_never_makes_a_graver_status(milestones, one, other):
    order = ["green", "amber", "red", "grey"]
    worse, _ = assess(*milestones, chance=min(one, other))
    better, _ = assess(*milestones, chance=max(one, other))
    assert order.index(better) <= order.index(worse)


@pytest.mark.parametrize(
    ("reported", "assessed", "sentence", "steps"),
    [
        ("green", "red", "Reported green, assessed red: too rosy.", 2),
        ("green", "amber", "Reported green, assessed amber: too rosy.", 1),
        ("amber", "red", "Reported amber, assessed red: too rosy.", 1),
        ("red", "green", "Reported red, assessed green: too gloomy.", 2),
        ("red", "amber", "Reported red, assessed amber: too gloomy.", 1),
        ("amber", "green", "Reported amber, assessed green: too gloomy.", 1),
    ],
)
def test_a_step_between_reported_and_assessed_is_a_contradiction(
    reported, assessed, sentence, steps
):
    kind = "too_rosy" if "rosy" in sentence else "too_gloomy"
    assert difference(reported, assessed) == (kind, steps, sentence)


@pytest.mark.parametrize(
    ("reported", "assessed"),
    [
        *((status.value, status.value) for status in REPORTED),
        *((status.value, "grey") for status in REPORTED),
        *((status.value, None) for status in REPORTED),
        *((None, status.value) for status in Status),
    ],
)
def test_what_agrees_or_cannot_be_compared_is_no_contradiction(reported, assessed):
    assert difference(reported, assessed) is None


def upheld(*flags):
    columns = ["reported", "assessed", "reported_later", "is_done", "met_date"]
    found = share_upheld(pd.DataFrame(flags, columns=columns))
    return found.upheld, found.settled


@pytest.mark.parametrize(
    ("flag", "result"),
    [
        # The status reported next moved to the assessed one's side, stayed, or moved away.
        (("green", "red", "red", False, None), (1, 1)),
        (("green", "red", "amber", False, None), (1, 1)),
        (("green", "red", "green", False, None), (0, 1)),
        (("amber", "red", "green", False, None), (0, 1)),
        (("red", "green", "amber", False, None), (1, 1)),
        (("red", "green", "red", False, None), (0, 1)),
        (("amber", "green", "red", False, None), (0, 1)),
        # The date decided, whatever was reported.
        (("green", "red", "green", False, False), (1, 1)),
        (("green", "red", None, True, False), (1, 1)),
        (("green", "red", None, True, True), (0, 1)),
        (("red", "green", None, True, True), (1, 1)),
        (("red", "green", "red", True, True), (1, 1)),
        (("red", "green", None, True, False), (0, 1)),
        (("red", "green", "red", False, False), (0, 1)),
        # Without a date there is only what was reported.
        (("green", "amber", None, True, None), (0, 1)),
        # Nobody has said anything since, and it isn't done: not settled.
        (("green", "red", None, False, None), (0, 0)),
        (("green", "red", None, False, False), (0, 0)),
    ],
)
def test_when_a_flag_is_settled_and_upheld(flag, result):
    assert upheld(flag) == result


def test_the_share_upheld_counts_settled_flags_only():
    flags = pd.DataFrame(
        {
            "reported": ["green"] * 4,
            "assessed": ["red"] * 4,
            "reported_later": ["red", "green", "green", None],
            "is_done": [False] * 4,
            "met_date": [None, None, False, None],
        }
    )
    found = share_upheld(flags)
    assert (found.upheld, found.settled) == (2, 3)
    assert found.share == pytest.approx(2 / 3)
    assert share_upheld(flags.iloc[3:]).share is None
    assert share_upheld(flags.iloc[:0]).share is None
