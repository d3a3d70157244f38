"""Every role through every command, against the table of the domain."""

import importlib
import inspect
import pkgutil
from datetime import date

import pytest

from tests.factories import (
    LEAD,
    make_action,
    make_actor,
    make_appointment,
    make_group,
    make_membership,
    make_milestone,
    make_organisation,
    make_person,
    make_post,
    make_round,
    make_update,
)
from tests.feedback import build_round, make_member_group
from tests.tracker.commands import (
    COMMANDS,
    COMMENT,
    NOBODYS_LEAD,
    NOW,
    OWN_ACTION,
    OWN_GROUP,
    TODAY,
)
from tracker import permissions, services
from tracker.errors import NotAllowed
from tracker.models import (
    Action,
    Answer,
    DataReturn,
    DateChange,
    Group,
    Measure,
    Milestone,
    Objective,
    Person,
    ReleasedTable,
    Response,
    Strategy,
    Theme,
    Update,
)
from tracker.services import feedback_closing, feedback_groups, feedback_rounds
from tracker.vocabulary import (
    GroupState,
    Permission,
    Role,
)


def service_functions():
    """Every public function of every public module of services, by ``module.name``."""
    found = {}
    for module in pkgutil.iter_modules(services.__path__):
        if module.name.startswith("_"):
            continue
        loaded = importlib.import_module(f"tracker.services.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if not name.startswith("_") and function.__module__ == loaded.__name__:
                found[f"{module.name}.{name}"] = function
    return found


def make_groups(session, **by):
    """A proposed group, an active one with a bit of everything, and one that is closing."""
    for name, state in (("A", "PROPOSED"), ("B", "ACTIVE"), ("C", "CLOSING")):
        make_group(session, name=name, state=GroupState[state])
    make_membership(session, session.get(Group, 2), session.get(Person, 1))
    commands = service_functions()
    promised = "Guide\nTalk"
    commands["terms.agree_terms"](
        session, **by, group_id=2, version=0, purpose="Find out", deliverables=promised
    )
    commands["terms.accept_deliverable"](session, **by, deliverable_id=2, version=1)
    commands["meetings.record_meeting"](
        session, **by, group_id=2, held_on=date(2021, 12, 1), person_ids=[1]
    )


def make_suggestions(session, **by):
    """The first, which everybody backs, is published; the third is joined into it."""
    commands = service_functions()
    for words in ("Publish all results", "Meet later", "Tell us the results", "Meet less"):
        commands["suggestions.make_suggestion"](session, **by, words=words, theme_id=1)
    for number in (1, 4):
        commands["suggestions.publish_suggestion"](session, **by, suggestion_id=number, version=1)
    commands["suggestions.join_suggestions"](session, **by, suggestion_id=3, version=1, into_id=1)
    for role in Role:
        commands["suggestion_backings.back_suggestion"](
            session, actor=make_actor(role), now=NOW, suggestion_id=1
        )


def make_feedback(session, **by):
    """The first round of questions is being built, the second is open, the third closed with a
    comment; all ask group 901.
    """
    for id_ in (901, 902):
        make_member_group(session, id=id_)
    for _ in (1, 2, 3):
        asked = build_round(session, now=NOW, groups=())
        feedback_groups.ask_group(session, **by, round_id=asked.id, group_id=901)
    for round_id in (2, 3):
        feedback_rounds.open_round(session, **by, round_id=round_id, version=1)
    feedback_closing.close_round(session, **by, round_id=3, version=2, reason="Enough said")
    session.add(Response(key=COMMENT["response_key"], round_id=3, group_id=901))
    session.flush()
    session.add(Answer(**COMMENT, words="Better pay"))
    service_functions()["comments.add_theme"](session, **by, name="Pay")
    counted = {"name": "themes of round 3", "content": {"counts": {}}}
    session.add(ReleasedTable(released_on=TODAY, **counted))


def make_organisations(session):
    """The first has returned its data for 2021."""
    first, _ = make_organisation(session), make_organisation(session)
    session.add(DataReturn(created_at=NOW, organisation_id=first.id, year=2021, returned_on=TODAY))
    make_organisation(session)  # leaves the entry


@pytest.fixture
def plan(session):
    """One of everything, each with the key 1; a second milestone is done, a third has moved."""
    action = make_action(session)
    make_milestone(session, action, title="First", timing="by October 2021, if available")
    make_milestone(session, action, title="Second")
    by = {"actor": permissions.SYSTEM, "now": NOW}
    commands = service_functions()
    commands["objectives.add_measure"](
        session, **by, objective_id=action.objective_id, name="Response rate"
    )
    commands["milestones.complete_milestone"](
        session, **by, milestone_id=2, version=1, done_on=TODAY
    )
    third = make_milestone(session, action, title="Third")
    commands["milestones.move_milestone"](
        session,
        actor=make_actor(Role.LEAD),
        now=NOW,
        milestone_id=third.id,
        version=third.version,
        timing="by 2023",
        reason="Too soon",
    )
    make_update(session, action, make_round(session))
    make_round(session, created_at=NOW)
    make_person(session, calendar_hash="0" * 64)
    vacant = make_post(session)
    make_appointment(session, ends_on=date(2022, 6, 1))
    commands["offers.offer"](
        session, **by, post_id=vacant.id, name="Ben Example", email="ben@example.org"
    )
    make_groups(session, **by)
    make_suggestions(session, **by)
    make_organisations(session)
    make_feedback(session, **by)
    for model in (Strategy, Theme, Objective, Measure, Action, Milestone, DateChange, Update):
        assert session.get(model, 1), model
    return session


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_for_those_whom_the_table_names(plan, command, role):
    who, details = COMMANDS[command]
    give = service_functions()[command]
    if role in who:
        give(plan, actor=make_actor(role), now=NOW, **details)
        return
    with pytest.raises(NotAllowed) as refusal:
        give(plan, actor=make_actor(role), now=NOW, **details)
    assert str(refusal.value).endswith(".")
    assert not plan.dirty
    assert not plan.new


@pytest.mark.parametrize(
    "command", [name for name, (who, _) in COMMANDS.items() if who is OWN_ACTION]
)
def test_a_lead_updates_only_their_own_actions(plan, command):
    _, details = COMMANDS[command]
    who = f"^Only ({LEAD}|the person themselves) and the secretariat can"
    with pytest.raises(NotAllowed, match=who):
        service_functions()[command](plan, actor=NOBODYS_LEAD, now=NOW, **details)


@pytest.mark.parametrize(
    "command", [name for name, (who, _) in COMMANDS.items() if who == OWN_GROUP]
)
def test_a_chair_updates_only_their_own_group(plan, command):
    _, details = COMMANDS[command]
    group = {"group_life.activate_group": "A", "group_life.close_group": "C"}.get(command, "B")
    give = service_functions()[command]
    for name in ("Chair of D", "chair of B", group):
        with pytest.raises(NotAllowed, match=rf"^Only its chair and the secretariat .* {group}\.$"):
            give(plan, actor=make_actor(Role.LEAD, name=name), now=NOW, **details)
    member = make_actor(Role.MEMBER, name=permissions.chair_of(group))
    with pytest.raises(NotAllowed):
        give(plan, actor=member, now=NOW, **details)
    chair = make_actor(Role.LEAD, name=permissions.chair_of(group))
    give(plan, actor=chair, now=NOW, **details)


def test_the_table_names_every_command():
    assert set(COMMANDS) == set(service_functions())


def test_each_role_may_what_the_domain_says():
    reads = {
        *(Permission.COVERAGE_READ, Permission.GROUP_READ, Permission.HISTORY_READ),
        Permission.FEEDBACK_GIVE,
        *(Permission.PLAN_READ, Permission.POST_OFFER, Permission.SUGGESTION_MAKE),
    }
    works = reads | {
        *(Permission.DIRECTORY_READ, Permission.FEEDBACK_READ, Permission.UPDATE_READ),
    }
    expected = {
        Role.MEMBER: reads,
        Role.LEAD: works
        | {
            *(Permission.ACTION_UPDATE_OWN, Permission.GROUP_PROPOSE, Permission.GROUP_UPDATE_OWN),
            *(Permission.POST_UPDATE_OWN, Permission.SUGGESTION_DECIDE_OWN),
        },
        Role.SPONSOR: works
        | {Permission.DATE_AGREE, Permission.POST_UPDATE_OWN, Permission.UPDATE_REVIEW},
        Role.SECRETARIAT: set(Permission),
    }
    for role, may in expected.items():
        actor = make_actor(role)
        assert {each for each in Permission if permissions.can(actor, each)} == may


def test_a_refusal_is_a_sentence():
    with pytest.raises(NotAllowed, match=r"^You can look at this, but not change it\.$"):
        permissions.require(make_actor(Role.MEMBER), Permission.PLAN_EDIT)
    permissions.require(make_actor(Role.SECRETARIAT), Permission.PLAN_EDIT)


def test_an_action_that_nobody_leads_is_the_secretariats():
    unnamed = permissions.Actor(name="", role=Role.LEAD)
    for actor in (unnamed, NOBODYS_LEAD):
        with pytest.raises(NotAllowed, match=r"^Only the secretariat can update this action\.$"):
            permissions.require_update(actor, "")
    permissions.require_update(make_actor(Role.SECRETARIAT), "")


def test_a_member_with_the_leads_name_is_still_a_member():
    assert not permissions.can_update(make_actor(Role.MEMBER, name=LEAD), LEAD)
    assert permissions.can_update(make_actor(Role.LEAD, name=LEAD), LEAD)
