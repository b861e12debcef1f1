"""What is fetched: history whole, contents as a build reads them, in few requests, and read without a network."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import NOW, GitRepo
from loopback_git import GitServer, serve_git

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import PageHistory, Repo, Source
from mkdocs_oss.sources import open_cached, read_files
from mkdocs_oss.sources.partial import Reads
from mkdocs_oss.sources.store import Store

MakeRepo = Callable[..., GitRepo]
PNG = b"\x89PNG" + bytes(range(256))
FILES = {
    "README.md": "# Lab\n\n![logo](art/logo.png) <img src='art/wide%20one.png'>\n",
    "docs/a.md": '# A\n\n--8<-- "parts/shared.txt"\n',
    "docs/img/a.png": PNG,
    "art/logo.png": PNG + b"logo",
    "art/wide one.png": PNG + b"wide",
    "art/unused.png": PNG + b"unused",
    "parts/shared.txt": 'Shared. --8<-- "inner.txt"\n',
    "parts/inner.txt": "Inner.\n",
    "pkg/__init__.py": "",
    "pkg/code.py": "x = 1\n",
    "data/table.csv": "1,2\n",
    "CODEOWNERS": "* @ana\n",
    "notes/deep/plan.md": "# Plan\n",
}
READ = set(FILES) - {"art/unused.png", "data/table.csv", "pkg/__init__.py", "pkg/code.py"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    with serve_git(tmp_path) as state:
        yield state


def store(tmp_path: Path, git: Git, reads: Reads | None = None) -> Store:
    return Store(tmp_path / "cache", git=git, now=lambda: NOW, reads=reads)


def opened(
    repo: Repo, tmp_path: Path, git: Git, commit: str | None = None, reads: Reads | None = None
) -> Source:
    return open_cached(repo, store(tmp_path, git, reads), git=git, commit=commit)


def here(source: Source) -> set[str]:
    """The paths of a source whose content is in the cache, as git without any remote sees them."""
    return set(read_files(source, source.paths, git=Git()))


def test_only_what_a_build_reads_is_fetched(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """All files are listed; contents are there of pages, docs folders, and what pages show or include."""
    make_repo("lab", FILES)
    source = opened(Repo("lab", url=server.url("lab/.git")), tmp_path, git)
    assert source.paths == set(FILES)
    assert here(source) == READ


def test_requests_of_a_first_fetch(make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer) -> None:
    """History takes three requests and contents two; where nothing moved, a sync takes two."""
    made = make_repo("lab", {"README.md": "# Lab", **{f"docs/{n}.md": f"# {n}" for n in range(60)}})
    repo = Repo("lab", url=server.url("lab/.git"))
    opened(repo, tmp_path, git)
    assert len(server.requests) == 5
    store(tmp_path, git).fetch(repo)
    assert len(server.requests) == 7
    made.commit({"docs/1.md": "# New", "docs/2.md": "# New too"})
    store(tmp_path, git).fetch(repo)
    assert len(server.requests) == 7 + 2 + 2 + 2


def test_history_without_contents(make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer) -> None:
    """Every commit is there, moves are followed, and of older contents nothing came along."""
    made = make_repo("lab", {"docs/old.md": "first"}, day="2026-01-01")
    made.commit({"docs/old.md": "second", "big.bin": os.urandom(300_000)}, day="2026-01-02")
    made.run("mv", "docs/old.md", "docs/new.md")
    made.commit({"big.bin": None}, day="2026-01-03")
    source = opened(Repo("lab", url=server.url("lab/.git")), tmp_path, git)
    server.down = True
    history = read_histories(source, {"docs/new.md"}, git=git).pages["docs/new.md"]
    assert isinstance(history, PageHistory)
    assert f"{getattr(history.created, 'time', None):%Y-%m-%d}" == "2026-01-01"
    assert isinstance(source.git_dir, Path)
    assert sum(file.stat().st_size for file in source.git_dir.rglob("*.pack")) < 5_000
    assert git.read_text(source.git_dir, "rev-list", "--count", "--all") == "3"


def test_reading_never_uses_the_network(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """A content that is not there is missing, at once and without a request; so it is for any git at all."""
    make_repo("lab", FILES)
    source = opened(Repo("lab", url=server.url("lab/.git")), tmp_path, git)
    count = len(server.requests)
    assert read_files(source, ["data/table.csv", "CODEOWNERS"], git=git) == {"CODEOWNERS": b"* @ana\n"}
    assert isinstance(source.git_dir, Path)
    asked = ["git", f"--git-dir={source.git_dir}", "cat-file", "-p", f"{source.commit}:data/table.csv"]
    assert subprocess.run(asked, capture_output=True).returncode != 0
    assert len(server.requests) == count
    assert "remote" not in (source.git_dir / "config").read_text()


def test_only_the_branch_that_is_needed(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """A published site on gh-pages, and other branches and tags, do not come along."""
    made = make_repo("lab", {"README.md": "# Lab"})
    made.run("checkout", "--quiet", "--orphan", "gh-pages")
    site = made.commit({"index.html": "<p>"})
    made.run("tag", "site")
    made.run("checkout", "--quiet", "main")
    source = opened(Repo("lab", url=server.url("lab/.git")), tmp_path, git)
    assert isinstance(source.git_dir, Path)
    with pytest.raises(GitError):
        git.read(source.git_dir, "cat-file", "-e", site)


def test_two_refs_of_one_remote(make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer) -> None:
    """They share a store, also where the name of one is a folder of the other."""
    made = make_repo("lab", {"a.md": "1"})
    made.run("branch", "side")
    url = server.url("lab/.git")
    first = opened(Repo("one", url=url, ref="side"), tmp_path, git)
    made.run("branch", "-m", "side", "old")
    made.run("checkout", "--quiet", "-b", "side/deeper")
    deeper = made.commit({"a.md": "2"})
    second = opened(Repo("two", url=url, ref="side/deeper"), tmp_path, git)
    assert (second.git_dir, second.commit) == (first.git_dir, deeper)
    assert opened(Repo("one", url=url, ref="side"), tmp_path, git).commit == first.commit


def test_a_locked_commit_that_is_on_no_branch(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """It is fetched by its id into a cache that never had it; one that is gone is told."""
    made = make_repo("lab", {"a.md": "1"})
    locked = made.commit({"a.md": "locked"})
    made.run("reset", "--quiet", "--hard", "HEAD~1")
    repo = Repo("lab", url=server.url("lab/.git"))
    source = opened(repo, tmp_path, git, commit=locked)
    assert read_files(source, ["a.md"], git=git) == {"a.md": b"locked"}
    gone = opened(repo, tmp_path, git, commit="1" * 40)
    assert gone.missing == "the remote no longer has commit 1111111111 of handbook.lock"


def test_a_server_without_filters(make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer) -> None:
    """It sends everything, and nothing is asked for twice."""
    make_repo("lab", FILES)
    server.filters = False
    source = opened(Repo("lab", url=server.url("lab/.git")), tmp_path, git)
    assert here(source) == set(FILES)
    assert len(server.requests) == 3


@contextmanager
def plain_files(folder: Path) -> Iterator[int]:
    """A web server that knows no git: the port."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as web:
        thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield web.server_address[1]
        web.shutdown()


