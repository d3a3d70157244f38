from datetime import timedelta

import pandas as pd
import pytest
from sqlmodel import select

from tests.factories import BEGINNING, make_action, make_actor
from tests.feedback import answer, close_round, open_round
from tracker.errors import EditConflict, InvalidChange, NotAllowed, SeemsPersonal
from tracker.models import Action, AuditEntry, Objective
from tracker.permissions import Actor
from tracker.queries.theme_decisions import read_theme_decisions
from tracker.services import comments, releases, theme_decisions
from tracker.vocabulary import DecisionKind, Role

NOW = BEGINNING + timedelta(days=100)
BY = {"actor": make_actor(), "now": NOW}


@pytest.fixture
def theme(session):
    return comments.add_theme(session, **BY, name="Pay")


@pytest.fixture
def asked(session):
    asked = open_round(session, now=NOW)
    answer(session, asked, "Ada", now=NOW, text="Better pay")
    close_round(session, asked, now=NOW)
    return asked


@pytest.fixture
def counted(session, asked):
    releases.release_comments(session, **BY, round_id=asked.id)
    return asked


def decide(session, asked, theme, **details):
    defaults = {"version": 0, "kind": DecisionKind.NEED_TO_KNOW, "reply": "What would be fair?"}
    place = {"round_id": asked.id, "theme_id": theme}
    return theme_decisions.decide_on_theme(session, **BY, **place, **defaults | details)


@pytest.mark.both_databases
def test_a_theme_is_replied_to_and_a_later_reply_replaces_it(session, counted, theme):
    action = make_action(session)
    decide(session, counted, theme)
    second = {"version": 1, "kind": DecisionKind.WE_WILL, "reply": "From May on"}
    decide(session, counted, theme, **second, action_id=action.id)
    found = read_theme_decisions(session)
    assert found["kind"].tolist() == ["need_to_know", "we_will"]
    assert found.loc[1, ["round", "theme"]].tolist() == ["How is it going?", "Pay"]
    assert found["action_id"].tolist() == [pd.NA, action.id]
    latest = session.exec(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert latest.sentence == (
        "Replied again to the theme “Pay” of feedback round “How is it going?”: “We will” "
        f"({action.ref})"
    )
    assert latest.action_id == action.id
    yesterday = NOW.date() - timedelta(days=1)
    assert read_theme_decisions(session, as_at=yesterday).empty


def test_before_its_themes_are_counted_a_round_has_no_reply(session, asked, theme):
    with pytest.raises(InvalidChange, match="have not been counted yet"):
        decide(session, asked, theme)


def test_of_two_who_reply_the_second_is_told(session, counted, theme):
    decide(session, counted, theme)
    with pytest.raises(EditConflict, match="by another reply"):
        decide(session, counted, theme)


@pytest.mark.parametrize(
    ("field", "details"),
    [
        ("reply", {"reply": " "}),
        ("reply", {"kind": DecisionKind.WILL_NOT, "reply": "No"}),
        ("action_id", {"kind": DecisionKind.WE_WILL}),
    ],
)
def test_a_reply_keeps_the_rules_of_all_replies(session, counted, theme, field, details):
    with pytest.raises(InvalidChange, match=r"\.$") as refusal:
        decide(session, counted, theme, **details)
    assert refusal.value.field == field


def test_personal_data_in_a_reply_is_asked_about(session, counted, theme):
    with pytest.raises(SeemsPersonal):
        decide(session, counted, theme, reply="Ask ada@example.org")
    assert decide(session, counted, theme, reply="Ask ada@example.org", is_sure=True)


def test_whoever_leads_the_plans_theme_replies_and_no_other_lead_does(session, counted, theme):
    action = make_action(session)
    plan_theme = session.get_one(Objective, action.objective_id).theme_id
    given = {"theme_id": theme, "version": 1, "name": "Pay", "plan_theme_id": plan_theme}
    lead = {"actor": Actor(action.responsible, Role.LEAD), "now": NOW}
    place = {"round_id": counted.id, "theme_id": theme, "version": 0}
    said = {"kind": DecisionKind.NEED_TO_KNOW, "reply": "What would be fair?"}
    with pytest.raises(NotAllowed, match="Only the secretariat can answer this"):
        theme_decisions.decide_on_theme(session, **lead, **place, **said)
    comments.edit_theme(session, **BY, **given)
    theme_decisions.decide_on_theme(session, **lead, **place, **said)
    assert read_theme_decisions(session)["decided_by"].tolist() == [action.responsible]
    other = {"actor": Actor("Somebody else", Role.LEAD), "now": NOW}
    with pytest.raises(NotAllowed, match=action.responsible):
        theme_decisions.decide_on_theme(session, **other, **place | {"version": 1}, **said)


def test_a_reply_makes_an_action_of_the_plan_or_neither_comes_to_be(session, counted, theme):
    objective = session.get_one(Objective, make_action(session).objective_id)
    new = {"objective_id": objective.id, "title": "Pay fairly", "timing": "by June 2027"}
    place = {"round_id": counted.id, "theme_id": theme, "version": 0}
    made = {**BY, **place, **new, "reply": "From next year on"}
    theme_decisions.decide_on_theme_with_new_action(session, **made)
    [decided] = read_theme_decisions(session).to_dict("records")
    assert decided["kind"] == "we_will"
    assert session.get_one(Action, decided["action_id"]).title == "Pay fairly"
    with pytest.raises(InvalidChange, match="Choose the objective"):
        theme_decisions.decide_on_theme_with_new_action(session, **made | {"objective_id": None})
