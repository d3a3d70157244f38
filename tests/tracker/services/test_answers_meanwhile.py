"""Several who answer for an action, or change its milestones, at about the same time."""

from datetime import timedelta
from functools import partial

import pytest

from tests.factories import make_action, make_milestone, make_round
from tests.tracker.at_once import at_once
from tests.tracker.services.answering import NOW, all_of, answer, done, exempt, give
from tracker.db import transaction
from tracker.errors import EditConflict
from tracker.models import (
    Action,
    AuditEntry,
    Exemption,
    FlagAnswer,
    Milestone,
    ReportingRound,
    Update,
)
from tracker.vocabulary import ActionState, MilestoneState, Status

both_databases = pytest.mark.both_databases


@pytest.fixture
def action(session):
    found = make_action(session)
    make_round(session, strategy_id=found.strategy_id)
    return found


def test_who_answers_without_knowing_what_somebody_else_said_is_told(session, action):
    give(
        session,
        action,
        status=Status.AMBER,
        likelihood=60,
        what_changed="The editor left",
        version=0,
    )

    for answer_too in (give, exempt):
        with pytest.raises(EditConflict, match="changed while you had it open") as refusal:
            answer_too(session, action, version=0)
        assert "(Data lead: “Amber, 60% likely. The editor left”)" in str(refusal.value)
    assert (len(all_of(session, Update)), all_of(session, Exemption)) == (1, [])

    give(session, action, version=1)
    assert len(all_of(session, Update)) == 2


def test_what_is_told_is_what_was_said_last(session, action):
    give(session, action, version=0)
    exempt(session, action, version=1, now=NOW + timedelta(hours=1))

    with pytest.raises(EditConflict, match="Nothing to report, because: Waits for the data"):
        give(session, action, version=1)


def test_what_was_said_of_another_action_is_nobodys_business(session, action):
    give(session, make_action(session, objective_id=action.objective_id))
    give(session, action, version=0)
    assert len(all_of(session, Update)) == 2


# Answers to a contradiction


@pytest.fixture
def of_round(session, action):
    """The round of the contradiction, as ``answer`` is told it."""
    return {"round_id": all_of(session, ReportingRound)[0].id}


def test_who_answers_a_contradiction_without_knowing_what_somebody_else_said_is_told(
    session, action, of_round
):
    answer(session, action, "First words", version=0, **of_round)
    answer(session, action, "It comes\nnext week", version=1, **of_round)

    with pytest.raises(EditConflict, match="changed while you had it open") as refusal:
        answer(session, action, "It is lost", version=1, **of_round)
    assert "(Data lead: “It comes next week”)" in str(refusal.value)
    assert len(all_of(session, FlagAnswer)) == 2

    answer(session, action, "It is lost", version=2, **of_round)
    assert [each.answer for each in all_of(session, FlagAnswer)][2:] == ["It is lost"]


def test_a_long_answer_to_a_contradiction_is_told_in_its_beginning(session, action, of_round):
    answer(session, action, "x" * 1000, **of_round)

    with pytest.raises(EditConflict) as refusal:
        answer(session, action, version=0, **of_round)
    assert f"“{'x' * 300}…”" in str(refusal.value)


def test_answers_to_other_contradictions_are_nobodys_business(session, action, of_round):
    later = make_round(session, strategy_id=action.strategy_id)
    answer(session, action, round_id=later.id)
    answer(session, make_action(session, objective_id=action.objective_id), **of_round)

    answer(session, action, version=0, **of_round)

    assert len(all_of(session, FlagAnswer)) == 3


# Many at once

THREADS = 50


def in_one_transaction(engine, action_id, **details):
    with transaction(engine) as session:
        give(session, session.get_one(Action, action_id), **details)


@both_databases
def test_of_fifty_updates_at_once_none_is_lost_and_none_comes_twice(engine):
    with transaction(engine) as session:
        first = make_action(session)
        make_round(session, strategy_id=first.strategy_id)
        others = [make_action(session, objective_id=first.objective_id) for _ in range(THREADS - 1)]
        made = [make_milestone(session, action) for action in (first, *others)]
        given = [(each.action_id, done(each)) for each in made]

    works = [
        partial(in_one_transaction, engine, id_, done=[each], what_changed=str(each.milestone_id))
        for id_, each in given
    ]
    assert at_once(works) == [None] * THREADS

    with transaction(engine, writes=False) as session:
        said = [(each.action_id, each.what_changed) for each in all_of(session, Update)]
        assert sorted(said) == sorted((id_, str(each.milestone_id)) for id_, each in given)
        assert {each.state for each in all_of(session, Milestone)} == {MilestoneState.DONE}
        assert {each.state for each in all_of(session, Action)} == {ActionState.DONE}
        sentences = [each.sentence for each in all_of(session, AuditEntry)]
        assert sentences.count("Update in round 1: green, 80% likely") == THREADS
        assert sentences.count("Delivered: marked as done on 10 December 2021") == THREADS


@both_databases
def test_of_fifty_who_mark_one_milestone_done_one_update_is_kept_and_the_others_are_told(engine):
    with transaction(engine) as session:
        milestone = make_milestone(session)
        make_milestone(session, session.get_one(Action, milestone.action_id), title="Second")
        make_round(session)
        action_id, given = milestone.action_id, done(milestone)

    failures = at_once([lambda: in_one_transaction(engine, action_id, done=[given])] * THREADS)

    assert failures.count(None) == 1
    assert {type(failure) for failure in failures if failure} == {EditConflict}
    with transaction(engine, writes=False) as session:
        assert len(all_of(session, Update)) == 1
        assert len(all_of(session, ReportingRound)) == 1


@both_databases
def test_of_fifty_who_answer_for_one_action_one_is_kept_and_the_others_are_told(engine):
    with transaction(engine) as session:
        action_id = make_action(session).id
        make_round(session)

    failures = at_once([lambda: in_one_transaction(engine, action_id, version=0)] * THREADS)

    assert failures.count(None) == 1
    assert {type(failure) for failure in failures if failure} == {EditConflict}
    with transaction(engine, writes=False) as session:
        assert len(all_of(session, Update)) == 1


@both_databases
def test_of_fifty_who_answer_one_contradiction_one_is_kept_and_the_others_are_told(engine):
    with transaction(engine) as session:
        action_id, round_id = make_action(session).id, make_round(session).id

    def answer_it():
        with transaction(engine) as session:
            answer(session, session.get_one(Action, action_id), round_id=round_id, version=0)

    failures = at_once([answer_it] * THREADS)

    assert failures.count(None) == 1
    assert {type(failure) for failure in failures if failure} == {EditConflict}
    with transaction(engine, writes=False) as session:
        assert len(all_of(session, FlagAnswer)) == 1
