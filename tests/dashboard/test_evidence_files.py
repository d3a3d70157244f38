"""The route of evidence files, asked over ASGI with the headers every answer gets."""

import time
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import unquote

import pytest
import time_machine
from starlette.applications import Starlette
from starlette.routing import Route

from dashboard import evidence_files
from dashboard.evidence_files import EXPIRED, FORGED, MISSING
from tests import factories
from tests.dashboard import asgi
from tracker.db import transaction
from tracker.models import Evidence

NAME = "Zahlen „März“; 2022.csv"


@pytest.fixture
def update(engine):
    with transaction(engine) as session:
        update = factories.make_update(session)
        file = {"media_type": "text/csv", "size": 3, "content": b"1,2"}
        session.add(Evidence(update_id=update.id, name=NAME, **file))
        session.add(Evidence(update_id=update.id, name="A link", link="https://example.org"))
        factories._record(session, factories.BEGINNING, "Said for a test")


@pytest.fixture
def ask(update):
    """One request for ``/evidence/1?until=...``."""
    return partial(asgi.ask, Starlette(routes=[Route(evidence_files.PATH, evidence_files.answer)]))


def address(evidence_id=1):
    return evidence_files.address(evidence_id, evidence_files.good_until())


def test_a_file_is_given_to_be_kept_and_not_to_be_shown(ask):
    answer = ask(address())

    assert (answer.status, answer.body) == (200, b"1,2")
    assert answer.headers["content-type"].startswith("text/csv")
    kind, _, name = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert kind == "attachment"
    assert unquote(name) == NAME
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    "forged",
    [
        "/evidence/1",
        "/evidence/one",
        f"/evidence/{'9' * 5_000}",
        "/evidence/1?until=9999999999&signature=0",
        "/evidence/1?until=x&signature=%C3%A4",
        address().replace("/evidence/1", "/evidence/2"),
        address().replace("until=", "until=9"),
        address()[:-1],
    ],
)
def test_a_forged_address_is_refused_in_words(ask, forged):
    answer = ask(forged)

    assert (answer.status, answer.text) == (403, FORGED)


def test_an_address_is_good_for_one_to_two_hours(ask):
    made_at = datetime.now(UTC)
    until = datetime.fromtimestamp(evidence_files.good_until(), UTC)
    assert timedelta(hours=1) < until - made_at <= timedelta(hours=2)

    old = address()
    with time_machine.travel(until - timedelta(seconds=1), tick=False):
        assert ask(old).status == 200
    with time_machine.travel(until, tick=False):
        answer = ask(old)
    assert (answer.status, answer.text) == (403, EXPIRED)


def test_an_address_made_in_the_same_hour_is_the_same():
    hour = int(time.time()) // 3600 * 3600
    with time_machine.travel(hour, tick=False):
        first = address()
    with time_machine.travel(hour + 3599, tick=False):
        assert address() == first
    with time_machine.travel(hour + 3600, tick=False):
        assert address() != first


@pytest.mark.parametrize("evidence_id", [2, 3])
def test_what_is_no_file_is_not_found(ask, evidence_id):
    answer = ask(address(evidence_id))

    assert (answer.status, answer.text) == (404, MISSING)
