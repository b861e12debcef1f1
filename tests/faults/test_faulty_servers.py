"""Each fault of a server, with a cold and a warm cache: a good site or one clear line, and nothing to clean up.

The repo `lab` stands at the server, its sibling `well` elsewhere. In each test the fault is there for one sync and
one look, and then it is lifted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import NOW, GitRepo
from sources.fault_server import FAULTS, FaultServer, serve_faults

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import Outage, PageHistory, Repo, Source
from mkdocs_oss.sources import open_cached, read_files
from mkdocs_oss.sources.fetching import Patience
from mkdocs_oss.sources.store import Store
from mkdocs_oss.sources.sync import sync

MakeRepo = Callable[..., GitRepo]
LIMIT = 0.6
"""What a fetch may take, in seconds, where it would never end."""


def limit_of(fault: str) -> float:
    """A short limit where the limit is what ends it; a long one where a machine with much to do may need it."""
    return LIMIT if FAULTS[fault].says == "took longer than" else 30


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FaultServer]:
    with serve_faults(tmp_path) as state:
        yield state


class Cache:
    """The cache as builds and syncs meet it, with a clock that goes on and a patience that does not sleep."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git = Git()
        self.now = NOW
        self.slept: list[float] = []

    def store(self, *, tries: int = 1, limit: float = 30) -> Store:
        patience = Patience(tries=tries, sleep=self.slept.append, chance=lambda: 0.5)
        return Store(self.folder, git=Git(fetch_limit=limit), now=lambda: self.now, patience=patience)

    def synced(self, repo: Repo, *, tries: int = 1, limit: float = 30) -> str | None:
        """A sync of one repo: None, or why it could not be fetched."""
        (result,) = sync([repo], self.store(tries=tries, limit=limit), {})
        return result.failure

    def opened(self, repo: Repo, *, limit: float = 30) -> Source:
        """The repo as a build opens it."""
        return open_cached(repo, self.store(limit=limit), git=self.git, commit=None)

    def left(self) -> set[str]:
        """What stands in the cache besides stores and their locks."""
        names = {path.name for path in (self.folder / "repos").iterdir()}
        return {name for name in names if not name.endswith((".git", ".git.lock"))}


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture
def lab(make_repo: MakeRepo) -> GitRepo:
    files: dict[str, str | bytes] = {
        f"docs/{number}.md": f"# {number}\n\n{number * 7919}\n" for number in range(30)
    }
    return make_repo("lab", {"README.md": "# Lab\n", "docs/a.md": "# A\n\nOlder.\n", **files})


def assert_clear(reason: str | None, *, says: str) -> None:
    """One short line that names the fault, with no traceback and no advice that is git's own."""
    assert reason is not None
    assert len(reason.splitlines()) == 1
    assert len(reason) < 400, reason
    assert says.lower() in reason.lower(), reason
    assert "Traceback" not in reason
    assert "no message" not in reason, reason


def assert_whole(source: Source, git: Git, *, text: bytes) -> None:
    """All that a build reads of it is there."""
    assert source.missing is None
    assert source.outage is None
    assert read_files(source, ["docs/a.md"], git=git)["docs/a.md"] == b"# A\n\n" + text + b"\n"
    assert len(read_files(source, source.paths, git=git)) == 32
    assert isinstance(read_histories(source, {"docs/a.md"}, git=git).pages["docs/a.md"], PageHistory)


LOOKS_EMPTY = "a log-in page of one line"


def test_a_page_that_looks_like_an_empty_repo(server: FaultServer, cache: Cache, lab: GitRepo) -> None:
    """With nothing in the cache it is told as git sees it, a repo without commits; the next sync brings it."""
    repo = Repo("lab", url=server.url("lab/.git"))
    server.fault = LOOKS_EMPTY
    assert cache.synced(repo) == "the remote has no commits yet"
    assert cache.opened(repo).paths == frozenset()
    server.fault = ""
    assert cache.synced(repo) is None
    assert_whole(cache.opened(repo), cache.git, text=b"Older.")


