"""Git never asks a person and never waits without end; what is read never fetches; no repo is too large
(threats 7, 8 and 9)."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import shlex
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import NOW, Built, GitRepo
from sources.loopback_git import GitServer, serve_git

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import PageHistory, Repo
from mkdocs_oss.sources import open_cached, open_worktree, read_files
from mkdocs_oss.sources.files import MAX_FILE_BYTES
from mkdocs_oss.sources.store import Store

MakeRepo = Callable[..., GitRepo]
Build = Callable[..., Built]


@pytest.fixture
def private(tmp_path: Path) -> Iterator[GitServer]:
    """A server that lets in only who has a password, which nobody has."""
    with serve_git(tmp_path, auth="ana:secret") as server:
        yield server


def on_a_terminal(words: list[str], *, cwd: Path, env: dict[str, str], limit: float) -> tuple[int, str]:
    """Runs a program as a person would, with a terminal to ask on: its exit code, and all that it said there."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(cwd)
        os.execve(words[0], words, env)
    said = b""
    began = time.monotonic()
    while time.monotonic() - began < limit and select.select([terminal], [], [], limit)[0]:
        try:
            said += os.read(terminal, 65536)
        except OSError:
            break  # its end
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.decode("utf-8", "replace")


def test_a_private_repo_is_an_error_and_not_a_question(
    make_repo: MakeRepo, private: GitServer, tmp_path: Path
) -> None:
    """Threat 7: even on a terminal, and with helpers that would open a window, a 401 ends at once with what to do."""
    make_repo("lab", {"README.md": "# Lab\n"})
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [oss]\n",
            "repos.yml": f"repos: [{{url: '{private.url('lab/.git')}', name: lab}}]\n",
            "docs/index.md": "# Hub\n",
        },
    )
    sentinel = tmp_path / "asked"
    asks = tmp_path / "askpass.sh"
    asks.write_text(f'#!/bin/sh\necho "$@" >> {shlex.quote(str(sentinel))}\nsleep 60\n')
    asks.chmod(0o755)
    env = {
        **os.environ,
        "DISPLAY": ":9",
        "GIT_ASKPASS": str(asks),
        "SSH_ASKPASS": str(asks),
        "SSH_ASKPASS_REQUIRE": "force",
        "GIT_TERMINAL_PROMPT": "1",
    }
    code, said = on_a_terminal(
        [sys.executable, "-m", "mkdocs_oss.cli", "sync"], cwd=hub.path, env=env, limit=30
    )
    assert code == 1, said
    assert "the server asks for credentials" in said
    assert "credential helper" in said
    assert "Username for" not in said.replace("could not read Username for", "")
    assert "Password for" not in said
    assert "Traceback" not in said
    assert not sentinel.exists()


