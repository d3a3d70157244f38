"""Every role through every command, against the table of the domain."""

import importlib
import inspect
import pkgutil
from datetime import date, timedelta

import pytest

from tests.factories import (
    BEGINNING,
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
from tracker.transfer.directory_file import DirectoryFile
from tracker.transfer.plan_file import PlanFile
from tracker.vocabulary import (
    ActionState,
    ConditionState,
    DecisionKind,
    GroupKind,
    GroupRole,
    GroupState,
    Permission,
    PostKind,
    QuestionKind,
    Role,
    Status,
    Verdict,
)

NOW = BEGINNING + timedelta(days=100)
TODAY = date(2021, 12, 10)
FORTNIGHT = {"opens_on": TODAY, "closes_on": TODAY + timedelta(days=14)}
NOBODYS_LEAD = make_actor(Role.LEAD, name="Lead of nothing here")

SECRETARIAT = {"secretariat"}
OWN_ACTION = {"lead", "secretariat"}
# A chair is a lead by the name of the office, which other leads haven't.
OWN_GROUP = {"chair", "secretariat"}
REVIEWERS = {"sponsor", "secretariat"}
EVERYONE = {role.value for role in Role}

# Of the post that the lead of the actions made here holds.
OWN_TERM = {"appointment_id": 1, "version": 1}

OWN_SPELL = {"membership_id": 1, "version": 1}

# Of the third round of questions, which is closed.
COMMENT = {"question_id": 9, "response_key": "0" * 32}

# Every command, who may give it, and what it is given beside actor and moment.
COMMANDS = {
    "actions.add_action": (
        SECRETARIAT,
        {"objective_id": 1, "title": "Publish", "timing": "by 2023"},
    ),
    "actions.add_milestone": (
        SECRETARIAT,
        {"action_id": 1, "title": "Published", "timing": "by 2023"},
    ),
    "actions.change_action_state": (
        OWN_ACTION,
        {"action_id": 1, "version": 2, "state": ActionState.PAUSED, "reason": "No budget"},
    ),
    "actions.edit_action": (SECRETARIAT, {"action_id": 1, "version": 2, "title": "Analyse"}),
    "appointments.appoint": (SECRETARIAT, {"post_id": 2, "person_id": 1}),
    "appointments.correct_appointment": (
        SECRETARIAT,
        OWN_TERM | {"starts_on": TODAY, "ends_on": None, "reason": "Recorded wrongly"},
    ),
    "appointments.extend_appointment": (
        SECRETARIAT,
        {
            "appointment_id": 2,
            "version": 1,
            "ends_on": date(2023, 6, 1),
            "reason": "Nobody follows",
        },
    ),
    "appointments.hand_over": (SECRETARIAT, OWN_TERM | {"last_day": TODAY, "person_id": 2}),
    "appointments.name_deputy": (SECRETARIAT, OWN_TERM | {"deputy_id": 2}),
    "appointments.step_down": (OWN_ACTION, OWN_TERM | {"ends_on": TODAY}),
    "appointments.void_appointment": (SECRETARIAT, OWN_TERM | {"reason": "Never was"}),
    "decisions.decide": (
        OWN_ACTION,
        {
            **{"suggestion_id": 1, "version": 0, "kind": DecisionKind.WE_WILL},
            **{"reply": "From next year on", "action_id": 1},
        },
    ),
    "decisions.decide_with_new_action": (
        SECRETARIAT,
        {
            **{"suggestion_id": 1, "version": 0, "reply": "From next year on"},
            **{"objective_id": 1, "title": "Publish", "timing": "by 2023"},
        },
    ),
    "comments.add_theme": (SECRETARIAT, {"name": "Hours"}),
    "comments.check_comment": (SECRETARIAT, COMMENT | {"version": 0, "theme_ids": [1]}),
    "comments.edit_theme": (SECRETARIAT, {"theme_id": 1, "version": 1, "name": "Hours"}),
    "comments.remove_comment": (SECRETARIAT, COMMENT),
    "feedback_closing.close_round": (SECRETARIAT, {"round_id": 2, "version": 2}),
    "feedback_closing.forget_words": (SECRETARIAT, {}),
    "feedback_groups.ask_group": (SECRETARIAT, {"round_id": 1, "group_id": 902}),
    "feedback_groups.count_invited": (
        SECRETARIAT,
        {"invitation_id": 1, "version": 1, "invited": 50},
    ),
    "feedback_groups.leave_group_out": (SECRETARIAT, {"invitation_id": 1, "version": 1}),
    "feedback_questions.add_question": (
        SECRETARIAT,
        {"round_id": 1, "kind": QuestionKind.TEXT, "wording": "And what else?"},
    ),
    "feedback_questions.drop_question": (SECRETARIAT, {"round_question_id": 1, "version": 1}),
    "feedback_questions.place_question": (
        SECRETARIAT,
        {"round_question_id": 2, "version": 1, "place": 1, "is_required": True},
    ),
    "feedback_questions.reuse_question": (SECRETARIAT, {"round_id": 1, "question_id": 4}),
    "feedback_questions.reword_question": (
        SECRETARIAT,
        {"question_id": 1, "version": 1, "wording": "We are heard"},
    ),
    "feedback_rounds.add_round": (SECRETARIAT, {"title": "Heard?"} | FORTNIGHT),
    "feedback_rounds.copy_round": (SECRETARIAT, {"round_id": 1, "title": "Heard?"} | FORTNIGHT),
    "feedback_rounds.edit_round": (
        SECRETARIAT,
        {"round_id": 1, "version": 1, "title": "Heard?"} | FORTNIGHT,
    ),
    "feedback_rounds.move_closing": (
        SECRETARIAT,
        {"round_id": 2, "version": 2, "closes_on": TODAY},
    ),
    "feedback_rounds.open_round": (SECRETARIAT, {"round_id": 1, "version": 1}),
    "group_actions.give_home": (OWN_GROUP, {"action_id": 1, "group_id": 2}),
    "group_life.activate_group": (OWN_GROUP, {"group_id": 1, "version": 1}),
    "group_life.begin_closing": (OWN_GROUP, {"group_id": 2, "version": 1}),
    "group_life.close_group": (
        OWN_GROUP,
        {
            **{"group_id": 3, "version": 1, "outputs": "A guide", "lessons": "Ask earlier"},
            "reason": "All is done",
        },
    ),
    "group_life.stop_group": (SECRETARIAT, {"group_id": 2, "version": 1, "reason": "No time"}),
    "groups.edit_group": (
        OWN_GROUP,
        {"group_id": 2, "version": 1, "name": "Other", "kind": GroupKind.WORKING_GROUP},
    ),
    "groups.move_end": (OWN_GROUP, {"group_id": 2, "version": 1, "ends_on": date(2022, 6, 1)}),
    "groups.propose_group": (SECRETARIAT, {"name": "New", "kind": GroupKind.WORKING_GROUP}),
    "meetings.correct_meeting": (
        OWN_GROUP,
        {
            **{"meeting_id": 1, "version": 2, "reason": "Another day", "held_on": TODAY},
            "person_ids": [1],
        },
    ),
    "meetings.record_meeting": (
        OWN_GROUP,
        {"group_id": 2, "held_on": date(2021, 12, 8), "person_ids": [1]},
    ),
    "memberships.change_role": (OWN_GROUP, OWN_SPELL | {"role": GroupRole.SECRETARY}),
    "memberships.correct_spell": (
        OWN_GROUP,
        {
            **(OWN_SPELL | {"reason": "Came later", "role": GroupRole.MEMBER}),
            "starts_on": date(2021, 10, 1),
        },
    ),
    "memberships.join_group": (OWN_GROUP, {"group_id": 2, "person_id": 2}),
    "memberships.leave_group": (OWN_GROUP, OWN_SPELL),
    "memberships.offer_hours": (OWN_GROUP, OWN_SPELL | {"hours_a_month": 4.0}),
    "directory_import.import_directory": (
        SECRETARIAT,
        {"directory": DirectoryFile(), "source": "directory.csv"},
    ),
    "milestones.complete_milestone": (
        OWN_ACTION,
        {"milestone_id": 1, "version": 1, "done_on": TODAY},
    ),
    "milestones.drop_milestone": (
        OWN_ACTION,
        {"milestone_id": 1, "version": 1, "reason": "Not wanted"},
    ),
    "milestones.move_milestone": (
        OWN_ACTION,
        {"milestone_id": 1, "version": 1, "timing": "by 2023", "reason": "Too soon"},
    ),
    "milestones.reopen_milestone": (
        OWN_ACTION,
        {"milestone_id": 2, "version": 2, "reason": "Found wanting"},
    ),
    "milestones.settle_condition": (
        OWN_ACTION,
        {"milestone_id": 1, "version": 1, "state": ConditionState.MET},
    ),
    "objectives.add_measure": (SECRETARIAT, {"objective_id": 1, "name": "Completion rate"}),
    "objectives.add_objective": (SECRETARIAT, {"theme_id": 1, "text": "Use the survey"}),
    "objectives.edit_objective": (SECRETARIAT, {"objective_id": 1, "version": 1, "text": "Use"}),
    "objectives.set_target": (SECRETARIAT, {"measure_id": 1, "version": 1, "target": "60 %"}),
    "offers.answer_offer": (SECRETARIAT, {"offer_id": 1, "version": 1}),
    "offers.offer": (
        EVERYONE,
        {"post_id": 2, "name": "Ada Example", "email": "ada@example.org"},
    ),
    "organisations.add_organisation": (SECRETARIAT, {"code": "DEFRA", "name": "Rivers"}),
    "organisations.edit_organisation": (
        SECRETARIAT,
        {
            "organisation_id": 1,
            "version": 1,
            "code": "DEFRA",
            "name": "Rivers",
            "is_in_scope": True,
        },
    ),
    "organisations.merge_organisations": (
        SECRETARIAT,
        {"organisation_id": 1, "version": 1, "kept_id": 2},
    ),
    "organisations.record_data_return": (SECRETARIAT, {"organisation_id": 1, "year": 2020}),
    "organisations.take_back_data_return": (
        SECRETARIAT,
        {"organisation_id": 1, "year": 2021, "reason": "By mistake"},
    ),
    "people.add_person": (
        SECRETARIAT,
        {"name": "Ada Example", "email": "ada@example.org"},
    ),
    "people.edit_person": (
        SECRETARIAT,
        {
            "person_id": 1,
            "version": 1,
            "name": "Ada Example",
            "email": "ada@example.org",
        },
    ),
    "people.issue_calendar": (SECRETARIAT, {"person_id": 1, "version": 1, "token": "x" * 43}),
    "people.revoke_calendar": (SECRETARIAT, {"person_id": 1}),
    "people_erasure.erase_person": (
        SECRETARIAT,
        {"person_id": 1, "version": 1, "reason": "They asked for it"},
    ),
    "people_merging.merge_people": (SECRETARIAT, {"person_id": 2, "version": 1, "kept_id": 1}),
    "people.set_reminders": (OWN_ACTION, {"person_id": 1, "wants_reminders": False}),
    "plan_import.import_plan": (
        SECRETARIAT,
        {"plan": PlanFile(themes=(), columns=frozenset()), "source": "plan.csv"},
    ),
    "plan_versions.publish_plan": (SECRETARIAT, {}),
    "posts.abolish_post": (SECRETARIAT, {"post_id": 2, "version": 1, "reason": "Not needed"}),
    "posts.add_post": (SECRETARIAT, {"kind": PostKind.HR_CONTACT}),
    "posts.edit_post": (SECRETARIAT, {"post_id": 2, "version": 1, "title": "Poet"}),
    "recurrences.lay_out_recurrences": (SECRETARIAT, {}),
    "releases.release_comments": (SECRETARIAT, {"round_id": 3}),
    "responses.give_response": (
        EVERYONE,
        {"round_id": 2, "group_id": 901, "answers": {4: 5}},
    ),
    "reviews.agree_date": (REVIEWERS, {"date_change_id": 1}),
    "reviews.review_update": (REVIEWERS, {"update_id": 1, "verdict": Verdict.ACKNOWLEDGED}),
    "rounds.move_round": (
        SECRETARIAT,
        {
            "round_id": 1,
            "version": 1,
            "opens_on": date(2021, 12, 1),
            "closes_on": date(2021, 12, 16),
            "grace_days": 5,
            "meeting_on": date(2021, 12, 22),
        },
    ),
    "rounds.name_reviewer": (SECRETARIAT, {"theme_id": 1, "version": 0, "name": "Sponsor"}),
    "rounds.plan_rounds": (SECRETARIAT, {"first_meeting_on": date(2022, 6, 1)}),
    "strategies.begin_strategy": (SECRETARIAT, {"title": "The next one", "follows": 1}),
    "strategies.edit_strategy": (SECRETARIAT, {"strategy_id": 1, "version": 1, "title": "Ours"}),
    "suggestion_backings.back_suggestion": (EVERYONE, {"suggestion_id": 4}),
    "suggestion_backings.stop_backing": (EVERYONE, {"suggestion_id": 1}),
    "suggestions.join_suggestions": (
        SECRETARIAT,
        {"suggestion_id": 2, "version": 1, "into_id": 1},
    ),
    "suggestions.make_suggestion": (EVERYONE, {"words": "Meet in the morning"}),
    "suggestions.publish_suggestion": (SECRETARIAT, {"suggestion_id": 2, "version": 1}),
    "suggestions.redact_suggestion": (
        SECRETARIAT,
        {"suggestion_id": 1, "version": 2, "words": "Publish the results"},
    ),
    "suggestions.separate_suggestion": (SECRETARIAT, {"suggestion_id": 3, "version": 2}),
    "suggestions.sort_suggestion": (
        SECRETARIAT,
        {"suggestion_id": 1, "version": 2, "theme_id": None},
    ),
    "terms.accept_deliverable": (OWN_GROUP, {"deliverable_id": 1, "version": 1}),
    "terms.agree_terms": (OWN_GROUP, {"group_id": 2, "version": 1, "purpose": "Find out why"}),
    "terms.take_back_deliverable": (
        OWN_GROUP,
        {"deliverable_id": 2, "version": 2, "reason": "Found wanting"},
    ),
    "theme_decisions.decide_on_theme": (
        SECRETARIAT,
        {"round_id": 3, "theme_id": 1, "version": 0, "kind": DecisionKind.NEED_TO_KNOW}
        | {"reply": "What would be fair?"},
    ),
    "themes.add_theme": (SECRETARIAT, {"code": "ACCESS", "name": "Equal access"}),
    "themes.edit_theme": (SECRETARIAT, {"theme_id": 1, "version": 1, "name": "Data"}),
    "updates.answer_flag": (OWN_ACTION, {"action_id": 1, "round_id": 1, "answer": "It is done"}),
    "updates.exempt_action": (OWN_ACTION, {"action_id": 1, "reason": "Waits for data"}),
    "updates.give_update": (
        OWN_ACTION,
        {"action_id": 1, "status": Status.GREEN, "likelihood": 80, "what_changed": "All well"},
    ),
}


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
    feedback_closing.close_round(session, **by, round_id=3, version=2)
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
    "command", [name for name, (who, _) in COMMANDS.items() if who == OWN_ACTION]
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
            *(Permission.ACTION_UPDATE_OWN, Permission.GROUP_UPDATE_OWN),
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
