"""The floor: pages that draw as many of the same elements as the product's, and do nothing else.

What the product's pages sent on a first view is drawn here inside a cached function, so Streamlit
replays it: no database, no figures, no rules. Served with the product's own settings.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    gc.collect()
    gc.freeze()
    yield


app = st.App(Path(__file__).with_name("app.py"), lifespan=lifespan)
