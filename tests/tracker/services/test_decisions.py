from datetime import timedelta

import pandas as pd
import pytest
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    LEAD,
    make_action,
    make_actor,
    make_objective,
    make_strategy,
    make_theme,
)
from tests.suggestions import join, reply, suggest
from tests.tracker.trail import latest_entry
from tracker.db import transaction
from tracker.errors import EditConflict, InvalidChange, NotAllowed, NotFound, SeemsPersonal
from tracker.models import Action, Decision, Milestone, Objective
from tracker.permissions import SYSTEM, Actor
from tracker.queries.suggestions import read_suggestions
from tracker.services import decisions
from tracker.services.strategies import begin_strategy
from tracker.vocabulary import DecisionKind, Role

NOW = BEGINNING + timedelta(days=100)
DATA_LEAD = make_actor(Role.LEAD)
BECAUSE = "The results would name single people in small groups."


@pytest.fixture
def action(session):
    return make_action(session)


def theme_of(session, action):
    return session.get_one(Objective, action.objective_id).theme_id


@pytest.mark.parametrize("kind", [DecisionKind.WE_WILL, DecisionKind.ALREADY_DOING])
def test_the_lead_of_an_action_of_its_theme_links_an_action(session, action, kind):
    made = suggest(session, now=NOW, theme_id=theme_of(session, action))
    details = {"kind": kind, "reply": "In spring", "action_id": action.id}
    reply(session, made, now=NOW, actor=DATA_LEAD, **details)
    [found] = read_suggestions(session).decisions.to_dict("records")
    assert (found["kind"], found["reply"], found["action_id"]) == (kind, "In spring", action.id)
    assert (found["decided_by"], found["suggestion_id"]) == (LEAD, made)
    entry = latest_entry(session)
    assert entry.action_id == action.id
    assert entry.sentence == (
        f"Replied to suggestion {made} of 10 December 2021: “{kind.label}” ({action.ref})"
    )


def test_a_lead_answers_only_suggestions_of_themes_in_which_they_lead(session, action):
    make_action(session, responsible="Survey lead")
    own = suggest(session, now=NOW, theme_id=theme_of(session, action))
    for made, who in ((own, f"Only {LEAD} and the secretariat"), (suggest(session, now=NOW), None)):
        with pytest.raises(NotAllowed, match=who or "Only the secretariat can answer"):
            reply(session, made, now=NOW, actor=make_actor(Role.LEAD, name="Survey lead"))
    for role in (Role.MEMBER, Role.SPONSOR):
        with pytest.raises(NotAllowed):
            reply(session, own, now=NOW, actor=make_actor(role, name=LEAD))
    assert session.exec(select(Decision)).all() == []


def test_what_was_suggested_before_the_strategy_changed_is_answered_by_those_who_lead_now(session):
    earlier = make_theme(session, code="DATA")
    made = suggest(session, now=NOW, theme_id=earlier.id)
    begin_strategy(session, actor=SYSTEM, now=NOW, title="The next one", follows=1)
    theme = make_theme(session, code="DATA")
    assert theme.strategy_id != earlier.strategy_id
    with pytest.raises(NotAllowed, match="Only the secretariat"):
        reply(session, made, now=NOW, actor=DATA_LEAD)
    make_action(session, objective_id=make_objective(session, theme_id=theme.id).id)
    reply(session, made, now=NOW, actor=DATA_LEAD)


def test_nobody_without_a_post_answers_what_nobody_leads(session):
    action = make_action(session, responsible="")
    made = suggest(session, now=NOW, theme_id=theme_of(session, action))
    with pytest.raises(NotAllowed):
        reply(session, made, now=NOW, actor=Actor("", Role.LEAD))


@pytest.mark.parametrize(
    ("details", "field", "sentence"),
    [
        ({"reply": " "}, "reply", "The reply is missing"),
        ({"reply": "x" * 20_000}, "reply", "has 20,000 characters"),
        ({"kind": DecisionKind.WILL_NOT, "reply": "No."}, "reply", "Say why not"),
        ({"kind": DecisionKind.WE_WILL}, "action_id", "Choose the action by which"),
        ({"kind": DecisionKind.ALREADY_DOING}, "action_id", "Choose the action by which"),
        ({"kind": DecisionKind.NEED_TO_KNOW, "action_id": 1}, "action_id", "has no action"),
        (
            {"kind": DecisionKind.WILL_NOT, "reply": BECAUSE, "action_id": 1},
            "action_id",
            "has no action",
        ),
    ],
)
def test_each_kind_has_what_it_needs_and_nothing_else(session, action, details, field, sentence):
    made = suggest(session, now=NOW)
    with pytest.raises(InvalidChange, match=sentence) as refusal:
        reply(session, made, now=NOW, **details)
    assert refusal.value.field == field


