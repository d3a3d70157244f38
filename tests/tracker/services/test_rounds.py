from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    make_action,
    make_actor,
    make_exemption,
    make_round,
    make_strategy,
    make_theme,
    make_update,
)
from tracker.errors import EditConflict, InvalidChange, NotAllowed, NotFound
from tracker.models import AuditEntry, ReportingRound, Reviewer
from tracker.services import rounds
from tracker.vocabulary import Role

NOW = BEGINNING + timedelta(days=100)  # 10 December 2021
TODAY = NOW.date()
SECRETARIAT = make_actor()
MEETING = date(2022, 1, 20)


def plan(session, **details):
    by = {"actor": SECRETARIAT, "now": NOW, "first_meeting_on": MEETING}
    return rounds.plan_rounds(session, **by | details)


def move(session, round_, **details):
    days = ("opens_on", "closes_on", "grace_days", "meeting_on")
    as_it_is = {name: getattr(round_, name) for name in days}
    seen = {"round_id": round_.id, "version": round_.version}
    rounds.move_round(session, **{"actor": SECRETARIAT, "now": NOW} | seen | as_it_is | details)


def name_reviewer(session, theme, name, now=NOW, version=0):
    seen = {"theme_id": theme.id, "version": version}
    rounds.name_reviewer(session, actor=SECRETARIAT, now=now, name=name, **seen)


def all_rounds(session):
    return session.exec(select(ReportingRound).order_by(ReportingRound.number)).all()


def latest_sentence(session):
    return session.exec(select(AuditEntry.sentence).order_by(AuditEntry.id.desc())).first()


def test_a_year_of_rounds_is_planned_in_one_go(session):
    make_strategy(session)
    assert plan(session) == 1
    planned = all_rounds(session)
    assert [each.number for each in planned] == [1, 2, 3, 4, 5, 6, 7]
    assert {b.meeting_on - a.meeting_on for a, b in zip(planned, planned[1:], strict=False)} == {
        timedelta(weeks=8)
    }
    first = planned[0]
    assert (first.opens_on, first.closes_on) == (date(2021, 12, 30), date(2022, 1, 13))
    assert (first.grace_days, first.meeting_on) == (5, MEETING)
    assert (
        latest_sentence(session) == "Planned 7 rounds, the first for the meeting on 20 January 2022"
    )


def test_more_rounds_go_on_with_the_numbers(session):
    make_strategy(session)
    plan(session, count=2)
    assert plan(session, first_meeting_on=MEETING + timedelta(weeks=16), count=1) == 3


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"count": 0}, "count"),
        ({"count": 27}, "count"),
        ({"opens_before": 7, "closes_before": 7}, "opens_before"),
        ({"opens_before": 5, "closes_before": 7}, "opens_before"),
        ({"closes_before": -1}, "opens_before"),
        ({"grace_days": -1}, "grace_days"),
        ({"grace_days": 8}, "grace_days"),
        ({"weeks_between": 0}, "weeks_between"),
        ({"weeks_between": 2, "grace_days": 0}, "weeks_between"),
        ({"weeks_between": -8}, "weeks_between"),
        ({"weeks_between": 53}, "weeks_between"),
        ({"opens_before": 366}, "opens_before"),
    ],
)
def test_days_out_of_order_are_refused_beside_their_field(session, details, field):
    make_strategy(session)
    with pytest.raises(InvalidChange) as refusal:
        plan(session, **details)
    assert refusal.value.field == field
    assert all_rounds(session) == []


def test_the_tightest_rounds_follow_each_other_without_a_day_between(session):
    make_strategy(session)
    plan(session, count=3, weeks_between=3, opens_before=21, closes_before=6, grace_days=5)
    first, second, _ = all_rounds(session)
    last_day = first.closes_on + timedelta(days=first.grace_days)
    assert second.opens_on - last_day == timedelta(days=1)


@pytest.mark.parametrize("days", [-15, 0, 15])
def test_rounds_never_overlap(session, days):
    make_strategy(session)
    plan(session, count=1)
    with pytest.raises(
        InvalidChange, match="overlap round 1, which takes answers from 30 December 2021 to 18 Jan"
    ):
        plan(session, count=1, first_meeting_on=MEETING + timedelta(days=days))


