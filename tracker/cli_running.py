"""What every command of the command line is run in: a ready database, and failures in words."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from tracker import settings
from tracker.db import Engine, make_engine, upgrade
from tracker.errors import FaultyFile, TrackerError

# Faults beyond these are counted, not listed: nobody mends more of them in one go.
MOST_FAULTS_SHOWN = 50


@contextmanager
def in_words() -> Iterator[None]:
    """Whatever can go wrong is said in its own words, and ends the command with 1."""
    try:
        yield
    except TrackerError as error:
        typer.echo(str(error), err=True)
        for fault in error.faults[:MOST_FAULTS_SHOWN] if isinstance(error, FaultyFile) else ():
            typer.echo(f"  {fault}", err=True)
        raise typer.Exit(1) from None


def ready_engine() -> Engine:
    """The database that the settings name, with the newest schema."""
    engine = make_engine(settings.load().database_url)
    upgrade(engine)
    return engine