def test_a_web_server_that_knows_no_git(make_repo: MakeRepo, tmp_path: Path, git: Git) -> None:
    """A repository as plain files (`git update-server-info`) is fetched, and fetched anew."""
    made = make_repo("lab", {"a.md": "1"})
    made.run("update-server-info")
    with plain_files(tmp_path) as port:
        repo = Repo("lab", url=f"http://127.0.0.1:{port}/lab/.git")
        source = opened(repo, tmp_path, git)
        assert read_files(source, ["a.md"], git=git) == {"a.md": b"1"}
        second = made.commit({"a.md": "2"})
        made.run("update-server-info")
        assert store(tmp_path, git).fetch(repo).commit == second
        assert read_files(opened(repo, tmp_path, git), ["a.md"], git=git) == {"a.md": b"2"}


def test_more_is_wanted_later(make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer) -> None:
    """A handbook that turns the API reference on gets the sources; the commit it shows stays."""
    made = make_repo("lab", FILES)
    repo = Repo("lab", url=server.url("lab/.git"))
    first = opened(repo, tmp_path, git)
    made.commit({"README.md": "# Newer"})
    reads = Reads(lambda repo: "api auto", lambda repo, paths: ["pkg/code.py", "pkg/__init__.py", "gone.py"])
    count = len(server.requests)
    second = opened(repo, tmp_path, git, reads=reads)
    assert second.commit == first.commit
    assert here(second) == READ | {"pkg/code.py", "pkg/__init__.py"}
    assert len(server.requests) == count + 2
    assert opened(repo, tmp_path, git) == second


