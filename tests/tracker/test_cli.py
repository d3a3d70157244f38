from datetime import timedelta

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from tests import feedback
from tests.factories import make_action, make_person, make_round
from tracker import cli
from tracker.clock import Clock
from tracker.db import make_engine, transaction
from tracker.queries.feedback import read_rounds
from tracker.queries.plan import read_plan
from tracker.transfer.example import PLAN
from tracker.vocabulary import FeedbackState

HEADINGS = "theme_code,theme,objective,action,title,timing\n"


@pytest.fixture
def run(database):
    """Runs a command over the test's database; gives its exit code and what it said."""

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli.app, [str(word) for word in words])
        return result.exit_code, result.output

    return run


def recorded(database):
    engine = make_engine(database)
    with transaction(engine, writes=False) as session:
        plan = read_plan(session)
    engine.dispose()
    return plan


NO_REPLIES = "replies of 0 quarters counted.\n"


def test_a_dry_run_says_what_an_import_would_do_and_does_nothing(run, database):
    code, said = run("import", PLAN, "--dry-run")

    assert code == 0
    assert "Added: Action DATA-A5. The contacts give baseline data" in said
    assert "Nothing was changed. It would be: 25 added, 0 changed, 0 left alone." in said
    assert recorded(database).strategy is None


def test_an_import_is_taken_and_exported_as_it_was(run, database, tmp_path):
    assert run("import", PLAN, "--strategy", "Ours")[0] == 0
    assert recorded(database).strategy.title == "Ours"

    for name in ("out.csv", "out.xlsx"):
        assert run("export", tmp_path / name)[0] == 0
        assert "0 added, 0 changed, 25 left alone" in run("import", tmp_path / name)[1]


