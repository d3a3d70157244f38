import itertools
import os
import re
import subprocess
import sys
import time
from datetime import timedelta
from email.headerregistry import Address
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import select

from tests.factories import make_action, make_person, make_round
from tests.tracker.at_once import at_once
from tests.tracker.reminders.conftest import ADA, BEN, NOW, make_plan
from tracker.clock import Clock
from tracker.db import transaction
from tracker.models import Person, Reminder, Setting
from tracker.queries import people
from tracker.reminders import sending
from tracker.reminders.sending import MailServer, NoMailServer

HERE = "https://tracker.example.org"
FROM = "tracker@example.org"


@pytest.fixture
def plan(engine):
    with transaction(engine) as session:
        make_plan(session)


def send(engine, server, public_url=HERE):
    """What came of it: the address of each, and the problem."""
    return list(send_one_by_one(engine, server, public_url))


def send_one_by_one(engine, server, public_url=HERE):
    told = sending.send_all(engine, now=NOW, public_url=public_url, sender=FROM, server=server)
    return ((due.person.email, problem) for due, problem in told)


def unconfirmed(engine, hours):
    return sending.unconfirmed(engine, now=NOW + timedelta(hours=hours))


def body(mail, kind):
    return mail.get_body((kind,)).get_content()


def reminded(engine):
    with transaction(engine, writes=False) as session:
        return sorted(session.exec(select(Reminder.person_id)))


def test_each_person_gets_one_mail_and_a_second_run_sends_none(engine, plan, inbox, server):
    assert send(engine, server) == [(ADA, ""), (BEN, "")]
    assert len(inbox.mails) == 2
    assert send(engine, server) == []
    assert len(inbox.mails) == 2
    assert reminded(engine) == [1, 2]


def test_the_mail_has_what_is_due_as_text_and_as_html(engine, plan, inbox, server):
    send(engine, server)
    mail = inbox.to(ADA)
    assert mail.get_content_type() == "multipart/alternative"
    text, html = body(mail, "plain"), body(mail, "html")
    assert "Hello Ada Example," in text
    assert "until 15 December 2021, for the meeting on 22 December 2021" in text
    assert "DATA-A1: Analyse <the> survey" in text
    assert "- Delivered: due by the end of October 2021, 40 days late." in text
    assert "returned the last one: “Say <b>when</b>, please”" in text
    assert "DATA-A3" not in text
    assert "Analyse &lt;the&gt; survey" in html
    assert "“Say &lt;b&gt;when&lt;/b&gt;, please”" in html
    assert "<b>" not in html
    assert '<html lang="en-GB">' in html


def test_links_lead_to_the_form_of_each_action(engine, plan, inbox, server):
    send(engine, server)
    mail = inbox.to(ADA)
    links = re.findall(r"https://\S+", body(mail, "plain"))
    assert {urlsplit(link).hostname for link in links} == {"tracker.example.org"}
    updates = [parse_qs(urlsplit(link).query) for link in links if "/my_updates?" in link]
    assert updates == [
        {"ref": ["DATA-A1"], "as": ["Lead: Data lead"]},
        {"ref": ["DATA-A2"], "as": ["Lead: Data lead"]},
        {"as": ["Lead: Data lead"]},
    ]
    in_html = re.findall(r'href="([^"]+)"', body(mail, "html"))
    assert {link.replace("&amp;", "&") for link in in_html} == set(links)


def test_the_headers_say_who_from_and_how_to_get_no_more(engine, plan, inbox, server):
    send(engine, server)
    mail = inbox.to(ADA)
    assert mail["From"].addresses == (Address("Inclusion tracker", addr_spec=FROM),)
    assert mail["To"].addresses == (Address("Ada Example", addr_spec=ADA),)
    assert mail["Subject"] == "2 actions need you by 15 December 2021: round 1"
    assert mail["Date"].datetime == NOW
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@example.org>")
    off = mail["List-Unsubscribe"].strip("<>")
    assert off in body(mail, "plain")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with transaction(engine, writes=False) as session:
        token = off.removeprefix(f"{HERE}/reminders/off/")
        assert session.get_one(Person, people.of_reminder(session, token)).email == ADA
        assert people.of_reminder(session, token + "0") is None


def test_one_click_is_promised_only_over_an_encrypted_connection(engine, plan, inbox, server):
    send(engine, server, public_url="http://127.0.0.1:8501")
    mail = inbox.to(ADA)
    assert mail["List-Unsubscribe"].startswith("<http://127.0.0.1:8501/reminders/off/")
    assert mail["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize(
    "name",
    [
        "Ada\r\nBcc: eve@example.org",
        "Ada\nSubject: Buy",
        'Ada "the, <first>" Example',
        "Ädä Ωmega 王",
        "x" * 200,
    ],
)
def test_a_name_adds_no_header_and_no_recipient(engine, inbox, server, plan, name):
    with transaction(engine) as session:
        make_action(session, responsible="Odd lead")
        make_person(session, name=name, email="odd@example.org", post="Odd lead")
    assert send(engine, server)[-1] == ("odd@example.org", "")
    mail = inbox.to("odd@example.org")
    assert mail["To"].addresses[0].display_name == " ".join(name.split())
    assert len(mail["To"].addresses) == 1
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("1 action needs you")


