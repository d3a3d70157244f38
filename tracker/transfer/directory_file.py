"""The directory as a file holds it: organisations, people, posts, and who is appointed to them.

docs/directory-file.md describes the columns. ``directory_reader`` reads such a file back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tracker import wording
from tracker.vocabulary import PostKind, Strand

COLUMNS = (
    *("organisation_code", "organisation", "in_scope", "name", "email"),
    *("post", "post_kind", "strand", "from", "until"),
)
YES, NO = "yes", "no"

_Row = dict[str, str]


def _row_number() -> int:
    """The spreadsheet's row where the thing is first told of; no part of what it is."""
    return field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class FileOrganisation:
    """One organisation; a blank name and a missing ``is_in_scope`` aren't spoken of."""

    code: str
    name: str = ""
    is_in_scope: bool | None = None
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class FilePerson:
    """One person; a blank name and a blank code of their organisation aren't spoken of."""

    email: str
    name: str = ""
    organisation: str = ""
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class FilePost:
    """One post.

    Attributes:
        kind, strand: Missing: not spoken of.
        organisation: The code of its organisation; blank: the profession's.
        says_organisation: Whether the file says outright whose post it is, and not only where
            somebody works who holds it.
        exists_from: Missing: not spoken of.
        first_held: When the first of its terms in the file starts; missing: none says when.
    """

    title: str
    kind: PostKind | None = None
    strand: Strand | None = None
    organisation: str = ""
    says_organisation: bool = False
    exists_from: date | None = None
    first_held: date | None = None
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class FileTerm:
    """Somebody's term in a post.

    Attributes:
        starts_on: Missing: not spoken of; a new one starts today.
        ends_on: Missing: no end is stated.
    """

    post: str
    email: str
    starts_on: date | None = None
    ends_on: date | None = None
    row: int = _row_number()


@dataclass(frozen=True, slots=True)
class DirectoryFile:
    """A directory as one file holds it, each kind of thing in the order of its rows.

    Attributes:
        columns: The known columns the file has; what has no column is not spoken of.
    """

    organisations: tuple[FileOrganisation, ...] = ()
    people: tuple[FilePerson, ...] = ()
    posts: tuple[FilePost, ...] = ()
    terms: tuple[FileTerm, ...] = ()
    columns: frozenset[str] = field(default=frozenset(COLUMNS), compare=False)


def directory_rows(directory: DirectoryFile) -> list[list[str]]:
    """A directory as the rows of a file with all ``COLUMNS``.

    An organisation stands in a row of its own, and so do a person, a post and a term.
    """
    return [[row.get(column, "") for column in COLUMNS] for row in _rows(directory)]


def _rows(directory: DirectoryFile) -> Iterator[_Row]:
    for organisation in directory.organisations:
        scope = {True: YES, False: NO, None: ""}[organisation.is_in_scope]
        yield {
            "organisation_code": organisation.code,
            "organisation": organisation.name,
            "in_scope": scope,
        }
    for person in directory.people:
        yield {
            "organisation_code": person.organisation,
            "name": person.name,
            "email": person.email,
        }
    yield from map(_post_row, directory.posts)
    names = {person.email: person.name for person in directory.people}
    for term in directory.terms:
        yield {
            "name": names.get(term.email, ""),
            "email": term.email,
            "post": term.post,
            "from": _day(term.starts_on),
            "until": _day(term.ends_on),
        }


def _post_row(post: FilePost) -> _Row:
    return {
        "organisation_code": post.organisation,
        "post": post.title,
        "post_kind": post.kind or "",
        "strand": post.strand or "",
        "from": _day(post.exists_from),
    }


def _day(day: date | None) -> str:
    return wording.day(day) if day else ""