@pytest.mark.parametrize("fault", [name for name in FAULTS if name != LOOKS_EMPTY])
def test_a_fault_with_a_cold_cache(fault: str, server: FaultServer, cache: Cache, lab: GitRepo) -> None:
    """The repo is not there, for one clear reason; when the fault is gone, the next sync brings it whole, and so does
    the next build that is not at once."""
    repo = Repo("lab", url=server.url("lab/.git"))
    server.fault = fault
    assert_clear(cache.synced(repo, limit=limit_of(fault)), says=FAULTS[fault].says)
    source = cache.opened(repo)
    assert_clear(source.missing, says=FAULTS[fault].says)
    assert source.remedy
    server.fault = ""
    assert cache.opened(repo, limit=30).missing is not None  # a serve leaves it alone for a while
    cache.now += timedelta(minutes=6)
    assert_whole(cache.opened(repo, limit=30), cache.git, text=b"Older.")
    assert cache.synced(repo) is None
    assert_whole(cache.opened(repo), cache.git, text=b"Older.")
    assert cache.left() == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_with_a_warm_cache(fault: str, server: FaultServer, cache: Cache, lab: GitRepo) -> None:
    """The last good copy stays whole, with since when and why; when the fault is gone, a sync brings what is new."""
    repo = Repo("lab", url=server.url("lab/.git"))
    assert cache.synced(repo) is None
    before = cache.opened(repo)
    assert_whole(before, cache.git, text=b"Older.")
    newer = lab.commit({"docs/a.md": "# A\n\nNewer.\n"}, day="2026-02-01")
    server.fault = fault
    first = cache.now
    for _ in range(2 if FAULTS[fault].says != "took longer than" else 1):
        assert_clear(cache.synced(repo, limit=limit_of(fault)), says=FAULTS[fault].says)
        cache.now += timedelta(days=1)
    asked = len(server.requests)
    during = cache.opened(repo)
    assert len(server.requests) == asked  # a build asks nothing
    assert (during.commit, during.paths, during.missing) == (before.commit, before.paths, None)
    assert isinstance(during.outage, Outage)
    assert during.outage.since == first
    assert_clear(during.outage.reason, says=FAULTS[fault].says)
    assert len(read_files(during, during.paths, git=cache.git)) == 32
    server.fault = ""
    assert cache.synced(repo) is None
    after = cache.opened(repo)
    assert after.commit == newer
    assert_whole(after, cache.git, text=b"Newer.")
    assert cache.left() == set()


@pytest.mark.parametrize("fault", [name for name, fault in FAULTS.items() if fault.passes])
def test_a_fault_that_passes_is_tried_again(
    fault: str, server: FaultServer, cache: Cache, lab: GitRepo
) -> None:
    """What may be over in a second is not told at all: the fetch is tried again, after a pause."""
    repo = Repo("lab", url=server.url("lab/.git"))
    server.fault = fault
    patience = Patience(tries=3, sleep=lambda _: setattr(server, "fault", ""), chance=lambda: 0.5)
    store = Store(cache.folder, git=Git(fetch_limit=30), now=lambda: NOW, patience=patience)
    (result,) = sync([repo], store, {})
    assert result.failure is None
    assert_whole(cache.opened(repo), cache.git, text=b"Older.")


@pytest.mark.parametrize(
    "fault", ["401 unauthorised", "404 not found", "takes the connection and says nothing"]
)
def test_a_fault_that_stays_is_not_tried_again(
    fault: str, server: FaultServer, cache: Cache, lab: GitRepo
) -> None:
    """A password that is missing, a repo that is gone and a time limit that is over cost no second try."""
    server.fault = fault
    assert cache.synced(Repo("lab", url=server.url("lab/.git")), tries=5, limit=limit_of(fault))
    assert cache.slept == []


