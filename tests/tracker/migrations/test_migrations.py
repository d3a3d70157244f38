import os
import subprocess
import sys
from contextlib import nullcontext

import pytest
from alembic import command
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from tracker.db import make_engine, migrations_config, upgrade
from tracker.models import APPEND_ONLY, Record

pytestmark = pytest.mark.both_databases

STARTING_AT_ONCE = 6
UPGRADE = """
import sys
from tracker.db import make_engine, upgrade
engine = make_engine(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
upgrade(engine)
"""


@pytest.fixture
def empty(databases):
    """An engine over a database without a single table."""
    with databases.empty() as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


def tables(engine):
    return set(inspect(engine).get_table_names())


def test_an_empty_database_gets_every_table(empty):
    upgrade(empty)
    assert tables(empty) == {*Record.metadata.tables, "alembic_version"}
    with empty.connect() as connection:
        assert connection.execute(text("SELECT id, number FROM data_version")).all() == [(1, 0)]


def test_upgrading_again_changes_nothing(empty):
    upgrade(empty)
    before = tables(empty)
    upgrade(empty)
    assert tables(empty) == before


def test_the_newest_schema_is_that_of_the_models(engine):
    with engine.begin() as connection:
        command.check(migrations_config(connection))


def test_every_check_of_the_models_is_in_the_database(engine):
    found = inspect(engine)
    for table in Record.metadata.tables.values():
        declared = {str(each.name) for each in table.constraints if hasattr(each, "sqltext")}
        stored = {each["name"] for each in found.get_check_constraints(table.name)}
        assert {name.split("_", 1)[1] for name in declared} <= {
            name.split("_", 1)[1] for name in stored
        }, table.name


def test_every_ledger_is_guarded(engine, database_kind):
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with engine.connect() as connection:
        triggers = set(connection.execute(text(names[database_kind])).scalars())
    assert triggers >= {f"{table}_refuses_update" for table in APPEND_ONLY}


