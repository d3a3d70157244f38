"""Drawing that Streamlit remembers and repeats.

What a replayed function draws is kept as the finished messages, and sent again while its
arguments stay the same: fifteen to twenty times faster than building the charts anew. So:

- everything that decides what is drawn is an argument, the ``Moment`` first of all;
- no widget inside (buttons, fields): a widget belongs to one reader;
- defined in a module, not in a page: a page's own functions are made anew at every run.
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from dashboard.view import known_by, with_signature
from tracker.areas import Area

# Moments, days and filters kept for each function before the least used is forgotten.
ENTRIES = 32

P = ParamSpec("P")
T = TypeVar("T")


def replayed_of(*areas: Area) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """As ``replayed``, for what is drawn from these parts of the records alone."""
    return _replayed(areas, max_entries=ENTRIES)


def replayed_alone(*areas: Area) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """As ``replayed_of``, for what isn't to stay in memory, such as addresses.

    Only the last is kept, for its one reader, and forgotten when they close the page.
    """
    return _replayed(areas, max_entries=1, scope="session")


def _replayed(areas: tuple[Area, ...], **how: Any) -> Callable[[Callable[P, T]], Callable[P, T]]:
    cached = st.cache_data(show_spinner=False, hash_funcs=known_by(*areas), **how)

    def replay(draw: Callable[P, T]) -> Callable[P, T]:
        return cached(with_signature(draw))

    return replay


replayed = replayed_of()
