"""A forge's API on the loopback interface: it answers what a test tells it to, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One answer. `body`: bytes as they are, anything else as JSON."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class ForgeServer:
    """Path with query → its answers, one after the other; the last of them stays. Anything else is 404."""

    port: int = 0
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, Message]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def answer(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)


@contextmanager
def serve_forge() -> Iterator[ForgeServer]:
    """The server, until the block ends."""
    state = ForgeServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append((self.path, self.headers))
            waiting = state.replies.get(self.path, [Reply({"message": "Not Found"}, 404)])
            reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            content = reply.content()
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with suppress(OSError):  # who asked has heard enough
                self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()


def github_repo(name: str, clone_url: str, **more: Any) -> dict[str, Any]:
    """An entry as docs.github.com shows it, with some of the keys that we do not read."""
    return {
        "id": 1296269,
        "node_id": "MDEwOlJlcG9zaXRvcnkxMjk2MjY5",
        "name": name,
        "full_name": f"data-team/{name}",
        "owner": {"login": "data-team", "id": 1, "site_admin": False},
        "private": False,
        "html_url": f"https://github.example.org/data-team/{name}",
        "description": None,
        "fork": False,
        "clone_url": clone_url,
        "ssh_url": f"git@github.example.org:data-team/{name}.git",
        "default_branch": "main",
        "topics": ["docs"],
        "archived": False,
        "disabled": False,
        "license": None,
        "permissions": {"admin": False, "push": False, "pull": True},
        **more,
    }


def gitlab_project(path: str, url: str, **more: Any) -> dict[str, Any]:
    """An entry as docs.gitlab.com shows it."""
    return {
        "id": 9,
        "description": "",
        "name": path.title(),
        "path": path,
        "path_with_namespace": f"team/data/{path}",
        "default_branch": "main",
        "tag_list": [],
        "topics": [],
        "ssh_url_to_repo": f"git@gitlab.example.org:team/data/{path}.git",
        "http_url_to_repo": url,
        "web_url": url.removesuffix(".git"),
        "archived": False,
        "empty_repo": False,
        "namespace": {"id": 5, "kind": "group", "full_path": "team/data"},
        **more,
    }


def gitea_repo(name: str, clone_url: str, **more: Any) -> dict[str, Any]:
    """An entry as Gitea's swagger file describes it."""
    return {
        "id": 1,
        "owner": {"id": 2, "login": "lab"},
        "name": name,
        "full_name": f"lab/{name}",
        "empty": False,
        "private": False,
        "fork": False,
        "parent": None,
        "clone_url": clone_url,
        "default_branch": "main",
        "archived": False,
        "topics": None,
        **more,
    }
