from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analytics import planned, progress

START = date(2021, 7, 1)
DAYS = pd.date_range("2021-06-25", "2021-12-31")
NO_SPELLS = pd.DataFrame(
    {
        "action_id": pd.Series(dtype="int64"),
        "since": pd.Series(dtype="datetime64[s]"),
        "until": pd.Series(dtype="datetime64[s]"),
    }
)


def version(*milestones):
    """A published version: ``(action_id, due_on, weight, action_weight)`` for each milestone."""
    frame = pd.DataFrame(milestones, columns=["action_id", "due_on", "weight", "action_weight"])
    return frame.astype({"weight": float, "action_weight": float, "due_on": "datetime64[s]"})


def spells(*rows):
    frame = pd.DataFrame(rows, columns=["action_id", "since", "until"])
    return frame.astype({"since": "datetime64[s]", "until": "datetime64[s]"})


@st.composite
def versions(draw, *, undated=True):
    due_on = st.dates(date(2021, 7, 1), date(2021, 12, 30))
    milestones = st.tuples(due_on | st.none() if undated else due_on, st.floats(0.1, 10))
    rows = []
    for action_id in range(draw(st.integers(1, 4))):
        action_weight = draw(st.floats(0.1, 10))
        own = draw(st.lists(milestones, min_size=1, max_size=4))
        rows += [(action_id, due, weight, action_weight) for due, weight in own]
    return version(*rows)


@given(versions())
def test_the_shares_of_a_plan_make_one_whole(plan):
    assert planned.shares(plan).sum() == pytest.approx(1)


@given(versions())
def test_without_spells_the_planned_line_only_rises_and_stays_within_the_whole(plan):
    line = planned.line(plan, DAYS, NO_SPELLS)
    assert line.is_monotonic_increasing
    assert line.between(0, 1).all()
    dated = planned.shares(plan)[plan["due_on"].notna()].sum()
    assert line.iloc[-1] == pytest.approx(dated)


@given(versions(undated=False))
def test_the_planned_line_is_the_actual_one_of_a_plan_done_on_its_dates(plan):
    line = planned.line(plan, DAYS, NO_SPELLS)
    for day in DAYS[::20]:
        state = np.where(plan["due_on"] < day, "done", "planned")
        of_actions = progress.of_actions(plan.assign(state=state))
        actions = plan.drop_duplicates("action_id").assign(state="in_progress")
        actions["progress"] = actions["action_id"].map(of_actions)
        actual = progress.overall(actions.assign(weight=actions["action_weight"]))
        assert line[day] == pytest.approx(actual)


def test_a_milestone_is_planned_done_from_the_day_after_its_period():
    plan = version((1, "2021-10-31", 1, 1), (2, "2021-11-30", 1, 3))
    line = planned.line(plan, DAYS, NO_SPELLS)
    assert line["2021-10-31"] == 0
    assert line["2021-11-01"] == 0.25
    assert line["2021-11-30"] == 0.25
    assert line["2021-12-01"] == 1


def test_a_milestone_that_waits_is_never_planned_done():
    line = planned.line(version((1, "2021-10-31", 1, 1), (1, None, 3, 1)), DAYS, NO_SPELLS)
    assert line.iloc[-1] == 0.25


def test_actions_that_are_left_out_leave_the_planned_line_for_that_time():
    plan = version((1, "2021-07-31", 1, 1), (2, "2021-08-31", 1, 1))
    line = planned.line(plan, DAYS, spells((1, "2021-09-10", "2021-09-20")))
    assert line["2021-08-31"] == 0.5
    assert line["2021-09-09"] == 1

    line = planned.line(
        plan, DAYS, spells((2, "2021-08-10", "2021-08-20"), (1, "2021-12-01", None))
    )
    assert line["2021-08-09"] == 0.5
    assert line["2021-08-10"] == 1
    assert line["2021-08-19"] == 1
    assert line["2021-08-20"] == 0.5
    assert line["2021-12-31"] == 1


@st.composite
def some_spells(draw):
    """At most one spell of each action, which may not have ended, or end as it begins."""
    days = st.dates(date(2021, 6, 20), date(2022, 1, 10))
    rows = []
    for action_id in draw(st.sets(st.integers(0, 4))):
        since, until = draw(days), draw(st.none() | days)
        rows.append((action_id, since, until if until is None else max(since, until)))
    return spells(*rows)


@given(versions(), some_spells())
def test_on_each_day_the_line_is_the_mean_over_the_actions_that_count_then(plan, left_out):
    line = planned.line(plan, DAYS, left_out)
    shares = planned.shares(plan)
    for day in DAYS[::10]:
        is_out = (left_out["since"] <= day) & ~(left_out["until"] <= day)
        counts = ~plan["action_id"].isin(left_out.loc[is_out, "action_id"])
        if counts.any():
            reached = shares[counts & (plan["due_on"] < day)].sum()
            assert line[day] == pytest.approx(reached / shares[counts].sum())
        else:
            assert pd.isna(line[day])


