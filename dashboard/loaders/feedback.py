"""Reads of the rounds of questions.

How many have answered, and whether somebody has, is read anew each time: a response doesn't
raise the data version.
"""

from dashboard.loaders.base import kept, reading
from dashboard.view import Moment
from tracker.areas import Area
from tracker.permissions import Actor
from tracker.queries import feedback as feedback_queries
from tracker.queries.feedback import QuestionRound


@kept(Area.FEEDBACK, Area.PEOPLE)
def rounds(moment: Moment) -> tuple[QuestionRound, ...]:  # noqa: ARG001 - the moment is the key
    """Every round as it is today, the one that opens last first."""
    with reading() as db:
        return feedback_queries.read_rounds(db)


def round_called(moment: Moment, typed: str) -> QuestionRound | None:
    """The round with this id, as an address has it."""
    return next((each for each in rounds(moment) if str(each.id) == typed.strip()), None)


def open_rounds(moment: Moment) -> list[QuestionRound]:
    """Those that can be answered today, the one that closes first first."""
    found = [each for each in rounds(moment) if each.takes_answers(moment.today)]
    return sorted(found, key=lambda each: (each.closes_on, each.id))


@kept(Area.FEEDBACK, Area.PEOPLE)
def all_questions(moment: Moment) -> dict[int, str]:  # noqa: ARG001 - the moment is the key
    """The wordings of all questions ever made by their ids, the latest first."""
    with reading() as db:
        return feedback_queries.all_questions(db)


@kept(Area.FEEDBACK, Area.PEOPLE)
def groups_to_ask(moment: Moment) -> dict[int, str]:  # noqa: ARG001 - the moment is the key
    """The names of the member groups that can be asked, by their ids."""
    with reading() as db:
        return feedback_queries.groups_to_ask(db)


def answered(round_id: int) -> int:
    """How many have answered, in all groups together."""
    with reading() as db:
        return feedback_queries.answered(db, round_id)


def has_answered(round_id: int, actor: Actor) -> bool:
    """Whether this reader has answered an open round."""
    with reading() as db:
        return feedback_queries.has_answered(db, round_id, actor)
