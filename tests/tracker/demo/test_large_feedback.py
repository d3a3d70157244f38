from datetime import UTC, datetime

from sqlalchemy import func
from sqlmodel import select

from tracker.demo import large_feedback, large_groups
from tracker.models import Answer, Tally
from tracker.queries.results import read_results

NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)


def test_every_answer_is_counted_and_its_rounds_are_released(session):
    large_groups.fill(session, organisations=5, posts_each=12, groups=20, spells=50, now=NOW)
    large_feedback.fill(session, rounds=2, answers=2_000, now=NOW)
    assert session.exec(select(func.count()).select_from(Answer)).one() == 2_000
    assert session.exec(select(func.sum(Tally.count))).one() == 2_000
    assert set(read_results(session, [1, 2, 3])) == {1, 2}
