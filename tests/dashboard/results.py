"""Closed rounds for tests of the pages that show what members answered."""

from datetime import timedelta

from sqlmodel import Session

from tests import feedback
from tests.feedback import Asked
from tracker.permissions import SYSTEM
from tracker.queries.feedback import read_rounds
from tracker.services import feedback_groups, feedback_rounds

NAMES = ("Disability network", "LGBTQ+ network", "Women in science")
HEARD = (3, 24, 36)
INVITED = (8, 40, None)


def closed_round(
    session: Session,
    *,
    now,
    happy: int = 2,
    invited=INVITED,
    heard=HEARD,
    names=NAMES,
    title="Pulse 1",
) -> Asked:
    """A round that three groups answered; of every three members ``happy`` agree."""
    asked = feedback.open_round(session, now=now, groups=invited, names=names, title=title)
    answer_and_close(session, asked, now=now, happy=happy, heard=heard)
    return asked


def next_round(session: Session, asked: Asked, *, now, happy: int, title="Pulse 2") -> Asked:
    """The same questions to the same groups again."""
    by = {"actor": SYSTEM, "now": now}
    days = {"opens_on": now.date(), "closes_on": now.date() + timedelta(days=7)}
    id_ = feedback_rounds.copy_round(session, **by, round_id=asked.id, title=title, **days)
    copied = next(each for each in read_rounds(session) if each.id == id_)
    for group in copied.groups:
        feedback_groups.count_invited(
            session,
            **by,
            invitation_id=group.invitation_id,
            version=group.invitation_version,
            invited=60,
        )
    feedback_rounds.open_round(session, **by, round_id=id_, version=copied.version)
    again = Asked(id_, asked.groups, asked.agreement, asked.choice, asked.text)
    answer_and_close(session, again, now=now, happy=happy)
    return again


def answer_and_close(session: Session, asked: Asked, *, now, happy: int, heard=HEARD) -> None:
    for group, number in enumerate(heard):
        for member in range(number):
            agrees = member % 3 < happy
            feedback.answer(
                session,
                asked,
                f"{group} {member}",
                now=now,
                group=group,
                is_sure=True,
                agreement=5 if agrees else 1,
                choice=1 if agrees else 2,
                text="Better pay for part-time work" if agrees else "Less travel",
            )
    feedback.close_round(session, asked, now=now)
