"""Sending reminders: each person gets one a round, however often and by however many it is run."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage

from tracker import tokens
from tracker.clock import day_of
from tracker.db import Engine, Session, transaction
from tracker.errors import TrackerError
from tracker.models import Person, Reminder, Setting
from tracker.queries import people
from tracker.reminders.compose import Links, compose
from tracker.reminders.due import Due, due_on

# A server that is silent for longer holds up everyone who writes to the database.
SECONDS_TO_ANSWER = 10


class NoMailServer(TrackerError):
    """The mail server can't be reached, or refuses to let us in."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that mails are handed to.

    Attributes:
        user: Blank: it asks for none.
    """

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False

    @contextmanager
    def connected(self) -> Iterator[smtplib.SMTP]:
        """A connection that mails can be sent by; raises ``NoMailServer``."""
        try:
            connection = smtplib.SMTP(self.host, self.port, timeout=SECONDS_TO_ANSWER)
            if self.starttls:
                connection.starttls(context=ssl.create_default_context())
            if self.user:
                connection.login(self.user, self.password)
        except (OSError, smtplib.SMTPException) as error:
            raise NoMailServer(
                f"The mail server {self.host}:{self.port} can't be used: {error}. "
                "Nothing more was sent; the next run goes on from here."
            ) from error
        try:
            yield connection
        finally:
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()


def previews(engine: Engine, *, now: datetime, public_url: str, sender: str) -> list[EmailMessage]:
    """The mails that would be sent now; their links to turn reminders off do not work."""
    links = Links(public_url, key=tokens.new_token())
    with transaction(engine, writes=False) as session:
        due = due_on(session, day=day_of(now))
    return [compose(each, links=links, sender=sender, now=now) for each in due]


def send_all(
    engine: Engine, *, now: datetime, public_url: str, sender: str, server: MailServer
) -> Iterator[tuple[Due, str]]:
    """Send everyone who has something due their mail, unless they have had it.

    Yields:
        Each who was to get one, and why it couldn't be sent ("": it was sent).

    Raises:
        NoMailServer: The server can't be reached; who is left gets theirs in the next run.
    """
    with transaction(engine) as session:
        links = Links(public_url, key=_signing_key(session))
    with transaction(engine, writes=False) as session:
        due = due_on(session, day=day_of(now))
    for each in due:
        mail = compose(each, links=links, sender=sender, now=now)
        with server.connected() as connection:
            try:
                was_sent = _send_once(engine, each, mail, connection, now)
            except (OSError, smtplib.SMTPException) as error:
                yield each, str(error)
                continue
        if was_sent:
            yield each, ""


def _send_once(
    engine: Engine, due: Due, mail: EmailMessage, connection: smtplib.SMTP, now: datetime
) -> bool:
    """Note the reminder and send it, both or neither; false if somebody else has sent it."""
    with transaction(engine) as session:
        person = session.get(Person, due.person.id)
        is_sent = session.get(Reminder, (due.person.id, due.round.id)) is not None
        if is_sent or person is None or not person.wants_reminders:
            return False
        session.add(Reminder(person_id=due.person.id, round_id=due.round.id, sent_at=now))
        session.flush()
        connection.send_message(mail)
    return True


def _signing_key(session: Session) -> str:
    """The key of this database, made when it is first needed."""
    key = people.signing_key(session)
    if key is None:
        key = tokens.new_token()
        session.add(Setting(name=people.SIGNING_KEY, value=key))
    return key
