"""A git server that misbehaves: every way in which a fetch can fail on the wire, one after the other.

`serve_faults(folder)` serves the repos below a folder like `loopback_git`, until its `fault` is set to a name of
FAULTS; set to "" again, it is well. It listens on one port all the while, so that a repo's URL stays the same.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

from sources.loopback_git import from_backend

Part = Literal["all", "pack"]
HTML = b"<!DOCTYPE html>\n<html><head><title>Log in</title></head>\n<body>Please log in</body></html>\n"
_GARBAGE = bytes(range(256)) * 40


@dataclass
class Exchange:
    """One request, and what a healthy server would answer."""

    server: FaultServer
    request: BaseHTTPRequestHandler
    status: int
    headers: list[tuple[str, str]]
    content: bytes

    def send(
        self, content: bytes | None = None, *, promise: int | None = None, status: int | None = None
    ) -> None:
        """Answers; `promise`: the Content-Length, where that is a lie."""
        body = self.content if content is None else content
        self.request.send_response(status or self.status)
        for name, value in self.headers:
            if name.lower() != "content-length":
                self.request.send_header(name, value)
        self.request.send_header("Content-Length", str(len(body) if promise is None else promise))
        self.request.end_headers()
        self.request.wfile.write(body)
        self.request.wfile.flush()

    def close(self, *, reset: bool = False) -> None:
        """Hangs up, by a reset where that is wanted."""
        connection = self.request.connection
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        connection.close()
        self.request.close_connection = True

    def wait(self) -> None:
        """Says nothing more, until the server is well again or ends."""
        self.server.well.wait(60)
        self.close(reset=True)


def _answer(status: int, **headers: str) -> Callable[[Exchange], None]:
    def run(exchange: Exchange) -> None:
        exchange.headers = [(name.replace("_", "-"), value) for name, value in headers.items()]
        exchange.send(b"no\n", status=status)

    return run


def _redirect(where: str) -> Callable[[Exchange], None]:
    def run(exchange: Exchange) -> None:
        path = exchange.request.path
        exchange.headers = [("Location", where.format(path=path, port=exchange.server.port))]
        exchange.send(b"", status=302)

    return run


def _half_then_silence(exchange: Exchange) -> None:
    exchange.send(exchange.content[: len(exchange.content) // 2], promise=len(exchange.content))
    exchange.wait()


def _byte_by_byte(exchange: Exchange) -> None:
    exchange.send(b"", promise=len(exchange.content))
    with contextlib.suppress(OSError):
        for place in range(len(exchange.content)):
            if exchange.server.well.wait(0.05):
                break
            exchange.request.wfile.write(exchange.content[place : place + 1])
            exchange.request.wfile.flush()
    exchange.close()


def _page_of_html(exchange: Exchange) -> None:
    exchange.headers = [("Content-Type", "text/html; charset=utf-8")]
    exchange.send(HTML, status=200)


def _line_of_html(exchange: Exchange) -> None:
    """To git it looks like a repo without branches."""
    exchange.headers = [("Content-Type", "text/html; charset=utf-8")]
    exchange.send(HTML.replace(b"\n", b""), status=200)


def _garbage(exchange: Exchange) -> None:
    exchange.send(_GARBAGE)


def _nothing(exchange: Exchange) -> None:
    exchange.send(b"")


def _hang_up(exchange: Exchange) -> None:
    exchange.close()


def _reset(exchange: Exchange) -> None:
    exchange.close(reset=True)


def _cut_short(exchange: Exchange) -> None:
    """Half of it, as if that were all."""
    exchange.send(exchange.content[: len(exchange.content) // 2])


def _vanish(exchange: Exchange) -> None:
    """Half of it, and then the server is gone."""
    exchange.send(exchange.content[: len(exchange.content) // 2], promise=len(exchange.content))
    exchange.server.stop_listening()
    exchange.close(reset=True)


def _flip(exchange: Exchange) -> None:
    """The pack with one byte changed in its middle."""
    at = exchange.content.find(b"PACK")
    place = (at + len(exchange.content)) // 2
    exchange.send(
        exchange.content[:place] + bytes([exchange.content[place] ^ 0xFF]) + exchange.content[place + 1 :]
    )


def _no_such_object(exchange: Exchange) -> None:
    said = b"ERR upload-pack: not our ref 0000000000000000000000000000000000000001"
    exchange.send(b"%04x%s" % (len(said) + 4, said))


def _talk(exchange: Exchange) -> None:
    """Progress without end, in the channel that git passes on to people."""
    line = b"\x02" + b"counting for ever " * 50 + b"\n"
    packet = b"%04x%s" % (len(line) + 4, line)
    before, begins, _ = exchange.content.partition(b"packfile\n")
    exchange.send(before + begins, promise=1 << 40 if begins else None)
    with contextlib.suppress(OSError):
        while begins and not exchange.server.well.is_set():
            exchange.request.wfile.write(packet * 20)
            time.sleep(0.001)  # so that a slow machine is not drowned
    exchange.close()


@dataclass(frozen=True)
class Fault:
    """What goes wrong, at which request, and a word that the message about it must have.

    `passes`: it is one that a second try may mend. `listens`: somebody listens at the port at all.
    """

    run: Callable[[Exchange], None]
    says: str
    part: Part = "all"
    passes: bool = False
    listens: bool = True


FAULTS: dict[str, Fault] = {
    "connection refused": Fault(_hang_up, "connect", passes=True, listens=False),
    "connection reset": Fault(_reset, "unable to access", passes=True),
    "hangs up without an answer": Fault(_hang_up, "Empty reply", passes=True),
    "takes the connection and says nothing": Fault(Exchange.wait, "took longer than"),
    "one byte now and then": Fault(_byte_by_byte, "took longer than"),
    "silent in the middle of a pack": Fault(_half_then_silence, "took longer than", part="pack"),
    "401 unauthorised": Fault(_answer(401, WWW_Authenticate='Basic realm="git"'), "asks for credentials"),
    "403 forbidden": Fault(_answer(403), "403"),
    "404 not found": Fault(_answer(404), "not found"),
    "410 gone": Fault(_answer(410), "410"),
    "429 too many requests": Fault(_answer(429, Retry_After="1"), "429"),
    "500 internal error": Fault(_answer(500), "500", passes=True),
    "502 bad gateway": Fault(_answer(502), "502", passes=True),
    "503 unavailable": Fault(_answer(503), "503", passes=True),
    "500 instead of a pack": Fault(_answer(500), "500", part="pack", passes=True),
    "redirect to a file": Fault(_redirect("file:///etc/passwd?{path}"), "file"),
    "redirect without end": Fault(_redirect("http://127.0.0.1:{port}{path}"), "redirect"),
    "a log-in page": Fault(_page_of_html, "log-in page"),
    "a log-in page of one line": Fault(_line_of_html, "the remote"),
    "a log-in page instead of a pack": Fault(_page_of_html, "log-in page", part="pack"),
    "garbage": Fault(_garbage, "not git's"),
    "garbage instead of a pack": Fault(_garbage, "not git's", part="pack"),
    "an empty answer": Fault(_nothing, "hung up"),
    "an empty answer instead of a pack": Fault(_nothing, "not git's", part="pack"),
    "an answer cut short": Fault(_cut_short, "not git's"),
    "a pack cut short": Fault(_cut_short, "not git's", part="pack"),
    "a pack with a wrong byte": Fault(_flip, "data", part="pack"),
    "vanishes in the middle of a pack": Fault(_vanish, "", part="pack", passes=True),
    "does not have what it lists": Fault(_no_such_object, "not our ref", part="pack"),
    "talks without end": Fault(_talk, "of messages", part="pack"),
}


@dataclass
class FaultServer:
    """The server's address and fault, and what it was asked for."""

    folder: Path
    port: int = 0
    requests: list[str] = field(default_factory=list)
    well: threading.Event = field(default_factory=threading.Event)
    _fault: str = ""
    _held: socket.socket | None = None
    _server: ThreadingHTTPServer | None = None

    def url(self, name: str, *, user: str = "") -> str:
        return f"http://{user + '@' if user else ''}127.0.0.1:{self.port}/{name}"

    @property
    def fault(self) -> str:
        return self._fault

    @fault.setter
    def fault(self, name: str) -> None:
        self._fault = name
        if name:
            self.well.clear()
            if not FAULTS[name].listens:
                self.stop_listening()
        else:
            self.well.set()
            self.listen()

    def listen(self) -> None:
        """Listens, on the port that the server had before."""
        if self._server is not None:
            return
        self._server = _Server(("127.0.0.1", self.port), _handler(self))
        self.port = self._server.server_address[1]
        if self._held is None:
            self._held = socket.socket()  # bound and deaf: nobody else gets the port while we do not listen
            self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            self._held.bind(("127.0.0.1", self.port))
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()

    def stop_listening(self) -> None:
        """From now on connections are refused."""
        if self._server is not None:
            server, self._server = self._server, None
            server.shutdown()
            server.server_close()

    def close(self) -> None:
        self.well.set()
        self.stop_listening()
        if self._held is not None:
            self._held.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    allow_reuse_port = True
    block_on_close = False


def _handler(server: FaultServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.requests.append(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            plain = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
            part: Part = "pack" if b"command=fetch" in plain or b"0032want " in plain else "all"
            status, headers, content = from_backend(server.folder, self, body)
            exchange = Exchange(server, self, status, headers, content)
            fault = FAULTS.get(server.fault)
            if fault is not None and fault.part in ("all", part):
                with contextlib.suppress(OSError):  # the other side had enough of us
                    fault.run(exchange)
            else:
                with contextlib.suppress(OSError):
                    exchange.send()

        do_POST = do_GET  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Silent."""

    return Handler


@contextlib.contextmanager
def serve_faults(folder: Path) -> Iterator[FaultServer]:
    """Serves the repos below `folder`, read only, as badly as it is told to."""
    server = FaultServer(folder)
    server.listen()
    yield server
    server.close()
