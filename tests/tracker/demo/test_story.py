from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from tracker.analytics.gaps import Gap, find
from tracker.db import transaction
from tracker.demo import story
from tracker.errors import InvalidChange
from tracker.models import AuditEntry
from tracker.queries.plan import responsibles
from tracker.queries.progress import plan_on, progress_on
from tracker.queries.rounds import date_changes, read_rounds
from tracker.queries.versions import clock

REAL_NOW = datetime(2030, 6, 15, 18, 30, tzinfo=UTC)
TODAY = story.BEGINS_ON


@pytest.fixture
def demo(engine):
    with transaction(engine) as session:
        story.make_demo(session, now=REAL_NOW)
    with transaction(engine, writes=False) as session:
        yield session


def test_the_demos_clock_begins_on_1_december_2022(demo):
    began = datetime(2022, 12, 1, 9, tzinfo=UTC)
    assert clock(demo).offset == began - REAL_NOW


def test_the_year_holds_every_kind_of_story(demo):
    plan = plan_on(demo, day=TODAY)
    milestones = plan.milestones.set_index(plan.milestones["ref"] + " " + plan.milestones["title"])

    done = milestones[milestones["state"] == "done"]
    slip = (done["done_on"] - done["due_on"]).dt.days
    assert (slip <= 0).any()
    assert (slip > 0).any()
    assert "dropped" in set(milestones["state"])
    moves = date_changes(demo).groupby(["ref", "title"]).size()
    assert moves["DATA-A4", "Delivered"] == 2
    assert milestones.loc["DATA-A5 Delivered", "waiting_for"].startswith("The condition")
    assert milestones.loc["DATA-A3 Delivered, October 2022", "days_late"] == 31
    gaps = find(plan.objectives, plan.measures, plan.actions, plan.milestones)
    assert {Gap.NO_MEASURE, Gap.TARGET, Gap.DATE} <= set(gaps["gap"])


def test_the_plan_is_behind_what_was_published(demo):
    report = progress_on(demo, plan_on(demo, day=TODAY), day=TODAY)

    assert 0 < report.actual < report.planned < 1
    assert report.performance.index < 1


def test_a_round_is_under_way_and_earlier_ones_were_answered_and_reviewed(demo):
    said = read_rounds(demo, day=TODAY)

    assert said.rounds.set_index("number")["state"].to_dict() == {
        **dict.fromkeys(range(1, 8), "closed"),
        8: "open",
        9: "ahead",
    }
    assert {"green", "amber", "red"} <= set(said.updates["status"])
    assert {"acknowledged", "returned"} <= set(said.updates["verdict"].dropna())
    assert not said.exemptions.empty


def test_leads_are_posts_and_no_persons(demo):
    assert all(post.endswith(" lead") for post in responsibles(demo))
    assert {step.actor.name for step in story.told()} == {
        *responsibles(demo),
        "Secretariat",
        "Sponsor",
    }


def test_task_and_finish_groups_are_proposed_by_whoever_chairs_them(demo):
    proposed = select(AuditEntry.actor).where(
        col(AuditEntry.sentence).like(
            "Proposed the group % task-and-finish group, with%as its chair"
        )
    )
    assert demo.exec(proposed).all() == [
        "Chair of Women's working group",
        "Head of profession, HEALTHLAB",
    ]


def test_an_earlier_day_shows_what_was_recorded_by_then(demo):
    day = date(2022, 2, 1)
    plan = plan_on(demo, day=day, as_at=day)
    contacts = plan.milestones.set_index("ref").loc["DATA-A4"]
    assert (contacts["state"], contacts["timing"]) == ("planned", "by March 2022")


def test_a_demo_is_not_mixed_with_a_plan_that_is_there(engine, demo):
    with pytest.raises(InvalidChange, match="holds a plan already"), transaction(engine) as session:
        story.make_demo(session, now=REAL_NOW)
