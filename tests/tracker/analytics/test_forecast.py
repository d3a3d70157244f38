import time
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.analytics import forecast
from tracker.analytics.forecast import FEWEST_DONE, QUANTILES, chances, foresee, kaplan_meier, slips

TODAY = date(2026, 5, 2)


def day(offset):
    return None if offset is None else TODAY + timedelta(days=offset)


def milestone(first_due=0, *, action_id=1, due="as published", done=None, **details):
    """A milestone whose days are counted from today: -10 is ten days ago."""
    return {
        "action_id": action_id,
        "state": "planned" if done is None else "done",
        "first_due_on": day(first_due),
        "due_on": day(first_due if due == "as published" else due),
        "done_on": day(done),
        "waiting_for": "",
        "is_left_out": False,
        **details,
    }


def frame(rows):
    days = dict.fromkeys(["first_due_on", "due_on", "done_on"], "datetime64[s]")
    return pd.DataFrame(rows, columns=[*milestone()]).astype(days)


def history(slip_days, action_id=9):
    """Milestones done with these slips, the last of them well before today."""
    return [milestone(-900, done=-900 + slip, action_id=action_id) for slip in slip_days]


def observed(done=(), open_=()):
    rows = [(slip, True) for slip in done] + [(slip, False) for slip in open_]
    return pd.DataFrame(rows, columns=["slip_days", "is_done"]).astype(
        {"slip_days": int, "is_done": bool}
    )


def known_of(row):
    found = slips(frame([row]), TODAY)
    return list(found.itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("row", "known"),
    [
        (milestone(-100, done=-70), [(30, True)]),
        (milestone(-100, done=-130), [(-30, True)]),
        (milestone(-100, due=-70, done=-70), [(30, True)]),  # moved, and kept the new date
        (milestone(-40), [(40, False)]),  # overdue: at least 40 days
        (milestone(40), [(-40, False)]),  # ahead: all that's known is that it isn't 40 days early
        (milestone(-40, due=60), [(40, False)]),  # a new date is a promise, no observation
        (milestone(0), [(0, False)]),
        (milestone(-100, done=-70, is_left_out=True), [(30, True)]),
        (milestone(None, due=-40), []),
        (milestone(None, due=-40, done=-30), []),
        (milestone(-40, state="dropped"), []),
        (milestone(-40, waiting_for="The data"), []),
        (milestone(-40, is_left_out=True), []),
    ],
)
def test_what_is_known_of_a_slip(row, known):
    assert known_of(row) == known


def test_no_milestones_have_no_slips():
    assert slips(frame([]), TODAY).empty


# Weeks in remission under 6-mercaptopurine: Freireich and others, 1963, the textbooks' example.
REMISSION = observed(
    done=[6, 6, 6, 7, 10, 13, 16, 22, 23],
    open_=[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35],
)


def test_kaplan_meier_gives_the_figures_of_the_textbooks():
    found = kaplan_meier(REMISSION)
    assert list(found.days) == [6, 7, 10, 13, 16, 22, 23]
    published = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert found.survival == pytest.approx(published, abs=5e-4)


def test_beyond_the_last_slip_seen_the_average_rate_goes_on():
    found = kaplan_meier(REMISSION)
    assert found.late_rate == pytest.approx(9 / 359)  # nine came true in 359 weeks in all
    expected = found.survival[-1] * np.exp(-10 * 9 / 359)
    assert found.later_than(np.array([33])) == pytest.approx([expected])


some_slips = st.lists(st.integers(-60, 200), min_size=1, max_size=40)


@given(some_slips)
def test_with_nothing_open_the_estimate_is_the_plain_share(done):
    found = kaplan_meier(observed(done))
    shares = [np.mean(np.array(done) > slip) for slip in found.days]
    assert found.survival == pytest.approx(shares)
    assert found.later_than(found.days) == pytest.approx(shares)
    assert found.later_than(np.array([min(done) - 1])) == [1]


@given(some_slips, st.lists(st.integers(-60, 200), max_size=40))
def test_the_estimate_falls_from_one_and_stays_above_nothing(done, open_):
    found = kaplan_meier(observed(done, open_))
    shares = found.later_than(np.arange(-70, 400))
    assert shares[0] == 1
    assert (np.diff(shares) <= 1e-12).all()
    assert (shares >= 0).all()


@given(some_slips, st.lists(st.integers(-60, 200), max_size=40))
def test_one_more_milestone_done_on_time_makes_no_lateness_likelier(done, open_):
    days = np.arange(0, max(done) + 1)
    before = kaplan_meier(observed(done, open_)).later_than(days)
    after = kaplan_meier(observed([*done, 0], open_)).later_than(days)
    assert (after <= before + 1e-12).all()


