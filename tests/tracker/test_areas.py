"""A change raises the version of the part of the records that it changes, and of no other."""

import pytest
from sqlalchemy import update

from tests import feedback
from tests.factories import (
    BEGINNING,
    make_actor,
    make_group,
    make_milestone,
    make_person,
    make_round,
    make_strategy,
    make_theme,
)
from tracker import audit
from tracker.areas import Area
from tracker.db import transaction
from tracker.models import AuditEntry, DataVersion, ProgressDay, Record, Setting, Theme, area_of
from tracker.queries import versions
from tracker.services.milestones import complete_milestone
from tracker.services.suggestions import make_suggestion

both_databases = pytest.mark.both_databases


@pytest.fixture
def raised(engine):
    """Makes a change, and says which versions it raised: ``raised(make_theme) == {...}``."""

    def version():
        with transaction(engine, writes=False) as session:
            return versions.version_and_clock(session.connection())[0]

    def raised(change):
        before = version()
        with transaction(engine) as session:
            change(session)
        return {
            name
            for name, old, new in zip(before._fields, before, version(), strict=True)
            if new > old
        }

    return raised


def propose(session):
    make_suggestion(session, actor=make_actor(), now=BEGINNING, words="More light")


@both_databases
@pytest.mark.parametrize(
    ("change", "area"),
    [
        (make_theme, Area.STRATEGY),
        (make_theme, Area.PLAN),
        (make_round, Area.ROUNDS),
        (make_person, Area.PEOPLE),
        (make_group, Area.PEOPLE),
        (propose, Area.FEEDBACK),
        (lambda session: feedback.build_round(session, now=BEGINNING), Area.FEEDBACK),
    ],
)
def test_a_change_raises_the_version_of_its_area(raised, change, area):
    raised(make_strategy)
    assert raised(change) >= {"number", area}


def test_a_milestone_that_is_done_leaves_everything_but_the_plan_as_it_was(raised):
    raised(make_milestone)

    def complete(session):
        by = {"actor": make_actor(), "now": BEGINNING}
        complete_milestone(session, **by, milestone_id=1, version=1, done_on=BEGINNING.date())

    assert raised(complete) == {"number", Area.PLAN}


def test_a_statement_counts_as_a_change_of_its_table(raised):
    raised(make_theme)
    assert raised(lambda session: session.execute(update(Theme).values(goal="New"))) == {
        *("number", Area.STRATEGY, Area.PLAN)
    }


def test_what_belongs_to_no_area_raises_the_whole_alone(raised):
    assert raised(lambda session: session.add(Setting(name="a", value="b"))) == {"number"}


def test_what_is_unnoticed_raises_nothing(raised):
    def quietly(session):
        with audit.unnoticed(session):
            session.add(Setting(name="a", value="b"))

    assert raised(quietly) == set()


def test_every_table_belongs_to_an_area_but_those_that_tell_of_all():
    models = [mapper.class_ for mapper in Record._sa_registry.mappers]
    without = {model for model in models if area_of(model) is None}
    assert without == {AuditEntry, DataVersion, ProgressDay, Setting}


def test_every_area_has_its_version():
    assert set(versions.Version._fields) == {"number", *Area}