def test_we_will_not_gives_its_reason(session):
    made = suggest(session, now=NOW)
    reply(session, made, now=NOW, kind=DecisionKind.WILL_NOT, reply=BECAUSE)
    [found] = read_suggestions(session).decisions.to_dict("records")
    assert found["reply"] == BECAUSE
    assert pd.isna(found["action_id"])


def test_a_reply_is_kept_for_good_so_what_seems_personal_in_it_is_asked_about(session):
    made = suggest(session, now=NOW)
    with pytest.raises(SeemsPersonal, match="an e-mail address"):
        reply(session, made, now=NOW, reply="Write to ada@example.org")
    reply(session, made, now=NOW, reply="Write to ada@example.org", is_sure=True)


def test_an_action_is_one_of_this_strategy(session, action):
    earlier = make_strategy(session, is_current=False)
    objective = make_objective(session, theme_id=make_theme(session, strategy_id=earlier.id).id)
    other = make_action(session, strategy_id=earlier.id, objective_id=objective.id)
    made = suggest(session, now=NOW)
    will = {"kind": DecisionKind.WE_WILL, "now": NOW}
    with pytest.raises(InvalidChange, match="of an earlier strategy") as refusal:
        reply(session, made, **will, action_id=other.id)
    assert refusal.value.field == "action_id"
    with pytest.raises(NotFound):
        reply(session, made, **will, action_id=99)


def test_what_is_hidden_or_joined_is_not_answered(session):
    kept, joined = suggest(session, now=NOW), suggest(session, now=NOW)
    join(session, joined, kept, now=NOW)
    with pytest.raises(InvalidChange, match=f"joined into suggestion {kept}: answer that one"):
        reply(session, joined, now=NOW)
    with pytest.raises(InvalidChange, match="not published yet"):
        reply(session, suggest(session, now=NOW, is_public=False), now=NOW)


def test_a_later_decision_replaces_the_earlier_one_and_both_stay(session, action):
    made, later = suggest(session, now=NOW), NOW + timedelta(days=5)
    reply(session, made, now=NOW)
    will = {"kind": DecisionKind.WE_WILL, "reply": "We will", "action_id": action.id}
    with pytest.raises(EditConflict, match="changed while you had it open by another reply"):
        reply(session, made, now=later, **will)
    reply(session, made, now=later, version=1, **will)
    found = read_suggestions(session).decisions
    assert found["kind"].tolist() == [DecisionKind.NEED_TO_KNOW, DecisionKind.WE_WILL]
    assert latest_entry(session).sentence.startswith("Replied again to")
    then = read_suggestions(session, as_at=NOW.date() + timedelta(days=4)).decisions
    assert then["kind"].tolist() == [DecisionKind.NEED_TO_KNOW]


def test_what_was_replied_to_one_before_it_was_joined_counts_as_seen(session):
    kept, joined = suggest(session, now=NOW), suggest(session, now=NOW)
    reply(session, joined, now=NOW)
    join(session, joined, kept, now=NOW)
    with pytest.raises(EditConflict):
        reply(session, kept, now=NOW)
    reply(session, kept, now=NOW, version=1)


def new_action(session, made, action, **details):
    given = {
        **{"actor": SYSTEM, "now": NOW, "suggestion_id": made, "version": 0},
        **{"reply": "We will", "objective_id": action.objective_id, "title": "Publish results"},
        **{"timing": "by June 2023", "responsible": LEAD},
    }
    return decisions.decide_with_new_action(session, **given | details)


def test_we_will_makes_an_action_of_the_plan_with_its_milestone(session, action):
    made = suggest(session, now=NOW)
    new_action(session, made, action)
    [found] = read_suggestions(session).decisions.to_dict("records")
    added = session.get_one(Action, int(found["action_id"]))
    assert (added.title, added.responsible) == ("Publish results", LEAD)
    assert found["kind"] == DecisionKind.WE_WILL
    own = select(Milestone).where(Milestone.action_id == added.id)
    assert session.exec(own).one().timing == "by June 2023"


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"timing": "some day"}, None),
        ({"title": ""}, "title"),
        ({"objective_id": None}, "objective_id"),
        ({"reply": ""}, "reply"),
    ],
)
def test_the_action_and_the_reply_are_made_together_or_not_at_all(engine, details, field):
    with transaction(engine) as session:
        action, made = make_action(session), suggest(session, now=NOW)
        objective_id = action.objective_id
    with pytest.raises(InvalidChange) as refusal, transaction(engine) as session:
        new_action(session, made, session.get_one(Action, 1), **details)
    assert field is None or refusal.value.field == field
    with transaction(engine, writes=False) as session:
        assert [each.objective_id for each in session.exec(select(Action))] == [objective_id]
        assert read_suggestions(session).decisions.empty


def test_only_who_edits_the_plan_makes_an_action(session, action):
    made = suggest(session, now=NOW, theme_id=theme_of(session, action))
    with pytest.raises(NotAllowed, match="not change it"):
        new_action(session, made, action, actor=DATA_LEAD)
