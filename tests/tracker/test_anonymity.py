"""Two hundred known members answer; somebody with everything tries to find out who said what."""

import hmac
import json
import logging
import random
import secrets
import sqlite3
from datetime import timedelta
from string import ascii_lowercase

import pytest

from tests.factories import BEGINNING
from tests.feedback import answer, close_round, open_round
from tests.tracker.anonymity import Dump, Knowledge, best_match, dump_tables, raw_bytes
from tracker.db import make_engine, transaction

NOW = BEGINNING + timedelta(days=100)
SECRET = "a word that only the settings hold, 0123456789"
COUNT = 200
MEMBERS = [f"Member {number:03} {secrets.token_hex(4)}" for number in range(COUNT)]
TIMES = [NOW + timedelta(hours=number) for number in range(COUNT)]  # over nine days
# Of letters: what could be a number of something would be asked about before it is sent.
WORDS = [f"What changes is {''.join(random.choices(ascii_lowercase, k=16))}" for _ in range(COUNT)]
TRUTH = dict(zip(MEMBERS, WORDS, strict=True))
KNOWN = Knowledge(MEMBERS, TIMES, random.sample(WORDS, COUNT))
WITH_SECRET = Knowledge(MEMBERS, TIMES, KNOWN.words, [SECRET.encode()])

# Whoever guesses blindly is right about one member on average. Of the thousand ways tried, one is
# right about this many or more in less than one of a million runs.
NO_BETTER_THAN_CHANCE = 12


class Log(logging.Handler):
    """Everything that is logged, statements sent to the database included."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))

    @property
    def text(self):
        return "\n".join(self.lines)


@pytest.fixture
def log():
    """The program's log at its most talkative."""
    handler, loggers = Log(), [logging.getLogger(name) for name in ("", "sqlalchemy.engine")]
    levels = [each.level for each in loggers]
    loggers[0].addHandler(handler)
    for each in loggers:
        each.setLevel(logging.DEBUG)
    yield handler
    loggers[0].removeHandler(handler)
    for each, level in zip(loggers, levels, strict=True):
        each.setLevel(level)


@pytest.fixture
def talkative_engine(database, log, monkeypatch):
    monkeypatch.setenv("TRACKER_FEEDBACK_SECRET", SECRET)
    engine = make_engine(database)
    yield engine
    engine.dispose()


@pytest.fixture
def answered(talkative_engine):
    """The round that all have answered, each in a transaction of their own."""
    with transaction(talkative_engine) as session:
        asked = open_round(session, now=NOW, groups=(None,))
    for name, when in zip(MEMBERS, TIMES, strict=True):
        with transaction(talkative_engine) as session:
            value = random.randint(1, 5)
            answer(session, asked, name, now=when, agreement=value, text=TRUTH[name])
    return asked


@pytest.mark.both_databases
def test_nobody_is_joined_to_what_they_said(talkative_engine, answered, log):
    # While the round is open, not a word can be read without the secret, by whoever has the rest.
    tables = dump_tables(talkative_engine)
    everything = Dump(tables, raw_bytes(talkative_engine), log.text)
    assert b"feedback_round" in everything.raw
    assert "INSERT INTO ballot_box" in everything.log
    contents = (everything.raw, everything.log.encode(), repr(everything.tables).encode())
    for sign in (*WORDS, *MEMBERS, SECRET):
        assert not any(sign.encode() in content for content in contents)
    assert best_match(everything, KNOWN, TRUTH) == 0

    with transaction(talkative_engine) as session:
        close_round(session, answered, now=TIMES[-1])

    # After that everything can be read, but nobody is known; the secret doesn't help any more.
    # (PostgreSQL's own write-ahead log still holds the sealed box: see docs/privacy.md.)
    raw = raw_bytes(talkative_engine, with_log=False)
    everything = Dump(dump_tables(talkative_engine), raw, log.text)
    assert {row["words"] for row in everything.tables["answer"]} == {*WORDS, ""}
    [box] = tables["ballot_box"]
    for sign in (box["key"], box["sealed"][:64], *map(str.encode, MEMBERS)):
        assert sign not in raw
        assert sign.hex() not in everything.log
    assert best_match(everything, WITH_SECRET, TRUTH) < NO_BETTER_THAN_CHANCE


# That the attack finds people where it can: layouts that look harmless, and aren't


@pytest.fixture
def naive(tmp_path):
    connection = sqlite3.connect(tmp_path / "naive.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    yield connection
    connection.close()


def found(naive, tmp_path, known=KNOWN):
    engine = make_engine(f"sqlite:///{tmp_path / 'naive.db'}")
    everything = Dump(dump_tables(engine), raw_bytes(engine))
    engine.dispose()
    return best_match(everything, known, TRUTH)


def digest(key, name):
    return hmac.digest(key, name.encode(), "sha256")[:16]


def test_rows_in_the_order_of_answering_give_everybody_away(naive, tmp_path):
    naive.execute("CREATE TABLE response (id INTEGER PRIMARY KEY, words TEXT)")
    naive.executemany("INSERT INTO response (words) VALUES (?)", [[words] for words in WORDS])
    assert found(naive, tmp_path) == COUNT


def test_random_keys_do_not_hide_the_order_of_the_rows(naive, tmp_path):
    naive.execute("CREATE TABLE response (key TEXT PRIMARY KEY, words TEXT)")
    rows = [(secrets.token_hex(16), words) for words in WORDS]
    naive.executemany("INSERT INTO response VALUES (?, ?)", rows)
    assert found(naive, tmp_path) == COUNT


def test_a_time_gives_everybody_away(naive, tmp_path):
    naive.execute("CREATE TABLE response (at TEXT, words TEXT)")
    rows = [(str(when), TRUTH[name]) for name, when in zip(MEMBERS, TIMES, strict=True)]
    naive.executemany("INSERT INTO response VALUES (?, ?)", random.sample(rows, COUNT))
    assert found(naive, tmp_path) == COUNT


def test_a_hash_beside_the_words_gives_everybody_away_to_whoever_has_the_key(naive, tmp_path):
    naive.execute("CREATE TABLE response (hash TEXT, words TEXT)")
    rows = [(digest(SECRET.encode(), name).hex(), TRUTH[name]) for name in MEMBERS]
    naive.executemany("INSERT INTO response VALUES (?, ?)", random.sample(rows, COUNT))
    assert found(naive, tmp_path, WITH_SECRET) == COUNT
    assert found(naive, tmp_path) < NO_BETTER_THAN_CHANCE


def test_hashes_apart_from_the_words_but_in_their_order_give_everybody_away(naive, tmp_path):
    key = secrets.token_bytes(32)
    naive.execute("CREATE TABLE round (key BLOB, participation BLOB)")
    naive.execute("CREATE TABLE response (words TEXT)")
    order = random.sample(MEMBERS, COUNT)
    hashes = b"".join(digest(key, name) for name in order)
    naive.execute("INSERT INTO round VALUES (?, ?)", [key, hashes])
    naive.executemany("INSERT INTO response VALUES (?)", [[TRUTH[name]] for name in order])
    assert found(naive, tmp_path) == COUNT


def test_a_box_that_is_not_sealed_gives_everybody_away_by_its_history(naive, tmp_path):
    naive.execute("CREATE TABLE box (responses TEXT)")
    naive.execute("INSERT INTO box VALUES ('[]')")
    inside = []
    for words in WORDS:
        inside = sorted([*inside, [secrets.token_hex(16), words]])
        naive.execute("UPDATE box SET responses = ?", [json.dumps(inside)])
    assert found(naive, tmp_path) > COUNT / 2
