"""What leads say in a round: updates, exemptions, and answers to flags."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from tracker import audit, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.evidence import EvidenceFile
from tracker.models import (
    Action,
    Evidence,
    Exemption,
    FlagAnswer,
    Milestone,
    ReportingRound,
    Update,
)
from tracker.permissions import Actor
from tracker.services import milestones
from tracker.services._evidence import pieces_of
from tracker.services._finding import find, overtaken, reason_of, text_of
from tracker.vocabulary import OWED, REPORTED, Permission, Status

LONGEST_TEXT = 4000
LONGEST_QUOTED = 300


@dataclass(frozen=True, slots=True)
class DoneMilestone:
    """A milestone that an update marks as done."""

    milestone_id: int
    version: int
    done_on: date


@dataclass(frozen=True, slots=True)
class MovedMilestone:
    """A milestone that an update moves."""

    milestone_id: int
    version: int
    timing: str
    reason: str


def give_update(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    action_id: int,
    status: Status,
    likelihood: int,
    what_changed: str,
    help_needed: str = "",
    links: Sequence[str] = (),
    files: Sequence[EvidenceFile] = (),
    kept_files: Sequence[int] = (),
    done: Sequence[DoneMilestone] = (),
    moved: Sequence[MovedMilestone] = (),
    version: int | None = None,
) -> Update:
    """Say how an action is doing, in the round that takes answers now.

    It is only ever added to: a correction is a new update, and the latest one counts.

    Args:
        likelihood: Of meeting the action's last date, in %.
        kept_files: Ids of files (of their ``Evidence``) that earlier updates of the action have,
            and that show this one too: it gets copies.
        done, moved: What becomes of its milestones, in the same transaction.
        version: How many answers of the action, updates and exemptions of all rounds, there were
            when its author began; ``None``: that doesn't matter.

    Raises:
        NotAllowed: ``actor`` doesn't lead the action.
        NotFound: There is no such action or milestone.
        EditConflict: Somebody answered for it, or changed one of the milestones, in between.
        InvalidChange: No round takes answers, the action needs no update, or a field is wrong;
            of the milestone 12 it is called ``done_on_12``, ``timing_12`` or ``reason_12``.
    """
    action = find(session, Action, action_id)
    permissions.require_update(actor, action.responsible)
    round_ = _open_round(session, action, day_of(now))
    _refuse_unseen(session, action, version)
    _refuse_misjudged(status, likelihood)
    update = Update(
        action_id=action.id,
        round_id=round_.id,
        given_at=now,
        author=actor.name,
        status=status,
        likelihood=likelihood,
        what_changed=_words(what_changed, "What changed", "what_changed"),
        help_needed=_words(help_needed, "Help needed", "help_needed", required=False),
    )
    proofs = pieces_of(session, action, links=links, files=files, kept_files=kept_files)
    _refuse_milestones_of_others(session, action, [*done, *moved])
    session.add(update)
    session.flush()
    session.add_all(Evidence(update_id=update.id, **proof) for proof in proofs)
    sentence = f"Update in round {round_.number}: {status.label.lower()}, {likelihood}% likely"
    reason = update.what_changed
    audit.record(session, sentence=sentence, reason=reason, **_entry(actor, now, action))
    _change_milestones(session, actor, now, done, moved)
    return update


def exempt_action(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    action_id: int,
    reason: str,
    version: int | None = None,
) -> None:
    """Say that there is nothing to report on an action in this round, and why.

    Args:
        version: As for ``give_update``.

    Raises:
        NotAllowed: ``actor`` doesn't lead the action.
        NotFound: There is no such action.
        EditConflict: Somebody answered for it in between.
        InvalidChange: No round takes answers, the action needs no update, or no reason is given.
    """
    action = find(session, Action, action_id)
    permissions.require_update(actor, action.responsible)
    round_ = _open_round(session, action, day_of(now))
    _refuse_unseen(session, action, version)
    why = reason_of(reason)
    said: dict[str, Any] = {
        "action_id": action.id,
        "round_id": round_.id,
        "author": actor.name,
    }
    session.add(Exemption(given_at=now, reason=why, **said))
    sentence = f"Nothing to report in round {round_.number}"
    audit.record(session, sentence=sentence, reason=why, **_entry(actor, now, action))


def answer_flag(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    action_id: int,
    round_id: int,
    answer: str,
    version: int | None = None,
) -> None:
    """Answer why the reported status differs from the assessed one.

    Args:
        version: How many answers to this contradiction there were when the person began;
            ``None``: that doesn't matter.

    Raises:
        NotAllowed: ``actor`` doesn't lead the action.
        NotFound: There is no such round.
        EditConflict: Somebody answered it in between.
        InvalidChange: The answer is missing or too long.
    """
    action = find(session, Action, action_id)
    permissions.require_update(actor, action.responsible)
    round_ = find(session, ReportingRound, round_id)
    _refuse_unseen_answer(session, action, round_, version)
    words = text_of(answer, "The answer", field="answer", most=1000)
    said: dict[str, Any] = {
        "action_id": action.id,
        "round_id": round_.id,
        "author": actor.name,
    }
    session.add(FlagAnswer(answered_at=now, answer=words, **said))
    sentence = f"Answered the contradiction of round {round_.number}"
    audit.record(session, sentence=sentence, reason=words, **_entry(actor, now, action))


def _entry(actor: Actor, now: datetime, action: Action) -> dict[str, Any]:
    """What all entries here share: they are of an action, for whoever may read statuses."""
    common = {"actor": actor, "now": now, "action_id": action.id}
    return common | {"needs": Permission.UPDATE_READ}


def _change_milestones(
    session: Session,
    actor: Actor,
    now: datetime,
    done: Sequence[DoneMilestone],
    moved: Sequence[MovedMilestone],
) -> None:
    for move in moved:
        with _naming_its_fields(move.milestone_id):
            milestones.move_milestone(session, actor=actor, now=now, **asdict(move))
    for each in done:
        with _naming_its_fields(each.milestone_id):
            milestones.complete_milestone(session, actor=actor, now=now, **asdict(each))


def _refuse_milestones_of_others(
    session: Session, action: Action, changes: Sequence[DoneMilestone | MovedMilestone]
) -> None:
    for change in changes:
        if find(session, Milestone, change.milestone_id).action_id != action.id:
            raise InvalidChange(f"An update of {action.ref} changes no other action's milestones.")


def _open_round(session: Session, action: Action, today: date) -> ReportingRound:
    """The round that takes answers today; refuses when none does or the action owes none."""
    if action.state not in OWED:
        raise InvalidChange(f"{action.ref} is {action.state.label.lower()}: it needs no update.")
    rounds = session.exec(
        select(ReportingRound)
        .where(ReportingRound.strategy_id == action.strategy_id)
        .order_by(col(ReportingRound.opens_on))
    ).all()
    for each in rounds:
        if each.opens_on <= today <= each.closes_on + timedelta(days=each.grace_days):
            return each
    ahead = [each for each in rounds if each.opens_on > today]
    following = (
        f"Round {ahead[0].number} opens on {wording.day(ahead[0].opens_on)}."
        if ahead
        else "The secretariat has not planned the next one yet."
    )
    raise InvalidChange(f"No round takes answers today. {following}")


def _refuse_unseen(session: Session, action: Action, version: int | None) -> None:
    """Tell whoever answers that somebody else has done so meanwhile, and how."""
    if version is None:
        return
    updates = session.exec(select(Update).where(col(Update.action_id) == action.id)).all()
    exempt = session.exec(select(Exemption).where(col(Exemption.action_id) == action.id)).all()
    given: list[Update | Exemption] = [*updates, *exempt]
    if len(given) > version:
        last = max(given, key=lambda each: each.given_at)
        raise overtaken(f" ({last.author}: “{_in_words(last)}”)")


def _refuse_unseen_answer(
    session: Session, action: Action, round_: ReportingRound, version: int | None
) -> None:
    """The same for whoever answers a contradiction."""
    if version is None:
        return
    given = session.exec(
        select(FlagAnswer)
        .where(FlagAnswer.action_id == action.id, FlagAnswer.round_id == round_.id)
        .order_by(col(FlagAnswer.id))
    ).all()
    if len(given) > version:
        words = wording.excerpt(given[-1].answer, LONGEST_QUOTED)
        raise overtaken(f" ({given[-1].author}: “{words}”)")


def _in_words(said: Update | Exemption) -> str:
    if isinstance(said, Exemption):
        return f"Nothing to report, because: {said.reason}"
    judgement = f"{said.status.label}, {said.likelihood}% likely"
    return f"{judgement}. {wording.excerpt(said.what_changed, LONGEST_QUOTED)}"


def _refuse_misjudged(status: Status, likelihood: int) -> None:
    if status not in REPORTED:
        raise InvalidChange("Choose green, amber or red.", field="status")
    if not 0 <= likelihood <= 100:
        raise InvalidChange(
            f"A likelihood lies between 0 and 100 %; {likelihood} doesn't.", field="likelihood"
        )


@contextmanager
def _naming_its_fields(milestone_id: int) -> Iterator[None]:
    """An update may change several milestones: a refusal says which one's field is at fault."""
    try:
        yield
    except InvalidChange as refusal:
        field = f"{refusal.field}_{milestone_id}" if refusal.field else None
        raise InvalidChange(str(refusal), field=field) from None


def _words(text: str, name: str, field: str, *, required: bool = True) -> str:
    return text_of(text, name, field=field, most=LONGEST_TEXT, required=required)
