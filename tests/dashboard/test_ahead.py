"""After a change, what a reader had to wait for is read again before the next one asks."""

import asyncio
import gc
import logging
import runpy
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import event

from dashboard import ahead, navigation, session
from dashboard.loaders import people as people_loaders
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders.base import kept
from dashboard.view import View
from tests.dashboard.app_pages import plans
from tracker.db import transaction
from tracker.permissions import Actor
from tracker.vocabulary import Role

SERVER = Path(__file__).parents[2] / "dashboard" / "server.py"
LEAD = Actor(name="Data lead", role=Role.LEAD)
SECONDS_AT_MOST = 30


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """Nobody is waited for but who is there."""
    monkeypatch.setattr(session, "SECONDS_OF_QUIET", 0)
    yield
    session._runs.clear()


@pytest.fixture
def change(engine):
    """Moves a date, each time to another day."""
    with transaction(engine) as db:
        plans.make_plan(db)
    days = iter(["by Q4 2022", "by Q1 2023"])

    def change():
        with transaction(engine) as db:
            plans.move(db, "DATA-A2", next(days), on=date(2022, 7, 1))

    return change


@contextmanager
def questions():
    """What the database is asked meanwhile."""
    asked = []

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(session.engine(), "before_cursor_execute", note)
    yield asked
    event.remove(session.engine(), "before_cursor_execute", note)


def make_loader():
    """A loader, and the list of what it had to read."""
    reads = []

    @kept()
    def load(seen, *others, **named):
        reads.append((seen, others, named))

    return load, reads


def make_failing_loader():
    """As ``make_loader``: one that fails whenever it has to read again."""
    reads = []

    @kept()
    def failing(seen):
        reads.append(seen)
        if len(reads) > 1:
            raise ZeroDivisionError

    return failing, reads


def test_what_a_page_shows_is_read_before_the_next_reader_opens_it(change, open_page):
    open_page(navigation.PLAN)
    change()
    ahead.catch_up()
    now = session.moment()

    with questions() as asked:
        plan = plan_loaders.plan(now)
        plan_loaders.outline(now)
        plan_loaders.timeline(now)

    assert asked == []
    due_on = plan.milestones.set_index("ref").loc["DATA-A2", "due_on"]
    assert due_on.date() == date(2022, 12, 31)


def test_it_is_asked_the_same_for_the_same_reader(change):
    load, reads = make_loader()
    load(View(session.moment(), LEAD), 3, search="survey")
    change()
    ahead.catch_up()

    assert reads[1:] == [(View(session.moment(), LEAD), (3,), {"search": "survey"})]


def test_nothing_is_read_while_a_page_is_drawn(change):
    load, reads = make_loader()
    load(session.moment())
    change()
    with session.one_moment():
        ahead.catch_up()
        assert len(reads) == 1

    ahead.catch_up()
    assert len(reads) == 2


def test_nothing_is_read_until_nobody_has_asked_for_a_moment(change, monkeypatch):
    load, reads = make_loader()
    load(session.moment())
    change()
    monkeypatch.setattr(session, "SECONDS_OF_QUIET", 60)
    ahead.catch_up()
    assert len(reads) == 1


def test_it_gives_way_to_a_reader_and_goes_on_later(change):
    runs = iter([session.one_moment()])

    @kept()
    def interrupted(moment):
        if moment.version != before.version:
            arrived.append(next(runs))
            arrived[0].__enter__()

    arrived, before = [], session.moment()
    load, reads = make_loader()
    interrupted(before)
    load(before)
    change()
    ahead.catch_up()
    assert len(reads) == 1

    arrived[0].__exit__(None, None, None)
    ahead.catch_up()
    assert [seen for seen, _, _ in reads] == [before, session.moment()]


def test_while_nobody_has_asked_for_anything_the_database_is_left_alone(change):
    change()
    with questions() as asked:
        ahead.catch_up()
    assert asked == []


def test_unchanged_records_are_not_read_again(change):
    load, reads = make_loader()
    load(session.moment())
    change()
    ahead.catch_up()
    with questions() as asked:
        ahead.catch_up()

    assert len(reads) == 2
    assert len([each for each in asked if each.startswith("SELECT")]) == 1


def test_the_past_is_not_read_ahead(change):
    load, reads = make_loader()
    load(replace(session.moment(), as_at=date(2022, 7, 1)))
    change()
    ahead.catch_up()
    assert len(reads) == 1


