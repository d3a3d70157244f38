import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.factories import BEGINNING
from tests.feedback import answer, build_round, close_round, open_round
from tracker.db import transaction
from tracker.errors import InvalidChange, NotFound, SeemsPersonal
from tracker.models import Answer, AuditEntry, DataVersion, Response, Tally
from tracker.permissions import Actor
from tracker.queries import feedback as queries
from tracker.services import responses
from tracker.vocabulary import Role

NOW = BEGINNING + timedelta(days=100)
MEMBERS = 200
SCRIPT = "<script>alert(1)</script> ![](https://example.org/x.png) '; DROP TABLE answer; --"


def stored(session):
    """Everything that was said, by response: ``{group: [{question: value or words}, ...]}``."""
    found = {}
    for response in session.exec(select(Response)):
        own = session.exec(select(Answer).where(Answer.response_key == response.key))
        given = {each.question_id: each.value or each.words for each in own}
        found.setdefault(response.group_id, []).append(given)
    return found


def tallies(session):
    found = session.exec(select(Tally))
    return {(each.group_id, each.question_id, each.value): each.count for each in found}


def test_what_was_said_is_written_and_counted_when_the_round_closes(session):
    asked = open_round(session, now=NOW, groups=(100, 9))
    answer(session, asked, "Ada", now=NOW, agreement=4, choice=1, text=" More time ")
    answer(session, asked, "Ben", now=NOW, agreement=4)
    answer(session, asked, "Cy", now=NOW, group=1, choice=2, text="  ")
    assert stored(session) == {}
    assert queries.answered(session, asked.id) == 3

    close_round(session, asked, now=NOW, others=9)

    first, second = asked.groups
    said = stored(session)
    ada = {asked.agreement: 4, asked.choice: 1, asked.text: "More time"}
    assert sorted(said[first], key=len) == [{asked.agreement: 4}] * 10 + [ada]
    assert said[second] == [{asked.choice: 2}]
    assert tallies(session) == {
        (first, asked.agreement, 4): 11,
        (first, asked.choice, 1): 1,
        (first, asked.text, 0): 1,
        (second, asked.choice, 2): 1,
    }
    assert queries.answered(session, asked.id) == 12


def test_a_response_leaves_no_entry_and_does_not_raise_the_data_version(engine):
    with transaction(engine) as session:
        asked = open_round(session, now=NOW)
    before = traces(engine)
    with transaction(engine) as session:
        answer(session, asked, "Ada", now=NOW)
    assert traces(engine) == before
    with transaction(engine) as session:
        assert queries.answered(session, asked.id) == 1
        close_round(session, asked, now=NOW)
    assert traces(engine) == (before[0] + 1, before[1] + 1)


def traces(engine):
    with transaction(engine, writes=False) as session:
        version = session.exec(select(DataVersion.number)).one()
        return version, len(session.exec(select(AuditEntry)).all())


def test_each_member_answers_once_a_round_and_is_another_in_the_next(session):
    asked, other = open_round(session, now=NOW), open_round(session, now=NOW)
    ada = Actor("Ada", Role.MEMBER)
    assert not queries.has_answered(session, asked.id, ada)
    answer(session, asked, "Ada", now=NOW)
    assert queries.has_answered(session, asked.id, ada)
    for group_and_words in ({"agreement": 1}, {"text": "Again"}):
        with pytest.raises(InvalidChange, match="answered this round already"):
            answer(session, asked, "Ada", now=NOW, **group_and_words)
    answer(session, other, "Ada", now=NOW)
    assert [queries.answered(session, each.id) for each in (asked, other)] == [1, 1]


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (timedelta(days=-1), "takes answers from 10 December 2021 on"),
        (timedelta(days=15), "closed on 24 December 2021 and takes no more answers"),
    ],
)
def test_a_round_is_answered_on_its_days_alone(session, after, sentence):
    asked = open_round(session, now=NOW)
    with pytest.raises(InvalidChange, match=sentence):
        answer(session, asked, "Ada", now=NOW + after)
    assert queries.answered(session, asked.id) == 0


