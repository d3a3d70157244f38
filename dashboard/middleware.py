"""What is done to every request and answer, outside Streamlit's own code.

Plain ASGI classes: they see the connection, never the plan.
"""

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import assets

TITLE = "Inclusion tracker"
DESCRIPTION = "Follows a diversity and inclusion action plan: what is done, late and coming."
# Pages that aren't Streamlit's begin with this, and stay as they are.
OWN_PAGES = "/reminders/off/"
STREAMLIT_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"

# Named one by one: the sources a page may be made of. Streamlit's components write their styles
# into the page, which needs 'unsafe-inline' for styles (not for scripts).
_POLICY = (
    "default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws://{host} wss://{host}; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Addresses hold who is looking and at which day: no other site is told.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def page_shell(html: str) -> bytes:
    """Streamlit's page with our language, title, description, icon, style sheet and script.

    They are there before the first paint, so nothing flashes, and none depends on a script's run.

    Raises:
        ValueError: The page is not the one this was written for.
    """
    head = (
        f'<meta name="description" content="{escape(DESCRIPTION)}">'
        f'<link rel="stylesheet" href="{assets.address("a11y.css")}">'
        f'<script defer src="{assets.address("a11y.js")}"></script></head>'
    )
    replacements = {
        '<html lang="en">': '<html lang="en-GB">',
        "<title>Streamlit</title>": f"<title>{TITLE}</title>",
        'href="./favicon.png"': f'href="{assets.ICON}"',
        "</head>": head,
    }
    for old, new in replacements.items():
        if html.count(old) != 1:
            raise ValueError(f"Streamlit's page holds {old!r} {html.count(old)} times, not once.")
        html = html.replace(old, new)
    return html.encode()


def script_hashes(html: str) -> str:
    """The inline scripts of ``html`` as sources of a Content-Security-Policy."""
    inline = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    digests = (b64encode(sha256(script.encode()).digest()).decode() for script in inline)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


class PageShell:
    """Answers with our page wherever Streamlit would answer with its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.page = page_shell(STREAMLIT_PAGE.read_text())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(OWN_PAGES):
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Exchange(send, self.page, scope["method"]))


class _Exchange:
    """Lets an answer through, or puts ``page`` in its place when it is a page."""

    def __init__(self, send: Send, page: bytes, method: str) -> None:
        self.send = send
        self.page = page
        self.body = b"" if method == "HEAD" else page
        self.replaces = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message = self._start(message)
        elif self.replaces:
            if message.get("more_body"):
                return
            message = {"type": "http.response.body", "body": self.body}
        await self.send(message)

    def _start(self, message: Message) -> Message:
        content_type = Headers(raw=message["headers"]).get("content-type", "")
        self.replaces = message["status"] == 200 and content_type.startswith("text/html")
        if not self.replaces:
            return message
        headers = {
            "content-type": "text/html; charset=utf-8",
            "content-length": str(len(self.page)),
            "cache-control": "no-cache",
        }
        return {**message, "headers": Headers(headers).raw}


class SecurityHeaders:
    """Says to the browser what a page may load, and who may show it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.scripts = script_hashes(page_shell(STREAMLIT_PAGE.read_text()).decode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        policy = _POLICY.format(scripts=self.scripts, host=host)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({**_HEADERS, "Content-Security-Policy": policy})
            await send(message)

        await self.app(scope, receive, send_with_headers)
