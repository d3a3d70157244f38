import time
from contextlib import closing
from datetime import date, timedelta

import pytest
from sqlalchemy import inspect, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import select

from tests.factories import BEGINNING, make_action, make_milestone, make_strategy, make_theme
from tests.tracker.at_once import at_once
from tracker import db
from tracker.db import make_engine, transaction
from tracker.errors import EditConflict, TooBusy
from tracker.models import AuditEntry, DataVersion, Milestone, ProgressDay, Suggestion, Theme
from tracker.permissions import SYSTEM
from tracker.services.milestones import complete_milestone, drop_milestone
from tracker.services.suggestions import make_suggestion

both_databases = pytest.mark.both_databases

NOW = BEGINNING + timedelta(days=100)
THREADS = 20


def complete(engine, milestone_id, version=1):
    with transaction(engine) as session:
        complete_milestone(
            session,
            actor=SYSTEM,
            now=NOW,
            milestone_id=milestone_id,
            version=version,
            done_on=date(2021, 12, 1),
        )


@both_databases
def test_of_changes_made_at_once_none_is_lost(engine):
    with transaction(engine) as session:
        action = make_action(session)
        names = [f"Step {number}" for number in range(THREADS)]
        ids = [make_milestone(session, action, title=name).id for name in names]
    with transaction(engine, writes=False) as session:
        version = session.exec(select(DataVersion.number)).one()
        entries = len(session.exec(select(AuditEntry)).all())

    failures = at_once([lambda id_=id_: complete(engine, id_) for id_ in ids])

    assert failures == [None] * THREADS
    with transaction(engine, writes=False) as session:
        assert set(session.exec(select(Milestone.state))) == {"done"}
        assert len(session.exec(select(AuditEntry)).all()) == entries + THREADS
        assert session.exec(select(DataVersion.number)).one() == version + THREADS
        today = select(ProgressDay.progress).where(ProgressDay.day == date(2021, 12, 10))
        assert session.exec(today).all() == [1.0, 1.0]


@both_databases
def test_of_two_who_change_the_same_thing_at_once_one_is_told(engine):
    with transaction(engine) as session:
        milestone_id = make_milestone(session).id

    failures = at_once([lambda: complete(engine, milestone_id)] * 2)

    [failure] = [failure for failure in failures if failure]
    assert isinstance(failure, EditConflict)
    assert 'the system: "Delivered: marked as done on 1 December 2021"' in str(failure)


@both_databases
def test_who_opened_it_before_the_change_is_told(engine):
    with transaction(engine) as session:
        milestone_id = make_milestone(session).id
    complete(engine, milestone_id)
    with pytest.raises(EditConflict), transaction(engine) as session:
        drop_milestone(
            session,
            actor=SYSTEM,
            now=NOW,
            milestone_id=milestone_id,
            version=1,
            reason="Not wanted",
        )
    with transaction(engine, writes=False) as session:
        assert session.get(Milestone, milestone_id).state == "done"


@both_databases
def test_a_transaction_that_fails_leaves_nothing(engine):
    with pytest.raises(ZeroDivisionError), transaction(engine) as session:
        make_theme(session)
        raise ZeroDivisionError
    with transaction(engine, writes=False) as session:
        assert session.exec(select(Theme)).all() == []
        assert session.exec(select(DataVersion.number)).one() == 0


@both_databases
def test_a_reader_waits_for_no_writer_and_sees_only_what_is_committed(engine):
    with transaction(engine) as writing:
        make_strategy(writing)
        with transaction(engine, writes=False) as reading:
            assert reading.exec(select(DataVersion.number)).one() == 0
            assert reading.exec(select(AuditEntry)).all() == []


@both_databases
def test_what_a_record_belongs_to_has_to_be_there(engine):
    with pytest.raises(IntegrityError), transaction(engine) as session:
        make_theme(session, strategy_id=12345)


@both_databases
def test_what_somebody_typed_is_not_told_to_the_log_when_it_cannot_be_stored(engine):
    with pytest.raises(IntegrityError) as failure, transaction(engine) as session:
        make_suggestion(session, actor=SYSTEM, now=NOW, words="My manager is late")
        session.execute(update(Suggestion).values(words="My manager is late", theme_id=12345))
    assert "UPDATE suggestion" in str(failure.value)
    assert "manager" not in str(failure.value)


@both_databases
def test_a_database_that_cannot_be_reached_fails_at_once(database_kind, tmp_path):
    here = {
        "sqlite": f"sqlite:///{tmp_path}",  # a folder
        "postgresql": "postgresql://127.0.0.1:1/plan",
    }
    engine = make_engine(here[database_kind])
    with pytest.raises(OperationalError), transaction(engine):
        pass
    engine.dispose()


def test_who_cannot_save_in_time_is_told_so_and_can_once_others_have(database, monkeypatch):
    monkeypatch.setattr(db, "SECONDS_FOR_WRITERS", 0.1)
    engine = make_engine(database)
    with transaction(engine):
        with pytest.raises(TooBusy, match="try again in a minute"), transaction(engine):
            pass
        with transaction(engine, writes=False) as reading:
            assert reading.exec(select(Theme)).all() == []
    with transaction(engine) as session:
        make_strategy(session)
    engine.dispose()


def test_emptying_the_log_keeps_writers_waiting_no_longer_than_a_moment(database, monkeypatch):
    monkeypatch.setattr(db, "SECONDS_FOR_READERS", 0.1)
    engine = make_engine(database)
    with transaction(engine, writes=False) as reading:
        assert reading.exec(select(Theme)).all() == []
        with transaction(engine) as session:
            make_strategy(session)
        before = time.monotonic()
        db.wipe(engine)
        assert time.monotonic() - before < 10  # and not the 30 that a writer waits
    with closing(engine.raw_connection()) as driver:
        assert driver.cursor().execute("PRAGMA busy_timeout").fetchone() == (30_000,)
    engine.dispose()


def test_the_folder_of_a_new_file_is_made(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'new' / 'folder' / 'plan.db'}")
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_plain_postgresql_address_uses_our_driver():
    assert make_engine("postgresql://here/plan").driver == "psycopg"
