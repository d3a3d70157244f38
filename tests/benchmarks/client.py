"""A small client that opens pages over Streamlit's own connection, as a browser does."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

SECONDS_TO_OPEN = 60
SECONDS_TO_RUN = 120
# How many runs a browser keeps an element that no page shows any more; Streamlit's own setting.
RUNS_KEPT = 2


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what its address asks for.

    Attributes:
        name: Its path; "" is the first page.
    """

    name: str
    query: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(slots=True)
class Run:
    """What one run of a page sent.

    Attributes:
        seconds: From the request to the end of the run.
        payload: Bytes of messages.
        wire: Bytes that came over the socket, compressed as was agreed.
        messages: All of them, in order.
        faults: Exceptions shown, pages not found; none when all is well.
    """

    seconds: float = 0.0
    payload: int = 0
    wire: int = 0
    messages: list[ForwardMsg] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class _Counting(ClientConnection):
    """Counts bytes as they come from the socket, before they are inflated."""

    wire = 0

    def data_received(self, data: bytes) -> None:
        self.wire += len(data)
        super().data_received(data)


class Visit:
    """One reader on one page, for as long as the connection is open."""

    def __init__(self, socket: _Counting, url: str, page: Page) -> None:
        self._socket = socket
        self._url = url
        self._page = page
        self._script = ""  # what the server calls the page, once it has said so
        self._runs = 0
        self._kept: dict[str, int] = {}  # hashes of elements, with the run that last showed them

    async def run(self) -> Run:
        """Ask for the page, the first time or again with every widget as it is."""
        run, wire_before = Run(), self._socket.wire
        self._runs += 1
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(SECONDS_TO_RUN):
                await self._socket.send(self._request())
                await self._receive(run)
        except TimeoutError:
            run.faults.append(f"no end within {SECONDS_TO_RUN} seconds")
        except WebSocketException as error:
            run.faults.append(f"the connection broke: {error}")
        run.seconds = time.perf_counter() - begun
        run.wire = self._socket.wire - wire_before
        self._kept = {h: n for h, n in self._kept.items() if self._runs - n < RUNS_KEPT}
        return run

    def _request(self) -> bytes:
        state = ClientState(query_string=urlencode(self._page.query))
        if self._script:
            state.page_script_hash = self._script
        else:
            state.page_name = self._page.name
        state.cached_message_hashes.extend(self._kept)
        context = state.context_info
        context.timezone, context.locale = "Europe/London", "en-GB"
        context.url = f"{self._url}/{self._page.name}"
        return BackMsg(rerun_script=state).SerializeToString()

    async def _receive(self, run: Run) -> None:
        finished = False
        while not finished:
            data = await self._socket.recv(decode=False)
            message = ForwardMsg.FromString(data)
            run.payload += len(data)
            run.messages.append(message)
            self._note(message)
            run.faults += _faults(message)
            finished = message.WhichOneof(
                "type"
            ) == "script_finished" and message.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
            )

    def _note(self, message: ForwardMsg) -> None:
        """Remember what a browser does, so that an unchanged element is not sent again."""
        if message.HasField("navigation"):
            self._script = message.navigation.page_script_hash
        if message.metadata.cacheable:
            self._kept[message.hash] = self._runs
        elif message.ref_hash:
            self._kept[message.ref_hash] = self._runs


@asynccontextmanager
async def visit(url: str, page: Page) -> AsyncIterator[Visit]:
    """Open a connection to the program at ``url``, compressed as browsers agree to.

    Raises:
        OSError, TimeoutError, WebSocketException: The program did not answer.
    """
    connection = connect(
        f"{url.replace('http', 'ws', 1)}/_stcore/stream",
        subprotocols=["streamlit"],
        origin=url,
        max_size=None,
        max_queue=None,
        open_timeout=SECONDS_TO_OPEN,
        close_timeout=2,
        proxy=None,
        create_connection=_Counting,
    )
    async with connection as socket:
        yield Visit(socket, url, page)


async def first_view(url: str, page: Page) -> Run:
    """Open ``page`` as a new reader, and leave."""
    async with visit(url, page) as reader:
        return await reader.run()


def _faults(message: ForwardMsg) -> list[str]:
    kind = message.WhichOneof("type")
    if kind == "delta" and message.delta.new_element.HasField("exception"):
        return [_text(message.delta.new_element.exception)]
    if kind == "delta" and message.delta.new_element.alert.format == Alert.ERROR:
        return [message.delta.new_element.alert.body]
    if kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
        return [_text(message.session_event.script_compilation_exception)]
    if kind == "page_not_found":
        return [f"page not found: {message.page_not_found.page_name}"]
    return []


def _text(exception: Any) -> str:
    return f"{exception.type}: {exception.message}"
