from datetime import UTC, date, datetime, time, timedelta

import pandas as pd
import pytest
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    FIRST_ROUND,
    make_action,
    make_actor,
    make_exemption,
    make_milestone,
    make_review,
    make_round,
    make_strategy,
    make_theme,
    make_update,
)
from tracker.analytics import reporting
from tracker.models import DateChange, Evidence, Strategy, Theme
from tracker.queries.rounds import (
    date_changes,
    evidence_file,
    read_rounds,
)
from tracker.services.milestones import move_milestone
from tracker.services.reviews import agree_date
from tracker.services.rounds import move_round, name_reviewer
from tracker.services.updates import answer_flag
from tracker.vocabulary import Role, Verdict

NOW = BEGINNING + timedelta(days=100)  # 10 December 2021
TODAY = NOW.date()


def on(day):
    """Nine o'clock on a day of December 2021."""
    return datetime.combine(date(2021, 12, day), time(9), tzinfo=UTC)


@pytest.fixture
def action(session):
    return make_action(session)


@pytest.fixture
def round_(session, action):
    return make_round(session, strategy_id=action.strategy_id)


def test_before_there_is_anything_every_frame_is_empty_but_has_its_columns(session):
    for found in (read_rounds(session, day=TODAY), read_rounds(session, day=TODAY, as_at=TODAY)):
        assert found.rounds.empty
        assert found.updates.columns.tolist()[:3] == ["id", "action_id", "round_id"]
        assert {"verdict", "reviewer", "comment"} <= set(found.updates.columns)
        assert reporting.round_states(found.rounds, TODAY).empty
    assert date_changes(session).empty


def test_a_round_has_its_days_and_says_where_it_stands(session, round_):
    make_round(session, strategy_id=round_.strategy_id)
    rounds = read_rounds(session, day=TODAY).rounds
    assert rounds["number"].tolist() == [1, 2]
    assert rounds["state"].tolist() == ["open", "ahead"]
    first = rounds.iloc[0]
    assert first["opens_on"] == pd.Timestamp(FIRST_ROUND)
    assert first["grace_until"] == first["closes_on"] + pd.Timedelta(days=5)
    assert (first["id"], first["version"], first["grace_days"]) == (round_.id, 1, 5)
    later = read_rounds(session, day=date(2021, 12, 16)).rounds
    assert later["state"].tolist() == ["grace", "ahead"]


def test_an_earlier_strategys_rounds_are_not_shown(session, action, round_):
    make_update(session, action, round_)
    session.get_one(Strategy, round_.strategy_id).is_current = False
    session.flush()
    make_round(session, strategy_id=make_strategy(session, title="The next").id)
    found = read_rounds(session, day=TODAY)
    assert len(found.rounds) == 1
    assert found.updates.empty


def test_an_update_comes_with_its_review_and_in_the_order_given(session, action, round_):
    first = make_update(session, action, round_, given_at=on(2))
    make_review(session, first, verdict=Verdict.RETURNED, comment="Say by when")
    second = make_update(session, action, round_, given_at=on(4), likelihood=40)
    updates = read_rounds(session, day=TODAY).updates
    assert updates["id"].tolist() == [first.id, second.id]
    assert updates["verdict"].tolist()[0] == "returned"
    assert updates["comment"].tolist()[0] == "Say by when"
    assert pd.isna(updates["verdict"].tolist()[1])
    assert updates["likelihood"].tolist() == [80, 40]
    assert updates["status"].tolist() == ["green", "green"]


def test_what_was_said_later_is_not_shown_on_an_earlier_day(session, action, round_):
    update = make_update(session, action, round_, given_at=on(3))
    make_review(session, update, reviewed_at=on(5))
    make_exemption(session, action, round_, given_at=on(6))
    answer_flag(
        session,
        actor=make_actor(Role.LEAD),
        now=on(7),
        action_id=action.id,
        round_id=round_.id,
        answer="It is done",
    )
    said = {}
    for day in (2, 3, 4, 5, 6, 7):
        found = read_rounds(session, day=TODAY, as_at=date(2021, 12, day))
        reviewed = found.updates["verdict"].notna().sum()
        frames = (found.updates, found.exemptions, found.flag_answers)
        said[day] = (*map(len, frames), reviewed)
    assert said == {
        2: (0, 0, 0, 0),
        3: (1, 0, 0, 0),
        4: (1, 0, 0, 0),
        5: (1, 0, 0, 1),
        6: (1, 1, 0, 1),
        7: (1, 1, 1, 1),
    }


def test_a_round_planned_later_is_not_shown_on_an_earlier_day(session, action, round_):
    make_round(session, strategy_id=action.strategy_id, created_at=NOW)
    day_before = TODAY - timedelta(days=1)
    assert len(read_rounds(session, day=day_before, as_at=day_before).rounds) == 1
    assert len(read_rounds(session, day=TODAY, as_at=TODAY).rounds) == 2


