"""Connections, transactions and migrations. One ``with transaction(...)`` is one whole change."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, event, make_url, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, create_engine

from tracker import audit
from tracker.errors import TooBusy

MIGRATIONS = Path(__file__).parent / "migrations"
# Any numbers will do, as long as every process of this program locks the same ones.
MIGRATION_LOCK = 7_210_451
WRITING_LOCK = 7_210_452

_WIPED = "old versions of rows are wiped after the commit"

# A statement that fails is told to the log, but not what people had typed into it.
_QUIET = {"hide_parameters": True}

TRIES_TO_SWITCH, SECONDS_BETWEEN = 300, 0.1

# How long SQLite waits for whoever writes, and for readers before its log is emptied: meanwhile
# nobody else can write.
SECONDS_FOR_WRITERS, SECONDS_FOR_READERS = 30.0, 1.0

__all__ = [
    "Engine",
    "Session",
    "make_engine",
    "migrations_config",
    "transaction",
    "trial",
    "upgrade",
    "wipe",
    "wipe_afterwards",
]


def make_engine(url: str) -> Engine:
    """Open the database at ``url``; the folder of an SQLite file is made if it is missing."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        return create_engine(address, pool_pre_ping=True, **_QUIET)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": SECONDS_FOR_WRITERS}, **_QUIET)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver would begin transactions by itself, and too late: SQLAlchemy's "begin" does it.
    connection.isolation_level = None
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    # SQLite ignores foreign keys unless each connection asks for them.
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted or replaced is overwritten, and not only forgotten.
    connection.execute("PRAGMA secure_delete = ON")
    # Nor does REPLACE meet the triggers that refuse a deletion.
    connection.execute("PRAGMA recursive_triggers = ON")


def _write_ahead(connection: Any) -> None:
    """Let readers and a writer work side by side.

    Processes that make this switch of a new file at the same time refuse each other at once,
    whatever their time-out: so each tries again.
    """
    for _ in range(TRIES_TO_SWITCH):
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
            return
        time.sleep(SECONDS_BETWEEN)
    connection.execute("PRAGMA journal_mode = WAL")  # says what is in the way


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at the start: two that read first and then wrote would refuse each
    # other at the end. Readers never wait for it.
    mode = "IMMEDIATE" if connection.get_execution_options().get("writes") else "DEFERRED"
    try:
        connection.exec_driver_sql(f"BEGIN {mode}")
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
            raise
        raise TooBusy(
            "Many people are saving just now, and this could not be saved in time. Nothing was "
            "changed: try again in a minute."
        ) from error


@contextmanager
def transaction(engine: Engine, *, writes: bool = True) -> Iterator[Session]:
    """Commit when the block ends, roll back when it raises.

    A change that left no audit entry is not committed, and every commit of a change raises the
    data version. Writers wait in line for each other: the day's progress and the order of the
    audit trail come from whole changes, never from halves of two.

    Args:
        writes: Whether anything may be changed. A reader never waits for writers, and nothing it
            changes is kept.
    """
    with engine.connect() as connection:
        connection = connection.execution_options(writes=writes)
        if not writes and connection.dialect.name == "postgresql":
            # Everything that one reader sees is of one moment, as it is on SQLite.
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with Session(connection) as session, _change(session) if writes else nullcontext():
            yield session
    if session.info.get(_WIPED):
        wipe(engine)


@contextmanager
def _change(session: Session) -> Iterator[None]:
    with session.begin():
        _wait_in_line(session.connection(), WRITING_LOCK)
        audit.watch(session)
        yield
        audit.finish(session)


def wipe_afterwards(session: Session) -> None:
    """Have the old versions of what this transaction deletes wiped once it is committed."""
    session.info[_WIPED] = True


def wipe(engine: Engine) -> None:
    """Let the database's files hold no ballot box and no words that aren't there any more.

    SQLite's write-ahead log is emptied, and PostgreSQL's tables of both are written anew. A
    reader who takes long can keep SQLite from it: so it is done every day as well.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM FULL ballot_box, suggestion, answer"))
        return
    with closing(engine.raw_connection()) as driver:
        cursor = driver.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {SECONDS_FOR_READERS * 1000:.0f}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout = {SECONDS_FOR_WRITERS * 1000:.0f}")


@contextmanager
def trial(engine: Engine) -> Iterator[Session]:
    """As ``transaction``, but nothing is kept: to see what a change would do."""
    with engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with Session(connection) as session:
            session.begin()
            audit.watch(session)
            try:
                yield session
            finally:
                session.rollback()


def migrations_config(connection: Connection | None = None) -> Config:
    """Alembic's settings, for the migrations inside this package."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema. Processes that start together wait in line."""
    with engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            _wait_in_line(connection, MIGRATION_LOCK)
            command.upgrade(migrations_config(connection), "head")


def _wait_in_line(connection: Connection, lock: int) -> None:
    """Hold ``lock`` until the transaction ends; on SQLite its BEGIN has taken the only one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({lock})"))
