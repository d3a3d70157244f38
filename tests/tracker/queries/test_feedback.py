from datetime import date, timedelta

import pytest

from tests.factories import BEGINNING
from tests.feedback import answer, build_round, close_round, open_round
from tracker.permissions import Actor
from tracker.queries import feedback
from tracker.queries.feedback import AskedGroup
from tracker.vocabulary import Role

NOW = BEGINNING + timedelta(days=100)
TODAY = date(2021, 12, 10)
ADA = Actor("Ada", Role.MEMBER)


def test_rounds_come_with_what_they_ask_and_whom_the_latest_first(session):
    first = open_round(session, now=NOW, groups=(9, 30), names=("Zeta", "Alpha"))
    later = build_round(session, now=NOW, opens_on=TODAY + timedelta(days=90))
    read = feedback.read_rounds(session)
    assert [each.id for each in read] == [later.id, first.id]
    assert [(each.name, each.invited) for each in read[1].groups] == [("Alpha", 30), ("Zeta", 9)]
    assert [each.options for each in read[1].questions] == [(), ("Time", "Money"), ()]
    assert list(feedback.all_questions(session)) == sorted(
        [each.id for round_ in read for each in round_.questions], reverse=True
    )


@pytest.mark.parametrize(
    ("day", "takes_answers", "is_past"), [(-1, False, False), (0, True, False), (14, True, False)]
)
def test_a_round_takes_answers_on_its_days(session, day, takes_answers, is_past):
    asked = open_round(session, now=NOW)
    [read] = [each for each in feedback.read_rounds(session) if each.id == asked.id]
    on = TODAY + timedelta(days=day)
    assert (read.takes_answers(on), read.is_past(on)) == (takes_answers, is_past)
    assert read.is_past(TODAY + timedelta(days=15))


@pytest.mark.parametrize(("invited", "is_small"), [(9, True), (10, False), (None, False)])
def test_a_group_is_small_below_ten(invited, is_small):
    assert AskedGroup(1, 1, 1, "Alpha", invited).is_small is is_small


def test_who_has_answered_is_known_until_the_close_and_how_many_ever_after(session):
    asked = open_round(session, now=NOW)
    answer(session, asked, "Ada", now=NOW)
    assert feedback.has_answered(session, asked.id, ADA)
    assert feedback.answered(session, asked.id) == 1
    close_round(session, asked, now=NOW)
    assert not feedback.has_answered(session, asked.id, ADA)
    assert feedback.answered(session, asked.id) == 1
