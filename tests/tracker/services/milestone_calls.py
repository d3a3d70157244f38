"""Every change of a milestone, as its lead who has just opened it makes it."""

from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    make_actor,
)
from tracker.models import AuditEntry
from tracker.services import milestones
from tracker.vocabulary import ConditionState, Role

NOW = BEGINNING + timedelta(days=100)  # 10 December 2021
TODAY = NOW.date()
LEAD = make_actor(Role.LEAD)


def call(service, session, milestone, **details):
    """Do it as the lead who has just opened the milestone."""
    seen = {"milestone_id": milestone.id, "version": milestone.version}
    service(session, **{"actor": LEAD, "now": NOW} | seen | details)


complete = partial(call, milestones.complete_milestone)
reopen = partial(call, milestones.reopen_milestone)
drop = partial(call, milestones.drop_milestone)
move = partial(call, milestones.move_milestone)
settle = partial(call, milestones.settle_condition)

EVERY_SERVICE = [
    pytest.param(partial(complete, done_on=TODAY), id="complete"),
    pytest.param(partial(reopen, reason="Not after all"), id="reopen"),
    pytest.param(partial(drop, reason="Not wanted"), id="drop"),
    pytest.param(partial(move, timing="by 2023", reason="Too soon"), id="move"),
    pytest.param(partial(settle, state=ConditionState.MET), id="settle"),
]
# Those that change what is still planned, so all but reopening.
ON_PLANNED = [param for param in EVERY_SERVICE if param.id != "reopen"]


def refused(session, work, error, message):
    """``work`` is refused in these words, and leaves nothing behind."""
    session.flush()
    entries = len(session.exec(select(AuditEntry)).all())
    with pytest.raises(error, match=message) as refusal:
        work()
    assert not session.dirty
    assert not session.new
    assert len(session.exec(select(AuditEntry)).all()) == entries
    return refusal.value
