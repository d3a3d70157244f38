from datetime import timedelta

import pytest
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    make_action,
    make_actor,
    make_milestone,
    make_objective,
    make_theme,
)
from tests.tracker.trail import latest_entry
from tracker.db import transaction
from tracker.errors import EditConflict, InvalidChange, NotAllowed, NotFound
from tracker.models import Action, Milestone, Objective, StateChange
from tracker.services import actions
from tracker.services.milestones import complete_milestone, drop_milestone
from tracker.vocabulary import ActionState, Role

NOW = BEGINNING + timedelta(days=100)
LEAD = make_actor(Role.LEAD)
SECRETARIAT = make_actor(Role.SECRETARIAT)
STATE = ActionState


@pytest.fixture
def action(session):
    action = make_action(session)
    make_milestone(session, action)
    return action


def change(session, action, state, **details):
    """Put it into ``state`` as the lead who has just opened it."""
    seen = {"action_id": action.id, "version": action.version}
    actions.change_action_state(
        session, **{"actor": LEAD, "now": NOW, "state": state} | seen | details
    )


def finish(session, action, *, drop=False):
    """Mark every milestone as done, or drop it."""
    for each in session.exec(select(Milestone).where(Milestone.action_id == action.id)).all():
        seen = {"actor": LEAD, "now": NOW, "milestone_id": each.id, "version": each.version}
        if drop:
            drop_milestone(session, **seen, reason="Not wanted")
        else:
            complete_milestone(session, **seen, done_on=NOW.date())


@pytest.mark.parametrize("state", [STATE.PAUSED, STATE.STOPPED])
def test_an_action_leaves_the_count_with_a_reason(session, action, state):
    change(session, action, state, reason=" No budget this year ")
    assert (action.state, action.state_reason) == (state, "No budget this year")
    [kept] = session.exec(select(StateChange)).all()
    assert (kept.action_id, kept.from_state, kept.to_state) == (
        action.id,
        STATE.NOT_STARTED,
        state,
    )
    assert (kept.changed_at, kept.changed_by, kept.reason) == (
        NOW,
        "Data lead",
        "No budget this year",
    )
    entry = latest_entry(session)
    assert entry.sentence == f"{action.ref}: from not started to {state.value}"
    assert (entry.reason, entry.action_id) == ("No budget this year", action.id)


@pytest.mark.parametrize("state", [STATE.PAUSED, STATE.STOPPED])
@pytest.mark.parametrize("reason", ["", "   ", "no"])
def test_leaving_the_count_without_a_reason_is_refused(session, action, state, reason):
    with pytest.raises(InvalidChange, match="Say why") as refusal:
        change(session, action, state, reason=reason)
    assert refusal.value.field == "reason"
    assert not session.dirty


def test_coming_back_needs_no_reason_and_forgets_the_old_one(session, action):
    change(session, action, STATE.PAUSED, reason="No budget")
    change(session, action, STATE.IN_PROGRESS)
    assert (action.state, action.state_reason) == (STATE.IN_PROGRESS, "")
    assert latest_entry(session).sentence == f"{action.ref}: from paused to in progress"


@pytest.mark.both_databases
def test_a_reason_has_at_most_500_characters_whether_or_not_it_is_asked_for(session):
    action = make_action(session)
    for state in (STATE.PAUSED, STATE.IN_PROGRESS):
        with pytest.raises(InvalidChange, match="501 characters"):
            change(session, action, state, reason="x" * 501)
        change(session, action, state, reason="x" * 500)
    assert len(action.state_reason) == 500


def test_an_action_is_done_only_with_its_milestones(session, action):
    with pytest.raises(InvalidChange, match="done when its milestones are") as refusal:
        change(session, action, STATE.DONE)
    assert refusal.value.field == "state"
    finish(session, action, drop=True)
    change(session, action, STATE.DONE)
    assert action.state is STATE.DONE


def test_an_action_with_something_done_has_started(session, action):
    finish(session, action)
    with pytest.raises(InvalidChange, match="so it has started"):
        change(session, action, STATE.NOT_STARTED)


def test_an_action_is_not_put_into_the_state_it_is_in(session, action):
    with pytest.raises(InvalidChange, match=f"{action.ref} is not started already"):
        change(session, action, STATE.NOT_STARTED)


def test_a_state_is_changed_by_its_lead_on_the_version_they_saw(session, action):
    with pytest.raises(NotAllowed, match="Only Data lead and the secretariat"):
        change(session, action, STATE.IN_PROGRESS, actor=make_actor(Role.SPONSOR))
    version = action.version
    change(session, action, STATE.IN_PROGRESS)
    with pytest.raises(EditConflict, match=r"Data lead: .*from not started to in progress"):
        change(session, action, STATE.PAUSED, reason="No budget", version=version)
    with pytest.raises(NotFound, match="no such action"):
        change(session, action, STATE.PAUSED, reason="No budget", action_id=12345)


