"""Terms of reference, agreed version by version, and the deliverables that they promise."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import audit, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Deliverable, Group, TermsOfReference
from tracker.permissions import Actor
from tracker.services import _terms
from tracker.services._finding import find, overtaken, reason_of
from tracker.services._groups import refuse_ended
from tracker.vocabulary import TEMPORARY, GroupState


def agree_terms(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    group_id: int,
    version: int,
    purpose: str,
    in_scope: str = "",
    out_of_scope: str = "",
    composition: str = "",
    decisions: str = "",
    deliverables: str = "",
    handover_plan: str = "",
) -> int:
    """Agree on new terms of reference; returns their number.

    Args:
        version: The number of the terms as seen; 0: there were none.
        deliverables: One a line. A new line is a new deliverable; one whose line is gone is
            withdrawn unless it is accepted; one whose line comes back is open again.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such group.
        EditConflict: Somebody agreed on others in between.
        InvalidChange: The group has ended, the purpose is missing, a text is too long, nothing is
            different, or a group that answers one aim would promise nothing.
    """
    permissions.require_group(actor, find(session, Group, group_id).name)
    group = find(session, Group, group_id)
    refuse_ended(group)
    latest = _latest(session, group)
    if version != (latest.number if latest else 0):
        raise overtaken()
    texts = _terms.checked(
        purpose=purpose,
        in_scope=in_scope,
        out_of_scope=out_of_scope,
        composition=composition,
        decisions=decisions,
        deliverables=deliverables,
        handover_plan=handover_plan,
    )
    _refuse_empty_promise(group, texts["deliverables"])
    if latest and all(getattr(latest, name) == text for name, text in texts.items()):
        raise InvalidChange("Nothing of this is different from what is agreed already.")
    number = version + 1
    _terms.keep(session, group, texts, number=number, actor=actor, now=now)
    sentence = f"{group.name}: agreed on terms of reference, version {number}"
    audit.record(session, actor=actor, now=now, sentence=sentence)
    return number


def accept_deliverable(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    deliverable_id: int,
    version: int,
    accepted_on: date | None = None,
) -> None:
    """Accept what a group has delivered.

    Args:
        accepted_on: ``None``: today.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such deliverable.
        EditConflict: Somebody changed it in between.
        InvalidChange: It is accepted already or withdrawn, the group isn't at work, or the day
            is one to come.
    """
    found = find(session, Deliverable, deliverable_id)
    group = find(session, Group, found.group_id)
    permissions.require_group(actor, group.name)
    found = find(session, Deliverable, deliverable_id, version=version)
    _refuse_idle(group)
    if found.withdrawn_on:
        raise InvalidChange("The terms no longer name this deliverable, so it isn't accepted.")
    if found.accepted_on:
        raise InvalidChange(f"It was accepted on {wording.day(found.accepted_on)} already.")
    day = accepted_on or day_of(now)
    if day > day_of(now):
        raise InvalidChange(f"{wording.day(day)} is still to come.", field="accepted_on")
    found.accepted_on = day
    sentence = f"{group.name}: {found.title} accepted on {wording.day(day)}"
    audit.record(session, actor=actor, now=now, sentence=sentence)


def take_back_deliverable(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    deliverable_id: int,
    version: int,
    reason: str,
) -> None:
    """Take back that a deliverable was accepted; if the terms no longer name it, it is withdrawn.

    Raises:
        NotAllowed: ``actor`` neither chairs the group nor may edit all.
        NotFound: There is no such deliverable.
        EditConflict: Somebody changed it in between.
        InvalidChange: It isn't accepted, the group isn't at work, or the reason is missing.
    """
    found = find(session, Deliverable, deliverable_id)
    group = find(session, Group, found.group_id)
    permissions.require_group(actor, group.name)
    found = find(session, Deliverable, deliverable_id, version=version)
    _refuse_idle(group)
    if not found.accepted_on:
        raise InvalidChange("This deliverable isn't accepted.")
    why = reason_of(reason)
    found.accepted_on = None
    latest = _latest(session, group)
    if latest and found.title not in latest.deliverables.splitlines():
        found.withdrawn_on = day_of(now)
    sentence = f"{group.name}: {found.title} is no longer accepted"
    audit.record(session, actor=actor, now=now, sentence=sentence, reason=why)


def _latest(session: Session, group: Group) -> TermsOfReference | None:
    own = select(TermsOfReference).where(TermsOfReference.group_id == group.id)
    return session.exec(own.order_by(col(TermsOfReference.number).desc()).limit(1)).first()


def _refuse_empty_promise(group: Group, deliverables: str) -> None:
    if not deliverables and group.kind in TEMPORARY and group.state is not GroupState.PROPOSED:
        raise InvalidChange(
            f"A {group.kind.label.lower()} promises at least one deliverable: write one a line.",
            field="deliverables",
        )


def _refuse_idle(group: Group) -> None:
    refuse_ended(group)
    if group.state is GroupState.PROPOSED:
        raise InvalidChange(f"{group.name} is only proposed. Activate it first.")
