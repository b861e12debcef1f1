"""Secrets that a build needs are in nothing that it makes or says (threat 6).

A dozen canaries lie where people keep credentials. Each build and command runs for real, against a server that
wants them; then every byte of what came out is searched, as it is, in base64, and in compressed files.
"""

from __future__ import annotations

import base64
import gzip
import json
import logging
import os
import shlex
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import NOW, Built, GitRepo
from sources.loopback_git import GitServer, serve_git

from mkdocs_oss.cli import main
from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo
from mkdocs_oss.sources.fetching import Patience
from mkdocs_oss.sources.store import Store
from mkdocs_oss.sources.sync import sync

MakeRepo = Callable[..., GitRepo]
Build = Callable[..., Built]

NAMES = (
    "url-user",
    "url-password",
    "url-token-alone",
    "url-query",
    "url-fragment",
    "netrc",
    "environment",
    "extra-header",
    "askpass",
    "helper",
    "worktree-remote",
    "worktree-branch-url",
    "hub-env",
    "child-env",
    "ssh-user",
    "proxy",
)
CANARIES = {name: f"canary{number:02}-{name}-x7Qz" for number, name in enumerate(NAMES)}


def forms(canary: str) -> Iterator[bytes]:
    """A secret as it is, percent-encoded, and in the base64 of a header, at each of the three offsets."""
    yield canary.encode()
    yield canary.replace("-", "%2D").encode()
    for pad in ("", "x", "xx"):
        yield base64.b64encode((pad + canary).encode())[4:-4]


def unpacked(path: Path) -> bytes:
    """A file's bytes, and what they unpack to where git or gzip has compressed them."""
    content = path.read_bytes()
    if content.startswith(b"\x1f\x8b"):
        return content + gzip.decompress(content)
    if path.parent.parent.name == "objects":
        try:
            return content + zlib.decompress(content)
        except zlib.error:
            return content
    return content


def found_in(*folders: Path) -> list[str]:
    """Where a canary is: file names and contents of everything below."""
    wanted = [(name, form) for name, canary in CANARIES.items() for form in forms(canary)]
    hits = []
    files = 0
    for folder in folders:
        for path in folder.rglob("*"):
            where = str(path.relative_to(folder))
            content = where.encode() + b"\n" + (unpacked(path) if path.is_file() else b"")
            files += path.is_file()
            hits += [f"{name} in {folder.name}/{where}" for name, form in wanted if form in content]
    assert files > 20
    return hits


def found_in_text(text: str) -> list[str]:
    return [name for name, canary in CANARIES.items() for form in forms(canary) if form in text.encode()]


@dataclass
class Team:
    """A handbook over private repos, and where its secrets are."""

    hub: Path
    server: GitServer
    cache: Path

    def run(self, *words: str) -> str:
        """What a command says on both streams, in an environment that has the secrets."""
        done = subprocess.run(
            [sys.executable, "-m", *words], cwd=self.hub, capture_output=True, timeout=60, check=False
        )
        return (done.stdout + done.stderr).decode("utf-8", "replace")


