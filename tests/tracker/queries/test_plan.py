"""The plan on an earlier day is the plan that its readers saw on that day."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    make_action,
    make_milestone,
    make_milestones,
    make_strategy,
    make_theme,
)
from tests.histories import few_histories
from tracker.analytics import progress
from tracker.clock import day_of
from tracker.db import make_engine, transaction
from tracker.errors import InvalidChange, NotFound
from tracker.models import Action, Measure, Milestone, Objective, ProgressDay, Strategy, Theme
from tracker.permissions import SYSTEM
from tracker.queries.plan import read_plan, responsibles
from tracker.services import (
    actions,
    milestones,
    objectives,
    plan_versions,
    recurrences,
    strategies,
    themes,
)
from tracker.vocabulary import ActionState, ConditionState

FRAMES = ("themes", "objectives", "measures", "actions", "recurrences", "milestones")
TIMINGS = (
    "by October 2021",
    "by 15 January 2022",
    "by Q2 2022, if available",
    "by 2023, if funded",
    "from March 2022",
    "yearly from April 2022",
    "quarterly from October 2021 until 2022",
    "1 month after DATA-A1",
    "30 days after DATA-A2",
    "to be set",
)


def of_strategy(session):
    return session.exec(select(Strategy)).one()


def on(service, model, key, **given):
    """Give ``service`` the chosen record of ``model``, as it stands now, and ``given``."""

    def change(session, now, choose):
        records = session.exec(select(model).order_by(model.id)).all()
        if not records:
            raise NotFound("There is nothing to change.")
        record = records[choose(len(records))]
        versions = {} if service.__name__.startswith("add_") else {"version": record.version}
        details = {
            name: value(choose, record) if callable(value) else value
            for name, value in given.items()
        }
        service(session, actor=SYSTEM, now=now, **{key: record.id}, **versions, **details)

    return change


def one_of(*values):
    return lambda choose, record: values[choose(len(values))]


def words(choose, record):
    return f"Words {choose(50)}"


def weight(choose, record):
    return float(1 + choose(5))


MILESTONE, ACTION = (Milestone, "milestone_id"), (Action, "action_id")
THEME, OBJECTIVE = (Theme, "theme_id"), (Objective, "objective_id")
DONE_ON = one_of(date(2021, 8, 1), date(2021, 9, 1))

CHANGES = [
    on(milestones.complete_milestone, *MILESTONE, done_on=DONE_ON),
    on(milestones.complete_milestone, *MILESTONE, done_on=DONE_ON, evidence="https://example.org"),
    on(milestones.reopen_milestone, *MILESTONE, reason="Found wanting"),
    on(milestones.drop_milestone, *MILESTONE, reason="Not wanted"),
    on(milestones.move_milestone, *MILESTONE, timing=one_of(*TIMINGS), reason="Too soon"),
    on(
        milestones.settle_condition,
        *MILESTONE,
        state=one_of(*ConditionState),
        reason="Somebody found out",
    ),
    on(actions.change_action_state, *ACTION, state=one_of(*ActionState), reason="No budget"),
    on(
        actions.edit_action,
        *ACTION,
        title=words,
        weight=weight,
        responsible=words,
        needs=one_of("", "DATA-A1", "DATA-A2"),
    ),
    on(actions.add_milestone, *ACTION, title=words, timing=one_of(*TIMINGS), weight=weight),
    on(actions.add_action, *OBJECTIVE, title=words, timing=one_of(*TIMINGS), weight=weight),
    on(objectives.add_objective, *THEME, text=words),
    on(objectives.edit_objective, *OBJECTIVE, text=words),
    on(objectives.add_measure, *OBJECTIVE, name=words, target=words),
    on(objectives.set_target, Measure, "measure_id", target=words),
    on(themes.edit_theme, *THEME, name=words, goal=words),
    on(strategies.edit_strategy, Strategy, "strategy_id", title=words, mission=words),
    lambda session, now, choose: themes.add_theme(
        session, actor=SYSTEM, now=now, code=f"N{choose(5)}", name="New"
    ),
    lambda session, now, choose: plan_versions.publish_plan(session, actor=SYSTEM, now=now),
    lambda session, now, choose: recurrences.lay_out_recurrences(session, actor=SYSTEM, now=now),
]


def begin(session):
    make_strategy(session)
    theme = make_theme(session, code="DATA", position=0)
    for number, timing in enumerate(TIMINGS[:8], start=1):
        objective = objectives.add_objective(
            session, actor=SYSTEM, now=BEGINNING, theme_id=theme.id, text="Know our members"
        )
        action = make_action(session, objective_id=objective.id, ref=f"DATA-A{number}")
        make_milestones(session, action, timing=timing, weight=float(number))


def try_to(engine, change, now, choose):
    """Make the change, unless the rules refuse it; then nothing of it may stay."""
    try:
        with transaction(engine) as session:
            change(session, now, choose)
    except (InvalidChange, NotFound):
        pass


def read(engine, as_at=None):
    with transaction(engine, writes=False) as session:
        return read_plan(session, as_at=as_at)


def comparable(frame):
    """``frame`` without versions, which are for forms, and with one kind of blank."""
    plain = frame.drop(columns="version", errors="ignore")
    words = plain.select_dtypes(["object", "str"])
    return plain.assign(**words.where(words.notna(), None))


def assert_same(replayed, stored, day):
    for name in FRAMES:
        pd.testing.assert_frame_equal(
            comparable(getattr(replayed, name)),
            comparable(getattr(stored, name)),
            obj=f"{name} as at {day}",
        )


def progress_of(plan):
    """Progress of the whole plan ("") and of each theme, worked out from its frames."""
    rows = plan.actions.assign(
        progress=plan.actions["action_id"].map(progress.of_actions(plan.milestones)).astype(float)
    )
    of_themes = {
        code: progress.overall(rows[rows["theme"] == code]) for code in plan.themes["code"]
    }
    return {"": progress.overall(rows), **of_themes}


@pytest.mark.both_databases
@few_histories
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from(CHANGES), st.randoms(use_true_random=False)),
        min_size=1,
        max_size=12,
    )
)
def test_replaying_a_day_gives_what_was_stored_on_that_day(databases, history):
    with databases.migrated() as url:
        engine = make_engine(url)
        with transaction(engine) as session:
            begin(session)
        stored = {day_of(BEGINNING): read(engine)}
        now = BEGINNING
        for days, change, random in history:
            now += timedelta(days=days)
            try_to(engine, change, now, random.randrange)
            stored[day_of(now)] = read(engine)
        with transaction(engine, writes=False) as session:
            columns = select(ProgressDay.day, ProgressDay.scope, ProgressDay.progress)
            kept = session.exec(columns).all()
        for day, seen in stored.items():
            replayed = read(engine, as_at=day)
            assert_same(replayed, seen, day)
            on_day = {scope: value for then, scope, value in kept if then == day}
            if on_day:
                assert on_day == pytest.approx(progress_of(replayed))
        engine.dispose()


def test_before_there_is_a_strategy_the_plan_is_empty(session):
    plan = read_plan(session)
    assert plan.strategy is None
    assert all(getattr(plan, name).empty for name in FRAMES)


def test_a_day_that_is_over_keeps_what_came_until_its_last_moment(engine):
    with transaction(engine) as session:
        milestone = make_milestone(session)
        milestone_id = milestone.id
    # Half past eleven at night in summer time, and half past midnight.
    late = BEGINNING.replace(day=10, hour=22, minute=30)
    for version, now in enumerate((late, late + timedelta(hours=1)), start=1):
        with transaction(engine) as session:
            milestones.move_milestone(
                session,
                actor=SYSTEM,
                now=now,
                milestone_id=milestone_id,
                version=version,
                timing=f"by {2021 + version}",
                reason="Too soon",
            )
    timings = [
        read(engine, as_at=date(2021, 9, day)).milestones["timing"].item() for day in (9, 10, 11)
    ]
    assert timings == ["by October 2021", "by 2022", "by 2023"]


def test_what_was_not_there_yet_is_not_shown(engine):
    with transaction(engine) as session:
        make_milestone(session, now=BEGINNING + timedelta(days=10))
    assert read(engine, as_at=day_of(BEGINNING + timedelta(days=9))).milestones.empty
    assert len(read(engine, as_at=day_of(BEGINNING + timedelta(days=10))).milestones) == 1


def test_the_posts_that_lead_something_are_listed_once(session):
    for name in ("Survey lead", "Data lead", "Survey lead", ""):
        make_action(session, responsible=name)
    assert responsibles(session) == ["Data lead", "Survey lead"]


def test_what_the_strategy_says_of_itself_is_shown_as_it_was(session):
    strategy = make_strategy(session, title="The first title", ends_on=date(2025, 3, 31))
    strategies.edit_strategy(
        session,
        actor=SYSTEM,
        now=BEGINNING + timedelta(days=10),
        strategy_id=strategy.id,
        version=strategy.version,
        title="A better title",
    )
    on = BEGINNING.date()

    assert read_plan(session).strategy.title == "A better title"
    before = read_plan(session, as_at=on + timedelta(days=9)).strategy
    assert (before.title, before.ends_on) == ("The first title", date(2025, 3, 31))
    assert read_plan(session, as_at=on - timedelta(days=1)).strategy is None
