from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from tests.factories import BEGINNING
from tests.suggestions import back, join, suggest
from tracker.db import make_engine, transaction
from tracker.errors import InvalidChange
from tracker.models import Backing
from tracker.permissions import SYSTEM, Actor
from tracker.queries.suggestions import backed_by, backers
from tracker.services.suggestion_backings import stop_backing
from tracker.services.suggestions import separate_suggestion
from tracker.vocabulary import Role

NOW = BEGINNING + timedelta(days=100)
SECRET = "a word that only the settings hold, 0123456789"
MEMBERS = ("Ada", "Ben", "Cleo", "Dev")


def member(name):
    return Actor(name, Role.MEMBER)


def stop(session, suggestion_id, name):
    stop_backing(session, actor=member(name), now=NOW, suggestion_id=suggestion_id)


def test_each_member_backs_a_suggestion_once_and_can_take_it_back(session):
    made = suggest(session, now=NOW)
    for name in ("Ada", "Ben"):
        back(session, made, name, now=NOW)
    assert backers(session) == {made: 2}
    with pytest.raises(InvalidChange, match="You back this suggestion already"):
        back(session, made, "Ada", now=NOW)
    stop(session, made, "Ada")
    assert backers(session) == {made: 1}
    assert backed_by(session, member("Ada")) == frozenset()
    with pytest.raises(InvalidChange, match="You do not back"):
        stop(session, made, "Ada")
    back(session, made, "Ada", now=NOW)
    assert backed_by(session, member("Ada")) == {made}


def test_what_is_not_published_cannot_be_backed(session):
    made = suggest(session, now=NOW, is_public=False)
    with pytest.raises(InvalidChange, match="not published yet"):
        back(session, made, "Ada", now=NOW)


def test_only_whoever_has_the_secret_too_could_try_out_who_it_is(session, monkeypatch):
    made = suggest(session, now=NOW)
    monkeypatch.setenv("TRACKER_FEEDBACK_SECRET", SECRET)
    back(session, made, "Ada", now=NOW)
    assert backed_by(session, member("Ada")) == {made}
    monkeypatch.setenv("TRACKER_FEEDBACK_SECRET", SECRET.upper())
    assert backed_by(session, member("Ada")) == frozenset()
    row = session.exec(select(Backing)).one()
    assert set(row.model_dump()) == {"suggestion_id", "hash"}
    assert "ada" not in row.hash.lower()


def test_whoever_backed_both_counts_once_and_takes_both_back_at_once(session):
    kept, other = suggest(session, now=NOW), suggest(session, now=NOW)
    for made, name in ((kept, "Ada"), (other, "Ada"), (other, "Ben")):
        back(session, made, name, now=NOW)
    join(session, other, kept, now=NOW)
    assert backers(session) == {kept: 2}
    assert backed_by(session, member("Ben")) == {kept}
    with pytest.raises(InvalidChange, match="already"):
        back(session, other, "Ben", now=NOW)  # from a page opened before
    stop(session, kept, "Ada")
    assert backers(session) == {kept: 1}


BACKINGS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(MEMBERS)), max_size=12)
JOININGS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=5)


@settings(max_examples=25)
@given(before=BACKINGS, joinings=JOININGS, after=BACKINGS)
def test_however_suggestions_are_joined_nobody_counts_twice_and_nobody_is_lost(
    sqlite_databases, before, joinings, after
):
    with sqlite_databases.migrated() as url, transaction(make_engine(url)) as session:
        made = [suggest(session, now=NOW) for _ in range(4)]
        kept = {each: each for each in made}
        expected = {each: set() for each in made}
        all_back(session, made, kept, expected, before)
        for one, other in joinings:
            try:
                join(session, made[one], made[other], now=NOW)
            except InvalidChange:
                continue
            old, new = kept[made[one]], kept[made[other]]
            kept = {each: new if root == old else root for each, root in kept.items()}
            expected[new] |= expected[old]
        all_back(session, made, kept, expected, after)
        wanted = {root: len(expected[root]) for root in kept.values() if expected[root]}
        assert backers(session) == wanted
        for name in MEMBERS:
            own = {root for root in kept.values() if name in expected[root]}
            assert backed_by(session, member(name)) == own


def all_back(session, made, kept, expected, backings):
    for place, name in backings:
        names = expected[kept[made[place]]]
        if name in names:
            with pytest.raises(InvalidChange):
                back(session, made[place], name, now=NOW)
        else:
            back(session, made[place], name, now=NOW)
        names.add(name)


def test_after_a_separation_each_has_its_own_again(session):
    kept, other = suggest(session, now=NOW), suggest(session, now=NOW)
    back(session, other, "Ada", now=NOW)
    join(session, other, kept, now=NOW)
    separate_suggestion(session, actor=SYSTEM, now=NOW, suggestion_id=other, version=3)
    assert backers(session) == {other: 1}
