"""One row of a plan file: what each of its cells may hold, and what is said when it doesn't."""

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from tracker import timing, wording
from tracker.timing import ACTION_REF, Timing
from tracker.transfer import cells
from tracker.transfer.cells import CellFault, RowFault
from tracker.vocabulary import HEAVIEST, MOST_NEEDS, TO_BE_SET

CODE_ALLOWED = "Write up to 12 letters and digits that begin with a letter, such as DATA."
OBJECTIVE_ALLOWED = "Write the theme's code, a hyphen, O and a number, such as DATA-O3."
ACTION_ALLOWED = "Write the theme's code, a hyphen, A and a number, such as DATA-A5."
NEEDS_ALLOWED = (
    "Write the references of actions with commas between them, such as DATA-A4, DATA-A5."
)
WEIGHT_ALLOWED = f"Write a number above 0 and up to {HEAVIEST:,}, such as 2 or 0.5."

_CODE = re.compile(r"[A-Z][A-Z0-9]{0,11}")
_OBJECTIVE = re.compile(ACTION_REF.replace("-A", "-O"))
_ACTION = re.compile(ACTION_REF)


def _read_needs(cell: str) -> tuple[str, ...]:
    refs = [ref.upper() for ref in re.split(r"[,;\s]+", cell) if ref]
    for ref in refs:
        if not _ACTION.fullmatch(ref):
            raise CellFault(f'"{ref[:40]}" is not the reference of an action.', NEEDS_ALLOWED)
    if len(refs) > MOST_NEEDS:
        raise CellFault(f"This names {len(refs)} actions.", f"Name up to {MOST_NEEDS} actions.")
    return tuple(dict.fromkeys(refs))


def _read_timing(cell: str) -> Timing | None:
    if not cell.strip():
        return None
    try:
        return timing.parse(cells.printable(cell))
    except timing.TimingError as error:
        raise CellFault(str(error), timing.ALLOWED) from None


def _read_weight(cell: str) -> float | None:
    if not cell.strip():
        return None
    try:
        weight = float(cell)
    except ValueError:
        raise CellFault("This is not a number.", WEIGHT_ALLOWED) from None
    if not 0 < weight <= HEAVIEST:
        raise CellFault("This weight is out of bounds.", WEIGHT_ALLOWED)
    return weight


def _read_target(cell: str) -> str:
    return TO_BE_SET if wording.one_line(cell).lower() == TO_BE_SET else cell


_Short = Annotated[str, cells.text(200)]
_Long = Annotated[str, cells.text(1_000)]
_Weight = Annotated[float | None, BeforeValidator(_read_weight)]


class PlanRow(BaseModel):
    """The cells of one row, read; a blank cell is ``""``, ``()`` or ``None``."""

    model_config = ConfigDict(frozen=True)

    theme_code: Annotated[str, cells.reference(_CODE, "the code of a theme", CODE_ALLOWED)] = ""
    theme: _Short = ""
    theme_goal: _Long = ""
    objective: Annotated[
        str, cells.reference(_OBJECTIVE, "the reference of an objective", OBJECTIVE_ALLOWED)
    ] = ""
    objective_text: _Long = ""
    action: Annotated[
        str, cells.reference(_ACTION, "the reference of an action", ACTION_ALLOWED)
    ] = ""
    title: _Short = ""
    accountable: _Short = ""
    responsible: _Short = ""
    timing: Annotated[Timing | None, BeforeValidator(_read_timing)] = None
    needs: Annotated[tuple[str, ...], BeforeValidator(_read_needs)] = ()
    milestone: _Short = ""
    weight: _Weight = None
    measure: _Short = ""
    target: Annotated[_Short, BeforeValidator(_read_target)] = ""
    action_weight: _Weight = None


def read_row(given: dict[str, str]) -> tuple[PlanRow, list[RowFault]]:
    """Read the cells of a row by column, as ``cells.read_row``."""
    return cells.read_row(PlanRow, given)
