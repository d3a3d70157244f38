from datetime import timedelta

import pytest

from tests.factories import BEGINNING
from tests.feedback import answer, close_round, open_round
from tracker import ballots
from tracker.errors import InvalidChange, SettingsError
from tracker.models import BallotBox

NOW = BEGINNING + timedelta(days=100)
OTHER_SECRET = "another secret, long enough to be taken"


@pytest.fixture
def asked(session):
    return open_round(session, now=NOW)


def sealed(session, asked):
    return session.get_one(BallotBox, asked.id).sealed


def test_what_is_put_in_comes_out_in_the_order_of_its_keys(session, asked):
    for number in range(20):
        answer(session, asked, f"Member {number}", now=NOW, text=f"Words {number}")
    taken = ballots.empty(session, asked.id)
    assert [each.key for each in taken] == sorted(each.key for each in taken)
    assert {len(each.key) for each in taken} == {32}
    assert {each.answers[asked.text] for each in taken} == {f"Words {n}" for n in range(20)}
    assert {each.group_id for each in taken} == {*asked.groups}


def test_the_box_goes_with_its_key_and_with_who_answered(session, asked):
    answer(session, asked, "Ada", now=NOW)
    ballots.empty(session, asked.id)
    assert session.get(BallotBox, asked.id) is None
    assert ballots.count(session, asked.id) == 0
    assert not ballots.has_answered(session, asked.id, subject="Ada")
    with pytest.raises(InvalidChange, match="does not take answers"):
        ballots.cast(session, asked.id, subject="Ada", group_id=1, answers={1: 1})


def test_two_rounds_have_different_keys_and_the_same_box_is_never_sealed_alike(session, asked):
    other = open_round(session, now=NOW)
    keys = {session.get_one(BallotBox, each.id).key for each in (asked, other)}
    assert len(keys) == 2
    seen = [sealed(session, asked)]
    for name in ("Ada", "Ben"):
        answer(session, asked, name, now=NOW)
        seen.append(sealed(session, asked))
    chunks = [each[place : place + 16] for each in seen for place in range(0, len(each) - 16, 16)]
    assert len(set(chunks)) == len(chunks)


def test_how_much_somebody_wrote_cannot_be_told_from_the_outside(session, asked):
    empty = len(sealed(session, asked))
    answer(session, asked, "Ada", now=NOW, agreement=1)
    assert len(sealed(session, asked)) == empty
    answer(session, asked, "Ben", now=NOW, text="€" * 2000)
    assert len(sealed(session, asked)) == empty
    longest = len(("\U0001f600" * 2000).encode()) * 10
    assert longest < ballots.PADDED_TO


def test_without_the_right_secret_nothing_is_read_added_or_lost(session, asked, monkeypatch):
    answer(session, asked, "Ada", now=NOW)
    before = sealed(session, asked)
    monkeypatch.setenv("TRACKER_FEEDBACK_SECRET", OTHER_SECRET)
    for attempt in (
        lambda: answer(session, asked, "Ben", now=NOW),
        lambda: ballots.count(session, asked.id),
        lambda: ballots.has_answered(session, asked.id, subject="Ada"),
        lambda: close_round(session, asked, now=NOW),
    ):
        with pytest.raises(SettingsError, match="None is lost: set that one again"):
            attempt()
    assert sealed(session, asked) == before
    monkeypatch.delenv("TRACKER_FEEDBACK_SECRET")
    assert ballots.count(session, asked.id) == 1


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_box_that_was_tampered_with_is_not_opened(session, asked, place):
    box = session.get_one(BallotBox, asked.id)
    changed = bytearray(box.sealed)
    changed[place] ^= 1
    box.sealed = bytes(changed)
    with pytest.raises(SettingsError):
        ballots.count(session, asked.id)
    box.sealed = b""
    with pytest.raises(SettingsError):
        ballots.count(session, asked.id)
