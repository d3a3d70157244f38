"""What every loader is made with: the caches, and a session that reads."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard import session
from dashboard.view import KNOWN_BY
from tracker.db import Session, transaction

# Days and versions kept for each function before the least used is forgotten.
ENTRIES = 32
WHOLE_PLANS = 4  # megabytes each
SINGLE_ACTIONS = 512  # kilobytes each

cached = st.cache_data(max_entries=ENTRIES, show_spinner=False, hash_funcs=KNOWN_BY)
# Shared and not copied, which would take longer than most of what is done with it: whoever gets one
# makes new frames of it, and changes nothing in it.
shared = st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs=KNOWN_BY)
cached_single = st.cache_resource(
    max_entries=SINGLE_ACTIONS, show_spinner=False, hash_funcs=KNOWN_BY
)
cached_whole = st.cache_resource(max_entries=WHOLE_PLANS, show_spinner=False, hash_funcs=KNOWN_BY)


@contextmanager
def reading() -> Iterator[Session]:
    """A session that reads, and never waits for anyone who writes."""
    with transaction(session.engine(), writes=False) as db:
        yield db
