"""A round is replayed: what changed is what was done in it, and nothing else."""

from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import select

from tests import factories
from tracker.analytics import changes, reporting
from tracker.models import Action, Milestone
from tracker.queries.changes import reasons_of_moves, snapshot
from tracker.queries.progress import plan_on
from tracker.queries.rounds import date_changes, read_rounds
from tracker.services import actions, milestones, objectives, reviews, updates
from tracker.vocabulary import ActionState, ConditionState, Role, Status

LAST_MEETING, MEETING = date(2021, 12, 22), date(2022, 2, 16)
SECRETARIAT, LEAD = factories.make_actor(), factories.make_actor(Role.LEAD)


def at(day):
    return {"now": datetime.combine(day, time(12), tzinfo=UTC)}


def milestone(session, ref):
    statement = select(Milestone).join(Action, Action.id == Milestone.action_id)
    found = session.exec(statement.where(Action.ref == ref).order_by(Milestone.id)).first()
    return {"milestone_id": found.id, "version": found.version}


def action(session, ref, *, versioned=True):
    found = session.exec(select(Action).where(Action.ref == ref)).one()
    return {"action_id": found.id} | ({"version": found.version} if versioned else {})


def say(session, day, ref, status, **more):
    updates.give_update(
        session,
        actor=LEAD,
        **at(day),
        action_id=action(session, ref)["action_id"],
        status=status,
        likelihood=70,
        what_changed="Contacts were named",
        **more,
    )


@pytest.fixture
def objective(session):
    """Five actions, two rounds, and what was said and done before the last meeting."""
    theme = factories.make_theme(session, code="DATA", name="Data")
    objective = factories.make_objective(session, theme_id=theme.id, ref="DATA-O1", text="Aim")
    for number in range(1, 6):
        made = factories.make_action(
            session, objective_id=objective.id, ref=f"DATA-A{number}", title=f"Work {number}"
        )
        timing = "1 month after DATA-A1" if number == 5 else "by March 2022, if funded"
        factories.make_milestone(session, made, timing=timing)
    for number in (1, 2):
        factories.make_round(session, number=number)
    say(session, date(2021, 12, 2), "DATA-A1", Status.GREEN)
    say(session, date(2021, 12, 2), "DATA-A2", Status.GREEN)
    milestones.move_milestone(
        session,
        actor=LEAD,
        **at(date(2021, 12, 10)),
        **milestone(session, "DATA-A3"),
        timing="by April 2022",
        reason="Told before the meeting",
    )
    return objective


def do_a_round(session, objective):
    """One of everything that can happen between two meetings."""
    day = at(date(2022, 1, 27))
    say(session, date(2022, 1, 26), "DATA-A1", Status.GREEN)  # as before: no change
    say(session, date(2022, 1, 26), "DATA-A2", Status.RED)
    milestones.complete_milestone(
        session,
        actor=LEAD,
        **day,
        **milestone(session, "DATA-A1"),
        done_on=date(2022, 1, 20),
    )
    milestones.move_milestone(
        session,
        actor=LEAD,
        **day,
        **milestone(session, "DATA-A2"),
        timing="by June 2022",
        reason="Two are missing",
    )
    [latest] = date_changes(session)["id"].head(1)
    reviews.agree_date(
        session, actor=factories.make_actor(Role.SPONSOR), **day, date_change_id=int(latest)
    )
    milestones.settle_condition(
        session,
        actor=LEAD,
        **day,
        **milestone(session, "DATA-A3"),
        state=ConditionState.NOT_MET,
        reason="No funds",
    )
    actions.change_action_state(
        session,
        actor=LEAD,
        **day,
        **action(session, "DATA-A4"),
        state=ActionState.STOPPED,
        reason="Not needed",
    )
    actions.add_milestone(
        session,
        actor=SECRETARIAT,
        **day,
        **action(session, "DATA-A2", versioned=False),
        title="Draft",
        timing="by May 2022",
    )
    objectives.edit_objective(
        session,
        actor=SECRETARIAT,
        **day,
        objective_id=objective.id,
        version=objective.version,
        text="Clearer aim",
    )