def test_whose_name_was_typed_is_not_remembered(change):
    people_loaders.found(session.moment(), "Sam")
    assert ahead._memory().recent() == []


def test_what_nobody_has_needed_for_long_is_forgotten(change, monkeypatch):
    load, reads = make_loader()
    load(session.moment())
    monkeypatch.setattr(ahead, "SECONDS_REMEMBERED", -1)
    change()
    ahead.catch_up()
    assert len(reads) == 1


def test_reading_ahead_is_no_reason_to_go_on_doing_so(change, monkeypatch):
    load, reads = make_loader()
    load(session.moment())
    needed = ahead._memory()._calls.copy()
    change()
    ahead.catch_up()

    assert len(reads) == 2
    assert ahead._memory()._calls == needed


def test_only_what_was_needed_last_is_remembered(change, monkeypatch):
    monkeypatch.setattr(ahead, "MOST_REMEMBERED", 2)
    load, reads = make_loader()
    for number in (1, 2, 3):
        load(session.moment(), number)
    change()
    ahead.catch_up()
    assert [others for _, others, _ in reads[3:]] == [(2,), (3,)]


def test_many_searches_leave_room_for_what_others_look_at(change, monkeypatch):
    monkeypatch.setattr(ahead, "MOST_OF_A_LOADER", 2)
    page, reads = make_loader()
    page(session.moment())

    @kept(entries=1)
    def searched(moment, words):
        found.append(words)

    @kept()
    def searched_often(moment, words):
        found.append(words)

    found = []
    for words in ("a", "b", "c"):
        searched(session.moment(), words)
        searched_often(session.moment(), words)
    change()
    ahead.catch_up()

    assert len(reads) == 2
    assert sorted(found[6:]) == ["b", "c", "c"]


def test_what_cannot_be_remembered_is_read_all_the_same(change):
    load, reads = make_loader()
    load(session.moment(), ["a", "list"])
    assert len(reads) == 1
    assert ahead._memory().recent() == []


def test_a_loader_that_fails_is_left_out_and_the_others_are_read(change, caplog):
    failing, attempts = make_failing_loader()
    load, reads = make_loader()
    failing(session.moment())
    load(session.moment())
    with caplog.at_level(logging.INFO):
        for _ in range(2):
            change()
            ahead.catch_up()

    assert len(attempts) == 2
    assert len(reads) == 3
    assert "isn't read ahead any more: ZeroDivisionError" in caplog.text


async def until(condition):
    async with asyncio.timeout(SECONDS_AT_MOST):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.fixture
def garbage():
    """How garbage is collected is left as it was."""
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)
    gc.unfreeze()


def test_the_server_reads_ahead_from_its_start_to_its_end(change, monkeypatch, garbage):
    monkeypatch.setenv("TRACKER_DEMO", "1")
    lifespan = runpy.run_path(str(SERVER))["lifespan"]
    load, reads = make_loader()

    async def serve():
        async with lifespan(None):
            load(session.moment())
            change()
            await until(lambda: len(reads) == 2)
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(serve())


def test_the_end_of_the_program_ends_reading_in_the_middle(change):
    ended, going_on = Event(), Event()

    @kept()
    def slow(moment):
        if moment.version != before.version:
            going_on.set()
            assert ended.wait(SECONDS_AT_MOST)

    before = session.moment()
    load, reads = make_loader()
    slow(before)
    load(before)
    change()

    async def end_in_the_middle():
        task = asyncio.create_task(ahead.keep_up())
        await until(going_on.is_set)
        task.cancel()
        await asyncio.wait([task])
        ended.set()

    asyncio.run(end_in_the_middle())  # returns when its threads have ended
    assert len(reads) == 1


def test_a_database_that_is_away_for_a_while_is_waited_for(change, databases, monkeypatch, caplog):
    load, reads = make_loader()
    load(session.moment())
    change()
    present = session.configuration().database_url
    monkeypatch.setattr(ahead, "SECONDS_AFTER_A_FAILURE", 0.01)

    async def keep_up():
        task = asyncio.create_task(ahead.keep_up())
        with databases.empty() as away:
            monkeypatch.setenv("TRACKER_DATABASE_URL", away)
            await until(lambda: "Nothing can be read ahead" in caplog.text)
        assert len(reads) == 1
        monkeypatch.setenv("TRACKER_DATABASE_URL", present)
        await until(lambda: len(reads) == 2)
        task.cancel()

    with caplog.at_level(logging.WARNING):
        asyncio.run(keep_up())
