"""Terms of reference as they are checked and kept, whether agreed on or proposed with a group."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from tracker.clock import day_of
from tracker.models import Deliverable, Group, TermsOfReference
from tracker.permissions import Actor
from tracker.services._finding import text_of
from tracker.wording import one_line

LONGEST_TEXT = 10_000
LONGEST_TITLE = 200


def checked(*, purpose: str, deliverables: str, **optional: str) -> dict[str, Any]:
    """The texts of terms as they are kept, or ``InvalidChange`` beside the one that can't be."""
    texts = {"purpose": text_of(purpose, "The purpose", field="purpose", most=LONGEST_TEXT)}
    for name, text in optional.items():
        label = name.replace("_", " ").capitalize()
        texts[name] = text_of(text, label, field=name, most=LONGEST_TEXT, required=False)
    return texts | {"deliverables": "\n".join(_titles(deliverables))}


def keep(
    session: Session,
    group: Group,
    texts: dict[str, Any],
    *,
    number: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep checked texts as version ``number``, and the deliverables in step with them."""
    session.add(
        TermsOfReference(
            group_id=group.id, number=number, agreed_at=now, agreed_by=actor.name, **texts
        )
    )
    _keep_in_step(session, group, texts["deliverables"].splitlines(), now)


def _titles(deliverables: str) -> list[str]:
    """The lines that say something, each once."""
    lines = [one_line(line) for line in deliverables.splitlines()]
    return list(
        dict.fromkeys(
            text_of(line, "A deliverable", field="deliverables", most=LONGEST_TITLE)
            for line in lines
            if line
        )
    )


def _keep_in_step(session: Session, group: Group, titles: list[str], now: datetime) -> None:
    """Have a deliverable for each of ``titles``, and no other that isn't accepted."""
    own = session.exec(select(Deliverable).where(Deliverable.group_id == group.id))
    there = {each.title: each for each in own}
    for position, title in enumerate(titles):
        if title in there:
            there[title].withdrawn_on, there[title].position = None, position
        else:
            session.add(
                Deliverable(created_at=now, group_id=group.id, title=title, position=position)
            )
    for title in there.keys() - set(titles):
        if not there[title].accepted_on and not there[title].withdrawn_on:
            there[title].withdrawn_on = day_of(now)
