"""``tracker ...``: serving, migrating, importing and exporting from the command line."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tracker import serving, settings, wording
from tracker.cli_running import in_words, ready_engine
from tracker.clock import Clock, day_of
from tracker.db import Engine, Session, transaction, trial, wipe
from tracker.demo import large, story
from tracker.permissions import SYSTEM
from tracker.queries import feedback as feedback_queries
from tracker.queries import plan as plan_queries
from tracker.queries import versions
from tracker.reminders import compose, sending
from tracker.services import directory_import, feedback_closing, plan_import
from tracker.services.reply_releases import release_replies
from tracker.transfer import (
    directory_export,
    directory_file,
    directory_reader,
    plan_export,
    plan_file,
    plan_reader,
    spreadsheets,
)

app = typer.Typer(
    help="Follows a diversity and inclusion action plan.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)


@app.command()
def serve() -> None:
    """Serve the dashboard, at the address and in the way that TRACKER_... variables say."""
    with in_words():
        chosen = settings.load()
        settings.check_serving(chosen)
        engine = ready_engine()
        serving.prepare(engine, demo=chosen.demo)
        engine.dispose()
    serving.run(chosen)


@app.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest schema."""
    with in_words():
        ready_engine()
    typer.echo("The database has the newest schema.")


@app.command()
def demo(
    actions: Annotated[
        int, typer.Option(help="Make a large invented plan of this many actions instead.", min=0)
    ] = 0,
    history: Annotated[
        int, typer.Option(help="How many history entries the large plan has.", min=0)
    ] = 100_000,
) -> None:
    """Fill an empty database with the demo: the published plan and an invented year."""
    with in_words(), transaction(ready_engine()) as session:
        now = Clock().now()
        if actions:
            story.refuse_a_second_plan(session)
            large.fill(session, actions=actions, history=history, now=now)
        else:
            story.make_demo(session, now=now)
    typer.echo("The demo is ready.")


File = Annotated[Path, typer.Argument(help="A CSV, XLSX or ODS file.", exists=True)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]


@app.command("import")
def import_file(
    file: File,
    dry_run: DryRun = False,
    reason: Annotated[str, typer.Option(help="Why deadlines move, if any do.")] = "",
    strategy: Annotated[str, typer.Option(help="What to call a first strategy.")] = "",
) -> None:
    """Import a plan: all or nothing, creating and updating by reference."""
    with in_words(), _importing(dry_run) as (session, told):
        plan = plan_reader.read_plan(
            file.name,
            file.read_bytes(),
            known_actions=frozenset(plan_queries.read_plan(session).actions["ref"]),
            progress=lambda share: told(share / 2),
        )
        report = plan_import.import_plan(
            session,
            actor=SYSTEM,
            now=versions.clock(session).now(),
            plan=plan,
            source=file.name,
            reason=None if dry_run else reason,
            strategy_title=strategy,
            progress=lambda share: told((1 + share) / 2),
        )
    _tell(report, dry_run)
    if dry_run and report.moves:
        moved = wording.count(report.moves, "deadline moves", "deadlines move")
        typer.echo(f"{moved}: import it with --reason.")


@app.command("import-directory")
def import_directory_file(file: File, dry_run: DryRun = False) -> None:
    """Import organisations, people, posts and their holders: all or nothing."""
    with in_words(), _importing(dry_run) as (session, told):
        report = directory_import.import_directory(
            session,
            actor=SYSTEM,
            now=versions.clock(session).now(),
            directory=directory_reader.read_directory(
                file.name, file.read_bytes(), progress=lambda share: told(share / 2)
            ),
            source=file.name,
            progress=lambda share: told((1 + share) / 2),
        )
    _tell(report, dry_run)


@contextmanager
def _importing(dry_run: bool) -> Iterator[tuple[Session, Callable[[float], None]]]:
    """A session whose changes are kept unless it is a dry run, and what draws the share done."""
    engine = ready_engine()
    with (
        trial(engine) if dry_run else transaction(engine) as session,
        typer.progressbar(length=100, label="Reading", file=sys.stderr) as bar,
    ):
        yield session, lambda share: bar.update(round(share * 100) - bar.pos)


def _tell(report: plan_import.ImportReport, dry_run: bool) -> None:
    for line in report.lines:
        if dry_run and line.kind is not plan_import.ImportKind.LEFT_ALONE:
            typer.echo(f"{line.kind.label}: {line.what}. {line.detail}".rstrip(". ") + ".")
    typer.echo(("Nothing was changed. It would be: " if dry_run else "") + report.sentence + ".")