def test_a_later_number_is_never_an_earlier_round(session):
    make_strategy(session)
    plan(session, count=2, first_meeting_on=MEETING + timedelta(weeks=8))
    with pytest.raises(InvalidChange, match="Rounds stay in the order of their numbers: round 3"):
        plan(session, count=1)
    first, second = all_rounds(session)
    with pytest.raises(InvalidChange, match="in the order of their numbers: round 1 can't open"):
        move(
            session,
            first,
            opens_on=second.opens_on + timedelta(weeks=8),
            closes_on=second.closes_on + timedelta(weeks=8),
            meeting_on=second.meeting_on + timedelta(weeks=8),
        )


def test_no_round_is_planned_that_is_over_already(session):
    make_strategy(session)
    last_day = MEETING - timedelta(days=rounds.CLOSES_BEFORE - rounds.GRACE)
    with pytest.raises(InvalidChange, match="would be over already on 18 January 2022") as refusal:
        plan(session, now=NOW + (last_day - TODAY) + timedelta(days=1))
    assert refusal.value.field == "first_meeting_on"
    plan(session, now=NOW + (last_day - TODAY))


def test_there_are_no_rounds_before_there_is_a_strategy(session):
    with pytest.raises(NotFound, match="no strategy yet"):
        plan(session)


def test_a_round_is_moved_and_the_history_says_how(session):
    moved = make_round(session)
    move(session, moved, closes_on=date(2021, 12, 17))
    assert moved.closes_on == date(2021, 12, 17)
    sentence = "Round 1: closes on: “15 December 2021” becomes “17 December 2021”"
    assert latest_sentence(session) == sentence


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"closes_on": date(2021, 11, 30)}, "closes_on"),
        ({"closes_on": date(2021, 12, 23)}, "closes_on"),
        ({"meeting_on": date(2021, 12, 14)}, "closes_on"),
        ({"grace_days": -1}, "grace_days"),
        ({"grace_days": 8}, "grace_days"),
        ({"meeting_on": date(2021, 12, 19)}, "grace_days"),
        ({"closes_on": date(2021, 12, 4)}, "closes_on"),
        ({}, None),
    ],
)
def test_a_move_that_makes_no_sense_is_refused(session, details, field):
    with pytest.raises(InvalidChange) as refusal:
        move(session, make_round(session), **details)
    assert refusal.value.field == field


def test_a_round_is_moved_until_its_grace_is_over_and_no_longer(session):
    moved = make_round(session)
    last_day = moved.closes_on + timedelta(days=moved.grace_days)
    after = NOW + (last_day - TODAY) + timedelta(days=1)
    with pytest.raises(InvalidChange, match="Round 1 is over"):
        move(session, moved, now=after, grace_days=7)
    move(session, moved, now=after - timedelta(days=1), grace_days=7)
    assert moved.grace_days == 7


def test_grace_never_passes_the_meeting(session):
    moved = make_round(session)
    with pytest.raises(InvalidChange, match="Grace ends by the meeting.* between 0 and 7 days"):
        move(session, moved, grace_days=8)


def test_a_round_is_not_moved_to_where_nobody_could_answer_any_more(session):
    moved = make_round(session)
    with pytest.raises(InvalidChange, match="be over already on 9 December 2021"):
        move(session, moved, closes_on=TODAY - timedelta(days=6))
    move(session, moved, closes_on=TODAY - timedelta(days=5))
    assert moved.closes_on == TODAY - timedelta(days=5)


@pytest.mark.parametrize("answer", [make_update, make_exemption])
def test_a_round_with_answers_does_not_open_after_them(session, answer):
    moved = make_round(session)
    answered_on = moved.opens_on + timedelta(days=2)
    action = make_action(session)
    answer(session, action, moved, given_at=NOW - (TODAY - answered_on))
    with pytest.raises(InvalidChange, match="answered on 3 December 2021 already") as refusal:
        move(session, moved, opens_on=answered_on + timedelta(days=1))
    assert refusal.value.field == "opens_on"
    move(session, moved, opens_on=answered_on)
    assert moved.opens_on == answered_on


def test_a_round_without_answers_may_open_later(session):
    moved, answered = make_round(session), make_round(session)
    make_update(session, make_action(session), answered)
    move(session, moved, opens_on=TODAY + timedelta(days=1))
    assert moved.opens_on == TODAY + timedelta(days=1)


