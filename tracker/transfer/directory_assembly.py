"""From the rows of a directory file to what it holds: no row may contradict another."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker import wording
from tracker.errors import Fault
from tracker.transfer.cells import RowFault
from tracker.transfer.directory_file import (
    DirectoryFile,
    FileOrganisation,
    FilePerson,
    FilePost,
    FileTerm,
)
from tracker.transfer.directory_row import DirectoryRow
from tracker.vocabulary import Word

_KEYS = frozenset({"organisation_code", "email", "post"})
# What is said of an organisation or a post says nothing without it.
_NEEDS = (
    ("organisation", "organisation_code", "The row says something of an organisation without"),
    ("in_scope", "organisation_code", "The row says something of an organisation without"),
    ("name", "email", "The row names a person without"),
    ("post_kind", "post", "The row says something of a post without"),
    ("strand", "post", "The row says something of a post without"),
    ("starts_on", "post", "The row says something of a post without"),
    ("ends_on", "post", "The row says something of a post without"),
)
_CALLED = {"organisation_code": "its code", "email": "their e-mail", "post": "its title"}
_PROFESSION = "the profession"
_LONGEST_SHOWN = 60  # of what another row says, in characters
_SAME, _OR_BLANK = "Write the same in both rows.", "or leave this cell blank."


@dataclass(slots=True)
class _Thing:
    """One organisation, person or post while its rows are gathered.

    Attributes:
        said: What was said of it by column, and in which row.
    """

    row: int
    said: dict[str, tuple[Any, int]] = field(default_factory=dict)

    def get(self, column: str, blank: Any = "") -> Any:
        return self.said.get(column, (blank, 0))[0]


class DirectoryAssembly:
    """What the rows say, by what they say it of.

    Attributes:
        faults: Where rows say too little, or contradict each other.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._organisations: dict[str, _Thing] = {}
        self._people: dict[str, _Thing] = {}
        self._posts: dict[str, _Thing] = {}
        self._terms: dict[tuple[str, str, date | None], _Thing] = {}

    def add(self, number: int, row: DirectoryRow, broken: frozenset[str]) -> None:
        """Take a row.

        Args:
            broken: The columns whose faults have been told: what depends on them is passed over.
        """
        if row.organisation_code:
            thing = self._organisations.setdefault(row.organisation_code, _Thing(number))
            said = {"organisation": row.organisation, "in_scope": row.in_scope}
            self._say(thing, row.organisation_code, number, said)
        if broken & _KEYS:
            return
        self.faults += [Fault(number, *fault) for fault in _left_hanging(row)]
        if row.email:
            thing = self._people.setdefault(row.email, _Thing(number))
            said = {"name": row.name, "organisation_code": row.organisation_code}
            self._say(thing, row.email, number, said)
        if row.post:
            self._add_post(number, row)

    def directory(self, columns: frozenset[str]) -> DirectoryFile:
        """All that was said, by the columns that the file has."""
        return DirectoryFile(
            organisations=tuple(
                FileOrganisation(code, it.get("organisation"), it.get("in_scope", None), it.row)
                for code, it in self._organisations.items()
            ),
            people=tuple(
                FilePerson(email, it.get("name"), it.get("organisation_code"), it.row)
                for email, it in self._people.items()
            ),
            posts=tuple(self._post(title, it) for title, it in self._posts.items()),
            terms=tuple(
                FileTerm(post, email, starts_on, it.get("until", None), it.row)
                for (post, email, starts_on), it in self._terms.items()
            ),
            columns=columns,
        )

    def _add_post(self, number: int, row: DirectoryRow) -> None:
        post = self._posts.setdefault(row.post, _Thing(number))
        said: dict[str, Any] = {"post_kind": row.post_kind, "strand": row.strand}
        if not row.email:
            whose = row.organisation_code or _PROFESSION
            said |= {"organisation_code": whose, "from": row.starts_on}
            self._say(post, row.post, number, said)
            return
        self._say(post, row.post, number, said)
        # Where its holder works: a post belongs there unless a row without a holder says whose.
        post.said.setdefault("holders_organisation", (row.organisation_code, number))
        term = self._terms.setdefault((row.post, row.email, row.starts_on), _Thing(number))
        self._say(term, row.post, number, {"until": row.ends_on})

    def _say(self, thing: _Thing, called: str, number: int, said: dict[str, Any]) -> None:
        """Take what a row says of a thing, unless an earlier row said otherwise."""
        for column, value in said.items():
            if value in (None, ""):
                continue
            before, row = thing.said.setdefault(column, (value, number))
            if before != value:
                problem = f'Row {row} says "{_shown(before)}" for {called}.'
                allowed = _SAME if column == "organisation_code" else f"{_SAME[:-1]}, {_OR_BLANK}"
                self.faults.append(Fault(number, column, _shown(value), problem, allowed))

    def _post(self, title: str, post: _Thing) -> FilePost:
        whose = post.get("organisation_code")
        starts = [start for (of, _, start) in self._terms if of == title and start]
        return FilePost(
            title,
            kind=post.get("post_kind", None),
            strand=post.get("strand", None),
            organisation=(whose or post.get("holders_organisation")).removeprefix(_PROFESSION),
            says_organisation=bool(whose),
            exists_from=post.get("from", None),
            first_held=min(starts, default=None),
            row=post.row,
        )


def _left_hanging(row: DirectoryRow) -> Iterator[RowFault]:
    """What a row says of nothing, or of a post that nobody holds."""
    told = set()
    for column, key, without in _NEEDS:
        if getattr(row, column) not in (None, "") and not getattr(row, key) and key not in told:
            told.add(key)
            yield RowFault(
                key, "", f"{without} {_CALLED[key]}.", "Write it, or leave the rest of it blank."
            )
    if row.ends_on and row.post and not row.email:
        yield RowFault(
            "until",
            _shown(row.ends_on),
            "Only a term ends: the row names nobody who holds the post.",
            "Write the holder's e-mail, or leave this cell blank.",
        )
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        yield RowFault(
            "until",
            _shown(row.ends_on),
            f"This is before the start, {wording.day(row.starts_on)}.",
            "Write a later day, or leave this cell blank.",
        )


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return wording.day(value)
    text = value.label if isinstance(value, Word) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
