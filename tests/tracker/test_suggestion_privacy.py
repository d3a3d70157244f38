"""What the whole database tells of suggestions: not who, nor when, and nothing taken out."""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from tests.factories import BEGINNING, make_theme
from tests.suggestions import back, publish, suggest, version_of
from tests.tracker.anonymity import dump_tables
from tracker.db import make_engine, transaction
from tracker.errors import SeemsPersonal
from tracker.models import Suggestion
from tracker.permissions import SYSTEM, Actor
from tracker.services.suggestions import make_suggestion, redact_suggestion
from tracker.vocabulary import Role

NOW = BEGINNING + timedelta(days=100)
SECRET = "a word that only the settings hold, 0123456789"
MEMBERS = [f"Member {secrets.token_hex(6)}" for _ in range(8)]
# A night and minutes that nothing else has.
MOMENT = datetime(2021, 12, 9, 3, 41, 27, 123456, tzinfo=UTC)
both_databases = pytest.mark.both_databases


def text_of(engine):
    """Every cell of every table, with the places of its rows."""
    return repr(dump_tables(engine))


def without_suggestions(engine):
    """Every table but those of suggestions and the number that each change raises."""
    own = {"suggestion", "backing", "data_version", "sqlite_sequence"}
    return {name: rows for name, rows in dump_tables(engine).items() if name not in own}


@both_databases
def test_an_anonymous_suggestion_leaves_no_name_and_no_time_and_nothing_in_any_other_table(engine):
    with transaction(engine) as session:
        make_theme(session)
    before = without_suggestions(engine)
    for place, name in enumerate(MEMBERS):
        now = MOMENT + timedelta(hours=place)
        with transaction(engine) as session:
            make_suggestion(
                session, actor=Actor(name, Role.MEMBER), now=now, words=f"Number {place}"
            )
    assert without_suggestions(engine) == before
    with transaction(engine, writes=False) as session:
        made = session.exec(select(Suggestion)).all()
        assert {each.created_at for each in made} == {datetime(2021, 12, 9, 12, tzinfo=UTC)}
    assert not [name for name in MEMBERS if name in text_of(engine)]
    assert "41, 27" not in text_of(engine).replace("41:27", "41, 27")


@both_databases
def test_backing_leaves_no_name_and_no_time_and_nothing_in_any_other_table(engine, monkeypatch):
    monkeypatch.setenv("TRACKER_FEEDBACK_SECRET", SECRET)
    with transaction(engine) as session:
        made = suggest(session, now=NOW)
    before = without_suggestions(engine)
    for name in MEMBERS:
        with transaction(engine) as session:
            back(session, made, name, now=MOMENT)
    assert without_suggestions(engine) == before
    dumped = text_of(engine)
    assert not [name for name in MEMBERS if name in dumped]
    assert "41, 27" not in dumped.replace("41:27", "41, 27")
    rows = dump_tables(engine)["backing"]
    assert len(rows) == len(MEMBERS)
    told = set().union(*rows) - {"(rowid)", "(ctid)", "(xmin)"}
    assert told == {"suggestion_id", "hash"}


@both_databases
def test_words_that_were_taken_out_are_in_no_table_and_in_no_file(database):
    word, name = secrets.token_hex(12), secrets.token_hex(12)
    engine = make_engine(database)
    with transaction(engine) as session:
        make_theme(session)
        words = f"{word} {word}@example.org shouts at us. " * 20
        with pytest.raises(SeemsPersonal):
            suggest(session, now=NOW, words=words, is_public=False)
        more = {"signed_by": name, "is_sure": True, "is_public": False}
        made = suggest(session, now=NOW, words=words, **more)
    assert word in text_of(engine)
    with transaction(engine) as session:
        redact_suggestion(
            session,
            actor=SYSTEM,
            now=NOW,
            suggestion_id=made,
            version=version_of(session, made),
            words="[a name] shouts at us.",
            keeps_name=False,
        )
        publish(session, made, now=NOW)
    dumped = text_of(engine)
    engine.dispose()
    assert "[a name] shouts at us." in dumped
    assert word not in dumped
    assert name not in dumped
    for path in files_of(database):
        assert word.encode() not in path.read_bytes(), path.name


def files_of(database):
    """The files of an SQLite database; another's are not for a test to read."""
    if not database.startswith("sqlite"):
        return []
    main = Path(database.removeprefix("sqlite:///"))
    return sorted(main.parent.glob(f"{main.name}*"))
