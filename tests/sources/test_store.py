"""The cache against a real git server: fetched once, moved only by a sync, and good through every outage."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import NOW, GitRepo
from loopback_git import GitServer, serve_git
from people_of import people_of

from mkdocs_oss.errors import GitError, SettingsError
from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import Outage, PageHistory, Repo, Source, Unknown
from mkdocs_oss.sources import open_cached, read_files
from mkdocs_oss.sources.lock import NAME, Locked, read_lock, write_lock
from mkdocs_oss.sources.store import Store, cache_folder
from mkdocs_oss.sources.sync import Synced, sync

MakeRepo = Callable[..., GitRepo]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    with serve_git(tmp_path) as state:
        yield state


def store(tmp_path: Path, git: Git, when: datetime = NOW) -> Store:
    return Store(tmp_path / "cache", git=git, now=lambda: when)


def opened(repo: Repo, tmp_path: Path, git: Git, commit: str | None = None) -> Source:
    return open_cached(repo, store(tmp_path, git), git=git, commit=commit)


def synced(repo: Repo, tmp_path: Path, git: Git, lock: dict[str, Locked] | None = None) -> Synced:
    (result,) = sync([repo], store(tmp_path, git), lock or {})
    return result


def test_a_repo_is_fetched_once(make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer) -> None:
    """The first build fetches; the next ones ask the server nothing."""
    made = make_repo("lab", {"docs/a.md": "# A", "README.md": "# Lab"})
    repo = Repo("lab", url=server.url("lab/.git"))
    source = opened(repo, tmp_path, git)
    assert (source.commit, source.branch, source.missing) == (made.run("rev-parse", "HEAD"), "main", None)
    assert source.paths == {"docs/a.md", "README.md"}
    assert read_files(source, ["docs/a.md", "x"], git=git) == {"docs/a.md": b"# A"}
    count = len(server.requests)
    assert count > 0
    assert opened(repo, tmp_path, git) == source
    assert len(server.requests) == count


def test_a_moved_remote_is_seen_after_sync(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """A build stays at what was fetched; sync moves it, and says from where."""
    made = make_repo("lab", {"a.md": "1"})
    repo = Repo("lab", url=server.url("lab/.git"))
    first = synced(repo, tmp_path, git)
    assert first.locked is not None
    assert (first.before, first.failure, first.moved) == (None, None, True)
    second_id = made.commit({"a.md": "2"})
    assert opened(repo, tmp_path, git).commit == first.locked.commit
    lock = {"lab": first.locked}
    second = synced(repo, tmp_path, git, lock)
    assert second.locked is not None
    assert (second.before, second.locked.commit, second.moved) == (first.locked.commit, second_id, True)
    assert opened(repo, tmp_path, git).commit == second_id
    assert opened(repo, tmp_path, git, first.locked.commit).commit == first.locked.commit
    third = synced(repo, tmp_path, git, {"lab": second.locked})
    assert (third.moved, third.locked) == (False, second.locked)


def test_history_and_names_come_with_it(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """The cached history is whole, and .mailmap counts on a default branch of any name."""
    made = make_repo("lab", {"a.md": "1", ".mailmap": "Ana Ruiz <ana@example.org>\n"}, day="2026-01-01")
    made.run("branch", "-m", "trunk")
    made.commit({"a.md": "2"}, day="2026-01-02")
    source = opened(Repo("lab", url=server.url("lab/.git")), tmp_path, git)
    history = read_histories(source, {"a.md"}, git=git).pages["a.md"]
    assert isinstance(history, PageHistory)
    assert (source.branch, people_of(history), source.shallow) == (
        "trunk",
        [("Ana Ruiz", 2, "ana@example.org", "2026-01-02")],
        frozenset(),
    )


@pytest.mark.parametrize(
    ("ref", "text", "branch"), [("side", b"2", "side"), ("v1", b"1", "main"), ("COMMIT", b"1", "main")]
)
def test_forms_of_ref(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer, ref: str, text: bytes, branch: str
) -> None:
    """A branch, an annotated tag or a full commit id; a change to the latter two goes to the default branch."""
    made = make_repo("lab", {"a.md": "1"})
    made.run("tag", "-a", "v1", "-m", "one")
    first = made.run("rev-parse", "HEAD")
    made.run("checkout", "--quiet", "-b", "side")
    made.commit({"a.md": "2"})
    made.run("checkout", "--quiet", "main")
    made.commit({"a.md": "3"})
    source = opened(
        Repo("lab", url=server.url("lab/.git"), ref=first if ref == "COMMIT" else ref), tmp_path, git
    )
    assert read_files(source, ["a.md"], git=git) == {"a.md": text}
    assert source.branch == branch


@pytest.mark.parametrize("ref", ["nowhere", "a" * 40, "refs/heads/main", "HEAD", "main^"])
def test_a_ref_that_is_not_there(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer, ref: str
) -> None:
    """The source is missing, and says which ref."""
    make_repo("lab", {"a.md": "1"})
    source = opened(Repo("lab", url=server.url("lab/.git"), ref=ref), tmp_path, git)
    assert source.missing == f"the remote has no ref {ref!r}"
    assert isinstance(source.commit, Unknown)


def test_an_empty_remote(make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer) -> None:
    """No commits is known, not a failure; the first commit arrives with the next sync."""
    made = make_repo("lab")
    repo = Repo("lab", url=server.url("lab/.git"))
    source = opened(repo, tmp_path, git)
    assert (source.commit, source.missing, source.paths) == (
        Unknown("the repository has no commits yet"),
        None,
        frozenset(),
    )
    assert source.branch == "main"
    assert synced(repo, tmp_path, git).failure == "the remote has no commits yet"
    first = made.commit({"a.md": "1"})
    synced(repo, tmp_path, git)
    assert opened(repo, tmp_path, git).commit == first


def test_a_remote_whose_head_is_on_no_branch(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """It is not taken for empty; the remedy is to name a branch."""
    made = make_repo("lab", {"a.md": "1"})
    made.run("checkout", "--quiet", "--detach")
    detached = made.commit({"a.md": "2"})
    url = server.url("lab/.git")
    source = opened(Repo("lab", url=url), tmp_path, git)
    assert source.missing == "the remote's HEAD is on no branch; name one with `ref:`"
    assert opened(Repo("lab", url=url, ref="main"), tmp_path, git).commit == made.run("rev-parse", "main")
    assert opened(Repo("lab", url=url, ref="main"), tmp_path, git).commit != detached


def test_a_repo_that_is_not_there(tmp_path: Path, git: Git, server: GitServer) -> None:
    """404: the reason is git's, in one line, without credentials."""
    source = opened(Repo("lab", url=server.url("nowhere.git", user="ana:canary")), tmp_path, git)
    assert source.missing is not None
    assert "not found" in source.missing
    assert "canary" not in repr(source.missing) + repr(source.remote)
    assert source.remote == server.url("nowhere.git")