def test_more_is_wanted_while_the_remote_is_away(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """What there is is shown, with a note; no outage makes a repo less than it was."""
    make_repo("lab", FILES)
    repo = Repo("lab", url=server.url("lab/.git"))
    first = opened(repo, tmp_path, git)
    server.down = True
    source = opened(repo, tmp_path, git, reads=Reads(lambda repo: "api auto", lambda repo, paths: paths))
    assert (source.missing, source.commit) == (None, first.commit)
    assert source.outage is not None


def test_docs_folders_of_settings(make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer) -> None:
    """Everything below a docs folder comes along, wherever settings put it."""
    files = {
        "mkdocs.yml": "docs_dir: manual\n",
        "manual/a.md": "# A",
        "manual/style.css": "p {}",
        "sub/mkdocs.yml": "site_name: Sub\n",
        "sub/docs/table.csv": "1",
        "given/data.json": "{}",
        "else/data.json": "[]",
    }
    make_repo("lab", files)
    source = opened(Repo("lab", url=server.url("lab/.git"), docs="given"), tmp_path, git)
    assert here(source) == set(files) - {"else/data.json"}


def test_a_server_with_a_password(make_repo: MakeRepo, tmp_path: Path, git: Git) -> None:
    """The URL's name and password are used, percent-encoded or not, and are in no file and no argument of git."""
    make_repo("lab", {"a.md": "1"})
    seen = tmp_path / "argv"
    ssl = tmp_path / "bin"
    ssl.mkdir()
    real = subprocess.run(["git", "--exec-path"], capture_output=True, text=True).stdout.strip()
    (ssl / "git").write_text(f'#!/bin/sh\nps -eo args >> {seen}\nexec {real}/git "$@"\n')
    (ssl / "git").chmod(0o755)
    with serve_git(tmp_path, auth="ana:canary/pass word") as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{ssl}:{os.environ['PATH']}")
        repo = Repo("lab", url=server.url("lab/.git", user="ana:canary%2Fpass%20word"))
        source = opened(repo, tmp_path, git)
        assert read_files(source, ["a.md"], git=git) == {"a.md": b"1"}
        assert "lab/.git" in seen.read_text()
    for file in [seen, *(path for path in (tmp_path / "cache").rglob("*") if path.is_file())]:
        assert b"canary" not in file.read_bytes(), file


def test_the_environment_of_a_hook_redirects_no_fetch(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What git sets for a hook, or a user for all their repos, has no part in a store."""
    make_repo("lab", FILES)
    other = make_repo("other", {"b.md": "b"})
    before = other.run("for-each-ref"), (other.path / ".git/config").read_bytes()
    for key, value in {
        "clone.defaultRemoteName": "x",
        "remote.origin.fetch": "+refs/*:refs/all/*",
        "fetch.prune": "true",
    }.items():
        subprocess.run(["git", "config", "--global", key, value], check=True)
    with monkeypatch.context() as hook:
        for name, value in {"GIT_DIR": ".git", "GIT_WORK_TREE": "", "GIT_INDEX_FILE": ".git/index"}.items():
            hook.setenv(name, str(other.path / value))
        source = opened(Repo("lab", url=server.url("lab/.git")), tmp_path, git)
        assert here(source) == READ
        store(tmp_path, git).fetch(Repo("lab", url=server.url("lab/.git")))
    assert (other.run("for-each-ref"), (other.path / ".git/config").read_bytes()) == before
    assert isinstance(source.git_dir, Path)
    assert git.read_text(source.git_dir, "for-each-ref", "--format=%(refname)") == f"refs/oss/{source.commit}"


def test_what_users_configure_for_a_server(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mirror by `insteadOf`, and settings that a pipeline puts into the environment, count as they do for git."""
    make_repo("lab", {"a.md": "1"})
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.{server.url('')}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "https://git.example.org/team/")
    source = opened(Repo("lab", url="https://git.example.org/team/lab/.git"), tmp_path, git)
    assert read_files(source, ["a.md"], git=git) == {"a.md": b"1"}
    assert source.remote == "https://git.example.org/team/lab/.git"


def test_contents_that_are_too_large_together(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages come along without the pictures and downloads that would fill the disk."""
    monkeypatch.setattr("mkdocs_oss.sources.partial.MAX_READ_BYTES", 20_000)
    make_repo("lab", {"docs/a.md": "# A", "docs/huge.bin": os.urandom(30_000_000), "README.md": "# Lab"})
    source = opened(Repo("lab", url=server.url("lab/.git")), tmp_path, git)
    assert here(source) == {"docs/a.md", "README.md"}
    assert isinstance(source.git_dir, Path)
    assert sum(file.stat().st_size for file in source.git_dir.rglob("*") if file.is_file()) < 100_000


@pytest.mark.parametrize(("one", "other", "same"), [
    ("https://git.example.org/a/x.git", "https://ana:token@git.example.org/a/x.git", True),
    ("https://git.example.org/a/x.git", "https://git.example.org/a/x.git?token=1", True),
    ("https://git.example.org/a/x.git", "https://git.example.org/b/x.git", False),
    ("ssh://ana@git.example.org/~/x", "ssh://bo@git.example.org/~/x", False),
    ("ssh://ana:one@git.example.org/x", "ssh://ana:two@git.example.org/x", True),
    ("git@git.example.org:a/x", "git@git.example.org:a/x/", True),
])  # fmt: skip
def test_which_urls_share_a_store(tmp_path: Path, git: Git, one: str, other: str, same: bool) -> None:
    """Credentials make no difference; whose home folder it is over ssh does. No store's name tells a secret."""
    names = [store(tmp_path, git).git_dir(url).name for url in (one, other)]
    assert (names[0] == names[1]) is same
    assert not any(word in name for name in names for word in ("token", "ana", "two"))
