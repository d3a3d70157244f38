"""The first half of a directory's import: organisations, people and posts."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from sqlmodel import Session, col, select

from tracker import wording
from tracker.clock import day_of
from tracker.errors import Fault
from tracker.models import Appointment, Edited, Organisation, Person, Post
from tracker.services._import_log import ImportLog
from tracker.transfer.directory_file import DirectoryFile, FileOrganisation, FilePerson, FilePost
from tracker.transfer.sheet_rows import reporting
from tracker.vocabulary import PostKind, Strand

_KINDS = f"Write {wording.listing([kind.value for kind in PostKind], 'or')}."
_STRANDS = f"Write {wording.listing([strand.value for strand in Strand], 'or')}."
_NAME_IT = "Write it in one of the rows that name it."
_PROFESSION = "the profession"


class DirectoryImport:
    """Takes organisations by code, people by address and posts by title.

    Attributes:
        people, posts: Everybody and every post by what the file knows them by; one that couldn't
            be taken is not among them.
    """

    def __init__(self, log: ImportLog) -> None:
        self._log = log
        self._session: Session = log.session
        self._organisations = {each.code: each for each in self._all(Organisation)}
        self.people = {each.email: each for each in self._all(Person) if each.email}
        self.posts = {each.title: each for each in self._all(Post)}

    def take(self, directory: DirectoryFile, progress: Callable[[float], None]) -> None:
        """Take all but the terms; ``progress`` is told the share done, from 0 to 1."""
        work = [
            *(partial(self._organisation, each) for each in directory.organisations),
            *(partial(self._person, each) for each in directory.people),
            *(partial(self._post, each) for each in directory.posts),
        ]
        for take_one in reporting(work, progress):
            take_one()

    def _all(self, model: type[Any]) -> list[Any]:
        return list(self._session.exec(select(model)))

    def _organisation(self, said: FileOrganisation) -> None:
        there = self._organisations.get(said.code)
        what = f"Organisation {said.code}"
        if there is None:
            self._new_organisation(said, what)
        elif there.merged_into_id:
            kept = self._session.get_one(Organisation, there.merged_into_id).code
            problem = f"{said.code} was merged into {kept}."
            self._tell(said.row, "organisation_code", said.code, problem, f"Write {kept}.")
        else:
            scope = {True: "now in scope", False: "no longer in scope"}
            changes = {
                "name": (said.name or there.name, ""),
                "is_in_scope": (there.is_in_scope, ""),
            }
            if said.is_in_scope is not None:
                changes["is_in_scope"] = (said.is_in_scope, scope[said.is_in_scope])
            self._change(there, what, changes)

    def _new_organisation(self, said: FileOrganisation, what: str) -> None:
        if not said.name:
            problem = f"{said.code} is not in the directory yet, and its name is missing."
            self._tell(said.row, "organisation", "", problem, _NAME_IT)
            return
        made = Organisation(
            created_at=self._log.now,
            code=said.code,
            name=said.name,
            is_in_scope=said.is_in_scope is not False,
        )
        self._log.add(made, what, made.name)
        self._organisations[said.code] = made

    def _person(self, said: FilePerson) -> None:
        there = self.people.get(said.email)
        organisation = self._organisations.get(said.organisation)
        if there is None and not said.name:
            problem = f"{said.email} is not in the directory yet, and the name is missing."
            self._tell(said.row, "name", "", problem, _NAME_IT)
        elif there is None:
            made = Person(
                created_at=self._log.now,
                name=said.name,
                email=said.email,
                organisation_id=organisation.id if organisation else None,
            )
            self._log.add(made, f"Person {said.name}", said.email)
            self.people[said.email] = made
        else:
            changes = {"name": (said.name or there.name, "")}
            if organisation:
                before = self._code_of(there.organisation_id)
                words = wording.becomes("organisation", before, organisation.code)
                changes["organisation_id"] = (organisation.id, words)
            self._change(there, f"Person {there.name}", changes)

    def _post(self, said: FilePost) -> None:
        there = self.posts.get(said.title)
        if there is None:
            self._new_post(said)
        elif there.abolished_on:
            problem = f"This post was abolished on {wording.day(there.abolished_on)}."
            self._tell(said.row, "post", said.title, problem, "Write another title.")
        elif not self._differs(said, there):
            start = said.exists_from or there.exists_from
            first = self._first_held(there)
            if first and start > first:
                problem = f"Somebody has held this post from {wording.day(first)} on."
                allowed = "Write that day or an earlier one, or leave this cell blank."
                self._tell(said.row, "from", wording.day(start), problem, allowed)
                return
            before = wording.day(there.exists_from)
            words = wording.becomes("exists from", before, wording.day(start))
            self._change(there, f"Post {said.title}", {"exists_from": (start, words)})

    def _differs(self, said: FilePost, there: Post) -> bool:
        """Whether the file says of a post what an import can't change; it is told then."""
        whose = self._code_of(there.organisation_id) or _PROFESSION
        theirs = (said.organisation or _PROFESSION) if said.says_organisation else whose
        differing = [
            (column, said_of_it, there_of_it)
            for column, said_of_it, there_of_it in (
                ("post_kind", said.kind, there.kind),
                ("strand", said.strand, there.strand),
                ("organisation_code", theirs, whose),
            )
            if said_of_it is not None and said_of_it != there_of_it
        ]
        for column, said_of_it, there_of_it in differing:
            problem = f'The directory says "{there_of_it or "none"}" of {said.title}.'
            allowed = "Write that, or give another post another title."
            self._tell(said.row, column, str(said_of_it), problem, allowed)
        return bool(differing)

    def _new_post(self, said: FilePost) -> None:
        if said.kind is None:
            problem = f"{said.title} is not in the directory yet, and its kind is missing."
            self._tell(said.row, "post_kind", "", problem, _KINDS)
        elif said.kind is PostKind.CHAMPION and said.strand is None:
            self._tell(said.row, "strand", "", "A champion's post needs a strand.", _STRANDS)
        elif said.kind is not PostKind.CHAMPION and said.strand:
            problem = "Only a champion's post has a strand."
            self._tell(said.row, "strand", said.strand, problem, "Leave this cell blank.")
        else:
            self._add_post(said, said.kind)

    def _add_post(self, said: FilePost, kind: PostKind) -> None:
        organisation = self._organisations.get(said.organisation)
        today = day_of(self._log.now)
        made = Post(
            created_at=self._log.now,
            title=said.title,
            kind=kind,
            strand=said.strand,
            organisation_id=organisation.id if organisation else None,
            exists_from=said.exists_from or min(said.first_held or today, today),
        )
        whose = organisation.code if organisation else _PROFESSION
        self._log.add(made, f"Post {said.title}", f"{kind.label}, of {whose}")
        self.posts[said.title] = made

    def _code_of(self, organisation_id: int | None) -> str:
        if organisation_id is None:
            return ""
        return self._session.get_one(Organisation, organisation_id).code

    def _first_held(self, post: Post) -> date | None:
        own = select(col(Appointment.starts_on)).where(
            Appointment.post_id == post.id, ~col(Appointment.is_void)
        )
        return min(self._session.exec(own), default=None)

    def _change(self, there: Edited, what: str, new: dict[str, tuple[Any, str]]) -> None:
        """Give a record the values that differ, and say which: in the words given, if any."""
        details = []
        for name, (value, words) in new.items():
            before = getattr(there, name)
            if before != value:
                setattr(there, name, value)
                details.append(words or wording.becomes(name, before, value))
        self._log.changed(what, details)

    def _tell(self, row: int, column: str, value: str, problem: str, allowed: str) -> None:
        self._log.faults.append(Fault(row, column, value, problem, allowed))
