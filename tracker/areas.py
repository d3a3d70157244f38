"""Parts of the records that change apart from each other.

What is made of one part alone can be kept while another one changes: a date that moves leaves the
directory as it was read.
"""

from enum import StrEnum


class Area(StrEnum):
    """Each has a version of its own, raised with every change of one of its tables."""

    PLAN = "plan"  # with what was published, and every move of a date or a state
    ROUNDS = "rounds"  # of reporting, with everything said in them
    PEOPLE = "people"  # the directory, groups and posts
    FEEDBACK = "feedback"  # rounds of questions, suggestions and decisions
