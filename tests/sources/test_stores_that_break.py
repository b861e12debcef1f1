"""Stores that were damaged, killed in the middle, or wanted by many at once: the next build just works."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import NOW, GitRepo
from filelock import FileLock
from loopback_git import GitServer, serve_git

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo, Source
from mkdocs_oss.sources import open_cached, read_files, reopen_cached
from mkdocs_oss.sources.store import Store

FORK = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
MakeRepo = Callable[..., GitRepo]
PAGES = {f"docs/{n}.md": f"# Page {n}\n" + "word " * 50 for n in range(8)}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    with serve_git(tmp_path) as state:
        yield state


def store(tmp_path: Path, git: Git, **options: float) -> Store:
    return Store(tmp_path / "cache", git=git, now=lambda: NOW, **options)


def opened(repo: Repo, tmp_path: Path, git: Git, commit: str | None = None) -> Source:
    return open_cached(repo, store(tmp_path, git), git=git, commit=commit)


def is_whole(source: Source, files: dict[str, str]) -> bool:
    read = read_files(source, source.paths, git=Git())
    return {path: content.decode() for path, content in read.items()} == files


def cut(git_dir: Path, pattern: str, keep: float) -> None:
    """Cuts files short; 0 takes them away."""
    found = sorted(git_dir.glob(pattern))
    assert found
    for file in found:
        file.chmod(0o644)
        content = file.read_bytes()
        file.unlink()
        if keep:
            file.write_bytes(content[: int(len(content) * keep)])


def scrambled(git_dir: Path) -> None:
    """Other bytes in packs of the same size, as a failing disk leaves them."""
    for file in git_dir.glob("objects/pack/*.pack"):
        file.chmod(0o644)
        content = file.read_bytes()
        file.write_bytes(content[:12] + bytes(255 - byte for byte in content[12:-20]) + content[-20:])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "packs gone": lambda store: cut(store, "objects/pack/*.pack", 0),
    "packs cut short": lambda store: cut(store, "objects/pack/*.pack", 0.5),
    "packs scrambled": scrambled,
    "indexes gone": lambda store: cut(store, "objects/pack/*.idx", 0),
    "HEAD gone": lambda store: (store / "HEAD").unlink(),
    "HEAD garbage": lambda store: (store / "HEAD").write_bytes(b"\0\1"),
    "configuration garbage": lambda store: (store / "config").write_text("[core\n"),
    "objects gone": lambda store: shutil.rmtree(store / "objects"),
    "note garbage": lambda store: (store / "mkdocs-oss.json").write_bytes(b"\xff{"),
    "note gone": lambda store: (store / "mkdocs-oss.json").unlink(),
    "empty folder": lambda store: (shutil.rmtree(store), store.mkdir()),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_fetched_once_more(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer, damage: str
) -> None:
    """It is noticed when it is read, set aside, and told; the build after has nothing to do."""
    make_repo("lab", PAGES)
    repo = Repo("lab", url=server.url("lab/.git"))
    good = opened(repo, tmp_path, git)
    assert isinstance(good.git_dir, Path)
    DAMAGES[damage](good.git_dir)
    source = opened(repo, tmp_path, git)
    assert source.missing is None
    assert (source.commit, is_whole(source, PAGES)) == (good.commit, True)
    assert "was damaged" in source.mended
    aside = [path.name for path in good.git_dir.parent.iterdir() if ".damaged-" in path.name]
    assert len(aside) == 1
    assert aside[0] in source.mended
    count = len(server.requests)
    assert opened(repo, tmp_path, git) == source
    assert len(server.requests) == count
    assert store(tmp_path, git).fetch(repo).mended == ""


def test_a_damaged_content_is_noticed_by_its_reader(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """Where the list of files is good and a content is not, the reader's error has the store fetched anew."""
    made = make_repo("lab", PAGES)
    repo = Repo("lab", url=server.url("lab/.git"))
    locked = made.run("rev-parse", "HEAD")
    source = opened(repo, tmp_path, git, locked)
    made.commit({"docs/0.md": "# Newer"})
    assert isinstance(source.git_dir, Path)
    blobs = min(source.git_dir.glob("objects/pack/*.pack"), key=lambda path: path.stat().st_mtime_ns * -1)
    blobs.chmod(0o644)
    content = blobs.read_bytes()
    blobs.write_bytes(content[:12] + bytes(255 - byte for byte in content[12:-20]) + content[-20:])
    with pytest.raises(GitError) as caught:
        read_files(source, ["docs/1.md"], git=git)
    again = reopen_cached(source, store(tmp_path, git), git=git, reason=caught.value.reason)
    assert (again.commit, is_whole(again, PAGES)) == (locked, True)
    assert "was damaged" in again.mended


