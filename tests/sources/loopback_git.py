"""A real git server over HTTP on the loopback interface: git's own http-backend behind Python's HTTP server.

With `auth="user:password"` it answers 401 to whoever does not send these, as a forge does for a private repo.
"""

from __future__ import annotations

import base64
import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit


@dataclass
class GitServer:
    """The server's address, and what it was asked for. `down`: it answers 503 to everything.

    `auth`: the `user:password` pairs that it lets in; none: everybody. `filters`: whether it knows partial clones.
    """

    port: int = 0
    requests: list[str] = field(default_factory=list)
    down: bool = False
    auth: tuple[str, ...] = ()
    filters: bool = True

    def url(self, name: str, *, user: str = "") -> str:
        return f"http://{user + '@' if user else ''}127.0.0.1:{self.port}/{name}"


def from_backend(
    folder: Path, request: BaseHTTPRequestHandler, body: bytes, *, filters: bool = True
) -> tuple[int, list[tuple[str, str]], bytes]:
    """What git's own http-backend answers to a request for a repo below `folder`: status, headers, content."""
    parts = urlsplit(request.path)
    env = {
        **os.environ,
        "GIT_PROJECT_ROOT": str(folder),
        "GIT_HTTP_EXPORT_ALL": "1",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "REQUEST_METHOD": request.command,
        "CONTENT_TYPE": request.headers.get("Content-Type", ""),
        "HTTP_CONTENT_ENCODING": request.headers.get("Content-Encoding", ""),
        "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""),
        "GIT_CONFIG_COUNT": "1",  # as the forges do; git's own default is to know no filters
        "GIT_CONFIG_KEY_0": "uploadpack.allowFilter",
        "GIT_CONFIG_VALUE_0": str(filters).lower(),
    }
    done = subprocess.run(["git", "http-backend"], input=body, env=env, capture_output=True, timeout=60)
    head, _, content = done.stdout.partition(b"\r\n\r\n")
    fields = [line.partition(": ") for line in head.decode().split("\r\n") if line]
    status = next((value for name, _, value in fields if name == "Status"), "200 OK")
    return int(status.split()[0]), [(name, value) for name, _, value in fields if name != "Status"], content


def is_let_in(header: str | None, auth: Sequence[str]) -> bool:
    """Whether an Authorization header is one of the `user:password` pairs."""
    known = {f"Basic {base64.b64encode(pair.encode()).decode()}" for pair in auth}
    return not known or header in known


@contextmanager
def serve_git(folder: Path, *, auth: str | Sequence[str] = ()) -> Iterator[GitServer]:
    """Serves the repos below `folder`, read only; with `auth` (`user:password`, one or several) to these alone."""
    state = GitServer(auth=(auth,) if isinstance(auth, str) else tuple(auth))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.requests.append(self.path)
            if state.down:
                self.send_error(503)
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if not is_let_in(self.headers.get("Authorization"), state.auth):
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="git"')
                self.end_headers()
                return
            status, headers, content = from_backend(folder, self, body, filters=state.filters)
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # who asked was killed
                self.wfile.write(content)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
