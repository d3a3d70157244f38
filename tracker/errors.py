"""What can go wrong, in words fit for the screen: what is wrong, where, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.wording import excerpt


class TrackerError(Exception):
    """Base of every expected failure; ``str(error)`` is written for the reader."""


class NotAllowed(TrackerError):
    """The person lacks the permission for this."""


class NotFound(TrackerError):
    """The thing asked for does not exist (or is not this person's to see)."""


class InvalidChange(TrackerError):
    """The change breaks a rule of the plan.

    Attributes:
        field: The name of the argument at fault, so that a form can say it beside the field;
            ``None`` when the change as a whole is refused.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class SeemsPersonal(InvalidChange):
    """A text seems to hold personal data, and nobody has said yet that it is meant to."""


class EditConflict(TrackerError):
    """Somebody else changed the same thing after this person had opened it."""


class TooBusy(TrackerError):
    """The database is taken by others for too long; nothing was changed."""


class SettingsError(TrackerError):
    """The program's settings are missing or contradict each other."""


class UnreadableFile(TrackerError):
    """A file cannot be read at all: too large, empty, or not what its name says."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one cell of a file.

    Attributes:
        row: The row as the spreadsheet numbers it (the header is row 1); ``None`` for the file.
        column: The column's heading; ``None`` when the row as a whole is at fault.
        value: What stands there, as text.
        problem: What is wrong, as a sentence.
        allowed: What would be right, as a sentence; may be empty.
    """

    row: int | None
    column: str | None
    value: str
    problem: str
    allowed: str = ""

    def __str__(self) -> str:
        place = [
            f"Row {self.row}" if self.row else "",
            f"column {self.column}" if self.column else "",
        ]
        where = ", ".join(part for part in place if part)
        value = f' "{excerpt(self.value)}"' if self.value else ""
        return f"{where}{value}: {self.problem} {self.allowed}".strip().removeprefix(": ")


class FaultyFile(TrackerError):
    """A file was read, but its content breaks rules; nothing of it was taken.

    Attributes:
        faults: All of them, in the order of the rows.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        super().__init__(
            f"{count} {'thing is' if count == 1 else 'things are'} wrong in this file. "
            "Nothing was imported."
        )
