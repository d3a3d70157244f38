"""The server: ``streamlit run dashboard/server.py``. The app, its extra routes, its start."""

import asyncio
import gc
import importlib
import pkgutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dashboard import ahead, assets, charts, components, evidence_files, failures, routes, session
from dashboard.middleware import PageShell, SecurityHeaders
from tracker import db, settings
from tracker.errors import SettingsError


def own_names() -> list[str]:
    """The hosts under which browsers reach us: this machine's own, and the public one."""
    return [*settings.LOOPBACK, "[::1]", session.configuration().public_host]


async def health(_request: Request) -> JSONResponse:
    """Whether the database answers."""
    try:
        await run_in_threadpool(session.clock)
    except Exception:  # whatever it is, the answer is that it does not answer
        failures.log.exception("The database does not answer")
        return JSONResponse({"database": "does not answer"}, status_code=503)
    return JSONResponse({"database": "answers"})


# New objects between two looks for garbage; Python's own 700 are few beside a plan's rows.
GARBAGE_THRESHOLD = 50_000


def _load_pages() -> None:
    """Import what pages are drawn with, so that the first reader doesn't wait for it."""
    for package in (charts, components):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Bring the database to the newest schema; leave the modules just loaded out of collections."""
    db.upgrade(session.engine())
    _load_pages()
    # What is there by now stays: it is not looked through again when garbage is collected. Nor is
    # garbage looked for all the time while a plan's rows are read, which are no garbage.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)
    reading = asyncio.create_task(ahead.keep_up())
    try:
        yield
    finally:
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading


try:
    settings.check_serving(session.configuration())
except SettingsError as error:
    sys.exit(str(error))

app = st.App(
    Path(__file__).with_name("app.py"),
    lifespan=lifespan,
    on_script_error=failures.tell,
    routes=[
        Route("/health", health),
        Route(evidence_files.PATH, evidence_files.answer),
        *routes.ROUTES,
        Mount("/kit", StaticFiles(directory=assets.FOLDER)),
    ],
    middleware=[
        # A page of another site whose name points to this machine gets no answer (DNS rebinding).
        Middleware(TrustedHostMiddleware, allowed_hosts=own_names(), www_redirect=False),
        Middleware(SecurityHeaders),
        Middleware(PageShell),
    ],
)