def test_ssh_asks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threat 7: ssh is started in batch mode, without a terminal and without anything to read."""
    seen = tmp_path / "seen"
    fake = tmp_path / "bin/ssh"
    fake.parent.mkdir()
    fake.write_text(
        f'#!/bin/sh\necho "$@" > {seen}\n(true < /dev/tty) 2>/dev/null && echo terminal >> {seen}\nexit 255\n'
    )
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")
    with pytest.raises(GitError):
        Store(tmp_path / "cache", git=Git(fetch_limit=10), now=lambda: NOW).fetch(
            Repo("lab", url="ssh://git@host.example/lab.git")
        )
    words = seen.read_text()
    assert "-o BatchMode=yes" in words
    assert "ConnectTimeout" in words
    assert "terminal" not in words


@pytest.fixture(params=["says nothing", "trickles"])
def tarpit(request: pytest.FixtureRequest) -> Iterator[int]:
    """A server that takes connections and then says nothing, or one byte now and then, for ever. Its port."""
    server = socket.create_server(("127.0.0.1", 0))
    kept: list[socket.socket] = []
    over = threading.Event()

    def hold(connection: socket.socket) -> None:
        try:
            if request.param == "trickles":
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\n"
                )
                while not over.wait(0.05):
                    connection.sendall(b"X: y\r\n")
        except OSError:
            return  # the other side had enough

    def accept() -> None:
        while True:
            try:
                kept.append(server.accept()[0])
            except OSError:
                return
            threading.Thread(target=hold, args=(kept[-1],), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield server.getsockname()[1]
    over.set()
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    for connection in kept:
        connection.close()


def test_a_tarpit_costs_the_time_limit(tarpit: int, tmp_path: Path) -> None:
    """Threat 7: a server that never comes to an end costs a build the time limit, whatever it sends."""
    began = time.monotonic()
    source = open_cached(
        Repo("lab", url=f"http://127.0.0.1:{tarpit}/lab.git"),
        Store(tmp_path / "cache", git=Git(fetch_limit=0.5), now=lambda: NOW),
        git=Git(),
        commit=None,
    )
    assert source.missing is not None
    assert "took longer than" in source.missing
    assert time.monotonic() - began < 4


def test_a_build_from_the_cache_asks_the_network_nothing(
    make_repo: MakeRepo, build: Build, tmp_path: Path
) -> None:
    """Threat 8: once fetched, a build with every part on (history, owners, guide, API, pictures) makes no request;
    it is the same with the server gone."""
    lab = make_repo(
        "lab",
        {
            "README.md": "# Lab\n\n![p](art/p.png)\n",
            "docs/a.md": "# A\n",
            "art/p.png": b"\x89PNG",
            "src/pk/__init__.py": '"""The package."""\n',
            "CODEOWNERS": "* @data/lab\n",
            "CONTRIBUTING.md": "Run `make`.\n",
            "Makefile": "test:\n\tpytest\n",
            "large.bin": os.urandom(200_000),
        },
    )
    lab.commit({"docs/a.md": "# A\n\nNewer.\n"}, day="2026-02-01", author="Bo <bo@example.org>")
    with serve_git(tmp_path) as server:
        hub = make_repo(
            "hub",
            {
                "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [search, oss]\n",
                "repos.yml": f"repos: [{{url: '{server.url('lab/.git')}', name: lab}}]\n",
                "docs/index.md": "# Hub\n",
            },
        )
        first = build(hub.path / "mkdocs.yml")
        asked = len(server.requests)
        assert asked > 0
        second = build(hub.path / "mkdocs.yml")
        assert len(server.requests) == asked
    third = build(hub.path / "mkdocs.yml")  # nobody listens there any more
    names = ("projects/lab/index.html", "projects/lab/docs/a/index.html", "projects/lab/api/pk/index.html")
    for name in names:
        assert first.read(name) == second.read(name) == third.read(name)
    assert (third.folder / "projects/lab/art/p.png").read_bytes() == b"\x89PNG"


def test_an_object_that_is_not_there_is_not_fetched(make_repo: MakeRepo, tmp_path: Path, git: Git) -> None:
    """Threat 8: while a repo is read, git may use no network: a missing object is missing, with no request made."""
    make_repo("lab", {"a.md": "# A\n", "b.md": "# B\n"})
    with serve_git(tmp_path) as server:
        clone = GitRepo(tmp_path / "clone")
        clone.path.mkdir()
        (tmp_path / "lab/.git/config").open("a").write(
            "[uploadpack]\n\tallowFilter = true\n\tallowAnySHA1InWant = true\n"
        )
        clone.run("clone", "--quiet", "--filter=blob:none", "--no-checkout", server.url("lab/.git"), ".")
        asked = len(server.requests)
        for url in (
            server.url("lab/.git"),
            f"ssh://{server.port}.example/x",
            f"git://127.0.0.1:{server.port}/x",
        ):
            clone.run("config", "remote.origin.url", url)
            with contextlib.suppress(GitError):  # missing, or an error that says so
                assert dict(git.blobs(clone.path / ".git", ["HEAD:a.md", "HEAD:b.md"])) == {}
            with pytest.raises(GitError):
                git.read(clone.path / ".git", "log", "-p", "HEAD")
        assert len(server.requests) == asked


# --- size ---------------------------------------------------------------------------------------------------


def tree_of(repo: GitRepo, lines: list[str]) -> str:
    done = subprocess.run(
        ["git", "mktree", "--missing"],
        cwd=repo.path,
        input="".join(lines).encode(),
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def committed(repo: GitRepo, root: str) -> str:
    commit = repo.run("commit-tree", "-m", "Large", root)
    repo.run("update-ref", "refs/heads/main", commit)
    return commit


def test_a_hundred_thousand_files(make_repo: MakeRepo, tmp_path: Path, git: Git) -> None:
    """Threat 9: a repo of 100,000 files is listed and read like any other."""
    lab = make_repo("lab", {"README.md": "# Lab\n", "docs/a.md": "# A\n"})
    blob = lab.run("rev-parse", "HEAD:README.md")
    docs = lab.run("rev-parse", "HEAD:docs")
    many = tree_of(lab, [f"100644 blob {blob}\tfile-{number:06}.csv\n" for number in range(1000)])
    folders = tree_of(lab, [f"040000 tree {many}\tpart-{number:03}\n" for number in range(100)])
    committed(
        lab,
        tree_of(
            lab,
            [
                f"100644 blob {blob}\tREADME.md\n",
                f"040000 tree {docs}\tdocs\n",
                f"040000 tree {folders}\tdata\n",
            ],
        ),
    )
    with serve_git(tmp_path) as server:
        source = open_cached(
            Repo("lab", url=server.url("lab/.git")),
            Store(tmp_path / "cache", git=git, now=lambda: NOW),
            git=git,
            commit=None,
        )
    assert source.missing is None
    assert len(source.paths) == 100_002
    assert read_files(source, ["docs/a.md"], git=git) == {"docs/a.md": b"# A\n"}
    assert isinstance(read_histories(source, {"docs/a.md"}, git=git).pages["docs/a.md"], PageHistory)


def test_a_tree_that_stands_for_a_billion_files(make_repo: MakeRepo, build: Build, tmp_path: Path) -> None:
    """Threat 9: a few kilobytes of git that unfold to 10^9 files cost a second and a finding; the rest is built."""
    lab = make_repo("lab", {"README.md": "# Lab\n"})
    blob = lab.run("rev-parse", "HEAD:README.md")
    level = tree_of(lab, [f"100644 blob {blob}\t{number}.md\n" for number in range(10)])
    for _ in range(8):
        level = tree_of(lab, [f"040000 tree {level}\tdocs{number}\n" for number in range(10)])
    committed(lab, tree_of(lab, [f"100644 blob {blob}\tREADME.md\n", f"040000 tree {level}\tdocs\n"]))
    make_repo("other", {"README.md": "# Other\n\nIt helps.\n"})
    began = time.monotonic()
    with serve_git(tmp_path) as server:
        hub = make_repo(
            "hub",
            {
                "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [oss]\n",
                "repos.yml": f"repos: [{{url: '{server.url('lab/.git')}', name: lab}}, {{path: ../other}}]\n",
                "docs/index.md": "# Hub\n",
            },
        )
        site = build(hub.path / "mkdocs.yml")
    assert time.monotonic() - began < 10
    assert "It helps." in site.read("projects/other/index.html")
    assert "it has more files than fit into a list of 40 MB" in site.read("projects/lab/index.html")


def test_a_gigabyte_that_is_not_read(make_repo: MakeRepo, build: Build) -> None:
    """Threat 9: a file of 1 GB in a worktree, as a page, a picture and a settings file, is left out, unread."""
    lab = make_repo("lab", {"README.md": "# Lab\n\n![big](big.png)\n", "docs/a.md": "# A\n"})
    for name in ("docs/big.md", "docs/big.bin", "big.png", "CONTRIBUTING.md", "pyproject.toml", "CODEOWNERS"):
        with (lab.path / name).open("wb") as big:
            big.truncate(1_000_000_000)  # sparse: it takes no room on the disk
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [oss]\n",
            "repos.yml": "repos: [{path: ../lab}]\n",
            "docs/index.md": "# Hub\n",
        },
    )
    began = time.monotonic()
    site = build(hub.path / "mkdocs.yml")
    assert time.monotonic() - began < 10
    assert "A" in site.read("projects/lab/docs/a/index.html")
    assert sum(path.stat().st_size for path in site.folder.rglob("*") if path.is_file()) < 20_000_000


def test_a_blob_over_the_limit_is_left_out(make_repo: MakeRepo, tmp_path: Path, git: Git) -> None:
    """Threat 9: a commit's file above the limit is neither a page nor in memory; its neighbours are read."""
    lab = make_repo("lab")
    lab.run("config", "core.compression", "1")
    lab.run("config", "core.bigFileThreshold", "1m")
    lab.write({"a.md": "# A\n"})
    with (lab.path / "big.md").open("wb") as big:
        big.truncate(MAX_FILE_BYTES + 1)
    lab.commit()
    (lab.path / "big.md").unlink()
    with serve_git(tmp_path) as server:
        source = open_cached(
            Repo("lab", url=server.url("lab/.git")),
            Store(tmp_path / "cache", git=git, now=lambda: NOW),
            git=git,
            commit=None,
        )
        assert source.missing is None
        assert read_files(source, ["big.md", "a.md"], git=git) == {"a.md": b"# A\n"}
    assert open_worktree(Repo("lab", path=lab.path), git=git).paths == {"a.md"}
