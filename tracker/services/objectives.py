"""Objectives, and the measures that show whether they are reached."""

from datetime import datetime

from sqlmodel import Session, select

from tracker import audit, permissions
from tracker.errors import InvalidChange
from tracker.models import Measure, Objective, Theme
from tracker.permissions import Actor
from tracker.services._finding import find, line_of, next_ref, text_of
from tracker.vocabulary import TO_BE_SET, Permission


def add_objective(
    session: Session, *, actor: Actor, now: datetime, theme_id: int, text: str
) -> Objective:
    """Add an objective at the end of a theme; it gets the next free reference.

    Raises:
        NotAllowed: ``actor`` may not edit the plan.
        NotFound: There is no such theme.
        InvalidChange: The text is missing or too long.
    """
    permissions.require(actor, Permission.PLAN_EDIT)
    theme = find(session, Theme, theme_id)
    refs = session.exec(select(Objective.ref).where(Objective.theme_id == theme.id)).all()
    objective = Objective(
        created_at=now,
        theme_id=theme.id,
        ref=next_ref(f"{theme.code}-O", refs),
        text=text_of(text, "The objective's text", field="text", most=1000),
        position=len(refs),
    )
    session.add(objective)
    audit.record(session, actor=actor, now=now, sentence=f"Added the objective {objective.ref}")
    return objective


def edit_objective(
    session: Session, *, actor: Actor, now: datetime, objective_id: int, version: int, text: str
) -> None:
    """Change an objective's text.

    Raises:
        NotAllowed: ``actor`` may not edit the plan.
        NotFound: There is no such objective.
        EditConflict: Somebody changed the objective in between.
        InvalidChange: The text is missing or too long.
    """
    permissions.require(actor, Permission.PLAN_EDIT)
    objective = find(session, Objective, objective_id, version=version)
    objective.text = text_of(text, "The objective's text", field="text", most=1000)
    sentence = f"Objective {objective.ref}: {audit.differences(session)}"
    audit.record(session, actor=actor, now=now, sentence=sentence)


def add_measure(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    objective_id: int,
    name: str,
    target: str = "",
) -> Measure:
    """Add a measure to an objective.

    Args:
        target: In words; nothing when none is stated, "to be set" to list it as a gap.

    Raises:
        NotAllowed: ``actor`` may not edit the plan.
        NotFound: There is no such objective.
        InvalidChange: The name is missing or taken, or a text is too long.
    """
    permissions.require(actor, Permission.PLAN_EDIT)
    objective = find(session, Objective, objective_id)
    names = session.exec(select(Measure.name).where(Measure.objective_id == objective.id)).all()
    called = line_of(name, "The measure's name", field="name")
    if called.casefold() in map(str.casefold, names):
        raise InvalidChange(f"{objective.ref} has this measure already.", field="name")
    measure = Measure(
        created_at=now,
        objective_id=objective.id,
        name=called,
        target=_target(target),
        position=len(names),
    )
    session.add(measure)
    audit.record(
        session, actor=actor, now=now, sentence=f"{objective.ref}: added the measure “{called}”"
    )
    return measure


def set_target(
    session: Session, *, actor: Actor, now: datetime, measure_id: int, version: int, target: str
) -> None:
    """Change a measure's target.

    Raises:
        NotAllowed: ``actor`` may not edit the plan.
        NotFound: There is no such measure.
        EditConflict: Somebody changed the measure in between.
        InvalidChange: The text is too long.
    """
    permissions.require(actor, Permission.PLAN_EDIT)
    measure = find(session, Measure, measure_id, version=version)
    words = _target(target)
    before, measure.target = measure.target or "none stated", words
    audit.record(
        session,
        actor=actor,
        now=now,
        sentence=f"“{measure.name}”: target from “{before}” to “{words or 'none stated'}”",
    )


def _target(text: str) -> str:
    words = line_of(text, "The target", field="target", required=False)
    return TO_BE_SET if words.casefold() == TO_BE_SET else words