@app.command("close-feedback")
def close_feedback() -> None:
    """Close rounds whose last day has passed, delete old words, count replies; run it daily."""
    with in_words():
        engine = ready_engine()
        with transaction(engine) as session:
            now = versions.clock(session).now()
            past = feedback_queries.to_close(session, day_of(now))
            for id_, version in past.items():
                feedback_closing.close_round(
                    session, actor=SYSTEM, now=now, round_id=id_, version=version
                )
            deleted = feedback_closing.forget_words(session, actor=SYSTEM, now=now)
            counted = release_replies(session, actor=SYSTEM, now=now)
        wipe(engine)
    rounds, texts = wording.count(len(past), "round"), wording.count(deleted, "text")
    quarters = wording.count(counted, "quarter")
    typer.echo(f"{rounds} closed, {texts} deleted, replies of {quarters} counted.")


@app.command()
def remind(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show the mails that would be sent.")
    ] = False,
) -> None:
    """Send everyone who has something due in the open round one mail; run it daily."""
    with in_words():
        chosen = settings.load()
        if dry_run:
            settings.check_public_url(chosen)
            _show_reminders(chosen)
        else:
            settings.check_mailing(chosen)
            _send_reminders(chosen)


def _show_reminders(chosen: settings.Settings) -> None:
    engine = ready_engine()
    mails = sending.previews(
        engine,
        now=_now(engine),
        public_url=chosen.public_url,
        sender=chosen.smtp_from or "tracker@example.org",
    )
    for mail in mails:
        typer.echo(f"To: {mail['To']}\nSubject: {mail['Subject']}\n\n{compose.text_of(mail)}")
    typer.echo(f"Nothing was sent. It would be {wording.count(len(mails), 'reminder')}.")


def _send_reminders(chosen: settings.Settings) -> None:
    engine = ready_engine()
    server = sending.MailServer(
        chosen.smtp_host,
        chosen.smtp_port,
        user=chosen.smtp_user,
        password=chosen.smtp_password.get_secret_value(),
        starttls=chosen.smtp_starttls,
    )
    sent = failed = 0
    for due, problem in sending.send_all(
        engine,
        now=_now(engine),
        public_url=chosen.public_url,
        sender=chosen.smtp_from,
        server=server,
    ):
        sent, failed = sent + (not problem), failed + bool(problem)
        if problem:
            to = f"{due.person.email} ({wording.listing(due.posts)})"
            typer.echo(f"Not sent to {to}: {problem}", err=True)
    for address in sending.unconfirmed(engine, now=_now(engine)):
        typer.echo(
            f"Not known whether the reminder to {address} arrived: a run was cut short. It "
            "is not sent again in this round.",
            err=True,
        )
    typer.echo(f"{wording.count(sent, 'reminder')} sent.")
    if failed:
        raise typer.Exit(1)


def _now(engine: Engine) -> datetime:
    with transaction(engine, writes=False) as session:
        return versions.clock(session).now()


ToFile = Annotated[Path, typer.Argument(help="Where to write: a name ending in .csv or .xlsx.")]


@app.command()
def export(file: ToFile) -> None:
    """Write the plan as a file that an import would leave as it is."""
    with in_words(), transaction(ready_engine(), writes=False) as session:
        plan = plan_export.plan_file_of(plan_queries.read_plan(session))
    columns, rows = plan_file.plan_rows(plan)
    _write(file, columns, rows, title="Plan")


@app.command("export-directory")
def export_directory(file: ToFile) -> None:
    """Write the directory, names and addresses with it, as a file that can be imported."""
    with in_words(), transaction(ready_engine(), writes=False) as session:
        today = versions.clock(session).today()
        directory = directory_export.directory_of(session, day=today)
    rows = directory_file.directory_rows(directory)
    _write(file, directory_file.COLUMNS, rows, title="Directory")


def _write(file: Path, columns: Sequence[str], rows: Sequence[list[str]], *, title: str) -> None:
    if file.suffix.lower() == ".xlsx":
        file.write_bytes(spreadsheets.to_xlsx(columns, rows, title=title))
    elif file.suffix.lower() == ".csv":
        file.write_bytes(spreadsheets.to_csv(columns, rows))
    else:
        typer.echo(f"{file.name} is neither a .csv nor an .xlsx file.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{wording.count(len(rows), 'row')} written to {file}.")


if __name__ == "__main__":
    app()
