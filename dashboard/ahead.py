"""Reading ahead: after a change, what readers look at is read again before one of them asks.

A loader remembers what it had to read for a reader. Once the records have changed and nobody waits
for a page, all of it is asked for again, and whoever opens a page next finds it ready. Nothing
depends on it: what hasn't been read ahead is read when it is asked for.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool

from dashboard import session
from dashboard.view import Moment, View
from tracker.permissions import Actor

log = logging.getLogger(__name__)

# Between two looks whether anything has changed: one question, a third of a millisecond.
SECONDS_BETWEEN_LOOKS = 0.25
SECONDS_AFTER_A_FAILURE = 30.0
# What was last read for a reader longer ago, or before so much else, isn't read ahead any more.
SECONDS_REMEMBERED = 4 * 60 * 60
MOST_REMEMBERED = 512
# Searches and single records are many: those asked last stand for them.
MOST_OF_A_LOADER = 8

_is_reading_ahead: ContextVar[bool] = ContextVar("is reading ahead", default=False)


@dataclass(frozen=True, slots=True)
class _Call:
    """What a loader was asked, of whatever state of the records."""

    load: Callable[..., Any]
    reader: Actor | None
    others: tuple[Hashable, ...]
    named: tuple[tuple[str, Hashable], ...]

    def again(self, now: Moment) -> None:
        seen = View(now, self.reader) if self.reader else now
        self.load(seen, *self.others, **dict(self.named))


class _Memory:
    """What was read for readers, and when; shared by their threads and the one that reads ahead.

    Attributes:
        done: The state of the records that has been read ahead.
    """

    def __init__(self) -> None:
        self.done: Moment | None = None
        self._calls: dict[_Call, float] = {}  # the latest last
        self._lock = Lock()

    def add(self, call: _Call, most: int) -> None:
        """Remember a call, and forget the oldest of its loader beyond ``most``."""
        with self._lock:
            self._calls.pop(call, None)
            self._calls[call] = time.monotonic()
            own = [each for each in self._calls if each.load is call.load]
            for each in [*own[:-most], *[*self._calls][:-MOST_REMEMBERED]]:
                self._calls.pop(each, None)

    def forget(self, call: _Call) -> None:
        with self._lock:
            self._calls.pop(call, None)

    def recent(self) -> list[_Call]:
        """What was needed lately; what wasn't is forgotten."""
        earliest = time.monotonic() - SECONDS_REMEMBERED
        with self._lock:
            self._calls = {call: when for call, when in self._calls.items() if when >= earliest}
            return [*self._calls]


@st.cache_resource(show_spinner=False)
def _memory() -> _Memory:
    return _Memory()


def remember(
    load: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any], *, entries: int
) -> None:
    """Have ``load`` asked the same after each change, because a reader asked it now.

    Only what is asked of today first of all, by a ``Moment`` or a ``View``: the past stays as read.

    Args:
        entries: How many answers it keeps: more aren't worth asking for.
    """
    if _is_reading_ahead.get() or not given or not isinstance(given[0], Moment | View):
        return
    seen, *others = given
    reader, moment = (seen.actor, seen.moment) if isinstance(seen, View) else (None, seen)
    if moment.as_at:
        return
    call = _Call(load, reader, tuple(others), tuple(named.items()))
    with suppress(TypeError):  # of a list: a loader may be asked so, but it isn't remembered
        _memory().add(call, min(entries, MOST_OF_A_LOADER))


def catch_up(stop: Event | None = None) -> None:
    """Ask again for all that was remembered, if the records have changed and nobody waits.

    It ends as soon as a page is asked for, or ``stop`` is set. The next time it goes on: what it
    did is kept.
    """
    memory = _memory()
    calls = memory.recent()
    if not calls or not session.is_quiet():
        return
    now = session.present()
    if now == memory.done:
        return
    token = _is_reading_ahead.set(True)
    try:
        is_done = all(_ask_again(memory, call, now, stop) for call in calls)
    finally:
        _is_reading_ahead.reset(token)
    if is_done:
        memory.done = now


async def keep_up() -> None:
    """Catch up, again and again, until cancelled."""
    stop = Event()
    try:
        while True:
            await asyncio.sleep(await _catch_up_once(stop))
    finally:
        stop.set()  # the thread, which can't be cancelled


async def _catch_up_once(stop: Event) -> float:
    """Returns the seconds to wait afterwards."""
    try:
        await run_in_threadpool(catch_up, stop)
    except Exception:  # such as a database that is away for a while: readers are told by pages
        log.warning("Nothing can be read ahead", exc_info=True)
        return SECONDS_AFTER_A_FAILURE
    return SECONDS_BETWEEN_LOOKS


def _ask_again(memory: _Memory, call: _Call, now: Moment, stop: Event | None) -> bool:
    """Whether it could be asked: nobody waits for a page, and the program goes on."""
    if not session.is_quiet() or (stop and stop.is_set()):
        return False
    try:
        call.again(now)
    except Exception as error:  # such as a record that is gone; whoever asks for it is told
        memory.forget(call)
        log.info("%r isn't read ahead any more: %r", call.load, error)
    return True
