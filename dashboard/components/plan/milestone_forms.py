"""What a lead does to a milestone: choose what happened, and say it in one form in its place."""

from collections.abc import Callable
from datetime import date

from dashboard.components import form
from dashboard.components.form import Form
from tracker.queries.actions import MilestoneReport
from tracker.services import milestones as services
from tracker.vocabulary import ConditionState, MilestoneState

# Where what came of a form is said: a milestone itself goes elsewhere in the list when it is done.
PLACE = "milestones"
DEADLINE_FORMS = "such as “by March 2023”, “by 15 January 2023”, “by Q2 2023” or “to be set”"


def choose(milestone: MilestoneReport) -> str | None:
    """Draw the choice of what happened; nothing is chosen at first."""
    question = f"What happened to “{milestone.title}”?"
    return form.choose(question, choices(milestone), key=_choice(milestone))


def show(chosen: str, milestone: MilestoneReport, *, today: date) -> None:
    """Draw the form for what was chosen."""
    with form.opened(
        f"milestone_{milestone.id}.{chosen}",
        version=milestone.version,
        place=PLACE,
        closes=_choice(milestone),
    ) as opened:
        _FORMS[chosen](opened, milestone, today)


def choices(milestone: MilestoneReport) -> list[str]:
    """What can be done to it as it is now, in words."""
    if milestone.state is not MilestoneState.PLANNED:
        return [REOPEN]
    found = [COMPLETE, MOVE, DROP]
    if milestone.condition and milestone.condition_state is not ConditionState.MET:
        found.append(MET)
    if milestone.condition and milestone.condition_state is not ConditionState.NOT_MET:
        found.append(NOT_MET)
    return found


def _choice(milestone: MilestoneReport) -> str:
    return f"milestone_{milestone.id}.choice"


def _complete(opened: Form, milestone: MilestoneReport, today: date) -> None:
    opened.day("done_on", "Done on", today, required=True)
    opened.text("evidence", "Link to what shows it, beginning with https://")
    opened.send(
        "Mark as done",
        services.complete_milestone,
        said=f"{milestone.title} is marked as done.",
        milestone_id=milestone.id,
    )


def _move(opened: Form, milestone: MilestoneReport, _today: date) -> None:
    opened.text("timing", f"New deadline, {DEADLINE_FORMS}", required=True)
    opened.text("reason", "Why does it move? The history shows it.", required=True)
    opened.send(
        "Move the date",
        services.move_milestone,
        said=f"{milestone.title} has a new deadline.",
        milestone_id=milestone.id,
    )


def _drop(opened: Form, milestone: MilestoneReport, _today: date) -> None:
    opened.text("reason", "Why is it dropped? The history shows it.", required=True)
    opened.send(
        "Drop it",
        services.drop_milestone,
        said=f"{milestone.title} is dropped. It no longer counts.",
        milestone_id=milestone.id,
    )


def _condition_met(opened: Form, milestone: MilestoneReport, _today: date) -> None:
    opened.text("reason", "What shows it?")
    opened.send(
        "Condition is met",
        services.settle_condition,
        said=f"{milestone.title}: its condition is met.",
        milestone_id=milestone.id,
        state=ConditionState.MET,
    )


def _condition_not_met(opened: Form, milestone: MilestoneReport, _today: date) -> None:
    opened.text("reason", "Why not? The milestone waits, and shows this.", required=True)
    opened.send(
        "Condition is not met",
        services.settle_condition,
        said=f"{milestone.title} waits: its condition is not met.",
        milestone_id=milestone.id,
        state=ConditionState.NOT_MET,
    )


def _reopen(opened: Form, milestone: MilestoneReport, _today: date) -> None:
    opened.text("reason", "Why is it taken back? The history shows it.", required=True)
    opened.send(
        "Take it back",
        services.reopen_milestone,
        said=f"{milestone.title} is planned again.",
        milestone_id=milestone.id,
    )


COMPLETE, MOVE, DROP = "Mark as done", "Move the date", "Drop it"
MET, NOT_MET, REOPEN = "Condition is met", "Condition is not met", "Take it back"

_FORMS: dict[str, Callable[[Form, MilestoneReport, date], None]] = {
    COMPLETE: _complete,
    MOVE: _move,
    DROP: _drop,
    MET: _condition_met,
    NOT_MET: _condition_not_met,
    REOPEN: _reopen,
}
