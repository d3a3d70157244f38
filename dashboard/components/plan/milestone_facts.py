"""What the plan and its lead say of one milestone, as Markdown."""

from functools import lru_cache

from dashboard import palette
from dashboard.markdown import host_link, plain
from tracker import wording
from tracker.queries.actions import MilestoneReport
from tracker.timing import TimingKind, parse
from tracker.vocabulary import ConditionState, MilestoneState, Standing


# Enough for the actions that many readers have open.
@lru_cache(maxsize=2_000)
def markdown(milestone: MilestoneReport) -> str:
    """Its title with a badge, and under it one line for each thing there is to say."""
    lines = [f"**{plain(milestone.title)}** {_badge(milestone)}", *_sentences(milestone)]
    return "  \n".join(lines)


def _badge(milestone: MilestoneReport) -> str:
    looks_like, words = _standing(milestone)
    sign = palette.STANDINGS[looks_like]
    return f":{sign.hue}-badge[:material/{sign.icon}: {words}]"


def _standing(milestone: MilestoneReport) -> tuple[Standing, str]:
    """The word for where it stands, and the standing whose colour and sign it has."""
    if milestone.state is MilestoneState.DONE:
        return Standing.DONE, "Done"
    if milestone.state is MilestoneState.DROPPED:
        return Standing.LEFT_OUT, "Dropped"
    if milestone.days_late:
        return Standing.LATE, f"Late by {wording.count(milestone.days_late, 'day')}"
    if milestone.waiting_for:
        return Standing.UNDATED, "Waiting"
    if milestone.due_on is None:
        return Standing.UNDATED, "No date yet"
    return Standing.ON_COURSE, "Planned"


def _sentences(milestone: MilestoneReport) -> list[str]:
    said = [
        _deadline(milestone),
        plain(milestone.waiting_for),
        _condition(milestone),
        _outcome(milestone),
    ]
    return [sentence for sentence in said if sentence]


def _deadline(milestone: MilestoneReport) -> str:
    words = f"Deadline: {plain(milestone.timing)}"
    if milestone.due_on and parse(milestone.timing).kind is TimingKind.AFTER:
        words += f", which is {wording.day(milestone.due_on)}"
    if milestone.first_due_on and milestone.has_moved:
        words += f" (first published for {wording.day(milestone.first_due_on)})"
    return words


def _condition(milestone: MilestoneReport) -> str:
    """What became of the condition; while it isn't met, ``waiting_for`` says it."""
    if not milestone.condition or milestone.waiting_for:
        return ""
    is_open = milestone.state is MilestoneState.PLANNED
    what = f"Condition “if {plain(milestone.condition)}”"
    if milestone.condition_state is ConditionState.UNDECIDED:
        return f"{what}: nobody has said yet whether it is met" if is_open else ""
    because = f": {plain(milestone.condition_reason)}" if milestone.condition_reason else ""
    return f"{what} is {milestone.condition_state.label.lower()}{because}"


def _outcome(milestone: MilestoneReport) -> str:
    if milestone.state is MilestoneState.DROPPED:
        return f"Dropped because: {plain(milestone.state_reason)}"
    if milestone.done_on is None:
        return ""
    return f"Done on {wording.day(milestone.done_on)}{_evidence(milestone.evidence)}"


def _evidence(address: str) -> str:
    return f". {host_link(address, 'Evidence on')}" if address else ""