def add(session, objective, **details):
    given = {"title": "Analyse the survey", "timing": "by October 2021"}
    by = {"actor": SECRETARIAT, "now": NOW, "objective_id": objective.id}
    return actions.add_action(session, **by | given | details)


def test_a_new_action_gets_the_next_reference_and_the_milestone_delivered(session):
    objective = make_objective(session, theme_id=make_theme(session, code="DATA").id)
    first = add(session, objective, needs="")
    second = add(session, objective, needs=" data-a1 ", timing="by 2023, if available")
    assert (first.ref, second.ref, second.needs) == ("DATA-A1", "DATA-A2", "DATA-A1")
    [milestone] = session.exec(select(Milestone).where(Milestone.action_id == second.id)).all()
    assert (milestone.title, milestone.timing) == ("Delivered", "by 2023, if available")
    assert latest_entry(session).sentence == "DATA-A2: added"


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"accountable": "x" * 201}, "accountable"),
        ({"responsible": "x" * 201}, "responsible"),
        ({"timing": "soon"}, "timing"),
        ({"timing": "1 month after DATA-A77"}, "timing"),
        ({"needs": "DATA-A77"}, "needs"),
        ({"weight": 0.0}, "weight"),
        ({"weight": -1.0}, "weight"),
        ({"weight": float("nan")}, "weight"),
        ({"weight": float("inf")}, "weight"),
    ],
)
def test_an_action_that_breaks_a_rule_is_refused_beside_the_field(engine, details, field):
    with transaction(engine) as session:
        objective_id = make_objective(session).id
    with pytest.raises(InvalidChange) as refusal, transaction(engine) as session:
        objective = session.get_one(Objective, objective_id)
        add(session, objective, **details)
    assert refusal.value.field == field
    with transaction(engine, writes=False) as session:
        assert session.exec(select(Action)).all() == []


def test_an_action_needs_no_more_others_than_a_file_may_name(session):
    objective = make_objective(session, theme_id=make_theme(session, code="DATA").id)
    refs = [add(session, objective).ref for _ in range(21)]
    assert add(session, objective, needs=", ".join(refs[1:])).needs.count("DATA-A") == 20
    with pytest.raises(InvalidChange, match="names 21 actions. Name up to 20") as refusal:
        add(session, objective, needs=", ".join(refs))
    assert refusal.value.field == "needs"


def test_actions_cannot_need_each_other_in_a_circle(session):
    objective = make_objective(session, theme_id=make_theme(session, code="DATA").id)
    first = add(session, objective)
    add(session, objective, needs="DATA-A1")
    add(session, objective, needs="DATA-A2")
    with pytest.raises(InvalidChange, match="DATA-A1 would need itself"):
        actions.edit_action(
            session,
            actor=SECRETARIAT,
            now=NOW,
            action_id=first.id,
            version=first.version,
            title=first.title,
            needs="DATA-A3",
        )
    assert first.needs == ""


def test_a_finished_action_goes_on_when_it_gets_another_milestone(session, action):
    finish(session, action)
    assert action.state is STATE.DONE
    by = {"actor": SECRETARIAT, "now": NOW, "action_id": action.id}
    actions.add_milestone(session, **by, title="Published", timing="by 2023", weight=2.0)
    assert action.state is STATE.IN_PROGRESS
    assert latest_entry(session).sentence == "Published: added, by 2023"


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "Delivered"}, "title"),
        ({"title": "delivered "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"timing": "soon"}, "timing"),
        ({"weight": 0.0}, "weight"),
    ],
)
def test_a_milestone_that_breaks_a_rule_is_refused_beside_the_field(
    session, action, details, field
):
    given = {"title": "Published", "timing": "by 2023"} | details
    by = {"actor": SECRETARIAT, "now": NOW, "action_id": action.id}
    with pytest.raises(InvalidChange) as refusal:
        actions.add_milestone(session, **by, **given)
    assert refusal.value.field == field


def test_a_recurring_milestone_has_a_title_of_its_own(session, action):
    by = {"actor": SECRETARIAT, "now": NOW, "action_id": action.id}
    actions.add_milestone(session, **by, title="Report", timing="yearly from 2021")
    with pytest.raises(InvalidChange, match="Report") as refusal:
        actions.add_milestone(session, **by, title="Report", timing="yearly from 2022")
    assert refusal.value.field == "title"


def test_a_character_that_no_database_keeps_is_refused_in_words(session):
    action = make_action(session)

    with pytest.raises(InvalidChange, match="can't be kept") as refusal:
        actions.edit_action(
            session,
            actor=make_actor(),
            now=BEGINNING,
            action_id=action.id,
            version=action.version,
            title="Analyse\0",
        )

    assert refusal.value.field == "title"