def test_a_mail_that_is_refused_is_told_and_sent_by_the_next_run_and_others_go_on(
    engine, plan, inbox, server
):
    inbox.refuses.add(ADA)
    [(address, problem), other] = send(engine, server)
    assert address == ADA
    assert "There is no such box" in problem
    assert other == (BEN, "")
    assert reminded(engine) == [2]

    inbox.refuses.clear()
    assert send(engine, server) == [(ADA, "")]
    assert len(inbox.mails) == 2


@pytest.mark.both_databases
def test_while_a_mail_is_sent_others_change_what_they_like(engine, plan, inbox, server):
    added = []

    def change():
        with transaction(engine) as session:
            added.append(make_person(session, name="Cy", email=f"cy{len(added)}@example.org"))

    inbox.meanwhile = change
    assert send(engine, server) == [(ADA, ""), (BEN, "")]
    assert len(added) == 2


def test_a_server_that_falls_silent_may_have_taken_the_mail_so_it_is_not_sent_again(
    engine, plan, inbox, server, monkeypatch
):
    def fall_silent():
        monkeypatch.undo()  # the next mail is waited for as long as ever
        time.sleep(1)

    monkeypatch.setattr(sending, "SECONDS_TO_ANSWER", 0.5)
    inbox.meanwhile = fall_silent
    [(address, problem)] = itertools.islice(send_one_by_one(engine, server), 1)
    assert address == ADA
    assert "not known whether it arrived, so it is not sent again" in problem

    inbox.meanwhile = lambda: None
    assert send(engine, server) == [(BEN, "")]
    assert [mail["To"].addresses[0].addr_spec for mail in inbox.mails] == [ADA, BEN]
    assert unconfirmed(engine, hours=0) == []
    assert unconfirmed(engine, hours=2) == [ADA]


def test_a_run_that_was_cut_short_loses_the_certainty_alone(engine, plan, inbox, server):
    with transaction(engine) as session:
        session.add(Reminder(person_id=1, round_id=1, claimed_at=NOW))
    assert send(engine, server) == [(BEN, "")]
    assert unconfirmed(engine, hours=1) == []  # it may be going on
    assert unconfirmed(engine, hours=2) == [ADA]
    assert unconfirmed(engine, hours=24 * 13) == []  # the meeting is over


def test_a_server_that_is_not_there_is_told_and_nothing_is_noted(engine, plan):
    with pytest.raises(NoMailServer, match=r"The mail server 127\.0\.0\.1:1 can't be used"):
        send(engine, MailServer("127.0.0.1", 1))
    assert reminded(engine) == []


@pytest.mark.parametrize("details", [{"starttls": True}, {"user": "ada", "password": "secret"}])
def test_a_server_that_lacks_what_is_asked_for_gets_no_mail(engine, plan, inbox, server, details):
    with pytest.raises(NoMailServer) as refusal:
        send(engine, MailServer(server.host, server.port, **details))
    assert "secret" not in str(refusal.value)
    assert inbox.mails == []


def test_the_next_round_reminds_again(engine, plan, inbox, server):
    send(engine, server)
    with transaction(engine) as session:
        later = make_round(session)
        now = NOW.replace(year=2022, month=1, day=later.opens_on.day)
    told = sending.send_all(engine, now=now, public_url=HERE, sender=FROM, server=server)
    assert [due.person.email for due, _ in told] == [ADA, BEN]
    assert reminded(engine) == [1, 1, 2, 2]


def test_who_turns_reminders_off_while_they_are_sent_gets_none(engine, plan, inbox, server):
    told = sending.send_all(engine, now=NOW, public_url=HERE, sender=FROM, server=server)
    next(told)
    with transaction(engine) as session:
        session.get_one(Person, 2).wants_reminders = False
        make_person(session, post="Poet")  # leaves the entry
    assert list(told) == []
    assert reminded(engine) == [1]


def test_a_preview_sends_nothing_and_writes_nothing(engine, plan):
    mails = sending.previews(engine, now=NOW, public_url=HERE, sender=FROM)
    assert [mail["To"].addresses[0].addr_spec for mail in mails] == [ADA, BEN]
    assert reminded(engine) == []
    with transaction(engine, writes=False) as session:
        assert session.exec(select(Setting)).all() == []


@pytest.mark.both_databases
def test_of_ten_runs_at_once_everyone_gets_one_mail(engine, plan, inbox, server):
    assert at_once([partial(send, engine, server)] * 10) == [None] * 10
    assert len(inbox.mails) == 2
    assert reminded(engine) == [1, 2]


@pytest.mark.both_databases
def test_two_processes_at_once_send_each_mail_once(engine, database, plan, inbox, server):
    # The command asks the clock; the round of this test has to be open today.
    program = Path(sys.executable).with_name("tracker")
    with transaction(engine) as session:
        offset = NOW - Clock().now()
        session.add(Setting(name="clock_offset_seconds", value=str(offset.total_seconds())))
    settings = {
        "TRACKER_DATABASE_URL": database,
        "TRACKER_SMTP_HOST": server.host,
        "TRACKER_SMTP_PORT": str(server.port),
        "TRACKER_SMTP_FROM": FROM,
    }
    others = {name: v for name, v in os.environ.items() if not name.startswith("TRACKER_")}
    runs = [
        subprocess.Popen(
            [program, "remind"], env=others | settings, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [run.communicate(timeout=120)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert sum(int(each.split()[0]) for each in said) == 2
    assert sorted(mail["To"].addresses[0].addr_spec for mail in inbox.mails) == [ADA, BEN]
