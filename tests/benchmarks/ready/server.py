"""The product's own pages from ready data: what building their figures costs, and nothing else.

Every loader reads once and then gives the same again, whatever has changed. Every figure is
built anew after a change, whichever part of the records it is made of.
"""

import sys
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.caching.cache_utils import CachedFunc

from dashboard import ahead, failures, server, session
from dashboard.view import Moment, View
from tracker.queries.versions import Version


def make_ready() -> None:
    """Put a ready loader in the place of every loader, wherever it is known by name."""
    modules = [module for name, module in sys.modules.items() if name.startswith("dashboard.")]
    found = {
        id(loader): ready(loader)
        for module in modules
        if module.__name__.startswith("dashboard.loaders.")
        for loader in vars(module).values()
        if isinstance(loader, CachedFunc)
    }
    for module in modules:
        for name, value in list(vars(module).items()):
            if id(value) in found:
                setattr(module, name, found[id(value)])
    session._read_state = all_parts_as_new(session._read_state)
    ahead.catch_up = lambda stop: None  # nothing is to be done beside what is measured


def ready(load: Callable[..., Any]) -> Callable[..., Any]:
    """``load``, which forgets about the version in its first argument."""
    kept: dict[str, Any] = {}

    @wraps(load)
    def give(*given: Any, **named: Any) -> Any:
        key = repr((*map(_of_any_version, given[:1]), given[1:], named))
        if key not in kept:
            kept[key] = load(*given, **named)
        return kept[key]

    return give


def all_parts_as_new(
    read_state: Callable[[], tuple[Version, date]],
) -> Callable[[], tuple[Version, date]]:
    """``read_state``, with every part of the records as new as the newest."""

    def read() -> tuple[Version, date]:
        version, today = read_state()
        return Version(*(version.number for _ in version)), today

    return read


def _of_any_version(first: Any) -> Any:
    if isinstance(first, View):
        return replace(first, moment=replace(first.moment, version=0))
    if isinstance(first, Moment):
        return replace(first, version=0)
    return 0 if isinstance(first, int) else first


@asynccontextmanager
async def lifespan(served: st.App):
    async with server.lifespan(served):
        make_ready()
        yield


app = st.App(
    Path(server.__file__).with_name("app.py"), lifespan=lifespan, on_script_error=failures.tell
)