def test_an_earlier_day_shows_a_round_where_it_stood_then(session, round_):
    days = {"opens_on": TODAY, "closes_on": TODAY + timedelta(days=9), "grace_days": 2}
    move_round(
        session,
        actor=make_actor(),
        now=NOW,
        round_id=round_.id,
        version=round_.version,
        meeting_on=TODAY + timedelta(days=20),
        **days,
    )
    now = read_rounds(session, day=TODAY, as_at=TODAY).rounds.iloc[0]
    assert (now["opens_on"], now["grace_days"]) == (pd.Timestamp(TODAY), 2)

    day_before = TODAY - timedelta(days=1)
    then = read_rounds(session, day=day_before, as_at=day_before).rounds.iloc[0]
    assert then["opens_on"] == pd.Timestamp(FIRST_ROUND)
    assert then["grace_until"] == then["closes_on"] + pd.Timedelta(days=5)
    assert then["meeting_on"] == pd.Timestamp(FIRST_ROUND + timedelta(days=21))
    assert then["state"] == "open"


def test_an_earlier_day_knows_no_reviewer_named_since(session, round_):
    make_round(session, strategy_id=round_.strategy_id)
    theme = session.exec(select(Theme)).first()
    for version, (day, name) in enumerate(((2, "First"), (4, "Second"))):
        seen = {"theme_id": theme.id, "version": version}
        name_reviewer(session, actor=make_actor(), now=on(day), name=name, **seen)
    named = {
        day: read_rounds(session, day=TODAY, as_at=date(2021, 12, day)).reviewers["name"].tolist()
        for day in (1, 2, 3, 4)
    }
    assert named == {1: [], 2: ["First"], 3: ["First"], 4: ["Second"]}


def test_what_is_read_is_what_the_rules_take(session, action, round_):
    other = make_action(session, objective_id=action.objective_id)
    make_update(session, action, round_)
    make_exemption(session, other, round_)
    found = read_rounds(session, day=TODAY)
    owed = pd.DataFrame({"action_id": [action.id, other.id]})
    answers = reporting.answers(owed, found.updates, found.exemptions, round_.id)
    assert answers["answer"].tolist() == ["given", "exempt"]
    statuses = reporting.reported(owed, found.rounds, found.updates, found.exemptions, TODAY)
    assert statuses["status"].tolist()[0] == "green"
    assert statuses["is_stale"].tolist() == [False, False]


def test_the_rules_take_what_is_read_before_anybody_said_anything(session, action, round_):
    found = read_rounds(session, day=TODAY)
    owed = pd.DataFrame({"action_id": [action.id]})
    answers = reporting.answers(owed, found.updates, found.exemptions, round_.id)
    assert answers["answer"].tolist() == ["missing"]
    statuses = reporting.reported(owed, found.rounds, found.updates, found.exemptions, TODAY)
    assert statuses["is_stale"].tolist() == [False]


def test_evidence_is_listed_without_its_content_and_a_file_is_read_alone(session, action, round_):
    update = make_update(session, action, round_)
    link = Evidence(update_id=update.id, name="A page", link="https://example.org")
    file = Evidence(
        update_id=update.id, name="a.txt", media_type="text/plain", size=2, content=b"hi"
    )
    session.add_all([link, file])
    session.flush()
    evidence = read_rounds(session, day=TODAY).evidence
    assert "content" not in evidence.columns
    assert evidence["name"].tolist() == ["A page", "a.txt"]
    assert evidence["size"].tolist() == [0, 2]
    assert evidence_file(session, file.id) == ("a.txt", "text/plain", b"hi")
    assert evidence_file(session, link.id) is None
    assert evidence_file(session, 12345) is None


def test_reviewers_are_listed_by_the_round_they_start_from(session):
    theme = make_theme(session, code="DATA")
    for _ in range(3):
        make_round(session, strategy_id=theme.strategy_id)
    for name, now in (("First", NOW), ("", NOW + timedelta(weeks=8))):
        seen = {"theme_id": theme.id, "version": 0}
        name_reviewer(session, actor=make_actor(), now=now, name=name, **seen)
    reviewers = read_rounds(session, day=TODAY).reviewers
    assert reviewers.to_dict("records") == [
        {"theme": "DATA", "name": "First", "from_round": 2, "version": 1},
        {"theme": "DATA", "name": "", "from_round": 3, "version": 1},
    ]


def test_the_slip_ledger_holds_every_move_and_who_agreed_to_it(session, action):
    milestone = make_milestone(session, action)

    def move(timing, days):
        move_milestone(
            session,
            actor=make_actor(Role.LEAD),
            now=NOW + timedelta(days=days),
            milestone_id=milestone.id,
            version=milestone.version,
            timing=timing,
            reason="The data are late",
        )

    move("by March 2022", days=1)
    first = session.exec(select(DateChange.id)).one()
    agreed_at = NOW + timedelta(days=2)
    agree_date(session, actor=make_actor(Role.SPONSOR), now=agreed_at, date_change_id=first)
    move("to be set", days=3)

    moves = date_changes(session)
    assert moves["to_timing"].tolist() == ["to be set", "by March 2022"]
    assert pd.isna(moves["agreed_by"].tolist()[0])
    assert moves["agreed_by"].tolist()[1] == "Sponsor"
    last = moves.iloc[1]
    assert (last["ref"], last["title"], last["reason"]) == (
        action.ref,
        "Delivered",
        "The data are late",
    )
    assert last["from_due_on"] == pd.Timestamp(2021, 10, 31)
    assert last["to_due_on"] == pd.Timestamp(2022, 3, 31)
    assert pd.isna(moves.iloc[0]["to_due_on"])

    on_first_day = date_changes(session, as_at=TODAY + timedelta(days=1))
    assert on_first_day["to_timing"].tolist() == ["by March 2022"]
    assert on_first_day["agreed_by"].isna().all()
