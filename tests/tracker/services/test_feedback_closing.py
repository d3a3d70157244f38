from datetime import timedelta

import pytest
from sqlmodel import select

from tests.factories import make_actor
from tests.feedback import answer, close_round, open_round
from tests.tracker.services.test_feedback_rounds import NOW, TODAY, days, read, refused
from tracker.errors import InvalidChange
from tracker.models import Answer, AuditEntry, Tally
from tracker.queries import feedback as queries
from tracker.services import feedback_closing
from tracker.vocabulary import FeedbackState


def test_only_rounds_whose_last_day_has_passed_are_to_be_closed(session):
    over = open_round(session, now=NOW)
    later = open_round(session, now=NOW + timedelta(days=1))
    assert queries.to_close(session, days(14)) == {}
    assert set(queries.to_close(session, days(15))) == {over.id}
    assert set(queries.to_close(session, days(16))) == {over.id, later.id}


def test_closing_early_needs_a_reason_which_the_history_shows(session):
    asked = open_round(session, now=NOW)
    last_day, by = NOW + timedelta(days=14), {"actor": make_actor(), "round_id": asked.id}
    with refused("reason"):
        feedback_closing.close_round(session, **by, now=last_day, version=2)
    feedback_closing.close_round(session, **by, now=last_day, version=2, reason="All were asked")
    [entry] = session.exec(select(AuditEntry).where(AuditEntry.reason == "All were asked"))
    assert entry.sentence.endswith("”, before its last day had passed")
    over = open_round(session, now=NOW)
    by["round_id"] = over.id
    feedback_closing.close_round(session, **by, now=last_day + timedelta(days=1), version=2)
    assert read(session, over.id).state is FeedbackState.CLOSED


@pytest.mark.parametrize(("others", "kept"), [(8, []), (9, ["More time"])])
def test_texts_of_a_round_that_too_few_answered_are_never_written_down(session, others, kept):
    asked = open_round(session, now=NOW, groups=(50, 9))
    answer(session, asked, "Ada", now=NOW, group=1, text="More time")
    close_round(session, asked, now=NOW, others=others)
    assert [each.words for each in session.exec(select(Answer)) if each.words] == kept
    given = session.exec(select(Tally.count).where(Tally.question_id == asked.text)).all()
    assert given == [1]


def test_a_round_closed_before_its_first_day_has_asked_nobody(session):
    asked = open_round(session, now=NOW, opens_on=days(5))
    close_round(session, asked, now=NOW)
    closed = read(session, asked.id)
    assert (closed.opens_on, closed.closes_on) == (TODAY, TODAY)
    with pytest.raises(InvalidChange, match="not open"):
        close_round(session, asked, now=NOW)


def test_what_was_written_is_deleted_after_as_many_months_as_are_set(session, monkeypatch):
    monkeypatch.setenv("TRACKER_FEEDBACK_WORDS_MONTHS", "6")
    asked = open_round(session, now=NOW)
    answer(session, asked, "Ada", now=NOW, agreement=4, text="More time")
    close_round(session, asked, now=NOW, others=10)
    by = {"actor": make_actor()}
    kept = timedelta(days=182)
    assert (TODAY + kept).isoformat() == "2022-06-10"
    assert feedback_closing.forget_words(session, **by, now=NOW + kept) == 0
    after = NOW + kept + timedelta(days=1)
    assert feedback_closing.forget_words(session, **by, now=after) == 1
    assert feedback_closing.forget_words(session, **by, now=after) == 0
    entry = session.exec(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.sentence == "Deleted 1 text of feedback after 6 months"
