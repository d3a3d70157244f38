"""A plan with two leads in an open round, and a real mail server on this machine."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from tests.e2e.server import free_port
from tests.factories import (
    BEGINNING,
    make_action,
    make_milestone,
    make_objective,
    make_person,
    make_review,
    make_round,
    make_theme,
    make_update,
)
from tracker.reminders.sending import MailServer
from tracker.vocabulary import Verdict

NOW = BEGINNING + timedelta(days=100)  # 10 December 2021, in the first round
ADA, BEN = "ada@example.org", "ben@example.org"


@dataclass
class Inbox:
    """What a mail server has taken; it refuses mail to any of ``refuses``.

    Attributes:
        meanwhile: Is done while the server takes a mail, before it says that it has.
    """

    mails: list[EmailMessage] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    meanwhile: Callable[[], None] = lambda: None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refuses:
            return "550 There is no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        await asyncio.to_thread(self.meanwhile)
        return "250 OK"

    def to(self, address: str) -> EmailMessage:
        """The only mail to this address."""
        [mail] = [mail for mail in self.mails if mail["To"].addresses[0].addr_spec == address]
        return mail


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def server(inbox):
    """A mail server that puts what it takes into ``inbox``."""
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield MailServer(controller.hostname, controller.port)
    controller.stop()


def make_plan(session):
    """Ada, the Data lead, owes two updates, one of them anew; Ben, the Survey lead, owes one."""
    objective = make_objective(session, theme_id=make_theme(session, code="DATA").id)
    in_objective = {"objective_id": objective.id}
    first = make_action(session, ref="DATA-A1", title="Analyse <the> survey", **in_objective)
    second = make_action(session, ref="DATA-A2", title="Publish a blog", **in_objective)
    third = make_action(
        session, ref="DATA-A3", title="Campaign", responsible="Survey lead", **in_objective
    )
    make_milestone(session, first, timing="by October 2021")
    make_milestone(session, second, timing="by 15 January 2022")
    make_milestone(session, third, timing="by 2023")
    round_ = make_round(session)
    returned = make_update(session, second, round_)
    make_review(session, returned, verdict=Verdict.RETURNED, comment="Say <b>when</b>,\nplease")
    make_person(session, name="Ada Example", email=ADA)
    make_person(session, name="Ben Example", email=BEN, post="Survey lead")
