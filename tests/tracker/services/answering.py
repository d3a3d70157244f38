"""How tests answer for an action, in the first round that the factories plan."""

from datetime import timedelta

from sqlmodel import select

from tests.factories import BEGINNING, make_actor
from tracker.services import updates
from tracker.services.updates import DoneMilestone
from tracker.vocabulary import Role, Status

NOW = BEGINNING + timedelta(days=100)  # 10 December 2021
TODAY = NOW.date()
LEAD = make_actor(Role.LEAD)


def give(session, action, **details):
    said = {"status": Status.GREEN, "likelihood": 80, "what_changed": "The analysis began"}
    by = {"actor": LEAD, "now": NOW, "action_id": action.id}
    return updates.give_update(session, **by | said | details)


def exempt(session, action, reason="Waits for the data", **details):
    by = {"actor": LEAD, "now": NOW, "action_id": action.id, "reason": reason}
    updates.exempt_action(session, **by | details)


def answer(session, action, words="The milestone is done, but not marked", **details):
    by = {"actor": LEAD, "now": NOW, "action_id": action.id, "answer": words}
    updates.answer_flag(session, **by | details)


def done(milestone, done_on=TODAY):
    return DoneMilestone(milestone.id, milestone.version, done_on)


def all_of(session, model):
    return session.exec(select(model).order_by(model.id)).all()
