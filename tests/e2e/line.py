"""A line between the browser and the program that can be cut, and mended."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class Line:
    """Passes on what comes to ``port`` on this machine to the program at another one."""

    def __init__(self, to: int) -> None:
        self.to = to
        self._is_cut = False
        self._ends: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()

    def cut(self) -> None:
        """Break every connection, and let none come about."""
        self._is_cut = True
        self._break()

    def mend(self) -> None:
        """Let connections come about again."""
        self._is_cut = False

    def close(self) -> None:
        """Cut it for good."""
        self._break()
        self._listener.close()

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                self._join(near)

    def _join(self, near: socket.socket) -> None:
        if self._is_cut:
            near.close()
            return
        try:
            far = socket.create_connection(("127.0.0.1", self.to))
        except OSError:
            near.close()
            return
        self._ends += [near, far]
        for ends in ((near, far), (far, near)):
            threading.Thread(target=_pass_on, args=ends, daemon=True).start()

    def _break(self) -> None:
        for end in self._ends:
            _shut(end)
        self._ends.clear()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    _shut(source)
    _shut(target)


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A line to the program at ``port``, as long as the block lasts."""
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