def test_a_refused_port(tmp_path: Path, git: Git) -> None:
    """Nobody listens: missing, with the reason."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    source = opened(Repo("lab", url=f"http://127.0.0.1:{port}/x.git"), tmp_path, git)
    assert source.missing is not None
    assert source.missing.startswith("git clone failed: unable to access")


def test_a_hung_server(tmp_path: Path) -> None:
    """A server that says nothing costs the time limit, no more."""
    with socket.create_server(("127.0.0.1", 0)) as quiet:
        url = f"http://127.0.0.1:{quiet.getsockname()[1]}/x.git"
        source = opened(Repo("lab", url=url), tmp_path, Git(fetch_limit=0.5))
    assert source.missing == "git clone took longer than 0.5 s"


def test_a_failed_fetch_keeps_the_old_copy(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """During an outage the last good copy stays, with since when and why; the next success ends it."""
    make_repo("lab", {"a.md": "1"})
    repo = Repo("lab", url=server.url("lab/.git"))
    good = opened(repo, tmp_path, git)
    server.down = True
    first, later = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 7, 2, tzinfo=UTC)
    for when in (first, later):
        with pytest.raises(GitError, match="503"):
            store(tmp_path, git, when).fetch(repo)
    source = opened(repo, tmp_path, git)
    assert (source.commit, source.paths, source.missing) == (good.commit, good.paths, None)
    assert isinstance(source.outage, Outage)
    assert source.outage.since == first
    assert "503" in source.outage.reason
    assert isinstance(good.commit, str)
    old = Locked(repo.url or "", "", good.commit, "x")
    failed = synced(repo, tmp_path, git, {"lab": old})
    assert (failed.locked, failed.moved) == (old, False)
    assert "503" in (failed.failure or "")
    server.down = False
    assert synced(repo, tmp_path, git).failure is None
    assert opened(repo, tmp_path, git).outage is None


def test_a_branch_that_was_deleted_or_rewritten(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """A locked commit stays readable after a force-push; a branch that is gone is told at the next sync."""
    made = make_repo("lab", {"a.md": "1"})
    made.run("branch", "side")
    repo = Repo("lab", url=server.url("lab/.git"), ref="side")
    old = opened(repo, tmp_path, git).commit
    assert isinstance(old, str)
    made.run("commit", "--quiet", "--amend", "-m", "Rewritten")
    made.run("branch", "-f", "side", "main")
    assert synced(repo, tmp_path, git).moved
    assert opened(repo, tmp_path, git, old).commit == old
    made.run("branch", "-D", "side")
    made.run("branch", "side/deeper")
    assert synced(repo, tmp_path, git).failure == "the remote has no ref 'side'"


def test_credentials_are_kept_nowhere(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """The token of a URL is in no file of the cache, in no lock and in no value, after success and failure."""
    make_repo("lab", {"a.md": "1"})
    repo = Repo("lab", url=server.url("lab/.git", user="ana:canary-token"))
    locked = synced(repo, tmp_path, git).locked
    assert locked is not None
    write_lock(tmp_path / "cache", {"lab": locked})
    server.down = True
    assert "canary" not in str(synced(repo, tmp_path, git).failure)
    assert "canary" not in repr(opened(repo, tmp_path, git))[repr(repo).__len__() :]
    files = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert len(files) > 5
    for path in files:
        assert b"canary" not in path.read_bytes(), path
        assert "canary" not in path.name
    same = Repo("lab", url=server.url("lab/.git"))
    assert opened(same, tmp_path, git).commit == locked.commit  # one store, whoever fetches it


def test_fetches_at_once(make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer) -> None:
    """Several builds that need the same repo at once all get it, and leave one whole store."""
    made = make_repo("lab", {f"{n}.md": str(n) for n in range(20)})
    repo = Repo("lab", url=server.url("lab/.git"))
    start = threading.Barrier(4)

    def build(_: int) -> Source:
        start.wait(10)
        return opened(repo, tmp_path, git)

    with ThreadPoolExecutor(4) as pool:
        sources = list(pool.map(build, range(4)))
    assert {source.commit for source in sources} == {made.run("rev-parse", "HEAD")}
    left = [path.name for path in (tmp_path / "cache/repos").iterdir() if path.is_dir()]
    assert len(left) == 1


def test_a_fetch_that_breaks_off_leaves_nothing(tmp_path: Path, git: Git, server: GitServer) -> None:
    """A first fetch that fails leaves no half of a store."""
    server.down = True
    opened(Repo("lab", url=server.url("lab/.git")), tmp_path, git)
    assert [path for path in (tmp_path / "cache/repos").iterdir() if path.is_dir()] == []


def test_a_cache_that_cannot_be_written(tmp_path: Path, git: Git) -> None:
    """The reason names the folder."""
    (tmp_path / "cache").write_text("a file")
    source = opened(Repo("lab", url="http://127.0.0.1:1/x"), tmp_path, git)
    assert source.missing is not None
    assert "cannot be written" in source.missing


def test_a_damaged_note_is_no_fault(make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer) -> None:
    """Where our note beside the store cannot be read, the store is fetched anew."""
    make_repo("lab", {"a.md": "1"})
    repo = Repo("lab", url=server.url("lab/.git"))
    good = opened(repo, tmp_path, git)
    note = store(tmp_path, git).git_dir(repo.url or "") / "mkdocs-oss.json"
    for damage in (b"{", b"[]", b"\xff", b""):
        note.write_bytes(damage)
        synced(repo, tmp_path, git)
        assert opened(repo, tmp_path, git).commit == good.commit


def test_a_hostile_tree_stays_in_its_repo(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """Names that lead out of the repo, which git itself fetches without complaint, are not among its paths."""
    import subprocess

    made = make_repo("lab", {"a.md": "1"})
    blob = made.run("rev-parse", "HEAD:a.md")

    def tree(name: str, kind: str, of: str) -> str:
        mode = b"40000" if kind == "tree" else b"100644"
        raw = mode + b" " + name.encode() + b"\0" + bytes.fromhex(of)
        args = ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"]
        return (
            subprocess.run(args, cwd=made.path, input=raw, capture_output=True, check=True)
            .stdout.decode()
            .strip()
        )

    leaf = tree("evil.md", "blob", blob)
    for name in ("..", ".", ".git", "../../x", "d" * 2000):
        root = tree(name, "tree", leaf)
        commit = made.run("commit-tree", "-m", "x", root)
        made.run("update-ref", "refs/heads/evil", commit)
        made.run("update-ref", f"refs/tags/{commit}", commit)
        repo = Repo("lab", url=server.url("lab/.git"), ref=f"{commit}")
        synced(repo, tmp_path, git)
        source = opened(repo, tmp_path, git)
        assert source.missing is None
        assert source.paths == frozenset(), name


def test_where_the_cache_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting, the variable, the user's cache folder; a relative one works from where the build began."""
    monkeypatch.chdir(tmp_path)
    assert cache_folder(Path("c")) == tmp_path / "c"
    monkeypatch.setenv("MKDOCS_OSS_CACHE", "d")
    assert cache_folder(None) == tmp_path / "d"
    monkeypatch.delenv("MKDOCS_OSS_CACHE")
    assert cache_folder(None).name == "mkdocs-oss"


