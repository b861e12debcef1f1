"""What was read is kept for the next build, and never decides what a page says."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import pytest
from conftest import GitRepo
from msgspec.structs import replace

from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import NOT_COMMITTED, Histories, HistoryRules, PageHistory, Repo
from mkdocs_oss.sources import open_worktree

MakeRepo = Callable[..., GitRepo]


class Counting(Git):
    """Git, with the commands that were run."""

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []

    @contextlib.contextmanager
    def stream(self, git_dir: Path, *args: str, **options: Any) -> Iterator[IO[bytes]]:
        words = (
            arg for before, arg in zip(("", *args), args, strict=False) if before != "-c" and arg[0] != "-"
        )
        self.ran.append(next(words))
        with super().stream(git_dir, *args, **options) as out:
            yield out


def read(repo: GitRepo, *paths: str, cache: Path, git: Git | None = None, **options: Any) -> Histories:
    source = open_worktree(Repo("r", path=repo.path), git=Git())
    return read_histories(source, set(paths), git=git or Git(), cache=cache, **options)


def ran(repo: GitRepo, *paths: str, cache: Path, **options: Any) -> list[str]:
    git = Counting()
    told = read(repo, *paths, cache=cache, git=git, **options)
    source = open_worktree(Repo("r", path=repo.path), git=Git())
    assert told == read_histories(
        source, set(paths), git=Git(), **options
    )  # the cache has no part in the answer
    return git.ran


@pytest.fixture
def repo(make_repo: MakeRepo) -> GitRepo:
    repo = make_repo("r", {"a.md": "1", "b.md": "1", "lib/x.py": "1"}, day="2026-01-01")
    repo.commit({"b.md": None, "c.md": "1"}, day="2026-01-02")
    repo.commit({"a.md": "2"}, day="2026-01-03", message="Ünï 🦉", author="Zoë <z@example.org>")
    return repo


def test_with_the_commit_as_it_was_git_is_not_asked(repo: GitRepo, tmp_path: Path) -> None:
    """The second time, no process is started, for fewer pages too; nor where a page is not committed yet."""
    files = {"lib/x.py", "gone.py"}
    assert "log" in ran(repo, "a.md", "c.md", cache=tmp_path, files=files)
    assert ran(repo, "a.md", "c.md", cache=tmp_path, files=files) == []
    assert ran(repo, "a.md", cache=tmp_path) == []
    repo.write({"new.md": "1"})
    assert ran(repo, "a.md", "new.md", cache=tmp_path) == ["ls-tree"]
    assert read(repo, "new.md", cache=tmp_path).pages == {"new.md": NOT_COMMITTED}


def test_what_the_cache_does_not_know_is_read(repo: GitRepo, tmp_path: Path) -> None:
    """Other pages and files of the same repo are added to what is kept."""
    ran(repo, "a.md", cache=tmp_path)
    assert "log" in ran(repo, "c.md", cache=tmp_path)
    assert "log" in ran(repo, "c.md", cache=tmp_path, files={"lib/x.py"})
    assert ran(repo, "a.md", "c.md", cache=tmp_path, files={"lib/x.py"}) == []


def test_head_moved_forward(repo: GitRepo, tmp_path: Path) -> None:
    """Only what is new is read: edits, new pages, moves of old ones, removals."""
    ran(repo, "a.md", "c.md", cache=tmp_path, files={"lib/x.py"})
    repo.commit({"a.md": None, "d/a.md": "2"}, day="2026-01-04")
    repo.commit({"d/a.md": "3", "e.md": "1"}, day="2026-01-05")
    repo.commit({"lib/x.py": None}, day="2026-01-06")
    git = Counting()
    told = read(repo, "d/a.md", "c.md", "e.md", cache=tmp_path, git=git, files={"lib/x.py"})
    assert git.ran.count("log") == 1
    assert "ls-tree" not in git.ran
    history = told.pages["d/a.md"]
    assert isinstance(history, PageHistory)
    assert sum(author.commits for author in history.authors) == 3
    assert ran(repo, "d/a.md", "c.md", "e.md", cache=tmp_path, files={"lib/x.py"}) == []


def test_head_moved_elsewhere(repo: GitRepo, tmp_path: Path) -> None:
    """After a rebase, a reset, or a merge of work that is older than the last build, all is read."""
    ran(repo, "a.md", "c.md", cache=tmp_path)
    repo.run("reset", "--quiet", "--hard", "HEAD~1")
    assert "ls-tree" in ran(repo, "a.md", "c.md", cache=tmp_path)
    repo.run("checkout", "--quiet", "-b", "side", "HEAD~1")
    repo.commit({"a.md": "side"}, day="2026-01-01")
    repo.run("checkout", "--quiet", "main")
    repo.run("merge", "--quiet", "--no-edit", "side")
    assert "ls-tree" in ran(repo, "a.md", "c.md", cache=tmp_path)


def test_a_commit_that_is_gone(repo: GitRepo, tmp_path: Path) -> None:
    """Where the commit of the cache is no more, as after a rewrite and a clean-up, all is read."""
    ran(repo, "a.md", cache=tmp_path)
    repo.run("commit", "--quiet", "--amend", "--message", "Other")
    repo.run("reflog", "expire", "--expire=now", "--all")
    repo.run("gc", "--quiet", "--prune=now")
    assert "ls-tree" in ran(repo, "a.md", cache=tmp_path)


@pytest.mark.parametrize(
    "options",
    [
        {"rules": HistoryRules(bots=frozenset({"Zoë"}))},
        {"rules": HistoryRules(minor_commits=("Ünï",))},
        {"rules": HistoryRules(substance="any")},
        {"ignore_revs": b"0123456789012345678901234567890123456789\n"},
    ],
)
def test_other_rules(repo: GitRepo, tmp_path: Path, options: dict[str, Any]) -> None:
    """What was read by other rules does not count."""
    ran(repo, "a.md", cache=tmp_path)
    assert "log" in ran(repo, "a.md", cache=tmp_path, **options)
    assert ran(repo, "a.md", cache=tmp_path, **options) == []


def test_another_mailmap(repo: GitRepo, tmp_path: Path) -> None:
    """Nor what was read with other names: of the worktree's file, committed or not."""
    ran(repo, "a.md", cache=tmp_path)
    repo.write({".mailmap": "Zoë Z. <z@example.org>\n"})
    assert "log" in ran(repo, "a.md", cache=tmp_path)