def test_a_round_that_is_not_there_is_not_moved(session):
    moved = make_round(session)
    with pytest.raises(NotFound, match="There is no such reporting round any more"):
        move(session, moved, round_id=moved.id + 1)


def test_of_two_who_move_a_round_the_second_is_told(session):
    moved = make_round(session)
    seen = moved.version
    move(session, moved, grace_days=3)
    with pytest.raises(EditConflict, match=r"Round 1: grace days: “5” becomes “3”"):
        move(session, moved, grace_days=7, version=seen)


def test_a_reviewer_starts_with_the_next_round_and_inherits_no_backlog(session):
    theme = make_theme(session, code="DATA")
    for _ in range(3):
        make_round(session, strategy_id=theme.strategy_id)
    name_reviewer(session, theme, " Sponsor for data ")
    [reviewer] = session.exec(select(Reviewer)).all()
    assert (reviewer.name, reviewer.from_round) == ("Sponsor for data", 2)
    assert latest_sentence(session) == "DATA: reviewed by Sponsor for data from round 2 on"


def test_a_reviewer_named_twice_before_the_round_opens_is_the_second_one(session):
    theme = make_theme(session, code="DATA")
    make_round(session, strategy_id=theme.strategy_id, opens_on=TODAY + timedelta(days=1))
    for version, name in enumerate(("First", "Second")):
        name_reviewer(session, theme, name, version=version)
    assert [each.name for each in session.exec(select(Reviewer))] == ["Second"]


def test_of_two_who_name_a_reviewer_the_second_is_told(session):
    theme = make_theme(session)
    make_round(session, strategy_id=theme.strategy_id, opens_on=TODAY + timedelta(days=1))
    name_reviewer(session, theme, "First")
    with pytest.raises(EditConflict, match="changed while you had it open"):
        name_reviewer(session, theme, "Second")
    assert [each.name for each in session.exec(select(Reviewer))] == ["First"]


def test_a_reviewer_named_for_a_round_that_has_opened_since_is_named_anew(session):
    theme = make_theme(session)
    for _ in range(3):
        make_round(session, strategy_id=theme.strategy_id)
    name_reviewer(session, theme, "First")
    with pytest.raises(EditConflict):
        name_reviewer(session, theme, "Second", version=1, now=NOW + timedelta(weeks=8))


def test_naming_the_same_reviewer_again_leaves_no_entry(session):
    theme = make_theme(session, code="DATA")
    for _ in range(3):
        make_round(session, strategy_id=theme.strategy_id)
    with pytest.raises(InvalidChange, match="DATA is reviewed by nobody already"):
        name_reviewer(session, theme, "")
    name_reviewer(session, theme, "First")
    entries = len(session.exec(select(AuditEntry)).all())
    with pytest.raises(InvalidChange, match="DATA is reviewed by First already") as refusal:
        name_reviewer(session, theme, "First", version=1)
    assert refusal.value.field == "name"
    with pytest.raises(InvalidChange, match="reviewed by First already"):
        name_reviewer(session, theme, "First", now=NOW + timedelta(weeks=8))
    assert len(session.exec(select(AuditEntry)).all()) == entries


def test_the_next_reviewer_leaves_the_earlier_ones_rounds_alone(session):
    theme = make_theme(session)
    for _ in range(3):
        make_round(session, strategy_id=theme.strategy_id)
    name_reviewer(session, theme, "First")
    name_reviewer(session, theme, "", now=NOW + timedelta(weeks=8))
    kept = [(each.name, each.from_round) for each in session.exec(select(Reviewer))]
    assert kept == [("First", 2), ("", 3)]
    assert "reviewed by nobody from round 3 on" in latest_sentence(session)


def test_a_round_that_opens_today_is_no_longer_ahead(session):
    theme = make_theme(session)
    make_round(session, strategy_id=theme.strategy_id, opens_on=TODAY)
    with pytest.raises(InvalidChange, match="starts with the next round: plan one first"):
        name_reviewer(session, theme, "Sponsor")


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD, Role.SPONSOR])
def test_rounds_and_reviewers_are_the_secretariats(session, role):
    strategy = make_strategy(session)
    with pytest.raises(NotAllowed):
        plan(session, actor=make_actor(role))
    with pytest.raises(NotAllowed):
        move(session, make_round(session, strategy_id=strategy.id), actor=make_actor(role))
