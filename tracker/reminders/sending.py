"""Sending reminders: each person gets one a round, however often and by however many it is run.

A run first claims a mail, then sends it, then marks it as sent. A run that is cut short in between
leaves a claim: whether that mail arrived isn't known, and so it is told and never sent again.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlmodel import col, select

from tracker import tokens
from tracker.clock import day_of
from tracker.db import Engine, Session, transaction
from tracker.errors import TrackerError
from tracker.models import Person, Reminder, ReportingRound, Setting
from tracker.queries import people
from tracker.reminders.compose import Links, compose
from tracker.reminders.due import Due, due_on

SECONDS_TO_ANSWER = 10
# A claim that is younger may be of a run that is still sending.
LONGEST_RUN = timedelta(hours=1)
# What a mail server says when it has not taken a mail. After anything else it may have.
REFUSALS = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPResponseException,
    smtplib.SMTPNotSupportedError,
)


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
            is_claimed = _claim(engine, each, now)
            problem = _hand_over(engine, each, mail, connection, now) if is_claimed else ""
        if is_claimed:
            yield each, problem


def unconfirmed(engine: Engine, *, now: datetime) -> list[str]:
    """The addresses of those of whom an earlier run left it open whether they got their mail.

    They get no other one in that round, whose meeting is still ahead.
    """
    statement = (
        select(Person.email)
        .join(Reminder, col(Reminder.person_id) == col(Person.id))
        .join(ReportingRound, col(ReportingRound.id) == col(Reminder.round_id))
        .where(
            col(Reminder.sent_at).is_(None),
            col(Reminder.claimed_at) < now - LONGEST_RUN,
            col(ReportingRound.meeting_on) >= day_of(now),
        )
        .order_by(col(Person.id))
    )
    with transaction(engine, writes=False) as session:
        return [email for email in session.exec(statement) if email]


def _claim(engine: Engine, due: Due, now: datetime) -> bool:
    """Note that this run reminds a person; false if another one does, or they want none now."""
    with transaction(engine) as session:
        person = session.get(Person, due.person.id)
        is_claimed = session.get(Reminder, (due.person.id, due.round.id)) is not None
        if is_claimed or person is None or not person.wants_reminders:
            return False
        session.add(Reminder(person_id=due.person.id, round_id=due.round.id, claimed_at=now))
    return True


def _hand_over(
    engine: Engine, due: Due, mail: EmailMessage, connection: smtplib.SMTP, now: datetime
) -> str:
    """Send a mail that was claimed, while nobody waits for the database; returns the problem."""
    try:
        connection.send_message(mail)
    except REFUSALS as error:
        _settle(engine, due, sent_at=None)
        return str(error)
    except (OSError, smtplib.SMTPException) as error:
        return f"{error}. It is not known whether it arrived, so it is not sent again."
    _settle(engine, due, sent_at=now)
    return ""


def _settle(engine: Engine, due: Due, *, sent_at: datetime | None) -> None:
    """Mark a claim as sent, or give it up for the next run."""
    with transaction(engine) as session:
        claim = session.get_one(Reminder, (due.person.id, due.round.id))
        if sent_at is None:
            session.delete(claim)
        else:
            claim.sent_at = sent_at


def _signing_key(session: Session) -> str:
    """The key of this database, made when it is first needed."""
    key = people.signing_key(session)
    if key is None:
        key = tokens.new_token()
        session.add(Setting(name=people.SIGNING_KEY, value=key))
    return key
