"""How services find whom and what the directory holds, and refuse what is no longer in it."""

import re

from sqlmodel import Session

from tracker.errors import InvalidChange
from tracker.models import Organisation, Person
from tracker.services._finding import find

# Shorter parts of a name, such as initials, stand in too many other words.
SHORTEST_NAME = 3


def find_organisation(
    session: Session, id_: int, *, version: int | None = None, field: str = "organisation_id"
) -> Organisation:
    """The organisation, as the person saw it.

    Args:
        field: Beside which field it is refused.

    Raises:
        NotFound, EditConflict: As ``find``.
        InvalidChange: It was merged into another.
    """
    found = find(session, Organisation, id_, version=version)
    if found.merged_into_id:
        kept = session.get_one(Organisation, found.merged_into_id)
        raise InvalidChange(
            f"{found.code} was merged into {kept.code}. Choose {kept.code}.", field=field
        )
    return found


def find_person(
    session: Session, id_: int, *, version: int | None = None, field: str | None = None
) -> Person:
    """The person, as they were seen.

    Args:
        field: Beside which field they are refused, if they were chosen.

    Raises:
        NotFound, EditConflict: As ``find``.
        InvalidChange: They were erased, or merged into another.
    """
    found = find(session, Person, id_, version=version)
    if found.erased_on or found.merged_into_id:
        advice = " Choose somebody who is." if field else ""
        raise InvalidChange(f"This person is no longer in the directory.{advice}", field=field)
    return found


def names(person: Person, *, in_parts: bool) -> re.Pattern[str]:
    """What finds the person's name and address in a text.

    Args:
        in_parts: Whether a part of their name is enough: "Ada" of "Ada Example".
    """
    parts = re.split(r"[\W\d_]+", person.name) if in_parts else []
    parts = [each for each in parts if len(each) >= SHORTEST_NAME]
    words = [re.escape(each) for each in (person.name, person.email or "", *parts) if each]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
