"""Parts of the records that change apart from each other.

What is made of one part alone can be kept while another one changes: a date that moves leaves the
directory as it was read.
"""

from enum import StrEnum


class Area(StrEnum):
    """Each has a version of its own, raised with every change of one of its tables."""

    STRATEGY = "strategy"  # its themes, objectives and measures, and what was published
    PLAN = "plan"  # all of the strategy, and its actions with every move of a date or a state
    ROUNDS = "rounds"  # of reporting, with everything said in them
    PEOPLE = "people"  # the directory, groups and posts
    FEEDBACK = "feedback"  # rounds of questions, suggestions and decisions


def with_wholes(areas: set[Area]) -> set[Area]:
    """``areas``, and those of which one of them is a part."""
    return areas | {Area.PLAN} if Area.STRATEGY in areas else areas
