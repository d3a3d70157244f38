"""A plan that is kept and refreshed is the plan as anyone would read it anew."""

from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import BEGINNING, make_action, make_milestone, make_objective
from tests.histories import few_histories
from tests.tracker.queries.test_plan import CHANGES, FRAMES, begin, try_to
from tracker.clock import day_of
from tracker.db import make_engine, transaction
from tracker.permissions import SYSTEM
from tracker.queries.plan_refresh import refreshed
from tracker.queries.progress import plan_on
from tracker.services import actions, milestones, themes
from tracker.vocabulary import ActionState


def read_anew(engine, day):
    with transaction(engine, writes=False) as session:
        return plan_on(session, day=day)


def refresh(engine, kept, day):
    with transaction(engine, writes=False) as session:
        return refreshed(session, kept, day=day)


def assert_same(kept, fresh):
    assert kept.strategy == fresh.strategy
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(kept, name), getattr(fresh, name), obj=name)


@pytest.mark.both_databases
@few_histories
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0, 0, 0, 20]),
            st.sampled_from(CHANGES),
            st.randoms(use_true_random=False),
            st.booleans(),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_whatever_has_changed_a_refreshed_plan_is_the_one_read_anew(databases, history):
    with databases.migrated() as url:
        engine = make_engine(url)
        with transaction(engine) as session:
            begin(session)
        now = BEGINNING
        # One process looks after every change, the other one only now and then.
        often = seldom = refresh(engine, None, day_of(now))
        for days, change, random, looks in history:
            now += timedelta(days=days)
            try_to(engine, change, now, random.randrange)
            fresh = read_anew(engine, day_of(now))
            often = refresh(engine, often, day_of(now))
            assert_same(often.plan, fresh)
            if looks:
                seldom = refresh(engine, seldom, day_of(now))
                assert_same(seldom.plan, fresh)
        engine.dispose()


@pytest.fixture
def kept(engine):
    """A plan in which the milestone of DATA-A2 waits for that of DATA-A1, and A3 is by itself."""
    with transaction(engine) as session:
        objective = make_objective(session)
        for ref, timing in (
            ("DATA-A1", "by October 2021"),
            ("DATA-A2", "1 month after DATA-A1"),
            ("DATA-A3", "by 2023"),
        ):
            action = make_action(session, ref=ref, objective_id=objective.id)
            make_milestone(session, action, timing=timing)
    return refresh(engine, None, day_of(BEGINNING))


def change(engine, service, **details):
    with transaction(engine) as session:
        service(session, actor=SYSTEM, now=BEGINNING, **details)


def test_the_same_plan_is_given_while_nothing_of_it_changes(engine, kept):
    assert refresh(engine, kept, day_of(BEGINNING)).plan is kept.plan


def test_what_others_wait_for_is_said_anew_of_them_too(engine, kept):
    change(
        engine,
        milestones.drop_milestone,
        milestone_id=int(kept.plan.milestones.at[0, "id"]),
        version=1,
        reason="Not wanted",
    )
    again = refresh(engine, kept, day_of(BEGINNING)).plan
    assert again.milestones["waiting_for"].tolist() == ["", "DATA-A1 was dropped: Delivered", ""]


def test_only_what_changed_is_read_and_the_plan_that_was_given_stays(engine, kept):
    before = kept.plan.actions.copy()
    change(
        engine,
        actions.change_action_state,
        action_id=int(kept.plan.actions.at[2, "id"]),
        version=1,
        state=ActionState.PAUSED,
        reason="No budget",
    )
    again = refresh(engine, kept, day_of(BEGINNING)).plan
    assert again.actions["standing"].tolist() == ["on_course", "undated", "left_out"]
    assert again.themes is kept.plan.themes
    pd.testing.assert_frame_equal(kept.plan.actions, before)


def test_another_day_and_another_theme_have_the_whole_plan_read_again(engine, kept):
    tomorrow = refresh(engine, kept, day_of(BEGINNING) + timedelta(days=1))
    assert tomorrow.plan is not kept.plan
    change(engine, themes.add_theme, code="NEW", name="New")
    assert len(refresh(engine, kept, day_of(BEGINNING)).plan.themes) == 2