def test_the_lock_is_stable(tmp_path: Path) -> None:
    """The same repos give the same bytes, and read back as they were; no lock is an empty one."""
    assert read_lock(tmp_path) == {}
    entries = {
        name: Locked(f"https://x.org/{name}", "", "a" * 40, "2026-01-01T00:00:00Z") for name in ("b", "a")
    }
    first = write_lock(tmp_path, entries).read_bytes()
    assert read_lock(tmp_path) == entries
    assert write_lock(tmp_path, dict(reversed(entries.items()))).read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"{}", b'{"repos": []}', b'{"repos": {"a": 5}}', b'{"repos": {"a": {}}}', b"\xff",
        b'{"repos": {"a": {"url": "u", "ref": "", "commit": "main", "when": ""}}}', b"[" * 5000,
        b'{"repos": {"a": {"url": "u", "ref": "", "commit": 5, "when": ""}}}',
        b'{"repos": {"a": {"url": "u", "ref": "", "commit": "--all", "when": ""}}}',
        b"<<<<<<< HEAD\n",
    ],
)  # fmt: skip
def test_a_corrupt_lock(tmp_path: Path, content: bytes) -> None:
    """The message names the file and how to get a good one."""
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(SettingsError, match=r"^handbook\.lock: .*; write it anew with `mkdocs-oss sync`"):
        read_lock(tmp_path)
