"""What a form of the action page says when it is refused, and what it keeps."""

from datetime import date, timedelta

import pytest

from dashboard.components.plan.milestone_forms import (
    COMPLETE,
    DROP,
    MOVE,
)
from tests.dashboard.app_pages.actions import assert_said, choose
from tests.dashboard.screen import errors, field, send, words
from tracker.clock import Clock
from tracker.models import Action, Milestone
from tracker.services import milestones as services
from tracker.vocabulary import ActionState, MilestoneState


def follows(app, element, other):
    """Whether ``element`` is drawn directly after ``other``."""
    drawn = [found for found in app.main if found.type != "unknown"]
    places = {id(found): place for place, found in enumerate(drawn)}
    return places[id(element)] == places[id(other)] + 1


def test_pausing_without_a_reason_is_refused_beside_the_reason(open_action, action, stored):
    app = open_action()
    app = app.pills(key=f"action_{action.id}.choice").set_value("Paused").run()
    app = send(app, "Change to paused")

    assert errors(app) == ["Say why, in a few words: the history shows it."]
    assert stored(Action).state is ActionState.NOT_STARTED


@pytest.mark.parametrize(
    ("change", "typed", "at_fault", "said"),
    [
        (COMPLETE, {"evidence": "on my desk"}, "evidence", "This is not a link."),
        (
            COMPLETE,
            {"done_on": Clock().today() + timedelta(days=2), "evidence": "https://example.org"},
            "done_on",
            "This day lies ahead.",
        ),
        (COMPLETE, {"done_on": None, "evidence": "https://example.org"}, "done_on", "Choose a day"),
        (
            MOVE,
            {"timing": "in spring", "reason": "The editor left"},
            "timing",
            '"in spring" is not a deadline',
        ),
        (MOVE, {"timing": "by 2024", "reason": " "}, "reason", "Say why"),
        (DROP, {"reason": "x"}, "reason", "Say why"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(
    open_action, action, stored, change, typed, at_fault, said
):
    app = choose(open_action(), change)
    for name, value in typed.items():
        field(app, name).set_value(value)
    app = send(app, change)

    assert {name: field(app, name).value for name in typed} == typed
    assert errors(app)[0].startswith(said)
    assert follows(app, app.error[0], field(app, at_fault))
    assert stored(Milestone).state is MilestoneState.PLANNED
    assert stored(Milestone).timing == "by October 2021"


def test_what_was_refused_is_taken_when_it_is_mended(open_action, action, stored):
    app = choose(open_action(), MOVE)
    field(app, "timing").set_value("in spring")
    field(app, "reason").set_value("The editor left")
    app = send(app, MOVE)
    field(app, "timing").set_value("by March 2022")
    app = send(app, MOVE)

    assert_said(app, "Delivered has a new deadline.")
    assert stored(Milestone).timing == "by March 2022"


def test_an_old_refusal_is_gone_when_the_form_is_opened_anew(open_action, action):
    app = send(choose(open_action(), DROP), DROP)
    assert app.error

    app = choose(choose(app, MOVE), DROP)

    assert not app.error


def test_a_conflict_shows_what_stands_there_now_and_sends_what_was_typed_again(
    open_action, action, do, stored
):
    app = choose(open_action(), MOVE)
    do(services.move_milestone, timing="by December 2021", reason="Agreed in the meeting")
    field(app, "timing").set_value("by March 2022")
    field(app, "reason").set_value("The editor left")
    app = send(app, MOVE)

    [error] = errors(app)
    assert "was changed while you had it open" in error
    assert "Deadline: by December 2021" in words(app)
    assert field(app, "timing").value == "by March 2022"
    assert stored(Milestone).timing == "by December 2021"

    app = send(app, MOVE)

    assert_said(app, "Delivered has a new deadline.")
    assert stored(Milestone).timing == "by March 2022"


def test_two_who_mark_the_same_milestone_as_done_are_told(open_action, action, do):
    app = choose(open_action(), COMPLETE)
    do(services.complete_milestone, done_on=date(2021, 10, 1))
    field(app, "evidence").set_value("https://example.org/mine")
    app = send(app, COMPLETE)

    assert not app.exception
    assert "was changed while you had it open" in errors(app)[0]
    assert field(app, "evidence").value == "https://example.org/mine"
    assert "Done on 1 October 2021" in words(app)

    app = send(app, COMPLETE)

    assert errors(app) == ["Delivered is done already."]
