from datetime import UTC, datetime

import pytest
from sqlalchemy import func
from sqlmodel import select

from tracker.db import trial
from tracker.demo import large_groups
from tracker.models import Group, Membership, Organisation, Post
from tracker.queries.groups import read_groups
from tracker.queries.posts import read_posts

NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)
SIZES = {"organisations": 5, "posts_each": 12, "groups": 20, "spells": 200}


@pytest.mark.both_databases
def test_the_database_takes_the_directory_as_large_as_asked_for(session):
    large_groups.fill(session, **SIZES, now=NOW)
    for model, count in ((Organisation, 5), (Post, 60), (Group, 20), (Membership, 200)):
        assert session.exec(select(func.count()).select_from(model)).one() == count


def test_made_twice_it_is_the_same(engine):
    made = []
    for _ in range(2):
        with trial(engine) as session:
            large_groups.fill(session, **SIZES, now=NOW)
            made.append((read_groups(session).groups, read_posts(session).appointments))
    (groups, held), (groups_again, held_again) = made
    assert groups.equals(groups_again)
    assert held.equals(held_again)


def test_some_posts_are_vacant_and_most_are_held(session):
    large_groups.fill(session, **SIZES, now=NOW)
    held = read_posts(session).appointments
    assert 30 < held["post_id"].nunique() < 60