def test_six_processes_that_start_at_once_all_succeed(empty):
    url = empty.url.render_as_string(hide_password=False)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", UPGRADE, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            text=True,
        )
        for _ in range(STARTING_AT_ONCE)
    ]
    assert [process.stdout.readline() for process in processes] == ["ready\n"] * STARTING_AT_ONCE
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    errors = [process.communicate(timeout=120)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * STARTING_AT_ONCE, errors
    assert tables(empty) == {*Record.metadata.tables, "alembic_version"}


BEFORE_POSTS = "2026_11_22_trail"
SOMEBODY = """
INSERT INTO person (created_at, version, name, email, post, wants_reminders, calendar_hash)
VALUES ('2022-03-04 10:00:00+00:00', 2, :name, :email, :post, true, '')
"""
REMINDED = """
INSERT INTO strategy (id, created_at, version, title, body, contact, mission, vision, approach,
is_current) VALUES (1, '2022-03-04 10:00:00+00:00', 1, 'S', '', '', '', '', '', true);
INSERT INTO reporting_round (id, created_at, version, strategy_id, number, opens_on, closes_on,
grace_days, meeting_on) VALUES (1, '2022-03-04 10:00:00+00:00', 1, 1, 1, '2022-03-04',
'2022-03-05', 1, '2022-03-06');
INSERT INTO reminder (person_id, round_id, sent_at) VALUES (2, 1, '2022-03-04 10:00:00+00:00')
"""


def test_what_was_a_persons_post_becomes_a_post_that_they_hold(empty):
    with empty.begin() as connection:
        command.upgrade(migrations_config(connection), BEFORE_POSTS)
        for name, post in (("Ada", "Data lead"), ("Ben", "Data lead"), ("Cy", "Poet")):
            details = {"name": name, "email": f"{name}@example.org", "post": post}
            connection.execute(text(SOMEBODY), details)
        for statement in REMINDED.split(";"):
            connection.execute(text(statement))
    upgrade(empty)
    with empty.begin() as connection:
        held = connection.execute(
            text(
                "SELECT post.title, post.kind, holder.name, deputy.name FROM appointment "
                "JOIN post ON post.id = post_id JOIN person AS holder ON holder.id = person_id "
                "LEFT JOIN person AS deputy ON deputy.id = deputy_id ORDER BY title"
            )
        )
        assert held.all() == [("Data lead", "lead", "Ada", "Ben"), ("Poet", "lead", "Cy", None)]
        days = connection.execute(text("SELECT starts_on, ends_on FROM appointment")).all()
        assert {(str(start), end) for start, end in days} == {("2022-03-04", None)}
        reminded = text("SELECT name FROM reminder JOIN person ON person.id = person_id")
        assert connection.execute(reminded).all() == [("Ben",)]
        connection.execute(
            text(
                "INSERT INTO person (created_at, version, name, wants_reminders, calendar_hash) "
                "VALUES ('2022-03-04 10:00:00+00:00', 1, 'Di', true, '')"
            )
        )


SPELL = """
INSERT INTO appointment (created_at, version, post_id, person_id, starts_on, ends_on,
appointed_by, handover_note, is_void)
VALUES ('2022-03-04 10:00:00+00:00', 1, 1, 1, :starts, :ends, '', '', :void)
"""
SPELLS = [
    ("2022-01-01", "2022-01-31", False, True),
    ("2022-01-31", None, False, False),  # begins on the last day of the one before
    ("2022-02-01", "2022-02-01", False, True),
    ("2021-01-01", None, False, False),  # goes on over the others
    ("2021-01-01", None, True, True),  # void: doesn't count
    ("2022-02-02", None, False, True),
    ("2030-01-01", "2030-01-02", False, False),  # the one before goes on
]


def test_the_database_refuses_spells_that_overlap(empty):
    upgrade(empty)
    with empty.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO person (created_at, version, name, wants_reminders, calendar_hash) "
                "VALUES ('2022-03-04 10:00:00+00:00', 1, 'Ada', true, '')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO post (created_at, version, title, kind, exists_from) "
                "VALUES ('2022-03-04 10:00:00+00:00', 1, 'Poet', 'other', '2022-01-01')"
            )
        )
    for starts, ends, is_void, is_taken in SPELLS:
        refused = nullcontext() if is_taken else pytest.raises(DBAPIError, match="overlap")
        with refused, empty.begin() as connection:
            details = {"starts": starts, "ends": ends, "void": is_void}
            connection.execute(text(SPELL), details)
    with pytest.raises(DBAPIError, match="overlap"), empty.begin() as connection:
        connection.execute(text("UPDATE appointment SET is_void = false"))


BEFORE_THEMES_HAVE_LEADS = "2026_11_22_areas"
ANSWERED_THEME = """
INSERT INTO strategy (id, created_at, version, title, body, contact, mission, vision, approach,
is_current) VALUES (1, '2022-03-04 10:00:00+00:00', 1, 'S', '', '', '', '', '', true);
INSERT INTO feedback_round (id, created_at, version, title, introduction, opens_on, closes_on,
state) VALUES (1, '2022-03-04 10:00:00+00:00', 1, 'Pulse', '', '2022-03-04', '2022-03-05', 'draft');
INSERT INTO comment_theme (id, created_at, version, name, keywords) VALUES
(1, '2022-03-04 10:00:00+00:00', 1, 'Pay', '');
INSERT INTO decision (decided_at, round_id, comment_theme_id, kind, reply, decided_by) VALUES
('2022-03-04 10:00:00+00:00', 1, 1, 'need_to_know', 'Which?', 'Chair')
"""


def test_a_theme_that_was_replied_to_gets_room_for_its_leads(empty):
    with empty.begin() as connection:
        command.upgrade(migrations_config(connection), BEFORE_THEMES_HAVE_LEADS)
        for statement in ANSWERED_THEME.split(";"):
            connection.execute(text(statement))
    upgrade(empty)
    with empty.connect() as connection:
        kept = text(
            "SELECT name, plan_theme_id, reply FROM comment_theme JOIN decision ON "
            "comment_theme_id = comment_theme.id"
        )
        assert connection.execute(kept).all() == [("Pay", None, "Which?")]
