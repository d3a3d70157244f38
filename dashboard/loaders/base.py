"""What every loader is made with: the caches, and a session that reads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

from dashboard import ahead, session
from dashboard.view import known_by, with_signature
from tracker.areas import Area
from tracker.db import Session, transaction

# Days and versions kept for each function before the least used is forgotten.
ENTRIES = 32
WHOLE_PLANS = 4  # megabytes each
SINGLE_ACTIONS = 512  # kilobytes each

P = ParamSpec("P")
T = TypeVar("T")


def kept(
    *areas: Area, entries: int = ENTRIES, is_read_ahead: bool = True
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Make a loader that reads once, until something changes.

    What it gives is shared and not copied, which would take longer than most of what is done with
    it: whoever gets it makes new frames of it, and changes nothing in it.

    Args:
        areas: The parts of the records that it reads, by itself and by other loaders: it is kept
            while others change. None given: all of them.
        is_read_ahead: Whether what a reader asked stays in memory, so that it can be read again
            after a change (``ahead``).
    """
    cached = st.cache_resource(max_entries=entries, show_spinner=False, hash_funcs=known_by(*areas))

    def keep(read: Callable[P, T]) -> Callable[P, T]:
        @wraps(read)
        def read_for_reader(*given: P.args, **named: P.kwargs) -> T:
            if is_read_ahead:
                ahead.remember(load, given, named, entries=entries)
            return read(*given, **named)

        load: Callable[P, T] = cached(with_signature(read_for_reader))
        return load

    return keep


cached = kept()


@contextmanager
def reading() -> Iterator[Session]:
    """A session that reads, and never waits for anyone who writes."""
    with transaction(session.engine(), writes=False) as db:
        yield db
