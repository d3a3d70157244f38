from datetime import date, timedelta

import pytest
from sqlalchemy import delete, inspect, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from tests import feedback
from tests.factories import (
    BEGINNING,
    make_action,
    make_actor,
    make_group,
    make_milestone,
    make_review,
    make_round,
    make_strategy,
    make_theme,
)
from tests.tracker.trail import latest_entry
from tracker import audit
from tracker.db import transaction
from tracker.evidence import EvidenceFile
from tracker.models import (
    APPEND_ONLY,
    AuditEntry,
    CommentTheme,
    DataVersion,
    DateChange,
    Decision,
    GroupChange,
    Milestone,
    ReleasedTable,
    Setting,
    TermsOfReference,
    Theme,
)
from tracker.permissions import SYSTEM
from tracker.services.actions import change_action_state
from tracker.services.milestones import complete_milestone, move_milestone
from tracker.services.plan_versions import publish_plan
from tracker.services.reviews import agree_date
from tracker.services.updates import answer_flag, exempt_action, give_update
from tracker.vocabulary import ActionState, DecisionKind, GroupState, Role, Status

NOW = BEGINNING + timedelta(days=100)
both_databases = pytest.mark.both_databases


def data_version(engine):
    with transaction(engine, writes=False) as session:
        return session.exec(select(DataVersion.number)).one()


def test_an_entry_says_who_changed_which_field_of_what_and_why(session):
    theme = make_theme(session, name="Data", goal="Know our members")
    theme.name, theme.goal = "Data and evidence", ""
    lead = make_actor(Role.LEAD, name="Survey lead")
    audit.record(session, actor=lead, now=NOW, sentence="Renamed the theme", reason="Clearer")

    entry = latest_entry(session)
    assert (entry.at, entry.actor, entry.role) == (NOW, "Survey lead", Role.LEAD)
    assert (entry.sentence, entry.reason) == ("Renamed the theme", "Clearer")
    record = {"record": "theme", "id": theme.id}
    assert sorted(entry.changes, key=lambda change: change["field"]) == [
        {**record, "field": "goal", "old": "Know our members", "new": ""},
        {**record, "field": "name", "old": "Data", "new": "Data and evidence"},
    ]


@pytest.mark.parametrize("is_read_before", [True, False])
def test_changes_are_kept_as_plain_values(session, is_read_before):
    milestone = make_milestone(session, timing="by October 2021")
    if not is_read_before:
        session.expire_all()
    milestone.due_on = None
    milestone.due_precision = None
    milestone.weight = 2.5
    audit.record(session, actor=SYSTEM, now=NOW, sentence="Changed")

    old_and_new = {c["field"]: (c["old"], c["new"]) for c in latest_entry(session).changes}
    assert old_and_new == {
        "due_on": ("2021-10-31", None),
        "due_precision": ("month", None),
        "weight": (1.0, 2.5),
    }


def test_each_entry_holds_only_what_changed_since_the_one_before(session):
    theme = make_theme(session, name="First")
    for name in ("Second", "Third"):
        theme.name = name
        audit.record(session, actor=SYSTEM, now=NOW, sentence=f"Now {name}")
    [change] = latest_entry(session).changes
    assert (change["old"], change["new"]) == ("Second", "Third")


def test_a_value_put_back_before_it_was_written_is_no_change(session):
    theme = make_theme(session, name="First")
    theme.name = "Second"
    theme.name = "First"
    audit.record(session, actor=SYSTEM, now=NOW, sentence="Nothing")
    assert latest_entry(session).changes == []


def rename(session, theme):
    theme.name = "Changed"


def add(session, theme):
    session.add(Theme(created_at=NOW, strategy_id=theme.strategy_id, code="NEW", name="New"))


def remove(session, theme):
    session.delete(theme)


@pytest.mark.parametrize("change", [rename, add, remove])
def test_a_change_without_an_entry_cannot_be_committed(engine, change):
    with transaction(engine) as session:
        make_theme(session, code="OLD", name="Old")
    before = data_version(engine)

    with (
        pytest.raises(RuntimeError, match="without an audit entry"),
        transaction(engine) as session,
    ):
        change(session, session.exec(select(Theme)).one())

    with transaction(engine, writes=False) as session:
        assert [theme.name for theme in session.exec(select(Theme))] == ["Old"]
    assert data_version(engine) == before


def test_an_entry_of_an_earlier_change_does_not_cover_a_later_one(engine):
    with transaction(engine) as session:
        make_theme(session)
    with (
        pytest.raises(RuntimeError, match="without an audit entry"),
        transaction(engine) as session,
    ):
        theme = session.exec(select(Theme)).one()
        theme.name = "Second"
        audit.record(session, actor=SYSTEM, now=NOW, sentence="Renamed")
        theme.name = "Third"


@both_databases
def test_every_committed_change_raises_the_data_version_and_reading_does_not(engine):
    assert data_version(engine) == 0
    with transaction(engine) as session:
        make_strategy(session)
        make_theme(session)
    assert data_version(engine) == 1

    for writes in (True, False):
        with transaction(engine, writes=writes) as session:
            session.exec(select(Theme)).all()
            session.flush()
    assert data_version(engine) == 1

    with transaction(engine) as session:
        session.add(Setting(name="colour", value="blue"))
    assert data_version(engine) == 2

    with transaction(engine) as session:
        session.execute(update(Setting).values(value="green"))
    assert data_version(engine) == 3

    with transaction(engine) as session:
        session.execute(delete(Setting))
    assert data_version(engine) == 4


