from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import BEGINNING, make_action, make_actor, make_milestone
from tests.histories import few_histories
from tracker.clock import day_of
from tracker.db import make_engine, transaction
from tracker.models import Milestone
from tracker.queries.latest_moves import NO_MOVES, agreed_moves, latest_moves
from tracker.services.milestones import move_milestone
from tracker.services.reviews import agree_date
from tracker.vocabulary import Role

NOW = BEGINNING + timedelta(days=100)
TODAY = NOW.date()
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August")


def move(session, milestone, month, *, lead, now):
    move_milestone(
        session,
        actor=make_actor(Role.SECRETARIAT, name=lead),
        now=now,
        milestone_id=milestone.id,
        version=milestone.version,
        timing=f"by {month} 2023",
        reason="The data are late",
    )


def agree(session, moved, *, now):
    agree_date(session, actor=make_actor(Role.SPONSOR), now=now, date_change_id=moved)


def waiting(session, milestones, reader="Sponsor", as_at=None):
    agreed = agreed_moves(session, as_at=as_at)
    keys = [milestone.id for milestone in milestones]
    return latest_moves(session, as_at=as_at).number_to_agree(keys, agreed=agreed, reader=reader)


@pytest.mark.both_databases
def test_moves_wait_for_agreement_until_one_agrees_or_another_move_overtakes_them(session):
    action = make_action(session)
    own = [make_milestone(session, action, title=title) for title in ("One", "Two")]
    assert waiting(session, own) == 0
    for day, (number, month, lead) in enumerate(
        ((0, "March", "Data lead"), (0, "April", "Survey lead"), (1, "April", "Data lead")), start=1
    ):
        move(session, own[number], month, lead=lead, now=NOW + timedelta(days=day))
    readers = ("Sponsor", "Data lead", "Survey lead")
    assert [waiting(session, own, reader) for reader in readers] == [2, 1, 1]
    assert waiting(session, own[:1]) == 1
    agree(session, latest_moves(session).newest, now=NOW + timedelta(days=5))
    assert waiting(session, own) == 1
    days = [TODAY + timedelta(days=day) for day in (0, 1, 2, 3, 5)]
    assert [waiting(session, own, as_at=day) for day in days] == [0, 1, 1, 2, 1]


@pytest.mark.both_databases
@few_histories
@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.sampled_from(MONTHS), st.booleans(), st.booleans()),
        max_size=12,
    )
)
def test_what_is_kept_and_read_on_is_what_one_would_read_anew(databases, history):
    with databases.migrated() as url:
        engine = make_engine(url)
        with transaction(engine) as session:
            action = make_action(session)
            for number in range(3):
                make_milestone(session, action, title=f"{number}")
        seldom = NO_MOVES
        for day, (id_, month, by_first, looks) in enumerate(history):
            now = NOW + timedelta(days=day)
            with transaction(engine) as session:
                milestone = session.get_one(Milestone, id_)
                if month not in milestone.timing:
                    lead = "Data lead" if by_first else "Survey lead"
                    move(session, milestone, month, lead=lead, now=now)
            with transaction(engine, writes=False) as session:
                fresh = latest_moves(session)
                assert latest_moves(session, as_at=day_of(now)) == fresh
                if looks:
                    seldom = latest_moves(session, seldom)
                    assert seldom == fresh
        engine.dispose()
