"""What the action page tells, and to whom it offers a form."""

from datetime import date

import pytest
from sqlmodel import select

from dashboard.components.plan.milestone_forms import (
    DROP,
)
from dashboard.markdown import plain
from dashboard.navigation import ACTION
from tests import factories
from tests.dashboard.app_pages.actions import SECRETARIAT, choose, make_action
from tests.dashboard.screen import field, markup, send, words
from tracker.clock import Clock
from tracker.db import transaction
from tracker.models import Action, Milestone, StateChange
from tracker.services import actions as action_services
from tracker.services import milestones as services
from tracker.vocabulary import ActionState, MilestoneState


def test_an_action_is_told_with_everything_that_belongs_to_it(open_action, engine):
    make_action(engine, timing="by October 2021, if available")

    app = open_action()

    assert not app.exception
    assert app.title[0].value == f"{plain('DATA-A1')}: Analyse the survey"
    told = words(app)
    assert ":red-badge[:material/error: Late]" in told
    assert "**Not started**" in told
    assert "**Accountable** GSE team" in told
    assert "**Responsible** Data lead" in told
    assert "Deadline: by October 2021, if available" in told
    assert "nobody has said yet whether it is met" in told


@pytest.mark.parametrize("viewer", ["Member", "Sponsor", "Lead: Survey lead"])
def test_others_see_no_form_but_who_can_update(open_action, action, engine, viewer):
    with transaction(engine) as session:  # so that there is such a lead
        factories.make_action(session, responsible="Survey lead")

    app = open_action(viewer)

    assert not app.pills
    assert not app.text_input
    assert [note.value for note in app.info] == [
        "Data lead (its lead) and the secretariat can update this action."
    ]


def test_an_action_that_nobody_leads_is_the_secretariats(open_action, engine):
    make_action(engine, responsible="")

    app = open_action("Member")

    assert [note.value for note in app.info] == ["The secretariat can update this action."]
    assert "nobody named" in words(app)


def test_the_past_is_shown_without_forms(open_action, action, do):
    do(services.complete_milestone, done_on=date(2021, 10, 1))

    app = open_action(SECRETARIAT, as_at=date(2021, 11, 1))

    assert not app.pills
    assert not app.info
    assert "Late by 1 day" in words(app)
    assert "marked as done" not in words(app)


def test_a_form_sent_after_the_reader_went_to_the_past_is_refused(open_action, action, stored):
    app = choose(open_action(), DROP)
    field(app, "reason").set_value("Nobody needs it")
    [button] = [button for button in app.button if button.label == DROP]
    app.date_input(key="as_at").set_value(date(2021, 11, 1))
    button.click().run()

    assert not app.exception
    assert stored(Milestone).state is MilestoneState.PLANNED


@pytest.mark.parametrize("ref", ["", "NOPE-1", "<script>alert(1)</script>"])
def test_an_unknown_action_is_said_and_another_can_be_chosen(open_action, action, ref):
    app = open_action(ref=ref)

    assert not app.exception
    assert bool(app.error) is bool(ref)
    assert app.selectbox(key="address_choice.ref").options == ["DATA-A1: Analyse the survey"]

    app = app.selectbox(key="address_choice.ref").set_value("DATA-A1").run()

    assert app.title[0].value.endswith("Analyse the survey")


def test_the_reference_is_read_as_people_type_it(open_action, action):
    app = open_action(ref=" data-a1 ")

    assert app.title[0].value.endswith("Analyse the survey")
    assert app.query_params["ref"] == "DATA-A1"  # the address is one that can be sent


def test_without_a_plan_it_says_so(open_action, engine):
    app = open_action(ref="DATA-A1")

    assert not app.exception
    assert "The plan has no actions yet." in words(app)


def test_what_it_needs_is_told_with_whether_it_is_done(open_page, engine):
    make_action(engine, state=ActionState.DONE)
    with transaction(engine) as session:
        objective = factories.make_objective(session)
        factories.make_action(
            session, ref="DATA-A2", objective_id=objective.id, needs="DATA-A1, DATA-A3"
        )
        factories.make_action(session, ref="DATA-A3", objective_id=objective.id, title="Third")

    app = open_page(ACTION, ref="DATA-A2")

    links = app.get("page_link")
    assert links[0].query_string == "ref=DATA-A1&as=Secretariat"
    assert [link.label for link in links] == [
        f"{plain('DATA-A1')}: Analyse the survey (done)",
        f"{plain('DATA-A3')}: Third (not started, not done)",
    ]


def test_words_of_people_are_never_markup(open_action, engine):
    hostile = "# :red[Look] [here](https://evil.example) $x$ <b>bold</b>"
    make_action(engine, title=hostile, accountable=hostile)

    app = open_action()

    assert app.title[0].value == f"{plain('DATA-A1')}: {plain(hostile)}"
    assert hostile not in markup(app)
    assert f"**Accountable** {plain(hostile)}" in markup(app)


def test_a_long_history_keeps_the_latest_in_view(open_action, action, engine, stored):
    for number in range(25):
        found = stored(Action)
        state = ActionState.PAUSED if number % 2 == 0 else ActionState.IN_PROGRESS
        with transaction(engine) as session:
            action_services.change_action_state(
                session,
                actor=factories.make_actor(),
                now=Clock().now(),
                action_id=found.id,
                version=found.version,
                state=state,
                reason=f"Turn {number}",
            )

    app = open_action()

    assert any("Earlier: " in expander.label for expander in app.expander)
    latest = next(part.value for part in app.markdown if "Turn 24" in part.value)
    assert "Turn 3." not in latest


def test_each_click_is_one_change(open_action, action, engine):
    app = open_action()
    app = app.pills(key=f"action_{action.id}.choice").set_value("Paused").run()
    field(app, "reason").set_value("The survey is redesigned")
    send(app, "Change to paused").run()

    with transaction(engine, writes=False) as session:
        assert len(session.exec(select(StateChange)).all()) == 1
