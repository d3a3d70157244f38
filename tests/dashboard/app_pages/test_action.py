"""The action page, through real services on a real database."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from dashboard.components.milestone_forms import (
    COMPLETE,
    DROP,
    MET,
    MOVE,
    NOT_MET,
    REOPEN,
)
from dashboard.markdown import plain
from dashboard.navigation import ACTION
from tests import factories
from tracker.clock import Clock
from tracker.db import transaction
from tracker.models import Action, Milestone, StateChange
from tracker.services import actions as action_services
from tracker.services import milestones as services
from tracker.vocabulary import ActionState, ConditionState, MilestoneState

LEAD = f"Lead: {factories.LEAD}"
SECRETARIAT = "Secretariat"
UPDATERS = pytest.mark.parametrize("viewer", [LEAD, SECRETARIAT])


@pytest.fixture
def action(engine):
    """DATA-A1 with one milestone, "Delivered", by October 2021."""
    return make_action(engine)


def make_action(engine, *, timing="by October 2021", **details):
    with transaction(engine) as session:
        strategy = factories.make_strategy(session)
        theme = factories.make_theme(session, code="DATA", name="Data", strategy_id=strategy.id)
        objective = factories.make_objective(session, theme_id=theme.id, ref="DATA-O1")
        action = factories.make_action(
            session,
            **{"ref": "DATA-A1", "title": "Analyse the survey", "objective_id": objective.id}
            | details,
        )
        factories.make_milestone(session, action, timing=timing)
        session.expunge(action)
    return action


@pytest.fixture
def open_action(open_page):
    def open_action(viewer=LEAD, ref="DATA-A1", **options):
        return open_page(ACTION, viewer=viewer, ref=ref, **options)

    return open_action


@pytest.fixture
def stored(engine):
    """Reads what the database holds now: ``stored(Milestone).state``."""

    def stored(model):
        with transaction(engine, writes=False) as session:
            [found] = session.exec(select(model)).all()
            session.expunge(found)
            return found

    return stored


@pytest.fixture
def do(engine, stored):
    """Does something to the milestone behind the reader's back."""

    def do(service, **details):
        milestone = stored(Milestone)
        with transaction(engine) as session:
            service(
                session,
                actor=factories.make_actor(),
                now=Clock().now(),
                milestone_id=milestone.id,
                version=milestone.version,
                **details,
            )

    return do


def markup(app):
    return "\n".join(element.value for element in [*app.title, *app.markdown])


def words(app):
    """What a reader sees: the same without the backslashes that keep signs from being markup."""
    return markup(app).replace("\\", "")


def errors(app):
    return [error.value.replace("\\", "") for error in app.error]


def choice_of(app):
    [choice] = [group for group in app.pills if group.key.startswith("milestone_")]
    return choice


def choose(app, label):
    return choice_of(app).set_value(label).run()


def field(app, name):
    [found] = [
        widget
        for widget in [*app.text_input, *app.date_input]
        if widget.key and widget.key.endswith(f".{name}")
    ]
    return found


def send(app, label):
    [button] = [button for button in app.button if button.label == label]
    return button.click().run()


def assert_said(app, sentence):
    assert not app.exception
    assert [message.value for message in app.success] == [plain(sentence)]
    assert not app.error


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


def follows(app, element, other):
    """Whether ``element`` is drawn directly after ``other``."""
    drawn = [found for found in app.main if found.type != "unknown"]
    places = {id(found): place for place, found in enumerate(drawn)}
    return places[id(element)] == places[id(other)] + 1


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
    assert app.selectbox(key="action_choice").options == ["DATA-A1: Analyse the survey"]

    app = app.selectbox(key="action_choice").set_value("DATA-A1").run()

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