DONE_IN_THE_ROUND = [
    ("added", "DATA-A2", "Draft", "", "by May 2022", ""),
    ("stopped", "DATA-A4", "", "Not started", "Stopped", "Not needed"),
    ("done", "DATA-A1", "", "Not started", "Done", ""),
    ("done", "DATA-A1", "Delivered", "by March 2022, if funded", "20 January 2022", ""),
    (
        *("re_dated", "DATA-A2", "Delivered", "by March 2022, if funded"),
        *("by June 2022, if funded", "Two are missing"),
    ),
    ("re_dated", "DATA-A5", "Delivered", "no date yet", "20 February 2022", ""),
    ("reported", "DATA-A2", "status", "Green", "Red", ""),
    ("edited", "DATA-O1", "text", "Aim", "Clearer aim", ""),
    ("edited", "DATA-A3", "Delivered: condition", "Undecided", "Not met", "No funds"),
]


def recorded(session, day, as_at):
    plan = plan_on(session, day=day, as_at=as_at)
    said = read_rounds(session, day=day, as_at=as_at)
    found = reporting.reported(plan.actions, said.rounds, said.updates, said.exemptions, day)
    return snapshot(plan, reported=found["status"])


def compare(session, since, day, as_at=None):
    found = changes.find(recorded(session, since, since), recorded(session, day, as_at))
    because = reasons_of_moves(session, since=LAST_MEETING, as_at=as_at)
    rows = changes.told(found, because)
    rows = rows[rows["change"] != "progress"].drop(columns="title")
    return list(rows.itertuples(index=False, name=None))


def test_what_changed_since_the_last_meeting_is_what_was_done(session, objective):
    do_a_round(session, objective)

    assert compare(session, LAST_MEETING, MEETING) == DONE_IN_THE_ROUND


def test_an_earlier_day_tells_what_its_readers_could_know(session, objective):
    do_a_round(session, objective)

    assert compare(session, LAST_MEETING, date(2022, 1, 25), as_at=date(2022, 1, 25)) == []
    assert compare(session, LAST_MEETING, date(2022, 1, 26), as_at=date(2022, 1, 26)) == [
        ("reported", "DATA-A2", "status", "Green", "Red", "")
    ]
    assert compare(session, date(2022, 1, 27), MEETING) == []


def test_progress_counts_what_was_stopped_as_left_out(session, objective):
    do_a_round(session, objective)

    found = changes.find(
        recorded(session, LAST_MEETING, LAST_MEETING), recorded(session, MEETING, None)
    )
    rows = changes.told([each for each in found if each.change == "progress"], {})

    # One of four is done: the fifth was stopped and no longer counts.
    assert rows[["ref", "old", "new"]].to_numpy().tolist() == [["", 0.0, 0.25], ["DATA-A1", 0, 1]]


def test_before_there_was_a_plan_everything_is_new(session, objective):
    there = changes.find(
        recorded(session, date(2021, 1, 1), date(2021, 1, 1)),
        recorded(session, LAST_MEETING, LAST_MEETING),
    )

    found = changes.told(there, {})
    added = found[found["change"] == "added"]
    assert added["ref"].tolist() == ["DATA", "DATA-O1", *(f"DATA-A{n}" for n in range(1, 6))]
    assert found[found["change"] == "reported"]["old"].tolist() == ["", ""]


def test_only_moves_after_the_day_give_their_reason(session, objective):
    do_a_round(session, objective)

    moved = milestone(session, "DATA-A2")["milestone_id"]
    assert reasons_of_moves(session, since=LAST_MEETING) == {moved: "Two are missing"}
    assert reasons_of_moves(session, since=LAST_MEETING, as_at=date(2022, 1, 26)) == {}