def test_what_is_unnoticed_leaves_no_trace_of_itself_and_hides_none_of_the_rest(engine):
    with transaction(engine) as session, audit.unnoticed(session):
        session.add(Setting(name="colour", value="blue"))
    assert data_version(engine) == 0
    for first in (True, False):
        with transaction(engine) as session:
            if first:
                session.add(Setting(name="shape", value="round"))
            with audit.unnoticed(session):
                session.execute(update(Setting).values(value="green"))
            if not first:
                session.add(Setting(name="size", value="small"))
    assert data_version(engine) == 2
    with transaction(engine, writes=False) as session:
        assert len(session.exec(select(Setting)).all()) == 3


def test_what_people_edit_is_never_unnoticed(engine):
    with transaction(engine) as session:
        make_theme(session)
    with (
        pytest.raises(RuntimeError, match="without an audit entry"),
        transaction(engine) as session,
        audit.unnoticed(session),
    ):
        session.exec(select(Theme)).one().name = "Changed"


def fill_ledgers(engine):
    """Leave at least one row in every table that is only added to."""
    with transaction(engine) as session:
        action = make_action(session)
        milestone = make_milestone(session, action)
        by = {"actor": SYSTEM, "now": NOW}
        publish_plan(session, **by)
        move_milestone(
            session,
            **by,
            milestone_id=milestone.id,
            version=milestone.version,
            timing="by 2023",
            reason="Too soon",
        )
        moved = session.exec(select(DateChange)).one()
        agree_date(session, actor=make_actor(Role.SPONSOR), now=NOW, date_change_id=moved.id)
        fill_ledgers_of_a_round(session, action)
        fill_ledgers_of_a_group(session)
        fill_ledgers_of_feedback(session)
        change_action_state(
            session,
            **by,
            action_id=action.id,
            version=action.version,
            state=ActionState.PAUSED,
            reason="No budget",
        )


def fill_ledgers_of_a_round(session, action):
    round_ = make_round(session)
    by = {"actor": SYSTEM, "now": NOW, "action_id": action.id}
    update = give_update(
        session,
        **by,
        status=Status.GREEN,
        likelihood=80,
        what_changed="All well",
        files=[EvidenceFile("notes.txt", b"What was found")],
    )
    make_review(session, update)
    exempt_action(session, **by, reason="Waits for data")
    answer_flag(session, **by, round_id=round_.id, answer="It is done")


def fill_ledgers_of_a_group(session):
    group_id = make_group(session).id
    states = {"from_state": GroupState.PROPOSED, "to_state": GroupState.ACTIVE}
    session.add(GroupChange(group_id=group_id, changed_at=NOW, changed_by="Secretariat", **states))
    terms = {"number": 1, "purpose": "Answer one aim"}
    session.add(
        TermsOfReference(group_id=group_id, agreed_at=NOW, agreed_by="Secretariat", **terms)
    )


def fill_ledgers_of_feedback(session):
    asked = feedback.open_round(session, now=NOW)
    feedback.answer(session, asked, "Ada", now=NOW)
    feedback.close_round(session, asked, now=NOW)
    session.add(ReleasedTable(released_on=NOW.date(), name="Answers"))
    theme = CommentTheme(created_at=NOW, name="Meetings")
    session.add(theme)
    audit.record(session, actor=SYSTEM, now=NOW, sentence="Added the theme Meetings")
    decided = {"kind": DecisionKind.WILL_NOT, "reply": "Too dear", "decided_at": NOW}
    about = {"comment_theme_id": theme.id, "round_id": asked.id}
    session.add(Decision(**about, **decided, decided_by="Data lead"))


def rows_of(engine, table):
    with engine.connect() as connection:
        return connection.execute(text(f"SELECT * FROM {table}")).all()


@both_databases
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_database_refuses_to_change_or_delete_what_is_only_added_to(engine, table):
    fill_ledgers(engine)
    before = rows_of(engine, table)
    column = inspect(engine).get_columns(table)[-1]["name"]

    attacks = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]
    if engine.dialect.name == "postgresql":
        attacks += [f"TRUNCATE {table} CASCADE"]
    else:
        attacks += [f"REPLACE INTO {table} SELECT * FROM {table}"]
    for attack in attacks:
        with pytest.raises(DBAPIError, match="only ever added to"), engine.begin() as connection:
            connection.execute(text(attack))

    assert before
    assert rows_of(engine, table) == before


def test_the_list_of_ledgers_names_every_one_of_them():
    assert set(APPEND_ONLY) >= {
        "action_update",
        "audit_entry",
        "date_agreement",
        "date_change",
        "decision",
        "evidence",
        "exemption",
        "flag_answer",
        "group_change",
        "plan_version",
        "planned_milestone",
        "released_table",
        "review",
        "state_change",
        "tally",
        "terms_of_reference",
    }


def test_even_the_programs_own_session_cannot_change_an_entry(engine):
    fill_ledgers(engine)
    with pytest.raises(DBAPIError, match="only ever added to"), transaction(engine) as session:
        latest_entry(session).sentence = "Nothing happened"
        session.flush()


def test_the_entry_is_written_with_the_change_or_not_at_all(engine):
    with transaction(engine) as session:
        milestone_id = make_milestone(session).id
        before = len(session.exec(select(AuditEntry)).all())
    with pytest.raises(ZeroDivisionError), transaction(engine) as session:
        complete_milestone(
            session,
            actor=SYSTEM,
            now=NOW,
            milestone_id=milestone_id,
            version=1,
            done_on=date(2021, 12, 1),
        )
        raise ZeroDivisionError
    with transaction(engine, writes=False) as session:
        assert len(session.exec(select(AuditEntry)).all()) == before
        assert session.get(Milestone, milestone_id).done_on is None
