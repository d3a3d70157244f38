"""The words of the plan: states, precisions, standings."""

from tracker.vocabulary.words import Word


class ActionState(Word):
    """How far an action has come. Paused and stopped need a reason and leave the count."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"


# From the day an action is in one of these it is left out of progress, and shown beside it.
LEFT_OUT = frozenset({ActionState.PAUSED, ActionState.STOPPED})
# An action in one of these owes an update in every round.
OWED = (ActionState.NOT_STARTED, ActionState.IN_PROGRESS)


# What the one milestone of an action without milestones is called.
DELIVERED = "Delivered"
# What a target or a deadline says that nobody has set yet: a gap, and listed as one.
TO_BE_SET = "to be set"
# The largest weight of an action or a milestone, and how many actions one may need.
HEAVIEST = 1_000
MOST_NEEDS = 20


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
