"""What an import did, line by line, and what it could not do."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from tracker import audit, wording
from tracker.errors import EditConflict, Fault, FaultyFile
from tracker.permissions import Actor
from tracker.vocabulary import Word


class ImportKind(Word):
    """What an import does to one thing."""

    ADDED = "added"
    CHANGED = "changed"
    LEFT_ALONE = "left_alone"


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One thing that an import adds, changes or leaves alone.

    Attributes:
        what: Which thing: "Action DATA-A1", "DATA-A1: Delivered".
        detail: What becomes of it, in words; empty where nothing needs saying.
        moves_date: Whether a deadline moves, which needs a reason.
    """

    kind: ImportKind
    what: str
    detail: str = ""
    moves_date: bool = False


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do, in the order of the file."""

    lines: tuple[ImportLine, ...]

    def of(self, kind: ImportKind) -> list[ImportLine]:
        """The lines of one kind."""
        return [line for line in self.lines if line.kind is kind]

    @property
    def moves(self) -> int:
        """How many deadlines move, each of which needs the reason."""
        return sum(line.moves_date for line in self.lines)

    @property
    def changes_anything(self) -> bool:
        """Whether anything is added or changed."""
        return any(line.kind is not ImportKind.LEFT_ALONE for line in self.lines)

    @property
    def sentence(self) -> str:
        """``"3 added, 1 changed, 40 left alone"``."""
        return ", ".join(f"{len(self.of(kind)):,} {kind.label.lower()}" for kind in ImportKind)


@dataclass(slots=True)
class ImportLog:
    """One import under way: who imports what and why, and what has become of it so far."""

    session: Session
    actor: Actor
    now: datetime
    source: str
    reason: str
    columns: frozenset[str]
    lines: list[ImportLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def closed(self, expected: ImportReport | None) -> ImportReport:
        """What was done, once nothing is left to do; whatever this raises, nothing is kept.

        Args:
            expected: What a trial showed; somebody has agreed to that and nothing else.

        Raises:
            FaultyFile: What the file says breaks rules of what is there; all are told.
            EditConflict: It isn't what was expected: what is there has changed since the trial.
        """
        if self.faults:
            raise FaultyFile(sorted(self.faults, key=lambda fault: fault.row or 0))
        report = ImportReport(tuple(self.lines))
        if expected not in (None, report):
            raise EditConflict(
                "Something that this file names was changed while you had it open, and importing "
                "it would do something else now. Look at what it would do, then import it."
            )
        return report

    def spoken_of(self, **values: tuple[str, Any]) -> dict[str, Any]:
        """Field and value by column, ``theme=("name", "Data")``, of the columns the file has."""
        return {name: value for column, (name, value) in values.items() if column in self.columns}

    def add(self, record: Any, what: str, detail: str = "") -> None:
        """Add a record, and say so."""
        self.session.add(record)
        self.session.flush()
        self.lines.append(ImportLine(ImportKind.ADDED, what, detail))

    def change(
        self, there: Any, new: dict[str, Any], what: str, *, action_id: int | None = None
    ) -> None:
        """Give a record the values that differ, and say which."""
        details = []
        for name, value in new.items():
            before = getattr(there, name)
            if before != value:
                setattr(there, name, value)
                details.append(wording.becomes(name.removesuffix("_id"), before, value))
        self.changed(what, details, action_id=action_id)

    def changed(
        self,
        what: str,
        details: list[str],
        *,
        action_id: int | None = None,
        moves_date: bool = False,
    ) -> None:
        """Say what was changed, in the action's history too; no ``details``: left alone."""
        kind = ImportKind.CHANGED if details else ImportKind.LEFT_ALONE
        self.lines.append(ImportLine(kind, what, "; ".join(details), moves_date))
        if details and action_id is not None:
            audit.note(
                self.session,
                actor=self.actor,
                now=self.now,
                action_id=action_id,
                sentence=f"{what}: {'; '.join(details)} (import of {self.source})",
                reason=self.reason,
            )
