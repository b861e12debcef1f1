"""A cache that is damaged, full, read-only or in use: mended by itself or told in one line, never by hand."""

from __future__ import annotations

import contextlib
import ctypes
import json
import multiprocessing
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import NOW, GitRepo
from filelock import FileLock
from sources.loopback_git import GitServer, serve_git

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import PageHistory, Repo, Source
from mkdocs_oss.sources import open_cached, read_files
from mkdocs_oss.sources.fetching import Patience
from mkdocs_oss.sources.store import Store
from mkdocs_oss.sources.sync import Synced, sync

MakeRepo = Callable[..., GitRepo]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    with serve_git(tmp_path) as state:
        yield state


@pytest.fixture
def lab(make_repo: MakeRepo) -> GitRepo:
    made = make_repo("lab", {f"docs/{number}.md": f"# {number}\n" for number in range(20)})
    made.commit({"README.md": "# Lab\n\nIts text.\n"}, day="2026-02-01")
    return made


class Cache:
    """The cache of one handbook, and the repo in it."""

    def __init__(self, folder: Path, repo: Repo) -> None:
        self.folder, self.repo, self.git, self.now = folder, repo, Git(), NOW

    def store(self, *, lock_limit: float = 20) -> Store:
        patience = Patience(tries=1)
        return Store(
            self.folder, git=self.git, now=lambda: self.now, patience=patience, lock_limit=lock_limit
        )

    def synced(self) -> Synced:
        (result,) = sync([self.repo], self.store(), {})
        return result

    def opened(self) -> Source:
        return open_cached(self.repo, self.store(), git=self.git, commit=None)

    @property
    def git_dir(self) -> Path:
        return self.store().git_dir(self.repo.url or "")

    def assert_good(self, commit: str) -> None:
        source = self.opened()
        assert source.missing is None, source.missing
        assert (source.commit, source.outage) == (commit, None)
        assert len(read_files(source, source.paths, git=self.git)) == len(source.paths) == 21
        assert isinstance(read_histories(source, {"README.md"}, git=self.git).pages["README.md"], PageHistory)


@pytest.fixture
def cache(tmp_path: Path, server: GitServer, lab: GitRepo) -> Cache:
    return Cache(tmp_path / "cache", Repo("lab", url=server.url("lab/.git")))


def packs(git_dir: Path, kind: str) -> list[Path]:
    return sorted(git_dir.glob(f"objects/pack/*.{kind}"))


def writable(path: Path) -> Path:
    path.chmod(0o644)
    return path


