from datetime import date

import pytest

from tests.factories import BEGINNING, make_actor, make_strategy
from tracker.errors import EditConflict, InvalidChange
from tracker.services import strategies

BY = {"actor": make_actor(), "now": BEGINNING}


def edit(session, strategy, **details):
    given = {"strategy_id": strategy.id, "version": strategy.version, "title": "Ours"}
    strategies.edit_strategy(session, **BY, **given | details)


def test_the_next_strategy_takes_the_place_of_the_one_it_follows(session):
    first = make_strategy(session)
    second = strategies.begin_strategy(session, **BY, title="The next one", follows=first.id)
    session.flush()
    assert (first.is_current, second.is_current) == (False, True)


def test_of_two_who_begin_a_strategy_the_second_is_told(session):
    first = strategies.begin_strategy(session, **BY, title="One")
    session.flush()
    with pytest.raises(EditConflict):
        strategies.begin_strategy(session, **BY, title="Another")
    strategies.begin_strategy(session, **BY, title="The next one", follows=first.id)
    session.flush()
    with pytest.raises(EditConflict):
        strategies.begin_strategy(session, **BY, title="Another next one", follows=first.id)


def test_a_strategy_may_end_on_its_first_day_and_not_before(session):
    strategy, day = make_strategy(session), date(2022, 7, 1)
    edit(session, strategy, starts_on=day, ends_on=day)
    session.flush()
    with pytest.raises(InvalidChange, match="ends before it starts") as refusal:
        edit(session, strategy, starts_on=day, ends_on=date(2022, 6, 30))
    assert refusal.value.field == "ends_on"


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"title": ""}, "title"),
        ({"body": "x" * 201}, "body"),
        ({"contact": "x" * 201}, "contact"),
        ({"mission": "x" * 4001}, "mission"),
        ({"vision": "x" * 4001}, "vision"),
        ({"approach": "x" * 4001}, "approach"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_changes_nothing(session, texts, field):
    strategy = make_strategy(session, title="Theirs")
    with pytest.raises(InvalidChange) as refusal:
        edit(session, strategy, **texts)
    assert (refusal.value.field, strategy.title) == (field, "Theirs")