def test_with_every_action_left_out_there_is_no_planned_figure():
    plan = version((1, "2021-07-31", 1, 1))
    line = planned.line(plan, DAYS, spells((1, "2021-08-10", "2021-08-20")))
    assert line["2021-08-09"] == 1
    assert pd.isna(line["2021-08-10"])
    assert line["2021-08-20"] == 1


def test_an_action_outside_the_version_can_be_left_out_without_effect():
    plan = version((1, "2021-07-31", 1, 1))
    line = planned.line(plan, DAYS, spells((9, "2021-07-10", None)))
    assert line.equals(planned.line(plan, DAYS, NO_SPELLS))


def test_an_empty_version_has_no_planned_figure():
    assert planned.line(version(), DAYS, NO_SPELLS).isna().all()


# Four equal milestones, each planned to take ten days: the steps are on 11, 21 and 31 July and on
# 10 August, after 10, 20, 30 and 40 days.
FOUR_STEPS = version(
    (1, "2021-07-10", 1, 1),
    (1, "2021-07-20", 1, 1),
    (1, "2021-07-30", 1, 1),
    (1, "2021-08-09", 1, 1),
)


def performance(actual, as_at, *, plan=FOUR_STEPS, starts_on=START):
    return planned.schedule_performance(plan, actual=actual, starts_on=starts_on, as_at=as_at)


@pytest.mark.parametrize(
    ("actual", "elapsed", "earned", "index"),
    [
        (0.25, 10, 10, 1.0),  # one done, as planned
        (0.50, 20, 20, 1.0),
        (1.00, 40, 40, 1.0),
        (0.25, 20, 10, 0.5),  # half of what was planned
        (0.00, 20, 0, 0.0),
        (0.50, 10, 20, 2.0),  # twice
        (0.375, 20, 15, 0.75),  # between two steps, straight on: 10 + (0.375 - 0.25) / 0.25 * 10
        (0.125, 10, 5, 0.5),
        (0.75, 60, 30, 0.5),  # not finished: time runs on behind the plan's end
        (1.00, 25, 40, 1.6),  # finished early
        (1.00, 80, 40, 1.0),  # finished long ago: time stops at the plan's end
    ],
)
def test_schedule_performance_is_earned_time_over_elapsed_time(actual, elapsed, earned, index):
    found = performance(actual, START + timedelta(days=elapsed))
    assert found.index == pytest.approx(index)
    assert found.earned_days == pytest.approx(earned)
    assert found.because == ""


def test_before_the_first_period_is_over_schedule_performance_is_not_assessable():
    early = performance(0.25, date(2021, 7, 10))
    assert early.index is None
    assert "not over yet" in early.because
    assert performance(0.25, date(2021, 7, 11)).index is not None


@pytest.mark.parametrize(
    ("plan", "actual", "starts_on"),
    [
        (FOUR_STEPS, None, START),
        (FOUR_STEPS, 0.5, None),
        (version((1, None, 1, 1)), 0.5, START),
        (version(), 0.5, START),
    ],
)
def test_what_cannot_be_assessed_says_why(plan, actual, starts_on):
    found = performance(actual, date(2021, 12, 1), plan=plan, starts_on=starts_on)
    assert (found.index, found.earned_days, found.elapsed_days) == (None, None, None)
    assert found.because


@pytest.mark.parametrize("starts_on", [date(2021, 7, 25), date(2021, 9, 1)])
def test_a_plan_with_a_date_before_its_beginning_has_begun_by_then(starts_on):
    found = performance(0.5, date(2021, 7, 25), starts_on=starts_on)
    assert (found.earned_days, found.elapsed_days) == (11, 15)
    assert found.index == pytest.approx(11 / 15)


def test_everything_dated_being_earned_is_enough_for_time_to_stop():
    plan = version((1, "2021-07-10", 1, 1), (1, None, 1, 1))
    assert performance(0.5, date(2021, 8, 30), plan=plan).index == 1
    assert performance(1.0, date(2021, 8, 30), plan=plan).index == 1


@given(versions(undated=False), st.dates(date(2021, 7, 2), date(2022, 6, 30)))
def test_who_is_ahead_has_earned_more_time_than_has_passed(plan, as_at):
    step = pd.DatetimeIndex([as_at])
    should = float(planned.line(plan, step, NO_SPELLS).iloc[0])
    found = performance(should, as_at, plan=plan)
    if found.index is None:
        return
    # Between two steps the plan itself has earned no more than at the last one.
    assert found.index <= 1 + 1e-9
    assert performance(1.0, as_at, plan=plan).index >= found.index - 1e-9
    assert performance(0.0, as_at, plan=plan).index == 0


@given(versions(undated=False), st.data())
def test_done_exactly_as_planned_is_exactly_on_time(plan, data):
    due = data.draw(st.sampled_from(sorted(plan["due_on"].dt.date)))
    day = due + timedelta(days=1)
    should = float(planned.line(plan, pd.DatetimeIndex([day]), NO_SPELLS).iloc[0])
    assert performance(should, day, plan=plan).index == pytest.approx(1)