def cut(path: Path) -> None:
    os.truncate(writable(path), path.stat().st_size // 2)


def scramble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(20, len(content) - 20, 37):
        content[place] ^= 0xFF
    writable(path).write_bytes(content)


def each(git_dir: Path, kind: str, change: Callable[[Path], None]) -> None:
    found = packs(git_dir, kind)
    assert found
    for path in found:
        change(path)


def state(git_dir: Path) -> Path:
    return git_dir / "mkdocs-oss.json"


def no_refs(git_dir: Path) -> None:
    for path in (git_dir / "refs").rglob("*"):
        if path.is_file():
            path.unlink()
    (git_dir / "packed-refs").unlink(missing_ok=True)


def stale_locks(git_dir: Path) -> None:
    """What a git that was killed leaves behind."""
    for name in (
        "HEAD.lock",
        "config.lock",
        "packed-refs.lock",
        "shallow.lock",
        "refs/incoming/0.lock",
        "index.lock",
    ):
        (git_dir / name).parent.mkdir(parents=True, exist_ok=True)
        (git_dir / name).write_text("")
    (git_dir / "objects/pack/tmp_pack_abc").write_bytes(b"PACK")
    (git_dir / "objects/pack/tmp_idx_abc").write_bytes(b"")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a pack cut in half": lambda git_dir: each(git_dir, "pack", cut),
    "an empty pack": lambda git_dir: each(git_dir, "pack", lambda path: os.truncate(writable(path), 0)),
    "a pack that is gone": lambda git_dir: each(git_dir, "pack", Path.unlink),
    "an index that is gone": lambda git_dir: each(git_dir, "idx", Path.unlink),
    "an index cut in half": lambda git_dir: each(git_dir, "idx", cut),
    "a pack with other bytes in it": lambda git_dir: each(git_dir, "pack", scramble),
    "an index with other bytes in it": lambda git_dir: each(git_dir, "idx", scramble),
    "no objects": lambda git_dir: (git_dir / "objects").rename(git_dir / "x"),
    "no refs": no_refs,
    "no HEAD": lambda git_dir: (git_dir / "HEAD").unlink(),
    "a HEAD of nonsense": lambda git_dir: (git_dir / "HEAD").write_bytes(b"\xff\x00nonsense"),
    "an empty HEAD": lambda git_dir: (git_dir / "HEAD").write_bytes(b""),
    "settings of nonsense": lambda git_dir: (git_dir / "config").write_bytes(b"[[[\xff"),
    "no settings": lambda git_dir: (git_dir / "config").unlink(),
    "a note of nonsense": lambda git_dir: state(git_dir).write_bytes(b"{"),
    "a note of another shape": lambda git_dir: state(git_dir).write_text('{"tips": [1]}'),
    "an empty note": lambda git_dir: state(git_dir).write_bytes(b""),
    "no note": lambda git_dir: state(git_dir).unlink(),
    "a note in which all is gone": lambda git_dir: state(git_dir).write_text("{}"),
    "locks of a git that was killed": stale_locks,
    "a file where the store was": lambda git_dir: (
        git_dir.rename(f"{git_dir}.x"),
        git_dir.write_text(""),
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_mended_by_the_next_build(damage: str, cache: Cache, lab: GitRepo) -> None:
    """Whatever is broken in it, a build with the remote at hand shows the repo whole, with nothing done by hand."""
    head = lab.run("rev-parse", "HEAD")
    assert cache.synced().failure is None
    cache.assert_good(head)
    DAMAGES[damage](cache.git_dir)
    cache.assert_good(head)
    assert cache.synced().failure is None
    cache.assert_good(head)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_mended_by_the_next_sync(damage: str, cache: Cache, lab: GitRepo) -> None:
    """A sync mends it too, and brings what is new."""
    assert cache.synced().failure is None
    DAMAGES[damage](cache.git_dir)
    newer = lab.commit({"README.md": "# Newer\n"}, day="2026-03-01")
    assert cache.synced().failure is None
    cache.assert_good(newer)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_while_the_remote_is_away(
    damage: str, cache: Cache, lab: GitRepo, server: GitServer
) -> None:
    """It is shown as far as it can be read, or one line says why not; when the remote is back, all is well."""
    head = lab.run("rev-parse", "HEAD")
    assert cache.synced().failure is None
    DAMAGES[damage](cache.git_dir)
    server.down = True
    source = cache.opened()
    if source.missing is not None:
        assert len(source.missing.splitlines()) == 1
        assert "503" in source.missing
        assert source.remedy
    else:
        with contextlib.suppress(GitError):  # which the build makes a finding of
            read_files(source, source.paths, git=cache.git)
    failure = cache.synced().failure
    assert failure is not None
    assert "503" in failure
    assert len(failure.splitlines()) == 1
    server.down = False
    assert cache.synced().failure is None
    cache.now += timedelta(minutes=6)
    cache.assert_good(head)


# --- a cache that cannot be written, or is full -------------------------------------------------------------

SYNC = """
import json, sys
from datetime import datetime, UTC
from pathlib import Path
from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo
from mkdocs_oss.sources import open_cached
from mkdocs_oss.sources.fetching import Patience
from mkdocs_oss.sources.store import Store
from mkdocs_oss.sources.sync import sync
folder, url = sys.argv[1:]
store = Store(Path(folder), git=Git(fetch_limit=20), now=lambda: datetime(2026, 6, 15, 12, tzinfo=UTC), patience=Patience(tries=1))
repo = Repo("lab", url=url)
(result,) = sync([repo], store, {})
source = open_cached(repo, store, git=Git(), commit=None)
print(json.dumps({"failure": result.failure, "missing": source.missing, "commit": str(source.commit)}))
"""


def in_a_child(cache: Cache, before: Callable[[], None]) -> dict[str, str | None]:
    """What a sync and a build say in a process of its own, which `before` has put limits on."""
    done = subprocess.run(
        [sys.executable, "-c", SYNC, str(cache.folder), cache.repo.url or ""],
        preexec_fn=before,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    said: dict[str, str | None] = json.loads(done.stdout)
    return said


def as_anybody() -> None:
    """Root may write everywhere; without this capability (CAP_DAC_OVERRIDE) it is as anybody."""
    ctypes.CDLL(None).prctl(24, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="file modes do not stop root elsewhere")
def test_a_cache_that_is_read_only(cache: Cache, lab: GitRepo) -> None:
    """With the repo in it, a build reads it, and a sync says in one line which folder cannot be written; without it,
    the line stands where the repo would."""
    head = lab.run("rev-parse", "HEAD")
    folders = [cache.folder]
    cache.folder.mkdir()
    try:
        cache.folder.chmod(0o555)
        cold = in_a_child(cache, as_anybody)
        for said in (cold["failure"], cold["missing"]):
            assert f"the cache {cache.folder}/repos cannot be written (Permission denied)" in (said or "")
        cache.folder.chmod(0o755)
        assert cache.synced().failure is None
        folders += [path for path in cache.folder.rglob("*") if path.is_dir()]
        for path in folders:
            path.chmod(0o555)
        warm = in_a_child(cache, as_anybody)
        assert (warm["missing"], warm["commit"]) == (None, head)
        assert "cannot be written" in (warm["failure"] or "")
    finally:
        for path in folders:
            path.chmod(0o755)
    assert cache.synced().failure is None
    cache.assert_good(head)


def no_room() -> None:
    """No file may grow beyond 20 kB: to who writes, a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_disk_that_is_full(cache: Cache, lab: GitRepo) -> None:
    """With a cold cache one line, and nothing left of the half; with a warm one the last good copy. With room again,
    the next sync brings what is new."""
    lab.commit({"docs/big.md": "# Big\n\n" + os.urandom(60_000).hex()}, day="2026-03-01")
    cold = in_a_child(cache, no_room)
    for said in (cold["failure"], cold["missing"]):
        assert said
        assert len(said.splitlines()) == 1
        assert "there is no room" in said
    assert not [path for path in (cache.folder / "repos").iterdir() if path.is_dir()]
    assert cache.synced().failure is None
    head = cache.opened().commit
    newer = lab.commit({"docs/big.md": "# Big\n\n" + os.urandom(60_000).hex()}, day="2026-04-01")
    warm = in_a_child(cache, no_room)
    assert warm["failure"]
    assert "there is no room" in warm["failure"]
    assert (warm["missing"], warm["commit"]) == (None, head)
    assert cache.synced().failure is None
    assert cache.opened().commit == newer
    assert len(read_files(cache.opened(), cache.opened().paths, git=cache.git)) == 22


def _hold(
    path: str, held: multiprocessing.synchronize.Event, let_go: multiprocessing.synchronize.Event
) -> None:
    with FileLock(path):
        held.set()
        let_go.wait(30)


def test_a_lock_that_another_process_holds(cache: Cache, lab: GitRepo) -> None:
    """A fetch waits no longer than its limit for another one of the same repo, and says what it waited for; a build
    with the repo in its cache does not wait at all; when the other ends, killed or not, the next one goes on."""
    head = lab.run("rev-parse", "HEAD")
    cache.folder.joinpath("repos").mkdir(parents=True)
    context = multiprocessing.get_context("spawn")
    held, let_go = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(f"{cache.git_dir}.lock", held, let_go))
    other.start()
    try:
        assert held.wait(30)
        with pytest.raises(GitError, match="another process has been fetching it"):
            cache.store(lock_limit=0.2).fetch(cache.repo)
    finally:
        other.kill()
        other.join(30)
    assert cache.synced().failure is None
    cache.assert_good(head)
    with FileLock(f"{cache.git_dir}.lock"):
        cache.assert_good(head)