def test_a_mailmap_that_came_with_a_commit(repo: GitRepo, tmp_path: Path) -> None:
    """In a repo without a worktree, where a newer commit maps names anew."""
    source = replace(open_worktree(Repo("r", path=repo.path), git=Git()), root=None)
    read_histories(source, {"a.md"}, git=Git(), cache=tmp_path)
    commit = repo.commit({".mailmap": "Zed <z@example.org>\n"}, day="2026-01-09")
    newer = replace(source, commit=commit)
    told = read_histories(newer, {"a.md"}, git=Git(), cache=tmp_path)
    assert told == read_histories(newer, {"a.md"}, git=Git())
    history = told.pages["a.md"]
    assert isinstance(history, PageHistory)
    assert history.last_touched.author == "Zed"


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"\xff" * 500,
        lambda content: content[:-1],
        lambda content: content[:70] + bytes([content[70] ^ 1]) + content[71:],
        lambda content: bytes(32) + content[32:],
    ],
)
def test_a_damaged_cache(repo: GitRepo, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """Content that is cut short, changed or foreign is ignored, and written anew."""
    ran(repo, "a.md", cache=tmp_path)
    [file] = (tmp_path / "history").iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert "log" in ran(repo, "a.md", cache=tmp_path)
    assert ran(repo, "a.md", cache=tmp_path) == []


def test_a_cache_that_cannot_be_written(repo: GitRepo, tmp_path: Path) -> None:
    """A file in the folder's place is no failure."""
    (tmp_path / "history").write_text("mine")
    assert "log" in ran(repo, "a.md", cache=tmp_path)
    assert (tmp_path / "history").read_text() == "mine"


def test_two_builds_at_once(repo: GitRepo, tmp_path: Path) -> None:
    """Any number of readers at a time are told the same, and leave one whole file."""
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(lambda _: read(repo, "a.md", "c.md", cache=tmp_path), range(12)))
    assert all(one == told[0] for one in told)
    assert len(list((tmp_path / "history").iterdir())) == 1
    assert ran(repo, "a.md", "c.md", cache=tmp_path) == []


def test_what_no_build_reads_goes_away(repo: GitRepo, tmp_path: Path) -> None:
    """A file of a checkout that is no more is taken away after three months; one in use is not."""
    ran(repo, "a.md", cache=tmp_path)
    [file] = (tmp_path / "history").iterdir()
    stale = file.with_name("stale.msgpack")
    for one in (file, stale):
        one.touch()
        os.utime(one, (1_600_000_000, 1_600_000_000))
    ran(repo, "a.md", cache=tmp_path)
    ran(repo, "c.md", cache=tmp_path)
    assert list((tmp_path / "history").iterdir()) == [file]


def test_a_path_in_no_encoding(make_repo: MakeRepo, tmp_path: Path) -> None:
    """Latin-1 bytes in a path and an author's name in a broken encoding are kept like any others."""
    name = b"latin-\xe9.md".decode("utf-8", "surrogateescape")
    repo = make_repo("r", {name: "1"})
    repo.commit({name: "2"}, author=b"Jos\xe9 <j@example.org>".decode("utf-8", "surrogateescape"))
    ran(repo, name, cache=tmp_path)
    assert ran(repo, name, cache=tmp_path) == []
