"""Importing a directory: all or nothing, creating and updating by code, address and title."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from tracker import audit, permissions, wording
from tracker.permissions import Actor
from tracker.services._finding import file_name_of
from tracker.services._import_appointments import AppointmentImport
from tracker.services._import_directory import DirectoryImport
from tracker.services._import_log import ImportKind, ImportLine, ImportLog, ImportReport
from tracker.transfer.directory_file import DirectoryFile
from tracker.vocabulary import Permission


def import_directory(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    directory: DirectoryFile,
    source: str,
    expected: ImportReport | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> ImportReport:
    """Take a directory file in: what it names is added or changed, and nothing is deleted.

    Args:
        source: The file's name, for the history, which holds no name of a person.
        expected: What a trial showed that it would do, if somebody has seen one.
        progress: Told the share done, 0 to 1, a bounded number of times.

    Raises:
        NotAllowed: ``actor`` may not edit people and posts.
        FaultyFile: What the file says breaks rules of the directory that is there; all are told.
        EditConflict: It would do something else than ``expected``.
        InvalidChange: The file's name is missing or too long.
    """
    permissions.require(actor, Permission.PEOPLE_EDIT)
    permissions.require(actor, Permission.POST_EDIT)
    name = file_name_of(source, field="source")
    log = ImportLog(session, actor, now, name, "", directory.columns)
    taken = DirectoryImport(log)
    taken.take(directory, lambda share: progress(share / 2))
    terms = AppointmentImport(log, taken.people, taken.posts)
    terms.take(directory.terms, lambda share: progress((1 + share) / 2))
    report = log.closed(expected)
    sentence = f"Imported {name}: {_in_numbers(report)}"
    audit.record(session, actor=actor, now=now, sentence=sentence)
    return report


def _in_numbers(report: ImportReport) -> str:
    """``"2 organisations added, 1 person changed"``."""
    counts = Counter((line.kind, _noun(line)) for line in report.lines)
    parts = [
        f"{wording.count(number, noun, _MANY.get(noun))} {kind.label.lower()}"
        for (kind, noun), number in counts.items()
        if kind is not ImportKind.LEFT_ALONE
    ]
    return wording.listing(parts) or "nothing was different"


_MANY = {"person": "people"}


def _noun(line: ImportLine) -> str:
    return line.what.partition(" ")[0].lower()
