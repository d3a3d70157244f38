"""The action page's forms, through real services on a real database."""

from datetime import date

from dashboard.components.plan.milestone_forms import (
    COMPLETE,
    DROP,
    MET,
    MOVE,
    NOT_MET,
    REOPEN,
)
from tests.dashboard.app_pages.actions import UPDATERS, assert_said, choice_of, choose, make_action
from tests.dashboard.screen import field, send, words
from tracker.clock import Clock
from tracker.models import Action, Milestone
from tracker.vocabulary import ActionState, ConditionState, MilestoneState


@UPDATERS
def test_a_milestone_is_marked_as_done_with_its_day_and_evidence(
    open_action, action, stored, viewer
):
    app = choose(open_action(viewer), COMPLETE)
    field(app, "done_on").set_value(date(2021, 10, 20))
    field(app, "evidence").set_value("https://example.org/report(1)")
    app = send(app, COMPLETE)

    assert_said(app, "Delivered is marked as done.")
    milestone = stored(Milestone)
    assert (milestone.state, milestone.done_on) == (MilestoneState.DONE, date(2021, 10, 20))
    assert stored(Action).state is ActionState.DONE
    told = words(app)
    assert "Done on 20 October 2021" in told
    assert "(https://example.org/report%281%29)" in told
    assert "**Delivered** :green-badge[:material/check_circle: Done]" in told
    assert "marked as done on 20 October 2021" in told  # in the history
    assert choice_of(app).value is None
    assert not app.text_input


def test_the_day_proposed_is_today(open_action, action):
    assert field(choose(open_action(), COMPLETE), "done_on").value == Clock().today()


def test_a_result_is_said_once(open_action, action):
    app = send(choose(open_action(), COMPLETE), COMPLETE)
    assert app.success

    assert not app.run().success


@UPDATERS
def test_a_date_is_moved_with_its_reason(open_action, action, stored, viewer):
    app = choose(open_action(viewer), MOVE)
    field(app, "timing").set_value("by q1 2022")
    field(app, "reason").set_value("The editor left")
    app = send(app, MOVE)

    assert_said(app, "Delivered has a new deadline.")
    assert stored(Milestone).timing == "by Q1 2022"
    assert "Deadline: by Q1 2022" in words(app)
    assert "Because: The editor left" in words(app)


@UPDATERS
def test_a_milestone_is_dropped_and_taken_back(open_action, action, stored, viewer):
    app = choose(open_action(viewer), DROP)
    field(app, "reason").set_value("Nobody needs it")
    app = send(app, DROP)

    assert_said(app, "Delivered is dropped. It no longer counts.")
    assert stored(Milestone).state is MilestoneState.DROPPED
    assert "Dropped because: Nobody needs it" in words(app)

    app = choose(app, REOPEN)
    field(app, "reason").set_value("They do after all")
    app = send(app, REOPEN)

    assert_said(app, "Delivered is planned again.")
    assert stored(Milestone).state is MilestoneState.PLANNED


@UPDATERS
def test_a_condition_is_marked_not_met_and_then_met(open_action, engine, stored, viewer):
    make_action(engine, timing="by October 2021, if available")

    app = choose(open_action(viewer), NOT_MET)
    field(app, "reason").set_value("Two departments have none")
    app = send(app, NOT_MET)

    assert_said(app, "Delivered waits: its condition is not met.")
    assert "is not met: Two departments have none" in words(app)
    assert NOT_MET not in choice_of(app).options

    app = send(choose(app, MET), MET)

    assert_said(app, "Delivered: its condition is met.")
    assert stored(Milestone).condition_state is ConditionState.MET


def test_a_milestone_without_a_condition_has_none_to_decide(open_action, action):
    assert choice_of(open_action()).options == [COMPLETE, MOVE, DROP]


@UPDATERS
def test_an_action_is_paused_with_a_reason_and_put_in_progress(open_action, action, stored, viewer):
    app = open_action(viewer)
    app = app.pills(key=f"action_{action.id}.choice").set_value("Paused").run()
    field(app, "reason").set_value("The survey is redesigned")
    app = send(app, "Change to paused")

    assert_said(app, "DATA-A1 is paused.")
    assert stored(Action).state is ActionState.PAUSED
    assert "**Paused**, because: The survey is redesigned" in words(app)
    assert [group.key for group in app.pills] == [f"action_{action.id}.choice"]
    assert "Put it in progress below" in words(app)

    app = app.pills(key=f"action_{action.id}.choice").set_value("In progress").run()
    app = send(app, "Change to in progress")

    assert_said(app, "DATA-A1 is in progress.")
    assert stored(Action).state is ActionState.IN_PROGRESS
    assert choice_of(app)
