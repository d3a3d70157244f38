"""Answers to those who come without signing in, by an address that only they were told."""

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard import session
from tracker import permissions
from tracker.db import transaction
from tracker.permissions import Actor
from tracker.queries import people as people_queries
from tracker.queries import progress, rounds, versions
from tracker.queries.endings import endings
from tracker.services import people
from tracker.transfer import calendar
from tracker.vocabulary import Role

NO_CALENDAR = "There is no such calendar. Ask the secretariat for a new address."
# Nobody between here and the reader keeps a copy, and no search engine lists it.
PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}

_TEMPLATES = Environment(
    loader=PackageLoader("dashboard"), autoescape=True, undefined=StrictUndefined
)


async def calendar_feed(request: Request) -> Response:
    """One person's calendar; 404 once its address is revoked."""
    content = await run_in_threadpool(_calendar_of, request.path_params["token"])
    if content is None:
        return PlainTextResponse(NO_CALENDAR, status_code=404, headers=PRIVATE)
    return Response(content, media_type=calendar.MEDIA_TYPE, headers=PRIVATE)


async def reminders_off(request: Request) -> Response:
    """Asks whether reminders are to be turned off (GET), and turns them off (POST)."""
    work = _turn_off if request.method == "POST" else _is_known
    is_known = await run_in_threadpool(work, request.path_params["token"])
    is_done = is_known and request.method == "POST"
    page = _TEMPLATES.get_template("reminders_off.html").render(is_known=is_known, is_done=is_done)
    return HTMLResponse(page, status_code=200 if is_known else 404, headers=PRIVATE)


ROUTES = [
    Route("/calendar/{token}.ics", calendar_feed),
    Route("/reminders/off/{token}", reminders_off, methods=["GET", "POST"]),
]


def _calendar_of(token: str) -> bytes | None:
    with transaction(session.engine(), writes=False) as db:
        clock = versions.clock(db)
        person = people_queries.of_calendar(db, token, day=clock.today())
        if person is None:
            return None
        return calendar.feed(
            progress.plan_on(db, day=clock.today()),
            rounds.read_rounds(db, day=clock.today()).rounds,
            posts=person.posts,
            ends=[each for each in endings(db, day=clock.today()) if each.person_id == person.id],
            public_url=session.configuration().public_url,
            now=clock.now(),
        )


def _is_known(token: str) -> bool:
    """Whether the token names somebody; it proves that its bearer has read their mail."""
    with transaction(session.engine(), writes=False) as db:
        return people_queries.of_reminder(db, token) is not None


def _turn_off(token: str) -> bool:
    with transaction(session.engine()) as db:
        person_id = people_queries.of_reminder(db, token)
        if person_id is None:
            return False
        people.set_reminders(
            db,
            actor=Actor(permissions.person_called(person_id), Role.MEMBER),
            now=versions.clock(db).now(),
            person_id=person_id,
            wants_reminders=False,
        )
        return True