def test_with_too_little_history_there_is_no_forecast_and_it_says_why():
    rows = [*history([0] * (FEWEST_DONE - 1)), milestone(30)]
    found = foresee(frame(rows), TODAY)
    assert found.because == "too little history: 14 done milestones, 15 are needed"
    assert (found.plan, len(found.actions)) == (None, 0)
    assert chances(frame(rows), TODAY) is None
    assert foresee(frame([milestone(30)]), TODAY).because.startswith(
        "too little history: 0 done milestones"
    )
    assert foresee(frame([*history([0] * FEWEST_DONE), milestone(30)]), TODAY).because == ""


@pytest.mark.parametrize(
    "row",
    [
        milestone(None, due=None),
        milestone(30, waiting_for="The data"),
        milestone(30, is_left_out=True),
        milestone(30, state="dropped"),
        milestone(-30, done=-20),
    ],
)
def test_without_anything_open_and_dated_there_is_nothing_to_forecast(row):
    plan = frame([*history(range(20)), row])
    found = foresee(plan, TODAY)
    assert found.because == "nothing that is left to do has a date"
    assert found.plan is None
    assert chances(plan, TODAY).empty


SLIPS = [*range(-10, 30, 2), *range(40, 120, 10)]


def of_first(found):
    """The chance of the only action."""
    [chance] = found.actions["chance"]
    return chance


def exact_chance(rows, last_due):
    """Of all open milestones being done by ``last_due``: the product of each one's own."""
    distribution = kaplan_meier(slips(frame(rows), TODAY))
    chance = 1.0
    for row in rows:
        if row["state"] == "planned":
            since = -(row["first_due_on"] - TODAY).days
            possible, later = distribution.later_than(np.array([since - 1, since + last_due]))
            chance *= 1 - later / possible
    return chance


@pytest.mark.parametrize(
    ("open_", "last_due"),
    [
        ([milestone(30)], 30),
        ([milestone(60, due=90)], 90),
        ([milestone(-20, due=25)], 25),  # overdue by the first date, given a new one
        ([milestone(5), milestone(20, due=40), milestone(-35, due=10)], 40),
        ([milestone(-150, due=60)], 60),  # later than any that is done: only the tail is left
    ],
)
def test_the_chance_is_that_of_every_milestone_being_done_in_time(open_, last_due):
    rows = [*history(SLIPS), *open_]
    found = foresee(frame(rows), TODAY)
    assert of_first(found) == pytest.approx(exact_chance(rows, last_due))
    assert found.plan.chance == of_first(found)
    assert found.plan.last_due_on == day(last_due)


def test_the_days_of_a_forecast_are_those_of_the_slips():
    """100 slips of 1 to 100 days: the tenth, the fiftieth and the ninetieth."""
    found = foresee(frame([*history(range(1, 101)), milestone(1000)]), TODAY)
    action = found.actions.iloc[0]
    for name, slip in {"by_10": 10, "by_50": 50, "by_90": 90}.items():
        assert abs((action[name].date() - day(1000 + slip)).days) <= 1
        assert getattr(found.plan, name) == action[name].date()


def test_a_date_that_has_passed_is_not_met():
    found = foresee(frame([*history(SLIPS), milestone(-1)]), TODAY)
    assert of_first(found) == 0


def test_what_falls_due_today_can_still_be_done_today():
    rows = [*history([*[0] * 100, 50]), milestone(0)]
    found = foresee(frame(rows), TODAY)
    assert of_first(found) == pytest.approx(exact_chance(rows, 0))
    assert of_first(found) > 0.9
    assert found.plan.by_10 == TODAY


def test_nothing_is_done_before_today():
    rows = [*history([*[-300] * 20, 100]), milestone(10), milestone(-30, action_id=2)]
    assert (foresee(frame(rows), TODAY).actions["by_10"] >= pd.Timestamp(TODAY)).all()


def test_where_nothing_was_ever_done_late_an_overdue_milestone_has_no_day():
    found = foresee(frame([*history([0] * 20), milestone(-50, due=900)]), TODAY)
    assert of_first(found) == 0
    assert found.actions[[*QUANTILES]].isna().all(axis=None)
    assert found.plan.by_10 is None


def test_a_milestone_that_was_never_published_starts_from_its_present_date():
    published = foresee(frame([*history(SLIPS), milestone(30)]), TODAY)
    rows = [*history(SLIPS), milestone(30, due=30, first_due_on=None)]
    never = foresee(frame(rows), TODAY)
    assert of_first(never) == pytest.approx(of_first(published), abs=0.05)
    later_than_all = milestone(None, due=-800)
    assert foresee(frame([*history(SLIPS), later_than_all]), TODAY).plan.by_10 is None


def test_the_last_date_is_that_of_what_stands():
    rows = [
        milestone(30, done=-5),
        milestone(10),
        milestone(90, state="dropped"),
        milestone(80, waiting_for="The data"),
        milestone(None, due=None),
        milestone(70, action_id=2),
        milestone(None, due=None, action_id=3),
        milestone(200, action_id=4, is_left_out=True),
    ]
    found = forecast.last_due_on(frame(rows))
    assert {key: value.date() for key, value in found.items()} == {
        1: day(30),
        2: day(70),
        4: day(200),
    }
    outlook = foresee(frame([*history(SLIPS), *rows]), TODAY)
    assert outlook.plan.last_due_on == day(70)
    assert outlook.actions["last_due_on"].dt.date.tolist() == [day(30), day(70)]
    assert outlook.actions["milestones"].tolist() == [1, 1]
    assert outlook.actions["undated"].tolist() == [1, 0]


