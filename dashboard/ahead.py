"""Reading ahead: after a change, what readers look at is read again before one of them asks.

A loader remembers what it had to read for a reader. Once the records have changed and nobody waits
for a page, all of it is asked for again, and whoever opens a page next finds it ready. Nothing
depends on it: what hasn't been read ahead is read when it is asked for.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass, field
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
MOST_REMEMBERED = 128

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


@dataclass(slots=True)
class _Memory:
    """What was read for readers, the latest last, with when; and what has been read ahead.

    Readers remember while another thread reads ahead: each use of ``calls`` is a single step of
    the dictionary's own, which no other thread can interrupt.
    """

    calls: OrderedDict[_Call, float] = field(default_factory=OrderedDict)
    done: Moment | None = None


@st.cache_resource(show_spinner=False)
def _memory() -> _Memory:
    return _Memory()


def remember(load: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> None:
    """Have ``load`` asked the same after each change, because a reader asked it now.

    Only what is asked of today first of all, by a ``Moment`` or a ``View``: the past stays as read.
    """
    if _is_reading_ahead.get() or not given or not isinstance(given[0], Moment | View):
        return
    seen, *others = given
    reader, moment = (seen.actor, seen.moment) if isinstance(seen, View) else (None, seen)
    if moment.as_at:
        return
    calls = _memory().calls
    call = _Call(load, reader, tuple(others), tuple(named.items()))
    calls[call] = time.monotonic()
    calls.move_to_end(call)
    if len(calls) > MOST_REMEMBERED:
        calls.popitem(last=False)


def catch_up() -> None:
    """Ask again for all that was remembered, if the records have changed and nobody waits.

    It stops as soon as a page is asked for. The next time it goes on: what it did is kept.
    """
    memory = _memory()
    calls = _recent(memory)
    if not calls or session.is_drawing():
        return
    now = session.present()
    if now == memory.done:
        return
    token = _is_reading_ahead.set(True)
    try:
        is_done = all(_ask_again(memory, call, now) for call in calls)
    finally:
        _is_reading_ahead.reset(token)
    if is_done:
        memory.done = now


async def keep_up() -> None:
    """Catch up, again and again, until cancelled."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        try:
            await run_in_threadpool(catch_up)
        except Exception:  # such as a database that is away for a while: readers are told by pages
            log.warning("Nothing can be read ahead", exc_info=True)
            await asyncio.sleep(SECONDS_AFTER_A_FAILURE)


def _recent(memory: _Memory) -> list[_Call]:
    earliest = time.monotonic() - SECONDS_REMEMBERED
    for call, when in memory.calls.copy().items():
        if when < earliest:
            memory.calls.pop(call, None)
    return list(memory.calls)


def _ask_again(memory: _Memory, call: _Call, now: Moment) -> bool:
    """Whether nobody waits for a page, so that it could be asked."""
    if session.is_drawing():
        return False
    try:
        call.again(now)
    except Exception:  # whoever asks for it is told: here it would fail after every change
        memory.calls.pop(call, None)
        log.warning("%s can't be read ahead", call.load, exc_info=True)
    return True
