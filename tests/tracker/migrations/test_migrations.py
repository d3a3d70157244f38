import os
import subprocess
import sys

import pytest
from alembic import command
from sqlalchemy import inspect, text

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
