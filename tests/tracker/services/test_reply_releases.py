from datetime import timedelta

import pytest
from sqlmodel import select

from tests.factories import BEGINNING, make_action, make_actor
from tests.feedback import make_member_group
from tests.suggestions import join, reply, suggest
from tracker.errors import NotAllowed
from tracker.models import AuditEntry, ReleasedTable
from tracker.queries.results import read_replies
from tracker.services import reply_releases
from tracker.vocabulary import DecisionKind, Role

MADE = BEGINNING  # 1 September 2021: the quarter's last clock runs out on 28 October
OVER = BEGINNING + timedelta(days=60)
BY = {"actor": make_actor()}


def release(session, now=OVER):
    return reply_releases.release_replies(session, **BY, now=now)


def stored(session):
    return {name: each.content() for name, each in read_replies(session).items()}


@pytest.fixture
def said(session):
    """Of one group, seven suggestions; the first three were replied to within a week."""
    make_action(session)
    group = make_member_group(session)
    made = [suggest(session, now=MADE, group_id=group.id) for _ in range(7)]
    for each in made[:3]:
        reply(session, each, now=MADE + timedelta(days=6))
    return made


@pytest.mark.both_databases
def test_a_quarter_is_counted_once_all_its_replies_are_due(session, said):
    assert release(session, MADE + timedelta(days=40)) == 0
    assert release(session) == 1
    made = read_replies(session)["Q3 2021"]
    counts = made.counts.set_index("answer")["count"]
    assert counts["answered"] == counts["within 5"] == 3
    assert made.ledger["people"].tolist() == [7]
    entry = session.exec(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.sentence == "Counted the replies to suggestions of Q3 2021 by member group"
    assert read_replies(session, by=OVER.date() - timedelta(days=1)) == {}


def test_what_was_counted_stays_whatever_comes_after(session, said):
    """Two days can't be subtracted: a reply of the day between would tell whose it was."""
    release(session)
    before = stored(session)
    reply(session, said[5], now=OVER)
    join(session, said[6], said[0], now=OVER)
    decision = {"kind": DecisionKind.WILL_NOT, "reply": "It would name single people"}
    reply(session, said[0], now=OVER, version=1, **decision)
    suggest(session, now=OVER, group_id=make_member_group(session).id)
    assert release(session, OVER + timedelta(days=1)) == 0
    assert stored(session) == before
    assert len(session.exec(select(ReleasedTable)).all()) == 1


def test_suggestions_of_no_group_and_of_nobody_count_nothing(session):
    suggest(session, now=MADE)
    assert release(session) == 0


def test_only_who_runs_feedback_counts(session):
    with pytest.raises(NotAllowed):
        reply_releases.release_replies(session, actor=make_actor(Role.LEAD), now=OVER)
