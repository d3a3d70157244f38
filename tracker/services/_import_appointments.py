"""The second half of a directory's import: who holds which post from when to when."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from sqlmodel import col, select

from tracker import wording
from tracker.clock import day_of
from tracker.errors import Fault, InvalidChange
from tracker.models import Appointment, Person, Post
from tracker.services import _spells
from tracker.services._appointments import check_days, new_term
from tracker.services._import_log import ImportLog
from tracker.transfer.directory_file import FileTerm
from tracker.transfer.sheet_rows import reporting

_COLUMN_OF = {"starts_on": "from", "ends_on": "until", "post_id": "post", "person_id": "email"}


class AppointmentImport:
    """Takes terms: one is known by its post, its holder and its start."""

    def __init__(
        self, log: ImportLog, people: Mapping[str, Person], posts: Mapping[str, Post]
    ) -> None:
        self._log = log
        self._people = people
        self._posts = posts

    def take(self, terms: Iterable[FileTerm], progress: Callable[[float], None]) -> None:
        """Take all of them; ends of earlier ones first, which make room for the later ones.

        Args:
            progress: Told the share done, from 0 to 1.
        """
        known = [term for term in terms if term.post in self._posts and term.email in self._people]
        recorded = self._recorded()
        pairs = [(term, self._meant(term, recorded)) for term in known]
        work = [
            *((term, partial(self._change, term, there)) for term, there in pairs if there),
            *((term, partial(self._add, term)) for term, there in pairs if not there),
        ]
        for term, take_one in reporting(work, progress):
            self._guarded(term, take_one)

    def _recorded(self) -> dict[tuple[int, int], list[Appointment]]:
        """The appointments that count, by post and holder."""
        found: dict[tuple[int, int], list[Appointment]] = {}
        for each in self._log.session.exec(select(Appointment).where(~col(Appointment.is_void))):
            found.setdefault((each.post_id, each.person_id), []).append(each)
        return found

    def _meant(
        self, term: FileTerm, recorded: Mapping[tuple[int, int], list[Appointment]]
    ) -> Appointment | None:
        """The appointment with this start; without a start, the one of today."""
        today = day_of(self._log.now)
        key = (self._posts[term.post].id, self._people[term.email].id)
        for each in recorded.get(key, []):
            is_of_today = each.starts_on <= today <= (each.ends_on or today)
            if each.starts_on == term.starts_on or (term.starts_on is None and is_of_today):
                return each
        return None

    def _change(self, term: FileTerm, there: Appointment) -> None:
        details = []
        if term.ends_on and term.ends_on != there.ends_on:
            post = self._posts[term.post]
            check_days(self._log.session, post, there.starts_on, term.ends_on, of=there)
            before = there.ends_on and wording.day(there.ends_on)
            there.ends_on = term.ends_on
            details.append(wording.becomes("until", before, wording.day(term.ends_on)))
        self._log.changed(self._what(term), details)

    def _add(self, term: FileTerm) -> None:
        made = new_term(
            self._log.session,
            self._posts[term.post],
            now=self._log.now,
            person_id=self._people[term.email].id,
            starts_on=term.starts_on or day_of(self._log.now),
            ends_on=term.ends_on,
            deputy_id=None,
            appointed_by="",
        )
        self._log.add(made, self._what(term), _spells.in_words(made))

    def _what(self, term: FileTerm) -> str:
        return f"Appointment {self._people[term.email].name}, {term.post}"

    def _guarded(self, term: FileTerm, work: Callable[[], None]) -> None:
        """Have it done; what breaks a rule is a fault of the row."""
        try:
            work()
        except InvalidChange as error:
            column = _COLUMN_OF.get(error.field or "", "post")
            value = {
                "from": wording.day(term.starts_on) if term.starts_on else "",
                "until": wording.day(term.ends_on) if term.ends_on else "",
                "email": term.email,
            }.get(column, term.post)
            self._log.faults.append(Fault(term.row, column, value, str(error)))
