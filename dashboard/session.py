"""Who is looking, at which day, and the one engine of this process.

The role and the day live in the address (``?as=...&as_at=...``): Streamlit keeps the two widgets
of ``components/sidebar.py`` and the address in step on every page, so an address can be sent.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache

import streamlit as st

from dashboard.view import Moment, View
from tracker import settings
from tracker.clock import Clock
from tracker.db import Engine, make_engine, transaction
from tracker.permissions import Actor
from tracker.queries import versions
from tracker.queries.versions import Version
from tracker.vocabulary import Role

# Names in the address, and of the widgets that write them there.
AS = "as"
AS_AT = "as_at"

SECONDS_OF_QUIET = 0.25


def engine() -> Engine:
    """The database of this process."""
    return _engine_at(configuration().database_url)


@cache
def _engine_at(url: str) -> Engine:
    return make_engine(url)


def configuration() -> settings.Settings:
    """The settings; cheap enough to be read whenever asked for."""
    return settings.load()


def clock() -> Clock:
    """The clock of this database; a demo's runs with an offset."""
    with transaction(engine(), writes=False) as db:
        return versions.clock(db)


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything drawn in this block shows the same state of the records, asked for once.

    A fragment that runs again by itself is outside of it, and asks anew.
    """
    token, run = _state.set(_asked_for()), object()
    _runs.add(run)
    try:
        yield
    finally:
        _runs.discard(run)
        _state.reset(token)


def is_quiet() -> bool:
    """Whether no page is being drawn, and nobody has asked for anything for a moment.

    A fragment and the callback of a form aren't known as runs: they are short, and counted by when
    they began.
    """
    return not _runs and time.monotonic() - _last.asked_at >= SECONDS_OF_QUIET


def moment() -> Moment:
    """The state of the records that this run shows."""
    version, today = _state.get() or _asked_for()
    return Moment(version, today, as_at())


def present() -> Moment:
    """The state of the records at this moment, asked for outside of a run."""
    return Moment(*_read_state())


# Of the run in progress: how new the data is, and the clock's day.
_state: ContextVar[tuple[Version, date] | None] = ContextVar("state of the records", default=None)
# All runs in progress, an object each.
_runs: set[object] = set()


class _Last:
    """When somebody asked for the state of the records last, by the process's own clock."""

    asked_at = 0.0


_last = _Last()


def _asked_for() -> tuple[Version, date]:
    _last.asked_at = time.monotonic()
    return _read_state()


def _read_state() -> tuple[Version, date]:
    # Past the session: a single question needs no transaction, and every run begins with it.
    with engine().connect() as connection:
        version, clock = versions.version_and_clock(connection)
    return version, clock.today()


def view() -> View:
    """What this run shows, and to whom. Ask once at the top of a page, and pass it on."""
    return View(moment(), current_actor())


def as_at() -> date | None:
    """The earlier day that is shown, or ``None`` for today."""
    return st.session_state.get(AS_AT)


def can_change() -> bool:
    """Whether the day shown is today: the past can be read, never changed."""
    return as_at() is None


def chooses_role() -> bool:
    """Whether readers choose who they are; without sign-in, and only on their own machine."""
    return configuration().demo or configuration().local


def first_role() -> Role:
    """Who one is before choosing: the owner of one's own plan, anyone elsewhere."""
    return Role.SECRETARIAT if configuration().local else Role.MEMBER


def current_actor() -> Actor:
    """Whoever "View as" says."""
    chosen = st.session_state.get(AS) if chooses_role() else None
    return actor_called(chosen or first_role().label)


def in_address(view: View) -> dict[str, str]:
    """The part of an address that says who is looking at which day."""
    parts = {AS: label_of(view.actor)} if chooses_role() else {}
    if view.moment.as_at:
        parts[AS_AT] = view.moment.as_at.isoformat()
    return parts


def label_of(actor: Actor) -> str:
    """``actor`` in "View as": ``"Sponsor"``, ``"Lead: Data lead"``, ``"Sponsor: Chair"``."""
    role = actor.role.label
    holds_a_post = actor.role is Role.LEAD or actor.name != role
    return f"{role}: {actor.name}" if holds_a_post else role


def actor_called(label: str) -> Actor:
    """The actor that a line of "View as" stands for."""
    role, _, post = label.partition(": ")
    return Actor(name=post or role, role=Role(role.lower()))
