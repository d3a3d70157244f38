"""Somebody who has the whole database and the logs, knows who answered when, and wants to know
who said what: everything that can be tried by order, key, time and hash.

``best_match`` is tried on naive layouts too, where it finds everybody: a test that it finds nobody
in ours is worth something.
"""

import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, text

HASH_BYTES = 16
KEY_LENGTHS = range(16, 65)
NO_KEY = b""


@dataclass
class Dump:
    """Everything there is to be had.

    Attributes:
        tables: Every row of every table, with where it lies: ``(rowid)``, or ``(ctid)`` and
            ``(xmin)``.
        raw: The bytes of the database's files and of its write-ahead log.
    """

    tables: dict[str, list[dict[str, Any]]]
    raw: bytes = b""
    log: str = ""


@dataclass
class Knowledge:
    """What the attacker knows beforehand.

    Attributes:
        members: Everybody's name, in the order in which they answered.
        times: When each of them did.
        words: What was said, in no order: known to be somebody's.
        secrets: Of the settings.
    """

    members: Sequence[str]
    times: Sequence[datetime]
    words: Sequence[str]
    secrets: Sequence[bytes] = field(default_factory=tuple)


def dump_tables(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every table with the places of its rows, the database's own included."""
    is_sqlite = engine.dialect.name == "sqlite"
    place = 'rowid AS "(rowid)"' if is_sqlite else 'ctid::text AS "(ctid)", xmin::text AS "(xmin)"'
    names = inspect(engine).get_table_names()
    if is_sqlite:
        names += ["sqlite_master"]
    with engine.connect() as connection:
        return {
            name: [
                dict(row)
                for row in connection.execute(text(f'SELECT {place}, * FROM "{name}"')).mappings()
            ]
            for name in names
        }


def raw_bytes(engine: Engine, *, with_log: bool = True) -> bytes:
    """The files of the database, dead rows and all.

    Args:
        with_log: PostgreSQL's write-ahead log too; SQLite's is always among them.
    """
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database))
        files = [path.with_name(path.name + ending) for ending in ("", "-wal", "-shm")]
    else:
        with engine.connect() as connection:
            connection.execute(text("CHECKPOINT"))
            place = "SELECT oid, current_setting('data_directory') FROM pg_database"
            here = text(f"{place} WHERE datname = current_database()")
            oid, folder = connection.execute(here).one()
        folders = [Path(folder, "base", str(oid)), *([Path(folder, "pg_wal")] if with_log else [])]
        files = [path for each in folders for path in sorted(each.rglob("*")) if path.is_file()]
    return b"".join(path.read_bytes() for path in files if path.exists())


def best_match(dump: Dump, known: Knowledge, truth: Mapping[str, str]) -> int:
    """How many members the best of all attempts joins to what they said.

    Args:
        truth: What each member said: to count with, not to guess by.
    """
    return max(
        (
            sum(truth[name] == words for name, words in guess.items())
            for guess in _guesses(dump, known)
        ),
        default=0,
    )


def _guesses(dump: Dump, known: Knowledge) -> Iterator[dict[str, str]]:
    digests = [*_digests(dump, known)]
    yield from _in_one_row(dump, known, digests)
    yield from _by_time(dump, known)
    orders_of_words = [each for each in _orders_of_words(dump, known) if each]
    orders_of_members = _orders_of_members(dump, known, digests) if orders_of_words else ()
    for members in orders_of_members:
        for words in orders_of_words:
            yield dict(zip(members, words, strict=False))
            yield dict(zip(members, reversed(words), strict=False))


def _cells(dump: Dump) -> Iterator[tuple[str, dict[str, Any], str, Any]]:
    for table, rows in dump.tables.items():
        for row in rows:
            for column, value in row.items():
                yield table, row, column, value


# What is anywhere: every place at which words were seen, and every way to order them


def _orders_of_words(dump: Dump, known: Knowledge) -> Iterator[list[str]]:
    rows: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for table, row, _, value in _cells(dump):
        held = _seen_in(value, known.words)
        if len(held) > 1:
            yield held
        if len(held) == 1:
            rows.setdefault(table, []).append((held[0], row))
    for found in rows.values():
        yield [words for words, _ in found]
        for column in found[0][1]:
            yield [
                words for words, row in sorted(found, key=lambda each: _sortable(each[1][column]))
            ]
    for everything in (dump.raw, dump.log.encode()):
        yield _seen_in(everything, known.words)
        yield _seen_in(everything, known.words, last=True)


