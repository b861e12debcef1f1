"""Git repos over HTTP on the loopback interface, by git's own http-backend; it counts what it is asked."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from sample import environment


@dataclass
class GitServer:
    """`url` of the folder with the repos; `requests` so far."""

    url: str = ""
    requests: int = 0


@contextmanager
def served(folder: Path) -> Iterator[GitServer]:
    """Serves the repos below `folder`, read only, to this machine alone."""
    state = GitServer()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with lock:
                state.requests += 1
            parts = urlsplit(self.path)
            asked = {
                "GIT_PROJECT_ROOT": str(folder),
                "GIT_HTTP_EXPORT_ALL": "1",
                "PATH_INFO": parts.path,
                "QUERY_STRING": parts.query,
                "REQUEST_METHOD": self.command,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            }
            argv = ["git", "http-backend"]
            with subprocess.Popen(
                argv, env=environment() | asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            ) as backend:
                assert backend.stdin is not None
                assert backend.stdout is not None
                backend.stdin.write(self._body())
                backend.stdin.close()
                head = dict(self._head(backend.stdout))
                self.send_response(int(head.pop("Status", "200").split()[0]))
                for name, value in head.items():
                    self.send_header(name, value)
                self.end_headers()
                shutil.copyfileobj(backend.stdout, self.wfile)

        do_POST = do_GET  # noqa: N815

        def _head(self, stream: Iterator[bytes]) -> Iterator[tuple[str, str]]:
            for line in stream:
                if not line.strip():
                    return
                name, _, value = line.decode().partition(":")
                yield name, value.strip()

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            return body

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


def openable(repo: Path) -> None:
    """Lets clients of a repo fetch in part, as the large forges do."""
    for key in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
        _git(repo, "config", key, "true")


def start_repo(folder: Path) -> None:
    """Makes a folder a repo with one commit of all its files."""
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _git(folder, "add", "--all")
    _git(
        folder, "-c", "user.name=Ana", "-c", "user.email=ana@example.org", "commit", "--quiet", "-m", "Start"
    )


def _git(folder: Path, *args: str) -> None:
    subprocess.run(["git", *args], cwd=folder, env=environment(), check=True)
