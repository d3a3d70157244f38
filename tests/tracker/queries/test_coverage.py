from datetime import date, timedelta

import pytest

from tests.factories import (
    BEGINNING,
    make_action,
    make_actor,
    make_group,
    make_membership,
    make_organisation,
    make_person,
)
from tracker.db import transaction
from tracker.permissions import SYSTEM
from tracker.queries.coverage import read_coverage
from tracker.services import organisations
from tracker.services.group_actions import give_home
from tracker.vocabulary import GroupKind, GroupRole, GroupState

LATER = BEGINNING + timedelta(days=30)


@pytest.fixture
def groups(engine):
    """An action group, a working group that an action is at home in, and one of no use here."""
    with transaction(engine) as session:
        made = [
            make_group(session, kind=kind, state=GroupState.ACTIVE)
            for kind in (GroupKind.ACTION_GROUP, *[GroupKind.WORKING_GROUP] * 2)
        ]
        for group in made:
            make_membership(session, group)
        make_membership(session, made[0], make_person(session), is_void=True)
        make_membership(session, made[1], make_person(session), role=GroupRole.CHAIR)
        action = make_action(session)
        give_home(session, actor=SYSTEM, now=LATER, action_id=action.id, group_id=made[1].id)
        return [group.id for group in made]


def read(engine, **options):
    with transaction(engine, writes=False) as session:
        return read_coverage(session, **options)


@pytest.mark.both_databases
def test_only_memberships_that_are_of_use_are_read(engine, groups):
    found = read(engine)
    assert found.memberships["group_id"].tolist() == [groups[0], groups[1], groups[1]]
    assert found.homes["group_id"].tolist() == [groups[1]]


def test_an_earlier_day_has_the_homes_and_returns_that_had_been_recorded(engine, groups):
    with transaction(engine) as session:
        own = make_organisation(session).id
        by = {"actor": make_actor(), "organisation_id": own, "year": 2020}
        organisations.record_data_return(session, now=LATER, **by)
        organisations.take_back_data_return(
            session, now=LATER + timedelta(days=10), reason="Another one", **by
        )
    assert read(engine).returns.empty
    with_return = read(engine, as_at=date(2021, 10, 5))
    assert with_return.returns["year"].tolist() == [2020]
    before = read(engine, as_at=date(2021, 9, 20))
    assert before.returns.empty
    assert before.homes.empty
