"""Fixtures shared by all tests, and how tests are ordered and reported.

Every test that asks for ``session``, ``engine`` or ``database`` starts with an empty, migrated
database: SQLite, or each of SQLite and PostgreSQL for a test or file marked ``both_databases``.
"""

import os

import hypothesis
import pytest
import streamlit as st

from tests.databases import PostgresqlDatabases, SqliteDatabases, postgresql_server
from tracker.db import make_engine, transaction

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]

# On a busy machine an example may take long without anything being wrong.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory):
    return SqliteDatabases(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def postgresql_databases():
    with postgresql_server() as socket_folder:
        yield PostgresqlDatabases(socket_folder)


@pytest.fixture
def database_kind():
    """``sqlite``, unless the test is marked ``both_databases``."""
    return "sqlite"


@pytest.fixture
def databases(database_kind, request):
    """Makes databases for one test: ``with databases.empty() as url``, or ``.migrated()``."""
    return request.getfixturevalue(f"{database_kind}_databases")


@pytest.fixture
def database(databases, monkeypatch):
    """The address of an empty, migrated database; the settings of this process name it too."""
    with databases.migrated() as url:
        monkeypatch.setenv("TRACKER_DATABASE_URL", url)
        st.cache_data.clear()
        st.cache_resource.clear()
        yield url


@pytest.fixture
def engine(database):
    engine = make_engine(database)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine):
    """One transaction, committed when the test ends."""
    with transaction(engine) as session:
        yield session


def pytest_generate_tests(metafunc):
    if metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database_kind", KINDS)


def pytest_collection_modifyitems(items):
    """Browser tests come last: they are slow, and Playwright leaves an event loop running."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return refuse_skip((yield))


def refuse_skip(report):
    """Where ``CI=true``, everything can run: a test that is skipped there has failed."""
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not allow: {report.longrepr[2]}"
    return report