@pytest.fixture
def team(make_repo: MakeRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    secret: Mapping[str, str] = CANARIES
    home = Path(os.environ["HOME"])
    files = {
        "README.md": "# R\n",
        "docs/a.md": "# A\n",
        "mkdocs.yml": "site_name: !ENV GIT_TOKEN\nnav:\n- A: a.md\n- !ENV CHILD_SECRET : a.md\n",
    }
    for name in ("by-url", "by-netrc", "by-helper", "by-header"):
        make_repo(name, files)
    tool = make_repo("worktree", files, remote=f"https://ana:{secret['worktree-remote']}@github.com/o/r.git")
    tool.run(
        "config", "branch.main.pushRemote", f"https://{secret['worktree-branch-url']}@github.com/o/r.git"
    )
    pairs = [
        f"{secret['url-user']}:{secret['url-password']}",
        f"ana:{secret['netrc']}",
        f"bo:{secret['helper']}",
        f"cy:{secret['extra-header']}",
    ]
    with serve_git(tmp_path, auth=pairs) as server:
        netrc_host = server.url("by-netrc/.git").replace("127.0.0.1", "localhost")
        (home / ".netrc").write_text(f"machine localhost login ana password {secret['netrc']}\n")
        (home / ".netrc").chmod(0o600)
        with (home / ".gitconfig").open("a") as config:
            config.write(f'[credential "{server.url("by-helper")}"]\n\tusername = bo\n')
            config.write(
                f'[credential]\n\thelper = "!f() {{ echo username=bo; echo password={secret["helper"]}; }}; f"\n'
            )
            config.write("\tuseHttpPath = true\n")
        askpass = home / "askpass.sh"
        askpass.write_text(f"#!/bin/sh\necho {shlex.quote(secret['askpass'])}\n")
        askpass.chmod(0o755)
        header = base64.b64encode(f"cy:{secret['extra-header']}".encode()).decode()
        env = {
            "GIT_TOKEN": secret["environment"],
            "GITHUB_TOKEN": secret["environment"],
            "GITLAB_TOKEN": secret["environment"],
            "CI_JOB_TOKEN": secret["environment"],
            "CHILD_SECRET": secret["child-env"],
            "HUB_SECRET": secret["hub-env"],
            "GIT_ASKPASS": str(askpass),
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"http.{server.url('by-header')}.extraHeader",
            "GIT_CONFIG_VALUE_0": f"Authorization: Basic {header}",
            "https_proxy": f"http://ana:{secret['proxy']}@127.0.0.1:9",
            "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())),
        }
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        user = f"{secret['url-user']}:{secret['url-password']}"
        urls = {
            "by-url": server.url("by-url/.git", user=user),
            "by-netrc": netrc_host,
            "by-helper": server.url("by-helper/.git"),
            "by-header": server.url("by-header/.git"),
            # these fail, and their messages have URLs in them
            "gone": server.url("gone/.git", user=user),
            "refused": f"http://{user}@127.0.0.1:9/x.git",
            "query": server.url(f"gone-too/.git?access_token={secret['url-query']}&x=1"),
            "fragment": server.url(f"gone-too/.git#{secret['url-fragment']}"),
            "alone": f"http://{secret['url-token-alone']}@127.0.0.1:{server.port}/alone/.git",
            "proxied": f"https://{secret['url-token-alone']}@127.0.0.1:9/x.git",
            "by-ssh": f"ssh://{secret['ssh-user']}@127.0.0.1:9/x.git",
        }
        lines = [f"- {{name: {name}, url: '{url}'}}\n" for name, url in urls.items()]
        hub = make_repo(
            "hub",
            {
                "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [search, oss]\nextra:\n  secret: !ENV HUB_SECRET\n",
                "repos.yml": "repos:\n- {path: ../worktree}\n" + "".join(lines),
                "docs/index.md": "# Hub\n",
            },
            remote=f"https://ana:{secret['worktree-remote']}@github.com/o/hub.git",
        )
        yield Team(hub.path, server, Path(os.environ["MKDOCS_OSS_CACHE"]))


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """All log records down to DEBUG, but for the settings that MkDocs itself lists there, `extra` among them."""
    kept = [record for record in caplog.records if record.name != "mkdocs.config"]
    return "\n".join(f"{record.getMessage()} {record.args} {record.exc_text}" for record in kept)


FETCHED = ("by-url", "by-netrc", "by-helper", "by-header")


def test_canaries_are_used_and_found_nowhere(
    team: Team,
    build: Build,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Threat 6: repos are fetched with each kind of credential and failing ones are told of; no canary is in the
    site, its search index and JSON, the cache, the lock, any log record, or what a command prints."""
    assert len(set(CANARIES.values())) >= 10
    said = {"sync": team.run("mkdocs_oss.cli", "sync")}
    for name in FETCHED:  # the credentials were right, so they were sent
        assert f"{name}: new → " in said["sync"], said["sync"]
    for name in ("gone", "refused", "query", "alone", "proxied", "by-ssh"):
        assert f"{name}: not fetched: " in said["sync"], said["sync"]
    said["build"] = team.run("mkdocs", "build", "--site-dir", str(tmp_path / "site-cli"))
    monkeypatch.chdir(team.hub)
    for words in (["check"], ["check", "--json"], ["facts"], ["fresh"], ["owners", "by-url:docs/a.md"]):
        said[" ".join(words)] = CliRunner().invoke(main, words).output
    with caplog.at_level(logging.DEBUG):
        site = build(team.hub / "mkdocs.yml")
    said["log"] = logged(caplog)
    for place, text in said.items():
        assert len(text) > 20, place
        assert found_in_text(text) == [], (place, text)
    index = json.loads(site.read("search/search_index.json"))
    assert any("projects/by-netrc" in entry["location"] for entry in index["docs"])
    assert found_in(site.folder, tmp_path / "site-cli", team.cache) == []
    lock = (team.hub / "handbook.lock").read_text()
    assert found_in_text(lock) == []
    assert "by-helper" in lock


def test_canaries_of_failing_fetches_are_found_nowhere(
    team: Team, build: Build, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threat 6: with a warm cache and every fetch failing (401, then nobody there), messages have no canary."""
    monkeypatch.chdir(team.hub)

    def said_by(*words: str) -> str:
        return CliRunner().invoke(main, words).output

    assert "by-helper: new" in said_by("sync")
    team.server.auth = ("nobody:else",)
    said = [said_by("sync")]
    assert "by-url: not fetched: " in said[-1]
    assert "asks for credentials" in said[-1]
    team.server.down = True
    said.append(said_by("sync"))
    assert "503" in said[-1]
    said.append(said_by("check", "--json"))
    assert "its last good copy is shown" in said[-1]
    with caplog.at_level(logging.DEBUG):
        site = build(team.hub / "mkdocs.yml")
    said.append(logged(caplog))
    assert found_in_text("\n".join(said)) == []
    assert found_in(site.folder, team.cache) == []


def raw_server(answer: Callable[[bytes], bytes]) -> tuple[ThreadingHTTPServer, list[str]]:
    """A server with an answer of our own, made from the request's Authorization header; what it was asked for."""
    asked: list[str] = []

    class Raw(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            header = self.headers.get("Authorization") or ""
            asked.append(header)
            self.wfile.write(answer(header.encode()))
            self.close_connection = True

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Raw)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server, asked


def failure_of(url: str, tmp_path: Path) -> str:
    store = Store(tmp_path / "cache", git=Git(fetch_limit=10), now=lambda: NOW, patience=Patience(tries=1))
    (result,) = sync([Repo("lab", url=url)], store, {})
    assert result.failure is not None
    return result.failure


def test_a_redirect_takes_no_password_along(tmp_path: Path) -> None:
    """Threat 6: a server that sends us to another one does not make us show that one the password."""
    other, shown = raw_server(
        lambda _: b"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"
    )
    moved = f"http://localhost:{other.server_address[1]}/lab.git"

    def redirect(header: bytes) -> bytes:
        if not header:
            return b"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"
        place = f"{moved}/info/refs?service=git-upload-pack".encode()
        return b"HTTP/1.1 302 Moved\r\nLocation: " + place + b"\r\nContent-Length: 0\r\n\r\n"

    first, seen = raw_server(redirect)
    secret = CANARIES["url-password"]
    said = failure_of(f"http://ana:{secret}@127.0.0.1:{first.server_address[1]}/lab.git", tmp_path)
    for server in (first, other):
        server.shutdown()
        server.server_close()
    assert any(seen)  # the first server was shown it
    assert shown
    assert not any(shown)
    assert found_in_text(said) == []


def test_a_server_cannot_write_on_the_terminal(tmp_path: Path) -> None:
    """What a server says is shown as one line without control characters, and not at any length."""
    words = b"\x1b[2J\x1b]0;owned\x07\r\n::error::owned\r\n\xe2\x80\xa8 end " + b"long " * 5000
    body = words + b"\n"
    for head in (
        b"403 No\r\nContent-Type: text/plain",
        b"200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement",
    ):
        server, _ = raw_server(
            lambda _, head=head: b"HTTP/1.1 " + head + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        said = failure_of(f"http://127.0.0.1:{server.server_address[1]}/lab.git", tmp_path)
        server.shutdown()
        server.server_close()
        assert said.isprintable(), said
        assert len(said) < 500


def test_a_server_that_tells_what_it_was_told(tmp_path: Path) -> None:
    """Threat 6: some servers put the token into their error; it does not come further than that."""
    secret = CANARIES["url-password"]

    def echo(header: bytes) -> bytes:
        if not header:
            return b"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"
        body = b"no such token: " + base64.b64decode(header.split()[1]) + b"\n"
        length = b"Content-Length: %d\r\n\r\n" % len(body)
        return b"HTTP/1.1 403 No\r\nContent-Type: text/plain\r\n" + length + body

    server, seen = raw_server(echo)
    said = failure_of(f"http://ana:{secret}@127.0.0.1:{server.server_address[1]}/lab.git", tmp_path)
    server.shutdown()
    server.server_close()
    assert any(seen)
    assert "no such token" in said
    assert found_in_text(said) == []