def test_a_damaged_store_while_the_remote_is_away(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """The reason says both; what is left of the store is kept beside it, and the next success needs no hand."""
    make_repo("lab", PAGES)
    repo = Repo("lab", url=server.url("lab/.git"))
    good = opened(repo, tmp_path, git)
    assert isinstance(good.git_dir, Path)
    cut(good.git_dir, "objects/pack/*.pack", 0.5)
    server.down = True
    source = opened(repo, tmp_path, git)
    assert source.missing is not None
    assert "is damaged" in source.missing
    assert "503" in source.missing
    server.down = False
    assert store(tmp_path, git).fetch(repo).commit == good.commit


def _fetch(cache: Path, url: str) -> None:
    Store(cache, git=Git(), now=lambda: NOW).fetch(Repo("lab", url=url))


@pytest.mark.parametrize("warm", [False, True])
def test_a_killed_fetch_needs_no_cleaning(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer, warm: bool
) -> None:
    """Killed at eight points, cold and warm: the next build is good, and nothing is left over after it."""
    made = make_repo("lab", PAGES)
    url = server.url("lab/.git")
    repo = Repo("lab", url=url)
    files = dict(PAGES)
    if warm:
        store(tmp_path, git).fetch(repo)
    for point in range(8):
        if warm:
            files["docs/0.md"] = f"# Point {point}\n"
            made.commit({"docs/0.md": files["docs/0.md"]})
        process = FORK.Process(target=_fetch, args=(tmp_path / "cache", url))
        process.start()
        process.join(0.018 * point)
        process.kill()  # its git lives on for a moment, as it does in real life
        process.join()
        if not warm:
            source = opened(repo, tmp_path, git)
            assert is_whole(source, files), point
            shutil.rmtree(source.git_dir or "")
    assert store(tmp_path, git).fetch(repo).commit == made.run("rev-parse", "HEAD")
    assert is_whole(opened(repo, tmp_path, git), files)
    store(tmp_path, git).sweep()
    left = {path.name for path in (tmp_path / "cache/repos").iterdir()}
    assert not [name for name in left if name.startswith(".incoming") or ".damaged" in name]


def test_what_killed_fetches_leave_is_swept(
    make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer
) -> None:
    """Half packs and locks of git in a store are taken away by its next fetch, half stores by any sync."""
    made = make_repo("lab", PAGES)
    repo = Repo("lab", url=server.url("lab/.git"))
    source = opened(repo, tmp_path, git)
    assert isinstance(source.git_dir, Path)
    for name in ("objects/pack/tmp_pack_x", "HEAD.lock", "config.lock", "refs/oss/x.lock", "refs/incoming/0"):
        (source.git_dir / name).parent.mkdir(exist_ok=True)
        (source.git_dir / name).write_text("half")
    other = source.git_dir.with_name(".incoming-other-0123.git-x1y2")
    busy = source.git_dir.with_name(".incoming-busy-0123.git-x1y2")
    other.mkdir()
    busy.mkdir()
    head = made.commit({"docs/0.md": "# Newer"})
    assert store(tmp_path, git).fetch(repo).commit == head
    left = {path.name for path in source.git_dir.rglob("*")}
    assert not {"tmp_pack_x", "HEAD.lock", "config.lock", "x.lock", "incoming"} & left
    with FileLock(f"{busy.with_name('busy-0123.git')}.lock"):
        store(tmp_path, git).sweep()
    assert (other.exists(), busy.exists()) == (False, True)


def test_a_lock_that_is_held(make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer) -> None:
    """Whoever waits too long is told that another process is at it; a store that is there is read all the same."""
    make_repo("lab", PAGES)
    repo = Repo("lab", url=server.url("lab/.git"))
    waiting = store(tmp_path, git, lock_limit=0.1)
    waiting.folder.mkdir(parents=True)
    with (
        FileLock(f"{waiting.git_dir(repo.url or '')}.lock"),
        pytest.raises(GitError, match="another process"),
    ):
        waiting.ensure(repo)
    waiting.fetch(repo)
    with FileLock(f"{waiting.git_dir(repo.url or '')}.lock"):
        assert waiting.ensure(repo).commit


def _build(cache: Path, url: str, gate: str, results: str, number: int) -> None:
    while not Path(gate).exists():
        time.sleep(0.005)
    git = Git()
    source = open_cached(Repo("lab", url=url), Store(cache, git=git, now=lambda: NOW), git=git, commit=None)
    said = source.missing or (source.commit if is_whole(source, PAGES) else "not whole")
    Path(results, str(number)).write_text(str(said))


@pytest.mark.parametrize("builds", [2, 8])
def test_builds_at_once(make_repo: MakeRepo, tmp_path: Path, server: GitServer, builds: int) -> None:
    """Several processes on one cold cache: all get the repo, and it is fetched once."""
    made = make_repo("lab", PAGES)
    (tmp_path / "results").mkdir()
    args = (tmp_path / "cache", server.url("lab/.git"), str(tmp_path / "gate"), str(tmp_path / "results"))
    processes = [FORK.Process(target=_build, args=(*args, number)) for number in range(builds)]
    for process in processes:
        process.start()
    (tmp_path / "gate").touch()
    for process in processes:
        process.join(30)
    answers = [file.read_text() for file in (tmp_path / "results").iterdir()]
    assert answers == [made.run("rev-parse", "HEAD")] * builds
    assert len(server.requests) == 5


def test_a_note_from_before(make_repo: MakeRepo, tmp_path: Path, git: Git) -> None:
    """A store that was brought along, with only a few words in its note, is read by its own refs."""
    made = make_repo("lab", PAGES)
    url = "http://127.0.0.1:9/lab.git"
    git_dir = store(tmp_path, git).git_dir(url)
    git_dir.parent.mkdir(parents=True)
    made.run("clone", "--quiet", "--bare", ".", str(git_dir))
    (git_dir / "mkdocs-oss.json").write_text(
        json.dumps({"url": url, "branch": "main", "fetched": "2026-06-14T06:00:00+00:00", "later": 1})
    )
    source = opened(Repo("lab", url=url), tmp_path, git)
    assert (source.commit, is_whole(source, PAGES)) == (made.run("rev-parse", "HEAD"), True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_cache_that_is_read_only(make_repo: MakeRepo, tmp_path: Path, git: Git, server: GitServer) -> None:
    """A build reads from it; a fetch says that it cannot be written."""
    make_repo("lab", PAGES)
    repo = Repo("lab", url=server.url("lab/.git"))
    source = opened(repo, tmp_path, git)
    assert isinstance(source.git_dir, Path)
    source.git_dir.parent.chmod(0o555)
    try:
        assert opened(repo, tmp_path, git) == source
        with pytest.raises(GitError, match="cannot be written"):
            store(tmp_path, git).fetch(Repo("other", url=server.url("other/.git")))
    finally:
        source.git_dir.parent.chmod(0o755)
