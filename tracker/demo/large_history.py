"""What happens to a large invented plan, and the trail it leaves.

Each event changes rows as the services would, and notes the old and the new value of every field.
What an event can no longer do (its milestone is dropped, its action paused) becomes an edit.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tracker import wording
from tracker.clock import day_of
from tracker.demo.large_plan import LargePlan, Row, Work, monthly
from tracker.permissions import SYSTEM
from tracker.timing import Unit, due_after
from tracker.vocabulary import (
    LEFT_OUT,
    ActionState,
    ConditionState,
    MilestoneState,
    Precision,
    Role,
)

MOST_RECORDED_LATE = 10  # days between the work and its record
REASON = "Invented reason: nobody did this"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is to happen to an action, or to one of its milestones.

    Attributes:
        what: A key of ``_HAPPENINGS``.
        day: For done: when it was. For moved: the new date.
        number: Which of several variants.
    """

    at: datetime
    what: str
    work: Work
    milestone: Row | None = None
    day: date | None = None
    number: int = 0


class Trail:
    """The rows that events leave in the ledgers, in their order."""

    def __init__(self) -> None:
        self.entries: list[Row] = []
        self.moves: list[Row] = []
        self.states: list[Row] = []
        self._changes: list[Row] = []

    def happen(self, event: Event) -> None:
        """Let ``event`` happen, or an edit in its place; one entry either way."""
        sentence = _HAPPENINGS[event.what](self, event) or _edited(self, event)
        self.note(event.at, sentence, event.work.row)

    def note(self, at: datetime, sentence: str, action: Row | None = None) -> None:
        """Add the entry for all that was put since the last one."""
        actor, role = SYSTEM.name, SYSTEM.role
        if action is not None:
            actor, role = action["responsible"], Role.LEAD
        self.entries.append(
            {
                "at": at,
                "actor": actor,
                "role": role,
                "action_id": action and action["id"],
                "sentence": sentence,
                "reason": "",
                "changes": self._changes,
            }
        )
        self._changes = []

    def put(self, record: str, row: Row, **values: Any) -> None:
        """Change fields of ``row``, and keep what they were."""
        row["version"] += 1
        for name, new in values.items():
            if (old := row[name]) != new:
                change = {"record": record, "id": row["id"], "field": name}
                self._changes.append({**change, "old": _plain(old), "new": _plain(new)})
                row[name] = new

    def put_state(self, work: Work, state: ActionState, at: datetime, reason: str = "") -> None:
        """Change the state of an action, and keep the change in its ledger."""
        if state is work.row["state"]:
            return
        self.states.append(
            {
                "action_id": work.row["id"],
                "changed_at": at,
                "changed_by": work.row["responsible"],
                "reason": reason,
                "from_state": work.row["state"],
                "to_state": state,
            }
        )
        self.put("action", work.row, state=state, state_reason=reason)


def lives(plan: LargePlan, *, now: datetime, rng: Random) -> list[Event]:
    """What becomes of every milestone and action by ``now``; not in the order of time."""
    events: list[Event] = []
    for work in plan.works:
        for milestone in work.milestones:
            events += _life(work, milestone, now, rng)
        events += _pauses(work, plan.begins_at, now, rng)
    earliest = plan.begins_at + timedelta(days=MOST_RECORDED_LATE + 1)
    return [event for event in events if earliest <= event.at <= now]


def small_changes(plan: LargePlan, *, now: datetime, rng: Random) -> Iterator[Event]:
    """Edits and moves without end, at any time until ``now``.

    Moves go from the first date, so that any number of them doesn't push the plan away.
    """
    while True:
        at = now - rng.random() * (now - plan.begins_at - timedelta(days=1))
        work = rng.choice(plan.works)
        if rng.random() < 0.25:
            yield _move(at, work, rng.choice(work.milestones), rng.choice((0, 31, 61)))
        else:
            yield Event(at, "edited", work, number=rng.randint(0, 11))


def _life(work: Work, milestone: Row, now: datetime, rng: Random) -> Iterator[Event]:
    """Most of what is due by now is done in time or late; some is dropped, late or waiting."""
    due_on = milestone["due_on"] or day_of(now) + timedelta(days=rng.randint(-400, 400))
    due = datetime.combine(due_on, now.timetz())
    chance, recorded = rng.random(), timedelta(days=rng.randint(0, MOST_RECORDED_LATE))
    if due > now:  # a few of those ahead are done already
        chance *= 5
        due = now - timedelta(days=rng.randint(0, 300))
    if chance < 0.62:
        done = due - timedelta(days=rng.randint(0, 40))
        yield Event(done + recorded, "done", work, milestone, day_of(done))
    elif chance < 0.85:
        done = due + timedelta(days=rng.randint(1, 120))
        if chance < 0.74:
            yield _move(due - recorded, work, milestone, (done - due).days)
        yield Event(done + recorded, "done", work, milestone, day_of(done))
    elif chance < 0.92:
        yield Event(due - recorded, "dropped", work, milestone)
    elif chance < 1:
        yield Event(due - recorded, "settled", work, milestone, number=rng.randint(0, 2))


def _move(at: datetime, work: Work, milestone: Row, days: int) -> Event:
    first = milestone["due_on"]
    return Event(at, "moved", work, milestone, first and first + timedelta(days=days))


