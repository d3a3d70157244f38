from datetime import UTC, date, datetime

import pytest

from tracker.db import trial
from tracker.demo import large, large_groups, large_suggestions
from tracker.queries.suggestions import backers, read_suggestions

NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)
GROUPS = {"organisations": 5, "posts_each": 12, "groups": 20, "spells": 50}


def fill(session, count):
    large.fill(session, actions=20, history=0, now=NOW)
    large_groups.fill(session, **GROUPS, now=NOW)
    large_suggestions.fill(session, count=count, now=NOW)


@pytest.mark.both_databases
def test_most_of_so_many_suggestions_have_a_reply_that_came_after_them_and_by_now(session):
    fill(session, 40)
    read = read_suggestions(session)
    assert len(read.suggestions) == 40
    assert read.suggestions["made_on"].max().date() == NOW.date()
    assert 20 < len(read.decisions) < 40
    made = read.suggestions.set_index("id")["made_on"]
    waited = read.decisions["decided_on"] - read.decisions["suggestion_id"].map(made)
    assert waited.dt.days.between(0, 14).all()
    assert (read.decisions["decided_on"].dt.date <= date(2026, 5, 4)).all()
    assert backers(session)


def test_made_twice_it_is_the_same(engine):
    made = []
    for _ in range(2):
        with trial(engine) as session:
            fill(session, 20)
            made.append((read_suggestions(session), backers(session)))
    (first, backed), (again, backed_again) = made
    assert first.suggestions.equals(again.suggestions)
    assert first.decisions.equals(again.decisions)
    assert backed == backed_again
