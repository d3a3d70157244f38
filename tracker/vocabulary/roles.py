"""Roles, permissions, and the one table of which role may do what."""

from enum import StrEnum

from tracker.vocabulary.words import Word


class Role(Word):
    """What kind of person is looking."""

    MEMBER = "member"
    LEAD = "lead"
    SPONSOR = "sponsor"
    SECRETARIAT = "secretariat"


class Permission(StrEnum):
    """What someone may do, written ``noun:verb``. Kept in alphabetical order."""

    ACTION_UPDATE_ANY = "action:update_any"
    ACTION_UPDATE_OWN = "action:update_own"
    AUDIT_READ = "audit:read"
    COMMENT_MODERATE = "comment:moderate"
    COVERAGE_READ = "coverage:read"
    DATE_AGREE = "date:agree"
    DIRECTORY_READ = "directory:read"
    FEEDBACK_GIVE = "feedback:give"
    FEEDBACK_READ = "feedback:read"
    FEEDBACK_RUN = "feedback:run"
    GROUP_EDIT = "group:edit"
    GROUP_PROPOSE = "group:propose"
    GROUP_READ = "group:read"
    GROUP_UPDATE_OWN = "group:update_own"
    HISTORY_READ = "history:read"
    PEOPLE_EDIT = "people:edit"
    PLAN_EDIT = "plan:edit"
    PLAN_IMPORT = "plan:import"
    PLAN_PUBLISH = "plan:publish"
    PLAN_READ = "plan:read"
    POST_EDIT = "post:edit"
    POST_OFFER = "post:offer"
    POST_UPDATE_OWN = "post:update_own"
    ROUND_PLAN = "round:plan"
    SUGGESTION_DECIDE_ANY = "suggestion:decide_any"
    SUGGESTION_DECIDE_OWN = "suggestion:decide_own"
    SUGGESTION_MAKE = "suggestion:make"
    UPDATE_READ = "update:read"
    UPDATE_REVIEW = "update:review"


_MEMBER = frozenset(
    {
        Permission.COVERAGE_READ,
        Permission.FEEDBACK_GIVE,
        Permission.GROUP_READ,
        Permission.HISTORY_READ,
        Permission.PLAN_READ,
        Permission.POST_OFFER,
        Permission.SUGGESTION_MAKE,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.MEMBER: _MEMBER,
    Role.LEAD: _MEMBER
    | {
        Permission.ACTION_UPDATE_OWN,
        Permission.DIRECTORY_READ,
        Permission.FEEDBACK_READ,
        Permission.GROUP_PROPOSE,
        Permission.GROUP_UPDATE_OWN,
        Permission.POST_UPDATE_OWN,
        Permission.SUGGESTION_DECIDE_OWN,
        Permission.UPDATE_READ,
    },
    Role.SPONSOR: _MEMBER
    | {
        Permission.DATE_AGREE,
        Permission.DIRECTORY_READ,
        Permission.FEEDBACK_READ,
        Permission.POST_UPDATE_OWN,
        Permission.UPDATE_READ,
        Permission.UPDATE_REVIEW,
    },
    Role.SECRETARIAT: frozenset(Permission),
}
