"""The words of reporting rounds: statuses, verdicts, answers."""

from tracker.vocabulary.words import Word


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
