"""One request over ASGI, and what is answered: what a browser would get, without a server."""

import asyncio
from typing import NamedTuple
from urllib.parse import quote

from starlette.datastructures import Headers

HOST = "127.0.0.1:8501"


class Answer(NamedTuple):
    status: int
    headers: Headers
    body: bytes

    @property
    def text(self):
        return self.body.decode()


def ask(app, address="/", method="GET", host=HOST):
    """The answer of ``app`` to a request without a body for ``/path?query``."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": query.encode(),
        "headers": [(b"host", host.encode())],
        "scheme": "http",
    }
    asked, told = [{"type": "http.request", "body": b""}], []

    async def receive():
        if not asked:
            await asyncio.Event().wait()  # the asker says nothing more, and stays
        return asked.pop()

    async def send(message):
        told.append(message)

    asyncio.run(app(scope, receive, send))
    start, *bodies = told
    body = b"".join(message.get("body", b"") for message in bodies)
    return Answer(start["status"], Headers(raw=start["headers"]), body)
