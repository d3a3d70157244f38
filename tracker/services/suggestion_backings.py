"""Backing a suggestion: once a member, and taken back at any time."""

from datetime import datetime

from sqlmodel import Session, col, delete, insert, select

from tracker import permissions
from tracker.backings import fingerprint
from tracker.errors import InvalidChange
from tracker.models import Backing
from tracker.permissions import Actor
from tracker.services._suggestions import family_of, kept_for
from tracker.vocabulary import Permission


def back_suggestion(
    session: Session,
    *,
    actor: Actor,
    now: datetime,  # noqa: ARG001 - it is kept nowhere when somebody backed what
    suggestion_id: int,
) -> None:
    """Back a suggestion, or the one it was joined into. It leaves no entry in the history.

    Raises:
        NotAllowed: ``actor`` may not suggest anything.
        NotFound: There is no such suggestion.
        InvalidChange: It isn't published, or they back it already.
    """
    permissions.require(actor, Permission.SUGGESTION_MAKE)
    kept = kept_for(session, suggestion_id)
    if not kept.is_public:
        raise InvalidChange("This suggestion is not published yet, so it can't be backed.")
    if _backings(session, actor, family_of(session, kept)):
        raise InvalidChange("You back this suggestion already: each member counts once.")
    session.execute(insert(Backing).values(suggestion_id=kept.id, hash=fingerprint(actor)))


def stop_backing(
    session: Session,
    *,
    actor: Actor,
    now: datetime,  # noqa: ARG001 - as above
    suggestion_id: int,
) -> None:
    """Take one's backing of a suggestion back. It leaves no entry in the history.

    Raises:
        NotAllowed: ``actor`` may not suggest anything.
        NotFound: There is no such suggestion.
        InvalidChange: They don't back it.
    """
    permissions.require(actor, Permission.SUGGESTION_MAKE)
    family = family_of(session, kept_for(session, suggestion_id))
    if not _backings(session, actor, family):
        raise InvalidChange("You do not back this suggestion.")
    session.execute(
        delete(Backing).where(
            col(Backing.suggestion_id).in_(family), col(Backing.hash) == fingerprint(actor)
        )
    )


def _backings(session: Session, actor: Actor, family: list[int]) -> list[int]:
    """Which of these they back."""
    statement = select(Backing.suggestion_id).where(
        col(Backing.suggestion_id).in_(family), Backing.hash == fingerprint(actor)
    )
    return list(session.exec(statement))
