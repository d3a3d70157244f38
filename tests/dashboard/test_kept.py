"""What is kept and shared must be known by all it is made of, and is nobody's to change.

Every page of the demo is opened, and everything kept that it asks for is watched: which tables it
reads, what else that is kept it asks for, and whether it is still the same afterwards.
"""

import re
from contextlib import contextmanager
from dataclasses import fields, is_dataclass

import pandas as pd
import pytest
from sqlalchemy import event
from streamlit.runtime.caching.cache_utils import CachedFunc

from dashboard import navigation, session
from dashboard.view import Moment
from tracker.areas import Area
from tracker.clock import Clock
from tracker.db import make_engine, transaction
from tracker.demo import story
from tracker.models import Record, area_of

ADDRESSES = {
    navigation.ACTION: {"ref": "DATA-A6"},
    navigation.GROUP: {"group": "1"},
    navigation.CHAMPIONS: {"post": "1"},
    navigation.ORGANISATION: {"organisation": "GOS"},
}
AREA_OF = {
    model.__tablename__: area_of(model)
    for model in (mapper.class_ for mapper in Record._sa_registry.mappers)
}
# Of no area: what progress is drawn from is written with the plan; a demo's offset never changes.
HARMLESS = {"progress_day", "setting", "data_version"}
# They read in the trail only what has changed of their own tables, whose version rose with it.
READS_THE_TRAIL = {"_present_plan", "_past_plan", "_round_end", "said"}
# One thing of each process, changed on purpose.
CHANGES = {"_latest_plan", "_moves_read", "_memory"}
TABLES = re.compile(r'(?:FROM|JOIN)\s+"?(\w+)"?')


@pytest.fixture(scope="module")
def demo(sqlite_databases):
    with sqlite_databases.migrated() as url:
        engine = make_engine(url)
        with transaction(engine) as db:
            story.make_demo(db, now=Clock().now())
        engine.dispose()
        yield url


@pytest.fixture
def watched(database, demo, monkeypatch):
    monkeypatch.setenv("TRACKER_DATABASE_URL", demo)
    with Watch().watching(monkeypatch) as watch:
        yield watch


class Watch:
    """Everything kept that is asked for.

    Attributes:
        faults: What is made of more than it is known by.
        given: What was given, and as it was then, by who gave it.
    """

    def __init__(self):
        self.faults = set()
        self.given = []
        self._asked = []

    @contextmanager
    def watching(self, monkeypatch):
        call = CachedFunc.__call__

        def noticed(kept, *given, **named):
            self._check_nested(kept)
            self._asked.append(kept)
            try:
                result = call(kept, *given, **named)
            finally:
                self._asked.pop()
            if name_of(kept) not in CHANGES:
                self.given.append((name_of(kept), result, told(result)))
            return result

        monkeypatch.setattr(CachedFunc, "__call__", noticed)
        engine = session.engine()
        event.listen(engine, "before_cursor_execute", self._check_statement)
        yield self
        event.remove(engine, "before_cursor_execute", self._check_statement)

    def _check_nested(self, kept):
        outer = self._asked[-1] if self._asked else kept
        if more := areas_of(kept) - areas_of(outer):
            self.faults.add(f"{name_of(outer)} asks {name_of(kept)}: {sorted(more)}")

    def _check_statement(self, _connection, _cursor, statement, *_):
        if not self._asked or areas_of(self._asked[-1]) in (ALL, set()):
            return
        kept = self._asked[-1]
        may_read = HARMLESS | ({"audit_entry"} if name_of(kept) in READS_THE_TRAIL else set())
        for table in set(TABLES.findall(statement)) & AREA_OF.keys() - may_read:
            if AREA_OF[table] not in areas_of(kept):
                self.faults.add(f"{name_of(kept)} reads {table}")


ALL = {*Area, "the whole"}


def areas_of(kept):
    """What it is known by; nothing, for what stays as it is whatever changes."""
    known = (kept._info.hash_funcs or {}).get(Moment)
    if not known:
        return set()
    return with_parts(set(known.areas or ALL))


def with_parts(areas):
    return areas | {Area.STRATEGY} if Area.PLAN in areas else areas


def told(given):
    """All that stands in it."""
    if isinstance(given, pd.DataFrame | pd.Series):
        return repr(given.to_dict())
    if is_dataclass(given):
        return [told(getattr(given, field.name)) for field in fields(given)]
    return repr(given)


def name_of(kept):
    return kept._info.func.__name__


@pytest.mark.parametrize("viewer", ["Secretariat", "Lead: Data lead"])
@pytest.mark.parametrize("page", navigation.PAGES, ids=lambda page: page.name)
def test_what_is_kept_is_known_by_all_it_is_made_of_and_stays_as_it_was(
    page, viewer, open_page, watched
):
    app = open_page(page, viewer=viewer, **ADDRESSES.get(page, {}))

    assert not app.exception
    assert watched.faults == set()
    assert {name for name, result, was in watched.given if told(result) != was} == set()
    assert watched.given
