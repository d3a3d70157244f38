"""The product's own pages from ready data: what building their figures costs, and nothing else.

Every loader reads once and then gives the same again, whatever has changed. What is drawn is
still remembered by the version of the records, so after a change it is all built anew.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.caching.cache_utils import CachedFunc

from dashboard import failures, loaders, server
from dashboard.view import Moment


def ready(load: Callable[..., Any]) -> Callable[..., Any]:
    """``load``, which forgets about the version in its first argument."""
    kept: dict[tuple[Any, ...], Any] = {}

    @wraps(load)
    def give(first: Moment | int, *rest: Any) -> Any:
        key = (first.as_at if isinstance(first, Moment) else None, *rest)
        if key not in kept:
            kept[key] = load(first, *rest)
        return kept[key]

    return give


for name, loader in list(vars(loaders).items()):
    if isinstance(loader, CachedFunc):
        setattr(loaders, name, ready(loader))

app = st.App(
    Path(server.__file__).with_name("app.py"),
    lifespan=server.lifespan,
    on_script_error=failures.tell,
)