def test_every_fault_is_told_and_nothing_is_taken(run, database, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text(HEADINGS + "DATA,Data,DATA-O1,DATA-A1,x,by 31 June 2022\n,,,A2,y,soon\n")

    code, said = run("import", file)

    assert code == 1
    assert "3 things are wrong in this file. Nothing was imported." in said
    assert 'Row 2, column timing "by 31 June 2022": 31 June 2022 is not a day' in said
    assert 'Row 3, column action "A2"' in said
    assert recorded(database).strategy is None


def test_moved_deadlines_ask_for_a_reason(run, database, tmp_path):
    file = tmp_path / "plan.csv"
    file.write_text(HEADINGS + "DATA,Data,DATA-O1,DATA-A1,Analyse,by October 2021\n")
    run("import", file)
    file.write_text(file.read_text().replace("October", "December"))

    assert "1 deadline moves: import it with --reason." in run("import", file, "--dry-run")[1]
    code, said = run("import", file)
    assert code == 1
    assert "This file moves 1 deadline. Say why" in said
    assert run("import", file, "--reason", "The survey opened late")[0] == 0


def test_serving_without_a_mode_is_refused_in_words(run, monkeypatch):
    monkeypatch.delenv("TRACKER_LOCAL", raising=False)
    monkeypatch.delenv("TRACKER_DEMO", raising=False)

    code, said = run("serve")

    assert code == 1
    assert "Set TRACKER_DEMO=1" in said


def test_a_demo_is_made_once(run):
    assert run("demo") == (0, "The demo is ready.\n")
    code, said = run("demo")
    assert code == 1
    assert "holds a plan already" in said


def test_an_export_names_the_kinds_it_can_write(run, tmp_path):
    code, said = run("export", tmp_path / "plan.pdf")
    assert code == 1
    assert "neither a .csv nor an .xlsx" in said


@pytest.fixture
def lead_owes_an_update(database):
    """Ada has an update due in a round that is open today."""
    today = Clock().today()
    engine = make_engine(database)
    with transaction(engine) as session:
        action = make_action(session, ref="DATA-A1")
        make_round(session, strategy_id=action.strategy_id, opens_on=today)
        make_person(session, name="Ada Example", email="ada@example.org")
    engine.dispose()


def test_a_dry_run_of_reminders_shows_the_mails_and_sends_none(run, lead_owes_an_update):
    code, said = run("remind", "--dry-run")

    assert code == 0
    assert "To: Ada Example <ada@example.org>\nSubject: 1 action needs you by " in said
    assert "- Give an update, or say that there is nothing to report." in said
    assert said.endswith("Nothing was sent. It would be 1 reminder.\n")


def test_reminders_are_not_sent_before_it_is_said_how(run, lead_owes_an_update, monkeypatch):
    code, said = run("remind")
    assert (code, said) == (
        1,
        "TRACKER_SMTP_HOST is not set: name the server that takes mail.\n",
    )

    monkeypatch.setenv("TRACKER_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("TRACKER_SMTP_PORT", "1")
    monkeypatch.setenv("TRACKER_SMTP_FROM", "tracker@example.org")
    code, said = run("remind")
    assert code == 1
    assert "The mail server 127.0.0.1:1 can't be used" in said


DIRECTORY = (
    "organisation_code,organisation,name,email,post,post_kind,from\n"
    "HSE,Health,Ada Example,ada@example.org,HR contact,hr_contact,2 May 2021\n"
)


def test_a_directory_is_tried_imported_and_exported_as_it_was(run, tmp_path):
    file = tmp_path / "directory.csv"
    file.write_text(DIRECTORY)

    code, said = run("import-directory", file, "--dry-run")
    assert code == 0
    assert "Added: Person Ada Example. ada@example.org." in said
    assert "Nothing was changed. It would be: 4 added, 0 changed, 0 left alone." in said

    assert run("import-directory", file)[1].endswith("4 added, 0 changed, 0 left alone.\n")
    for name in ("out.csv", "out.xlsx"):
        assert run("export-directory", tmp_path / name)[0] == 0
        said = run("import-directory", tmp_path / name)[1]
        assert "0 added, 0 changed, 4 left alone." in said


def test_every_fault_of_a_directory_is_told_and_nothing_is_taken(run, tmp_path):
    file = tmp_path / "directory.csv"
    file.write_text(DIRECTORY.replace("ada@example.org", "ada").replace("2 May", "32 May"))

    code, said = run("import-directory", file)
    assert code == 1
    assert "2 things are wrong in this file. Nothing was imported." in said
    assert 'Row 2, column email "ada": This is not an e-mail address.' in said
    file.write_text(DIRECTORY)
    assert "4 added" in run("import-directory", file, "--dry-run")[1]


def test_rounds_of_questions_are_closed_when_their_last_day_has_passed(run, database):
    engine, now = make_engine(database), Clock().now()
    with transaction(engine) as session:
        over = feedback.open_round(session, now=now - timedelta(days=feedback.DAYS_OPEN + 1))
        feedback.open_round(session, now=now)
    assert run("close-feedback") == (
        0,
        "1 round closed, 0 texts deleted, replies of 0 quarters counted.\n",
    )
    assert run("close-feedback") == (
        0,
        "0 rounds closed, 0 texts deleted, replies of 0 quarters counted.\n",
    )
    with transaction(engine, writes=False) as session:
        states = {each.id: each.state for each in read_rounds(session)}
    engine.dispose()
    assert states.pop(over.id) is FeedbackState.CLOSED
    assert set(states.values()) == {FeedbackState.OPEN}


def test_texts_are_deleted_once_they_are_older_than_is_set(run, database, monkeypatch):
    engine, now = make_engine(database), Clock().now()
    monkeypatch.setenv("TRACKER_FEEDBACK_WORDS_MONTHS", "3")
    with transaction(engine) as session:
        for days in (60, 100):
            then = now - timedelta(days=days)
            asked = feedback.open_round(session, now=then)
            feedback.answer(session, asked, "Ada", now=then, text=f"Said {days} days ago")
            feedback.close_round(session, asked, now=then, others=10)
    assert run("close-feedback") == (
        0,
        "0 rounds closed, 1 text deleted, replies of 0 quarters counted.\n",
    )
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT words FROM answer WHERE words != ''")).scalars()
        assert kept.all() == ["Said 60 days ago"]
    engine.dispose()


def test_a_round_sealed_with_another_secret_stays_open_and_says_why(run, database, monkeypatch):
    engine, now = make_engine(database), Clock().now()
    with transaction(engine) as session:
        feedback.open_round(session, now=now - timedelta(days=feedback.DAYS_OPEN + 1))
    engine.dispose()
    monkeypatch.setenv("TRACKER_FEEDBACK_SECRET", "x" * 32)
    code, said = run("close-feedback")
    assert code == 1
    assert "another TRACKER_FEEDBACK_SECRET" in said
    monkeypatch.delenv("TRACKER_FEEDBACK_SECRET")
    assert run("close-feedback")[1].startswith("1 round closed")
