"""Who may give every command, and what it is given: the table that the domain's is held against."""

from datetime import date, timedelta

from tests.factories import BEGINNING, make_actor
from tracker.transfer.directory_file import DirectoryFile
from tracker.transfer.plan_file import PlanFile
from tracker.vocabulary import (
    ActionState,
    ConditionState,
    DecisionKind,
    GroupKind,
    GroupRole,
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
# Any lead, whatever they are the lead of: as long as the directory says who that is.
LEADS = {"lead", "secretariat"}
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
    "feedback_closing.close_round": (
        SECRETARIAT,
        {"round_id": 2, "version": 2, "reason": "Enough have answered"},
    ),
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
    "groups.propose_group": (LEADS, {"name": "New", "kind": GroupKind.WORKING_GROUP}),
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
    "reply_releases.release_replies": (SECRETARIAT, {}),
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
    "theme_decisions.decide_on_theme_with_new_action": (
        SECRETARIAT,
        {
            **{"round_id": 3, "theme_id": 1, "version": 0, "reply": "From next year on"},
            **{"objective_id": 1, "title": "Publish", "timing": "by 2023"},
        },
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