def test_a_rate_limit_is_waited_for_by_all(server: FaultServer, cache: Cache, make_repo: MakeRepo) -> None:
    """After a 429 the repos that are left come one by one, after a pause; then all are there."""
    repos = []
    for number in range(4):
        make_repo(f"r{number}", {"README.md": f"# {number}\n"})
        repos.append(Repo(f"r{number}", url=server.url(f"r{number}/.git")))
    server.fault = "429 too many requests"
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        server.fault = ""

    store = Store(
        cache.folder,
        git=Git(fetch_limit=30),
        now=lambda: NOW,
        patience=Patience(sleep=sleep, chance=lambda: 0.5),
    )
    assert [result.failure for result in sync(repos, store, {})] == [None] * 4
    assert len(pauses) == 1
    assert pauses[0] > 1


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("http://nowhere.invalid/lab.git", "could not resolve host"),
        ("https://127.0.0.1:{port}/lab/.git", "unable to access"),
        ("http://127.0.0.1:1/lab.git", "connect"),
        ("ssh://127.0.0.1:1/lab.git", "connect"),
        ("git://127.0.0.1:1/lab.git", "unable to connect"),
    ],
)
def test_a_server_that_is_none(
    where: str, says: str, server: FaultServer, cache: Cache, lab: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unknown host, a certificate that is none, a port where nobody is: one line; the right URL then works."""
    monkeypatch.setenv("GIT_SSH_COMMAND", "ssh -o BatchMode=yes -F none")
    url = where.format(port=server.port)
    assert_clear(cache.synced(Repo("lab", url=url), limit=5), says=says)
    assert_whole_after(Repo("lab", url=server.url("lab/.git")), cache)


def test_a_proxy_that_is_down(
    server: FaultServer, cache: Cache, lab: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy of the environment that does not answer is named as the place that could not be reached."""
    monkeypatch.setenv("http_proxy", "http://ana:canary@127.0.0.1:9")
    repo = Repo("lab", url=server.url("lab/.git"))
    reason = cache.synced(repo)
    assert_clear(reason, says="127.0.0.1 port 9")
    assert "canary" not in (reason or "")
    monkeypatch.delenv("http_proxy")
    assert_whole_after(repo, cache)


def assert_whole_after(repo: Repo, cache: Cache) -> None:
    assert cache.synced(repo) is None
    assert_whole(cache.opened(repo), cache.git, text=b"Older.")


def test_an_empty_repo_is_no_fault(server: FaultServer, cache: Cache, make_repo: MakeRepo) -> None:
    """A remote without commits is told as such, and its first commit comes with the next sync."""
    made = make_repo("new")
    repo = Repo("new", url=server.url("new/.git"))
    assert cache.synced(repo) == "the remote has no commits yet"
    source = cache.opened(repo)
    assert (source.missing, source.paths) == (None, frozenset())
    made.commit({"README.md": "# New\n"})
    assert cache.synced(repo) is None
    assert cache.opened(repo).paths == {"README.md"}


@pytest.mark.parametrize("ref", ["side", "v1"])
def test_a_ref_that_is_deleted_and_comes_back(
    ref: str, server: FaultServer, cache: Cache, lab: GitRepo
) -> None:
    """A branch or tag that is gone: the last good copy, with since when; when it is back, all is well again."""
    kind = "tag" if ref == "v1" else "branch"
    lab.run(kind, ref)
    repo = Repo("lab", url=server.url("lab/.git"), ref=ref)
    assert cache.synced(repo) is None
    lab.run(kind, "-d" if kind == "tag" else "-D", ref)
    assert cache.synced(repo) == f"the remote has no ref '{ref}'"
    during = cache.opened(repo)
    assert during.missing is None
    assert during.outage is not None
    assert during.outage.since == NOW
    lab.run(kind, ref)
    assert_whole_after(repo, cache)


def test_a_history_that_was_rewritten(server: FaultServer, cache: Cache, lab: GitRepo) -> None:
    """After a force-push, and after the repo was replaced by another one, a sync brings what is there now; a commit of
    the lock stays readable."""
    repo = Repo("lab", url=server.url("lab/.git"))
    assert cache.synced(repo) is None
    old = cache.opened(repo).commit
    assert isinstance(old, str)
    lab.run("checkout", "--quiet", "--orphan", "fresh")
    new = lab.commit({"docs/a.md": "# A\n\nRewritten.\n"}, day="2026-03-01")
    lab.run("branch", "-M", "main")
    lab.run("reflog", "expire", "--expire=now", "--all")
    lab.run("gc", "--quiet", "--prune=now")
    assert cache.synced(repo) is None
    assert cache.opened(repo).commit == new
    locked = open_cached(repo, cache.store(), git=cache.git, commit=old)
    assert locked.commit == old
    assert_whole(locked, cache.git, text=b"Older.")


def test_a_commit_that_the_remote_never_had(server: FaultServer, cache: Cache, lab: GitRepo) -> None:
    """A lock that names a commit of elsewhere is one line that names it."""
    repo = Repo("lab", url=server.url("lab/.git"))
    with pytest.raises(GitError, match=r"the remote no longer has commit 1234567812 of handbook\.lock"):
        cache.store().ensure(repo, "12345678" * 5)
    assert cache.synced(repo) is None