def _pauses(work: Work, begins_at: datetime, now: datetime, rng: Random) -> Iterator[Event]:
    chance = rng.random()
    if chance < 0.08:
        at = begins_at + rng.uniform(0.3, 1) * (now - begins_at)
        yield Event(at, "stopped" if chance < 0.02 else "paused", work)
        if chance > 0.04:
            yield Event(at + timedelta(days=rng.randint(30, 120)), "resumed", work)


# Each changes what it is about and returns the entry's sentence; empty: it can't happen any more.


def _done(trail: Trail, event: Event) -> str:
    milestone, work = _open(event), event.work
    if milestone is None or event.day is None:
        return ""
    trail.put("milestone", milestone, state=MilestoneState.DONE, done_on=event.day)
    if milestone is work.milestones[-1]:
        due_on = due_after(event.day, 1, Unit.MONTH)
        for follower in work.followers:
            trail.put("milestone", follower, due_on=due_on, due_precision=Precision.DAY)
    _follow_milestones(trail, event)
    return f"{milestone['title']}: marked as done on {wording.day(event.day)}"


def _dropped(trail: Trail, event: Event) -> str:
    milestone = _open(event)
    if milestone is None:
        return ""
    trail.put("milestone", milestone, state=MilestoneState.DROPPED, state_reason=REASON)
    _follow_milestones(trail, event)
    return f"{milestone['title']}: dropped"


def _moved(trail: Trail, event: Event) -> str:
    milestone = _open(event)
    if milestone is None or event.day is None:
        return ""
    new = monthly(event.day).only_if(milestone["condition"] or None)
    before = {"from_timing": milestone["timing"], "from_due_on": milestone["due_on"]}
    if str(new) == milestone["timing"]:
        return ""
    dated = {"due_on": new.due_on, "due_precision": new.precision}
    trail.put("milestone", milestone, timing=str(new), **dated)
    trail.moves.append(
        {
            "milestone_id": milestone["id"],
            "changed_at": event.at,
            "changed_by": event.work.row["responsible"],
            "reason": REASON,
            **before,
            "to_timing": str(new),
            "to_due_on": new.due_on,
        }
    )
    return f"{milestone['title']}: moved from “{before['from_timing']}” to “{new}”"


def _settled(trail: Trail, event: Event) -> str:
    milestone = _open(event)
    if milestone is None or not milestone["condition"]:
        return ""
    state = ConditionState.NOT_MET if event.number else ConditionState.MET
    reason = REASON if state is ConditionState.NOT_MET else ""
    trail.put("milestone", milestone, condition_state=state, condition_reason=reason)
    words = f"“if {milestone['condition']}” marked {state.label.lower()}"
    return f"{milestone['title']}: {words}"


def _paused(trail: Trail, event: Event) -> str:
    return _put_state(trail, event, ActionState.PAUSED, REASON)


def _stopped(trail: Trail, event: Event) -> str:
    return _put_state(trail, event, ActionState.STOPPED, REASON)


def _resumed(trail: Trail, event: Event) -> str:
    if event.work.row["state"] is not ActionState.PAUSED:
        return ""
    return _put_state(trail, event, ActionState.IN_PROGRESS)


def _put_state(trail: Trail, event: Event, state: ActionState, reason: str = "") -> str:
    before = event.work.row["state"]
    if before in (state, ActionState.DONE):
        return ""
    trail.put_state(event.work, state, event.at, reason)
    ref = event.work.row["ref"]
    return f"{ref}: from {before.label.lower()} to {state.label.lower()}"


def _edited(trail: Trail, event: Event) -> str:
    row, number = event.work.row, event.number
    match number % 3:
        case 0:
            title = row["title"].partition(", worded")[0]
            trail.put("action", row, title=f"{title}, worded anew ({event.at:%d/%m/%Y})")
        case 1:
            trail.put("action", row, responsible=f"Invented lead {number * 3 + 1}")
        case 2:
            trail.put("action", row, accountable=f"Invented body {number + 1}")
    return f"{row['ref']}: edited"


_HAPPENINGS: dict[str, Callable[[Trail, Event], str]] = {
    "done": _done,
    "dropped": _dropped,
    "moved": _moved,
    "settled": _settled,
    "paused": _paused,
    "stopped": _stopped,
    "resumed": _resumed,
    "edited": _edited,
}


def _open(event: Event) -> Row | None:
    """The milestone, unless nothing can happen to it: done, waiting, or its action is paused."""
    milestone = event.milestone
    if milestone is None or event.work.row["state"] in LEFT_OUT:
        return None
    waits = milestone["after_milestone_id"] is not None and milestone["due_on"] is None
    return milestone if milestone["state"] is MilestoneState.PLANNED and not waits else None


def _follow_milestones(trail: Trail, event: Event) -> None:
    """Begin or finish the action, as its milestones say."""
    states = {milestone["state"] for milestone in event.work.milestones}
    if MilestoneState.DONE not in states:
        return
    open_ = MilestoneState.PLANNED in states
    state = ActionState.IN_PROGRESS if open_ else ActionState.DONE
    trail.put_state(event.work, state, event.at)


def _plain(value: Any) -> Any:
    """``value`` as the trail's JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value
