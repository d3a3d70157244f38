"""What the commands of suggestions share: which one is meant, and what it is called."""

from sqlmodel import Session, col, or_, select

from tracker import wording
from tracker.models import Suggestion
from tracker.services._finding import find


def name_of(suggestion: Suggestion) -> str:
    """How the history calls it: never by its words, which may have to go."""
    return f"suggestion {suggestion.id} of {wording.day(suggestion.made_on)}"


def kept_for(session: Session, suggestion_id: int) -> Suggestion:
    """The suggestion, or the one it was joined into; raises ``NotFound``."""
    found = find(session, Suggestion, suggestion_id)
    return find(session, Suggestion, found.joined_into_id) if found.joined_into_id else found


def family_of(session: Session, kept: Suggestion) -> list[int]:
    """The keys of a suggestion and of those joined into it."""
    statement = select(Suggestion.id).where(
        or_(col(Suggestion.id) == kept.id, col(Suggestion.joined_into_id) == kept.id)
    )
    return list(session.exec(statement))