def _seen_in(value: Any, words: Sequence[str], *, last: bool = False) -> list[str]:
    """The words that stand in ``value``, in the order in which they do."""
    content = value if isinstance(value, bytes) else str(value).encode()
    find = content.rfind if last else content.find
    places = {each: find(each.encode()) for each in words} if len(content) > HASH_BYTES else {}
    return sorted((each for each, place in places.items() if place >= 0), key=places.__getitem__)


def _sortable(value: Any) -> tuple[int, ...] | str:
    numbers = (
        re.findall(r"\d+", str(value)) if re.fullmatch(r"\(?\d+(,\d+)?\)?", str(value)) else []
    )
    return f"{[int(each) for each in numbers]!r:>60}" if numbers else str(value)


# Who: by name, by hash under every key that can be found, by where either stands


def _digests(dump: Dump, known: Knowledge) -> Iterator[dict[str, bytes]]:
    """By member, what they would be known by under each key."""
    for key in {NO_KEY, *known.secrets, *_keys(dump, known.secrets)}:
        yield {
            name: hmac.digest(key, name.encode(), "sha256")[:HASH_BYTES] for name in known.members
        }
        yield {name: sha256(key + name.encode()).digest()[:HASH_BYTES] for name in known.members}


def _keys(dump: Dump, secrets: Sequence[bytes]) -> Iterator[bytes]:
    """Whatever in the database may be a key, alone or together with a secret."""
    for *_, value in _cells(dump):
        if not isinstance(value, bytes) or len(value) not in KEY_LENGTHS:
            continue
        yield value
        for secret in secrets:
            yield hmac.digest(secret, value, "sha256")
            yield hmac.digest(secret, b"participation:" + value, "sha256")
            yield secret + value


def _orders_of_members(
    dump: Dump, known: Knowledge, digests: list[dict[str, bytes]]
) -> Iterator[list[str]]:
    yield [*known.members]
    yield sorted(known.members)
    contents = [dump.raw, dump.log.encode()]
    contents += [value for *_, value in _cells(dump) if isinstance(value, bytes)]
    for digest in digests:
        yield sorted(known.members, key=digest.__getitem__)
        for content in contents:
            places = {name: _place(content, digest[name]) for name in known.members}
            if sum(place >= 0 for place in places.values()) > 1:
                yield sorted(known.members, key=places.__getitem__)


def _place(content: bytes, digest: bytes) -> int:
    return max(content.find(digest), content.find(digest.hex().encode()))


def _in_one_row(
    dump: Dump, known: Knowledge, digests: list[dict[str, bytes]]
) -> Iterator[dict[str, str]]:
    """Words that stand in one row with a name, or with a hash of it."""
    marks = [{name: name.encode() for name in known.members}, *digests]
    for rows in dump.tables.values():
        with_words = [(held[0], row) for row in rows if (held := _seen_in(row, known.words))]
        values = [(words, [*map(_bytes, row.values())]) for words, row in with_words]
        for mark in marks:
            yield {
                name: words
                for name, sign in mark.items()
                for words, cells in values
                if sign in cells or sign.hex().encode() in cells
            }


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _by_time(dump: Dump, known: Knowledge) -> Iterator[dict[str, str]]:
    """Words in the row whose time comes nearest to when somebody answered."""
    for rows in dump.tables.values():
        for column in rows[0] if rows else ():
            timed = [
                (at, held[0])
                for row in rows
                if (at := _moment(row[column])) and (held := _seen_in(row, known.words))
            ]
            if timed:
                yield {
                    name: min(timed, key=lambda each, when=when: abs(each[0] - when))[1]
                    for name, when in zip(known.members, known.times, strict=True)
                }


def _moment(value: Any) -> datetime | None:
    try:
        found = value if isinstance(value, date) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    if not isinstance(found, datetime):
        found = datetime(found.year, found.month, found.day)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
