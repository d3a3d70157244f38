"""One cell of a file: what it may hold, and what is said when it doesn't."""

import re
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, BeforeValidator, ValidationError
from pydantic_core import ErrorDetails

from tracker import wording

_LONGEST_SHOWN = 200  # of a faulty cell, in characters

Row = TypeVar("Row", bound=BaseModel)


class CellFault(ValueError):
    """What is wrong with one cell, and what is allowed there."""

    def __init__(self, problem: str, allowed: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.allowed = allowed


class RowFault(NamedTuple):
    """A cell's fault with the cell's column and what stands there."""

    column: str
    value: str
    problem: str
    allowed: str


def printable(words: str) -> str:
    """``words``; raises ``CellFault`` for a character that can't be shown."""
    if not wording.is_showable(words):
        raise CellFault("This text holds a character that can't be shown.", "Type it anew.")
    return words


def text(longest: int) -> BeforeValidator:
    """Words of up to so many characters; lines stay lines when there is room for them."""
    allowed = f"Write up to {longest:,} characters."

    def read(cell: str) -> str:
        words = "\n".join(cell.splitlines()).strip() if longest > 200 else wording.one_line(cell)
        if len(words) > longest:
            raise CellFault(f"This text has {len(words):,} characters.", allowed)
        return printable(words)

    return BeforeValidator(read)


def reference(pattern: re.Pattern[str], thing: str, allowed: str) -> BeforeValidator:
    """A reference in capitals that ``pattern`` fits, or blank."""

    def read(cell: str) -> str:
        ref = wording.one_line(cell).upper()
        if ref and not pattern.fullmatch(ref):
            raise CellFault(f"This is not {thing}.", allowed)
        return ref

    return BeforeValidator(read)


def read_row(model: type[Row], cells: dict[str, str]) -> tuple[Row, list[RowFault]]:
    """Read the cells of a row by column.

    Args:
        model: What each column may hold; all of them may be blank.

    Returns:
        The row, in which every faulty cell is blank, and the faults of those cells.
    """
    try:
        return model.model_validate(cells), []
    except ValidationError as error:
        faults = [_row_fault(each, cells) for each in error.errors()]
    broken = {fault.column for fault in faults}
    sound = {column: cell for column, cell in cells.items() if column not in broken}
    return model.model_validate(sound), faults


def _row_fault(error: ErrorDetails, cells: dict[str, str]) -> RowFault:
    column, fault = str(error["loc"][0]), error["ctx"]["error"]
    return RowFault(column, cells[column][:_LONGEST_SHOWN], fault.problem, fault.allowed)
