"""Planning reporting rounds, and saying who reviews what."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

from tracker import audit, permissions, wording
from tracker.clock import day_of
from tracker.errors import InvalidChange
from tracker.models import Exemption, ReportingRound, Reviewer, Theme, Update
from tracker.permissions import Actor
from tracker.services._finding import current_strategy, find, overtaken, text_of
from tracker.vocabulary import Permission

WEEKS_BETWEEN = 8  # DIAG meets every 8 weeks
A_YEAR = 7  # rounds
OPENS_BEFORE = 21  # days before the meeting
CLOSES_BEFORE = 7
GRACE = 5
LONGEST_BEFORE = 365  # days before the meeting
MOST_WEEKS_BETWEEN = 52


def plan_rounds(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    first_meeting_on: date,
    count: int = A_YEAR,
    weeks_between: int = WEEKS_BETWEEN,
    opens_before: int = OPENS_BEFORE,
    closes_before: int = CLOSES_BEFORE,
    grace_days: int = GRACE,
) -> int:
    """Plan so many rounds, each before a meeting; returns the number of the first.

    Args:
        opens_before, closes_before: Days before the meeting.
        grace_days: Days after the closing day on which late answers are still taken.

    Raises:
        NotAllowed: ``actor`` may not plan rounds.
        NotFound: There is no strategy yet.
        InvalidChange: The days are out of order, or a round would overlap another or be over.
    """
    permissions.require(actor, Permission.ROUND_PLAN)
    strategy = current_strategy(session)
    _refuse_bad_spacing(count, weeks_between, opens_before, closes_before, grace_days)
    _refuse_past(first_meeting_on + timedelta(days=grace_days - closes_before), day_of(now))
    there = _rounds(session, strategy.id)
    first = max((each.number for each in there), default=0) + 1
    for step in range(count):
        meeting = first_meeting_on + timedelta(weeks=weeks_between * step)
        new = ReportingRound(
            created_at=now,
            strategy_id=strategy.id,
            number=first + step,
            opens_on=meeting - timedelta(days=opens_before),
            closes_on=meeting - timedelta(days=closes_before),
            grace_days=grace_days,
            meeting_on=meeting,
        )
        _refuse_clash(new.number, new.opens_on, _grace_until(new), there)
        session.add(new)
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"Planned {wording.count(count, 'round')}, the first for the meeting on "
        f"{wording.day(first_meeting_on)}",
    )
    return first


def move_round(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_id: int,
    version: int,
    opens_on: date,
    closes_on: date,
    grace_days: int,
    meeting_on: date,
) -> None:
    """Change the days of a round that hasn't closed.

    Raises:
        NotAllowed: ``actor`` may not plan rounds.
        NotFound: There is no such round.
        EditConflict: Somebody changed the round in between.
        InvalidChange: It has closed or would be over already, the days are out of order, it has
            answers from before it would open, or it would overlap another.
    """
    permissions.require(actor, Permission.ROUND_PLAN)
    moved = find(session, ReportingRound, round_id, version=version)
    if _grace_until(moved) < day_of(now):
        raise InvalidChange(f"Round {moved.number} is over. What was asked then stays as it was.")
    _refuse_bad_days(opens_on, closes_on, grace_days, meeting_on)
    last_day = closes_on + timedelta(days=grace_days)
    if last_day < day_of(now):
        raise InvalidChange(
            f"The round would be over already on {wording.day(last_day)}, and whoever has not "
            "answered could not any more. Let it close later.",
            field="closes_on",
        )
    _refuse_opening_after_answers(session, moved, opens_on)
    others = [each for each in _rounds(session, moved.strategy_id) if each.id != moved.id]
    _refuse_clash(moved.number, opens_on, last_day, others)
    moved.opens_on, moved.closes_on = opens_on, closes_on
    moved.grace_days, moved.meeting_on = grace_days, meeting_on
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"Round {moved.number}: {audit.differences(session)}",
    )


def name_reviewer(
    session: Session, *, actor: Actor, now: datetime, theme_id: int, version: int, name: str
) -> None:
    """Say who reviews a theme's updates, from the next round on: nobody inherits a backlog.

    Args:
        version: Of what was said for the next round already; 0: nothing was.
        name: A sponsor's post; blank when the theme has no reviewer any more.

    Raises:
        NotAllowed: ``actor`` may not plan rounds.
        NotFound: There is no such theme.
        EditConflict: Somebody said it for the next round in between, or that round has opened.
        InvalidChange: No round is planned that hasn't opened yet, the post reviews the theme
            already, or its name is too long.
    """
    permissions.require(actor, Permission.ROUND_PLAN)
    theme = find(session, Theme, theme_id)
    post = text_of(name, "The reviewer", field="name", required=False)
    ahead = [
        each.number for each in _rounds(session, theme.strategy_id) if each.opens_on > day_of(now)
    ]
    if not ahead:
        raise InvalidChange("A reviewer starts with the next round: plan one first.")
    latest = _reviewer(session, theme, min(ahead))
    there = latest if latest and latest.from_round == min(ahead) else None
    if version != (there.version if there else 0):
        raise overtaken()
    if post == (latest.name if latest else ""):
        raise InvalidChange(
            f"{theme.code} is reviewed by {post or 'nobody'} already.", field="name"
        )
    if there is None:
        there = Reviewer(created_at=now, theme_id=theme.id, from_round=min(ahead))
        session.add(there)
    there.name = post
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"{theme.code}: reviewed by {post or 'nobody'} from round {min(ahead)} on",
    )


def _refuse_bad_spacing(
    count: int, weeks_between: int, opens_before: int, closes_before: int, grace_days: int
) -> None:
    if not 1 <= count <= 26:
        raise InvalidChange("Plan between 1 and 26 rounds at a time.", field="count")
    if not LONGEST_BEFORE >= opens_before > closes_before >= 0:
        raise InvalidChange(
            "A round opens before it closes, and closes before its meeting; it opens at most "
            f"{LONGEST_BEFORE} days before.",
            field="opens_before",
        )
    if not 0 <= grace_days <= closes_before:
        raise InvalidChange("Grace ends before the meeting.", field="grace_days")
    if weeks_between > MOST_WEEKS_BETWEEN:
        raise InvalidChange(
            f"Leave at most {MOST_WEEKS_BETWEEN} weeks between meetings.", field="weeks_between"
        )
    if weeks_between * 7 <= opens_before - closes_before + grace_days:
        raise InvalidChange("Rounds would overlap: leave more weeks.", field="weeks_between")


def _refuse_bad_days(opens_on: date, closes_on: date, grace_days: int, meeting_on: date) -> None:
    if not opens_on <= closes_on <= meeting_on:
        raise InvalidChange(
            "A round opens before it closes, and closes by its meeting.", field="closes_on"
        )
    most = (meeting_on - closes_on).days
    if not 0 <= grace_days <= most:
        raise InvalidChange(
            f"Grace ends by the meeting: give it between 0 and {wording.count(most, 'day')}.",
            field="grace_days",
        )


def _refuse_opening_after_answers(session: Session, moved: ReportingRound, opens_on: date) -> None:
    """What was answered in a round was answered while it was open."""
    given = [
        session.exec(select(func.min(said.given_at)).where(said.round_id == moved.id)).one()
        for said in (Update, Exemption)
    ]
    first = min((day_of(at) for at in given if at), default=None)
    if first and first < opens_on:
        raise InvalidChange(
            f"Round {moved.number} was answered on {wording.day(first)} already, so it can't open "
            "later than that.",
            field="opens_on",
        )


def _reviewer(session: Session, theme: Theme, number: int) -> Reviewer | None:
    """What was said last of who reviews ``theme`` in the round ``number``."""
    return session.exec(
        select(Reviewer)
        .where(Reviewer.theme_id == theme.id, Reviewer.from_round <= number)
        .order_by(col(Reviewer.from_round).desc())
        .limit(1)
    ).one_or_none()


def _refuse_past(last_day: date, today: date) -> None:
    """A round in which nobody could answer any more would make every reported status stale."""
    if last_day < today:
        raise InvalidChange(
            f"The first round would be over already on {wording.day(last_day)}. Choose a later "
            "meeting.",
            field="first_meeting_on",
        )


def _grace_until(round_: ReportingRound) -> date:
    """The last day on which the round takes answers."""
    return round_.closes_on + timedelta(days=round_.grace_days)


def _rounds(session: Session, strategy_id: int) -> list[ReportingRound]:
    statement = (
        select(ReportingRound)
        .where(ReportingRound.strategy_id == strategy_id)
        .order_by(col(ReportingRound.number))
    )
    return list(session.exec(statement))


def _refuse_clash(number: int, first: date, last: date, others: list[ReportingRound]) -> None:
    """Rounds neither overlap nor overtake each other; answers come from ``first`` to ``last``."""
    for other in others:
        if first <= _grace_until(other) and other.opens_on <= last:
            raise InvalidChange(
                f"This would overlap round {other.number}, which takes answers from "
                f"{wording.day(other.opens_on)} to {wording.day(_grace_until(other))}."
            )
        if (first < other.opens_on) != (number < other.number):
            raise InvalidChange(
                f"Rounds stay in the order of their numbers: round {number} can't open on "
                f"{wording.day(first)}, as round {other.number} opens on "
                f"{wording.day(other.opens_on)}."
            )
