"""An earlier strategy is read as it stood, on the days on which it was the current one."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.factories import BEGINNING, make_action, make_actor, make_milestone, make_round
from tracker.errors import EditConflict
from tracker.models import Action, DateChange, Strategy
from tracker.queries import plan_versions, progress
from tracker.queries.plan import read_plan
from tracker.queries.rounds import date_changes, read_rounds
from tracker.queries.strategies import EarlierStrategy, earlier
from tracker.services.milestones import move_milestone
from tracker.services.plan_versions import publish_plan
from tracker.services.strategies import begin_strategy

FIRST_DAY = BEGINNING.date()  # 1 September 2021
BEGAN_AT = BEGINNING + timedelta(days=30)
BEGAN_ON = BEGAN_AT.date()
LAST_DAY = BEGAN_ON - timedelta(days=1)
BY_SECRETARIAT = {"actor": make_actor()}


@pytest.fixture
def first(session):
    """A strategy with a moved date, a published version and a round."""
    milestone = make_milestone(session, make_action(session, ref="DATA-A1"), timing="by 2022")
    move_milestone(
        session,
        **BY_SECRETARIAT,
        now=BEGINNING + timedelta(days=1),
        milestone_id=milestone.id,
        version=milestone.version,
        timing="by 2023",
        reason="No data yet",
    )
    publish_plan(session, **BY_SECRETARIAT, now=BEGINNING + timedelta(days=2))
    strategy = session.exec(select(Strategy)).one()
    make_round(session, strategy_id=strategy.id)
    return strategy


@pytest.fixture
def second(session, first):
    return begin_strategy(
        session, **BY_SECRETARIAT, now=BEGAN_AT, title="The next one", follows=first.id
    )


def seen(session, day=None):
    """What readers see of the strategy on a day: how much there is of each kind."""
    plan = read_plan(session, as_at=day)
    shown = day or BEGAN_ON
    return {
        "title": plan.strategy and plan.strategy.title,
        "actions": len(plan.actions),
        "first dates": int(plan.milestones["first_due_on"].notna().sum()),
        "moves": len(date_changes(session, as_at=day)),
        "rounds": len(read_rounds(session, day=shown, as_at=day).rounds),
        "versions": len(plan_versions.published(session, as_at=day)),
        "version 1": len(plan_versions.content(session, 1, as_at=day)),
    }


def test_the_next_strategy_is_current_and_empty(session, second):
    assert seen(session) == seen(session, BEGAN_ON)
    assert seen(session) == {
        "title": "The next one",
        **dict.fromkeys(("actions", "first dates", "moves", "rounds", "versions", "version 1"), 0),
    }


def test_the_earlier_one_stays_readable_on_its_days(session, first, second):
    assert seen(session, LAST_DAY) == {
        "title": first.title,
        **dict.fromkeys(("actions", "first dates", "moves", "rounds", "versions", "version 1"), 1),
    }
    on_last_day = progress.plan_on(session, day=LAST_DAY, as_at=LAST_DAY)
    assert progress.progress_on(session, on_last_day, day=LAST_DAY).planned == 0
    assert session.exec(select(Action)).one().ref == "DATA-A1"
    assert len(session.exec(select(DateChange)).all()) == 1


def test_before_any_strategy_there_is_none(session, second):
    assert seen(session, FIRST_DAY - timedelta(days=1))["title"] is None


def test_earlier_strategies_are_listed_with_their_days(session, first, second):
    expected = EarlierStrategy(first.title, FIRST_DAY, LAST_DAY)
    assert earlier(session) == earlier(session, as_at=BEGAN_ON) == [expected]
    assert earlier(session, as_at=LAST_DAY) == []

    later = {"now": BEGAN_AT + timedelta(hours=1), "follows": second.id}
    begin_strategy(session, **BY_SECRETARIAT, title="The third", **later)
    assert earlier(session) == [EarlierStrategy("The next one", BEGAN_ON, LAST_DAY), expected]


def test_of_two_who_begin_the_next_strategy_the_second_is_told(session, first, second):
    with pytest.raises(EditConflict, match="changed while you had it open"):
        begin_strategy(session, **BY_SECRETARIAT, now=BEGAN_AT, title="Another", follows=first.id)
    with pytest.raises(EditConflict):
        begin_strategy(session, **BY_SECRETARIAT, now=BEGAN_AT, title="A first one")
