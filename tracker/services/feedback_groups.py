"""Which member groups a round of questions asks, and how many people of each."""

from datetime import datetime

from sqlmodel import Session, select

from tracker import audit, ballots, permissions, wording
from tracker.errors import InvalidChange
from tracker.models import FeedbackRound, Group, Invitation
from tracker.permissions import Actor
from tracker.services._feedback import begin_with, building, invitations_of
from tracker.services._finding import find
from tracker.vocabulary import ENDED, FeedbackState, GroupKind, Permission

MOST_INVITED = 1_000_000


def ask_group(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_id: int,
    group_id: int,
    invited: int | None = None,
) -> None:
    """Ask a member group in a round that hasn't been opened.

    Args:
        invited: How many people are asked; ``None``: unknown, and then no rate is shown.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        NotFound: There is no such round or group.
        InvalidChange: The round has been opened, the group is no member group, has ended or is
            asked already, or the number can't be.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    round_ = building(session, round_id)
    group = find(session, Group, group_id)
    if group.kind is not GroupKind.MEMBER_GROUP or group.state in ENDED:
        raise InvalidChange(
            f"{group.name} is not a member group that meets now. Choose one that is.",
            field="group_id",
        )
    _refuse_impossible(invited)
    invitation = session.exec(
        select(Invitation).where(Invitation.round_id == round_.id, Invitation.group_id == group.id)
    ).one_or_none()
    if invitation is None:
        invitation = Invitation(
            created_at=now, round_id=round_.id, group_id=group.id, is_asked=False
        )
        session.add(invitation)
    if invitation.is_asked:
        raise InvalidChange(f"{group.name} is asked already.", field="group_id")
    invitation.is_asked, invitation.invited = True, invited
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"{begin_with(round_)} asks {group.name}",
        needs=Permission.FEEDBACK_RUN,
    )


def count_invited(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    invitation_id: int,
    version: int,
    invited: int | None,
) -> None:
    """Say how many people of a group are asked, as long as the round isn't closed.

    While it is open, this is held against the number of all who have answered, which is shown;
    what a group's own number was held against would tell how many of it have.

    Args:
        invited: ``None``: unknown, and then no rate is shown.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        NotFound: There is no such invitation.
        EditConflict: Somebody changed it in between.
        InvalidChange: The round is closed, the number can't be or is what it was, or more have
            answered than would have been asked.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    invitation = find(session, Invitation, invitation_id, version=version)
    round_ = find(session, FeedbackRound, invitation.round_id)
    if round_.state is FeedbackState.CLOSED:
        raise InvalidChange("This round is closed: how many were asked stays as it was said.")
    _refuse_impossible(invited)
    _refuse_fewer_than_answered(session, invitation, invited)
    invitation.invited = invited
    group = find(session, Group, invitation.group_id)
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"{begin_with(round_)}, {group.name}: {audit.differences(session)}",
        needs=Permission.FEEDBACK_RUN,
    )


def leave_group_out(
    session: Session, *, actor: Actor, now: datetime, invitation_id: int, version: int
) -> None:
    """Ask a group no longer, in a round that hasn't been opened.

    Raises:
        NotAllowed: ``actor`` may not run feedback.
        NotFound: There is no such invitation.
        EditConflict: Somebody changed it in between.
        InvalidChange: The round has been opened, or doesn't ask the group.
    """
    permissions.require(actor, Permission.FEEDBACK_RUN)
    invitation = find(session, Invitation, invitation_id, version=version)
    round_ = building(session, invitation.round_id)
    group = find(session, Group, invitation.group_id)
    if not invitation.is_asked:
        raise InvalidChange(f"{group.name} is not asked.")
    invitation.is_asked = False
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"{begin_with(round_)} no longer asks {group.name}",
        needs=Permission.FEEDBACK_RUN,
    )


def _refuse_impossible(invited: int | None) -> None:
    if invited is not None and not 0 < invited <= MOST_INVITED:
        raise InvalidChange(
            f"Give how many people are asked, from 1 to {MOST_INVITED:,}, or leave it empty when "
            "nobody knows.",
            field="invited",
        )


def _refuse_fewer_than_answered(session: Session, changed: Invitation, invited: int | None) -> None:
    answered = ballots.count(session, changed.round_id)
    counts = [
        invited if each.id == changed.id else each.invited
        for each in invitations_of(session, changed.round_id)
    ]
    known = [each for each in counts if each is not None]
    if len(known) == len(counts) and sum(known) < answered:
        people = wording.count(answered, "person has", "people have")
        raise InvalidChange(
            f"{people} answered this round already, so more were asked than {sum(known):,} in "
            "all. Correct the number, or leave it empty when nobody knows.",
            field="invited",
        )