def test_neither_a_draft_nor_a_closed_round_is_answered(session):
    draft, closed = build_round(session, now=NOW), open_round(session, now=NOW)
    close_round(session, closed, now=NOW)
    for asked, sentence in ((draft, "not take answers yet"), (closed, "takes no more answers")):
        with pytest.raises(InvalidChange, match=sentence):
            answer(session, asked, "Ada", now=NOW)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"agreement": None, "text": "Only words"}, "agreement"),
        ({"agreement": 0}, "agreement"),
        ({"agreement": 6}, "agreement"),
        ({"agreement": "4"}, "agreement"),
        ({"agreement": 4, "choice": 3}, "choice"),
        ({"agreement": 4, "text": "x" * 2001}, "text"),
        ({"agreement": 4, "text": "x" * 20_000}, "text"),
        ({"agreement": 4, "text": "nul \0"}, "text"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_beside_its_question(session, given, kind):
    asked = open_round(session, now=NOW, required=True)
    with pytest.raises(InvalidChange, match=r"\.$") as refusal:
        answer(session, asked, "Ada", now=NOW, **given)
    assert refusal.value.field == f"answer_{getattr(asked, kind)}"
    assert queries.answered(session, asked.id) == 0
    answer(session, asked, "Ada", now=NOW, agreement=4, text="x" * 2000)


def test_whoever_sends_what_seems_personal_is_asked_first(session):
    asked = open_round(session, now=NOW)
    words = {"agreement": 4, "text": "Write to ada@example.org"}
    with pytest.raises(SeemsPersonal, match="an e-mail address") as refusal:
        answer(session, asked, "Ada", now=NOW, **words)
    assert refusal.value.field == f"answer_{asked.text}"
    assert queries.answered(session, asked.id) == 0
    answer(session, asked, "Ada", now=NOW, is_sure=True, **words)
    assert queries.answered(session, asked.id) == 1


def test_nothing_at_all_is_no_answer(session):
    asked = open_round(session, now=NOW)
    with pytest.raises(InvalidChange, match="at least one question"):
        answer(session, asked, "Ada", now=NOW, agreement=None, text=" ")


def test_a_script_is_kept_as_the_words_it_is(session):
    asked = open_round(session, now=NOW)
    answer(session, asked, SCRIPT, now=NOW, text=SCRIPT)
    close_round(session, asked, now=NOW, others=9)
    assert {asked.text: SCRIPT} in stored(session)[asked.groups[0]]


def test_ids_of_another_round_group_or_question_are_refused(session):
    asked, other = open_round(session, now=NOW), open_round(session, now=NOW)
    ada = {"actor": Actor("Ada", Role.MEMBER), "now": NOW}
    right = {"round_id": asked.id, "group_id": asked.groups[0], "answers": {asked.agreement: 4}}
    for wrong, error in (
        ({"round_id": 999}, NotFound),
        ({"round_id": other.id}, InvalidChange),
        ({"group_id": other.groups[0]}, InvalidChange),
        ({"group_id": None}, InvalidChange),
        ({"answers": {other.agreement: 4}}, InvalidChange),
        ({"answers": {asked.agreement: 4, 999: "More"}}, InvalidChange),
    ):
        with pytest.raises(error, match=r"\.$"):
            responses.give_response(session, **ada, **right | wrong)
    assert [queries.answered(session, each.id) for each in (asked, other)] == [0, 0]
    responses.give_response(session, **ada, **right)


@pytest.mark.both_databases
def test_two_hundred_who_answer_at_once_are_all_heard_and_none_twice(engine):
    with transaction(engine) as session:
        asked = open_round(session, now=NOW, groups=(None, None))
    together, refusals = threading.Barrier(2 * MEMBERS), []

    def send(number):
        """Each has two windows open, and sends from both in the same moment."""
        member = number % MEMBERS
        together.wait()
        try:
            with transaction(engine) as session:
                answer(
                    session,
                    asked,
                    f"Member {member}",
                    now=NOW,
                    group=member % 2,
                    text=f"I am number {member}",
                )
        except InvalidChange as refusal:
            refusals.append(str(refusal))

    with ThreadPoolExecutor(2 * MEMBERS) as threads:
        list(threads.map(send, range(2 * MEMBERS)))

    with transaction(engine) as session:
        close_round(session, asked, now=NOW)
    with transaction(engine, writes=False) as session:
        said = stored(session)
    assert len(refusals) == MEMBERS
    assert all("already" in refusal for refusal in refusals)
    heard = Counter(words for each in said.values() for given in each for words in given.values())
    assert heard == {f"I am number {member}": 1 for member in range(MEMBERS)}
    assert [len(said[group]) for group in asked.groups] == [MEMBERS / 2, MEMBERS / 2]
