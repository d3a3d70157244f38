"""What sponsors say: reviews of updates, and agreement to moved dates."""

from datetime import datetime

from sqlmodel import Session, col, select

from tracker import audit, permissions
from tracker.errors import InvalidChange, NotAllowed, NotFound
from tracker.models import Action, DateAgreement, DateChange, Milestone, Review, Update
from tracker.permissions import Actor
from tracker.services._finding import find, get, text_of
from tracker.vocabulary import Permission, Verdict


def review_update(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    update_id: int,
    verdict: Verdict,
    comment: str = "",
) -> None:
    """Acknowledge an update, or return it with a comment: its lead then owes a new one.

    Raises:
        NotAllowed: ``actor`` may not review, or gave this update.
        NotFound: There is no such update.
        InvalidChange: A newer update stands in its place, it was reviewed already, or it is
            returned without a comment.
    """
    permissions.require(actor, Permission.UPDATE_REVIEW)
    update = get(session, Update, update_id)
    if update is None:
        raise NotFound("There is no such update.")
    if update.author == actor.name:
        raise NotAllowed("You gave this update: somebody else has to review it.")
    _refuse_if_settled(session, update)
    words = text_of(
        comment,
        "A comment",
        field="comment",
        most=1000,
        required=verdict is Verdict.RETURNED,
    )
    session.add(
        Review(
            update_id=update.id,
            reviewed_at=now,
            reviewer=actor.name,
            verdict=verdict,
            comment=words,
        )
    )
    action = find(session, Action, update.action_id)
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=action.id,
        sentence=f"Update {verdict.label.lower()}",
        reason=words,
        needs=Permission.UPDATE_READ,
    )


def agree_date(session: Session, *, actor: Actor, now: datetime, date_change_id: int) -> None:
    """Agree to a moved date, so that it is marked as agreed.

    Raises:
        NotAllowed: ``actor`` may not agree dates, or moved this one.
        NotFound: There is no such move.
        InvalidChange: It has been agreed already, or the date has moved again since.
    """
    permissions.require(actor, Permission.DATE_AGREE)
    change = get(session, DateChange, date_change_id)
    if change is None:
        raise NotFound("There is no such move.")
    if change.changed_by == actor.name:
        raise NotAllowed("You moved this date: somebody else has to agree.")
    if session.get(DateAgreement, date_change_id) is not None:
        raise InvalidChange("This date has been agreed already.")
    _refuse_if_overtaken(session, change)
    session.add(DateAgreement(date_change_id=change.id, agreed_at=now, agreed_by=actor.name))
    milestone = find(session, Milestone, change.milestone_id)
    audit.record(
        session,
        actor=actor,
        now=now,
        action_id=milestone.action_id,
        sentence=f"{milestone.title}: agreed to “{change.to_timing}”",
    )


def _refuse_if_overtaken(session: Session, change: DateChange) -> None:
    later = session.exec(
        select(DateChange)
        .where(DateChange.milestone_id == change.milestone_id, col(DateChange.id) > change.id)
        .order_by(col(DateChange.id).desc())
        .limit(1)
    ).one_or_none()
    if later:
        raise InvalidChange(f"This date has moved again since, to “{later.to_timing}”.")


def _refuse_if_settled(session: Session, update: Update) -> None:
    latest = session.exec(
        select(Update.id)
        .where(Update.action_id == update.action_id, Update.round_id == update.round_id)
        .order_by(col(Update.id).desc())
        .limit(1)
    ).one()
    if latest != update.id:
        raise InvalidChange("A newer update stands in its place: review that one.")
    if session.exec(select(Review.id).where(Review.update_id == update.id)).first() is not None:
        raise InvalidChange("This update has been reviewed already.")
