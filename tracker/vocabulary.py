"""The fixed words of the plan, each written once: states, precisions, roles and permissions.

The value is stored and appears in addresses; the label is shown.
"""

from enum import StrEnum


class Word(StrEnum):
    """A fixed word: its value is stored, its label is read by people."""

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class ActionState(Word):
    """How far an action has come. Paused and stopped need a reason and leave the count."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"


# From the day an action is in one of these it is left out of progress, and shown beside it.
LEFT_OUT = frozenset({ActionState.PAUSED, ActionState.STOPPED})


class MilestoneState(Word):
    """A milestone is the only thing that counts as progress."""

    PLANNED = "planned"
    DONE = "done"
    DROPPED = "dropped"


class ConditionState(Word):
    """What became of an "if ...": until someone says, the date stands."""

    UNDECIDED = "undecided"
    MET = "met"
    NOT_MET = "not_met"


class Precision(Word):
    """How exactly a due date is known. It has passed only once the whole period is over."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Standing(Word):
    """Where an action stands by its dates alone, worked out and never typed in."""

    DONE = "done"
    ON_COURSE = "on_course"
    LATE = "late"
    UNDATED = "undated"
    LEFT_OUT = "left_out"

    @property
    def label(self) -> str:
        return _STANDING_LABELS.get(self, super().label)

    @property
    def meaning(self) -> str:
        """One sentence that says when an action has this standing."""
        return _STANDING_MEANINGS[self]


_STANDING_LABELS = {
    Standing.UNDATED: "Waiting or no date",
    Standing.LEFT_OUT: "Paused or stopped",
}
_STANDING_MEANINGS = {
    Standing.DONE: "The action is done: none of its milestones is left to do.",
    Standing.ON_COURSE: "Nothing is late: what is left has a date ahead, or has no stated end.",
    Standing.LATE: "At least one milestone is not done although its due period is over.",
    Standing.UNDATED: "What is left to do has no date: it waits for something, or is to be set.",
    Standing.LEFT_OUT: "Paused or stopped, with a reason; not counted in progress since then.",
}


class Status(Word):
    """How an action is doing: as its lead reports it, or as the rules assess it."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"

    @property
    def meaning(self) -> str:
        """What it means, written beside every place where it is chosen or shown."""
        return _STATUS_MEANINGS[self]


_STATUS_MEANINGS = {
    Status.GREEN: "On course: no issue that threatens the date.",
    Status.AMBER: "Feasible, but there are issues that need attention now.",
    Status.RED: "Won't be met unless something changes.",
    Status.GREY: "Not assessable: it waits, is paused, or nothing left to do has a date.",
}

# What a lead chooses from; grey is only ever assessed.
REPORTED = (Status.GREEN, Status.AMBER, Status.RED)


class Verdict(Word):
    """What a reviewer says of an update."""

    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"


class Answer(Word):
    """How an action stands in a reporting round."""

    GIVEN = "given"
    EXEMPT = "exempt"
    MISSING = "missing"


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
    DATE_AGREE = "date:agree"
    HISTORY_READ = "history:read"
    PEOPLE_EDIT = "people:edit"
    PLAN_EDIT = "plan:edit"
    PLAN_IMPORT = "plan:import"
    PLAN_PUBLISH = "plan:publish"
    PLAN_READ = "plan:read"
    ROUND_PLAN = "round:plan"
    UPDATE_READ = "update:read"
    UPDATE_REVIEW = "update:review"


_MEMBER = frozenset({Permission.PLAN_READ, Permission.HISTORY_READ})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.MEMBER: _MEMBER,
    Role.LEAD: _MEMBER | {Permission.ACTION_UPDATE_OWN, Permission.UPDATE_READ},
    Role.SPONSOR: _MEMBER
    | {Permission.DATE_AGREE, Permission.UPDATE_READ, Permission.UPDATE_REVIEW},
    Role.SECRETARIAT: frozenset(Permission),
}