offsets = st.integers(-200, 400)


@st.composite
def plans(draw):
    done = draw(st.lists(st.integers(-60, 200), min_size=FEWEST_DONE, max_size=30))
    open_ = draw(st.lists(st.tuples(st.integers(1, 4), offsets, offsets), min_size=1, max_size=12))
    rows = [milestone(first, due=due, action_id=owner) for owner, first, due in open_]
    return [*history(done), *rows]


few_examples = settings(max_examples=40)


@few_examples
@given(plans())
def test_chances_are_chances_and_days_are_in_order(rows):
    found = foresee(frame(rows), TODAY)
    assert found.actions["chance"].between(0, 1).all()
    assert found.plan.chance <= 1
    for earlier, later in [("by_10", "by_50"), ("by_50", "by_90")]:
        both = found.actions.dropna(subset=[later])
        assert (both[earlier] <= both[later]).all()
        assert (both[earlier] >= pd.Timestamp(TODAY)).all()


@few_examples
@given(plans(), st.integers(0, 100))
def test_the_same_data_in_any_order_give_the_same_figures(rows, seed):
    other = frame(rows).sample(frac=1, random_state=seed)
    one, two = foresee(frame(rows), TODAY), foresee(other, TODAY)
    pd.testing.assert_frame_equal(one.actions, two.actions)
    assert one.plan == two.plan


@few_examples
@given(plans(), st.data())
def test_a_later_due_date_never_lowers_the_chance(rows, data):
    moved = data.draw(st.sampled_from([row for row in rows if row["state"] == "planned"]))
    later = moved | {"due_on": moved["due_on"] + timedelta(days=data.draw(st.integers(1, 300)))}
    owner = moved["action_id"]
    changed = [later if row is moved else row for row in rows]
    before, after = (chances(frame(each), TODAY) for each in (rows, changed))
    assert after[owner] >= before[owner]
    assert after.drop(owner).equals(before.drop(owner))
    plans = [foresee(frame(each), TODAY).plan.chance for each in (rows, changed)]
    assert plans == sorted(plans)


@few_examples
@given(plans())
def test_the_chances_alone_are_those_of_the_forecast(rows):
    found = foresee(frame(rows), TODAY).actions.set_index("action_id")["chance"]
    pd.testing.assert_series_equal(chances(frame(rows), TODAY), found, check_names=False)


def played_through(rows, draws):
    """Days until each draw's last milestone is done, by picking slips one by one at random."""
    distribution = kaplan_meier(slips(frame(rows), TODAY))
    grid = np.arange(-400, 4_000)
    later = distribution.later_than(grid)
    generator = np.random.default_rng(7)
    last = np.zeros(draws)
    for row in rows:
        if row["state"] == "planned":
            since = -(row["first_due_on"] - TODAY).days
            level = generator.random(draws) * distribution.later_than(np.array([since - 1]))
            slip = grid[np.searchsorted(-later, -level, side="left")]
            last = np.maximum(last, slip - since)
    return last


def test_what_is_calculated_is_what_many_random_plays_come_to():
    open_ = [milestone(5), milestone(20, due=40), milestone(-35, due=10), milestone(90, due=95)]
    rows = [*history(SLIPS), *open_]
    last, found = played_through(rows, 40_000), foresee(frame(rows), TODAY).plan
    assert found.chance == pytest.approx((last <= 95).mean(), abs=0.01)
    for name, share in QUANTILES.items():
        days = (getattr(found, name) - TODAY).days
        assert (last < days).mean() - 0.01 <= share <= (last <= days).mean() + 0.01


@few_examples
@given(plans())
def test_the_plan_is_done_with_the_last_of_its_actions(rows):
    found = foresee(frame(rows), TODAY)
    for name in QUANTILES:
        whole = getattr(found.plan, name)
        own = found.actions[name]
        assert whole is None or (own <= pd.Timestamp(whole)).all()


def test_ten_thousand_open_milestones_take_about_a_second():
    generator = np.random.default_rng(5)
    due = generator.integers(-300, 600, 10_000)
    rows = [
        milestone(int(first), action_id=number // 4, due=int(first) + 60)
        for number, first in enumerate(due)
    ]
    plan = frame([*rows, *history(generator.integers(-20, 300, 2_000).tolist(), action_id=-1)])
    foresee(plan, TODAY)
    # The time of this process alone, so that a busy machine doesn't count.
    begun = time.process_time()
    found = foresee(plan, TODAY)
    assert time.process_time() - begun < 2
    assert len(found.actions) == 2_500
