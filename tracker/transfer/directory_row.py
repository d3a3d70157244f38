"""One row of a directory file: what each of its cells may hold, and what is said otherwise."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tracker import emails, organisation_codes, wording
from tracker.periods import Period, TimingError, read_period
from tracker.transfer import cells
from tracker.transfer.cells import CellFault
from tracker.transfer.directory_file import NO, YES
from tracker.vocabulary import PostKind, Precision, Strand, Word

EMAIL_ALLOWED = "Write one address, such as name@example.org."
DAY_ALLOWED = "Write a day, such as 2 May 2026 or 2026-05-02."
SCOPE_ALLOWED = f'Write "{YES}" or "{NO}".'

_SCOPES = {YES: True, "y": True, "true": True, NO: False, "n": False, "false": False}


def _read_scope(cell: str) -> bool | None:
    words = wording.one_line(cell).lower()
    if words and words not in _SCOPES:
        raise CellFault("This doesn't say whether it is in scope.", SCOPE_ALLOWED)
    return _SCOPES.get(words)


def _read_email(cell: str) -> str:
    address = wording.one_line(cell).lower()
    if address and not emails.is_address(address):
        raise CellFault("This is not an e-mail address.", EMAIL_ALLOWED)
    return address


def _read_day(cell: str) -> date | None:
    words = wording.one_line(cell)
    if not words:
        return None
    try:
        period: Period | None = read_period(words)
    except TimingError as error:
        raise CellFault(str(error), DAY_ALLOWED) from None
    if period is None or period.precision is not Precision.DAY:
        raise CellFault("This is not a day.", DAY_ALLOWED)
    return period.first


def _word(words: type[Word], what: str) -> BeforeValidator:
    """One of some fixed words, as it is stored or shown, in any case."""
    by_name: Mapping[str, Word] = {
        name.lower(): word for word in words for name in (word.value, word.label)
    }
    allowed = f"Write {wording.listing([word.value for word in words], 'or')}."

    def read(cell: str) -> Any:
        name = wording.one_line(cell).lower()
        if name and name not in by_name:
            raise CellFault(f"This is not {what}.", allowed)
        return by_name.get(name)

    return BeforeValidator(read)


_Day = Annotated[date | None, BeforeValidator(_read_day)]


class DirectoryRow(BaseModel):
    """The cells of one row, read; a blank cell is ``""`` or ``None``."""

    model_config = ConfigDict(frozen=True)

    organisation_code: Annotated[
        str,
        cells.reference(
            organisation_codes.CODE, "the code of an organisation", organisation_codes.ALLOWED
        ),
    ] = ""
    organisation: Annotated[str, cells.text(200)] = ""
    in_scope: Annotated[bool | None, BeforeValidator(_read_scope)] = None
    name: Annotated[str, cells.text(200)] = ""
    email: Annotated[str, BeforeValidator(_read_email)] = ""
    post: Annotated[str, cells.text(200)] = ""
    post_kind: Annotated[PostKind | None, _word(PostKind, "a kind of post")] = None
    strand: Annotated[Strand | None, _word(Strand, "a strand")] = None
    starts_on: _Day = Field(None, alias="from")
    ends_on: _Day = Field(None, alias="until")
