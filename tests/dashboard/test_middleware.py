from html.parser import HTMLParser

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route

from dashboard import assets
from dashboard.middleware import (
    STREAMLIT_PAGE,
    PageShell,
    SecurityHeaders,
    page_shell,
    script_hashes,
)
from tests.dashboard.asgi import ask

PAGE = page_shell(STREAMLIT_PAGE.read_text()).decode()


async def streamed(_request):
    return StreamingResponse(iter(["<html>", "one", "two"]), media_type="text/html")


async def missing(_request):
    return HTMLResponse("<html>not found", status_code=404)


async def text(_request):
    return PlainTextResponse("as it is")


INNER = Starlette(
    routes=[Route("/", streamed), Route("/missing", missing), Route("/text", text)],
)


class Heads(HTMLParser):
    """Collects the tags of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_the_page_says_its_language_title_and_purpose():
    assert '<html lang="en-GB">' in PAGE
    assert "<title>Inclusion tracker</title>" in PAGE
    descriptions = [a for tag, a in Heads(PAGE).tags if a.get("name") == "description"]
    assert len(descriptions) == 1
    assert "action plan" in descriptions[0]["content"]


def test_style_sheet_and_script_come_before_the_first_paint():
    in_head = Heads(PAGE.partition("</head>")[0]).tags

    assert ("link", {"rel": "stylesheet", "href": assets.address("a11y.css")}) in in_head
    assert ("script", {"defer": None, "src": assets.address("a11y.js")}) in in_head


def test_the_page_asks_nothing_of_other_hosts():
    for _, attributes in Heads(PAGE).tags:
        for name in ("src", "href"):
            assert not attributes.get(name, "").startswith(("http:", "https:", "//"))


def test_another_streamlit_page_is_noticed():
    with pytest.raises(ValueError, match="html lang"):
        page_shell("<html><head></head></html>")


def test_every_page_is_answered_with_ours():
    status, headers, body = ask(PageShell(INNER))

    assert status == 200
    assert body.decode() == PAGE
    assert headers["content-length"] == str(len(body))
    assert headers["cache-control"] == "no-cache"


def test_a_question_about_the_page_gets_no_body():
    _, headers, body = ask(PageShell(INNER), method="HEAD")

    assert body == b""
    assert headers["content-length"] == str(len(PAGE.encode()))


@pytest.mark.parametrize(
    ("path", "status", "content"),
    [("/missing", 404, b"<html>not found"), ("/text", 200, b"as it is")],
)
def test_what_is_no_page_goes_through_untouched(path, status, content):
    answer = ask(PageShell(INNER), path)

    assert (answer[0], answer[2]) == (status, content)


@pytest.mark.parametrize("path", ["/", "/missing", "/text"])
def test_every_answer_says_what_a_page_may_load(path):
    _, headers, _ = ask(SecurityHeaders(INNER), path, host="127.0.0.1:8777")
    sources = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))

    assert sources["default-src"] == "'self'"
    assert sources["script-src"] == f"'self' {script_hashes(PAGE)}"
    assert "unsafe" not in sources["script-src"]
    assert "ws://127.0.0.1:8777" in sources["connect-src"]
    assert sources["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


def test_a_script_inside_the_page_is_known_by_its_hash():
    # The digest of the empty text, as every SHA-256 writes it.
    empty = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

    assert script_hashes('<script src="x"></script><script></script>') == empty
