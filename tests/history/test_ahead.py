"""Git tells a history before it is known what is asked of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import GitRepo

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.history import HistoryReader, ahead
from mkdocs_oss.history.ahead import LogAhead
from mkdocs_oss.model import PageHistory, Repo, Unknown
from mkdocs_oss.sources import open_worktree

MakeRepo = Callable[..., GitRepo]


def reader(repo: GitRepo, cache: Path | None = None, git: Git | None = None) -> HistoryReader:
    source = open_worktree(Repo("r", path=repo.path), git=Git())
    return HistoryReader(source, git=git or Git(), cache=cache)


@pytest.fixture
def repo(make_repo: MakeRepo) -> GitRepo:
    made = make_repo("r", {"a.md": "a", "b.md": "b"})
    made.commit({"a.md": "a, and more"}, message="More")
    return made


def test_what_was_begun_says_the_same(repo: GitRepo, tmp_path: Path) -> None:
    """Begun or not, kept or not, the histories are the same."""
    begun = reader(repo, tmp_path)
    begun.begin()
    told = begun.read({"a.md", "b.md"}, files={"a.md"})
    assert told == reader(repo).read({"a.md", "b.md"}, files={"a.md"})
    again = reader(repo, tmp_path)
    again.begin()
    assert again.read({"a.md", "b.md"}, files={"a.md"}) == told


def test_nothing_begins_where_the_history_is_kept(repo: GitRepo, tmp_path: Path) -> None:
    """With HEAD as it was, no git is started."""
    reader(repo, tmp_path).read({"a.md"})

    class Silent(Git):
        @contextmanager
        def stream(self, *args: Any, **options: Any) -> Any:
            raise AssertionError(args)
            yield

    kept = reader(repo, tmp_path, Silent())
    kept.begin()
    assert isinstance(kept.read({"a.md"}).pages["a.md"], PageHistory)


def test_what_nobody_reads_is_ended(repo: GitRepo) -> None:
    """A build that ends early leaves no git behind; to close twice is no fault."""
    begun = reader(repo)
    begun.begin()
    begun.close()
    begun.close()
    assert isinstance(begun.read({"a.md"}).pages["a.md"], PageHistory)


def test_a_fault_of_git_is_told_where_it_is_read(repo: GitRepo) -> None:
    """A history that breaks off is not known, and no shorter one."""
    blob = repo.run("rev-parse", "HEAD^{tree}")
    (repo.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    begun = reader(repo)
    begun.begin()
    found = begun.read({"a.md"}).pages["a.md"]
    assert isinstance(found, Unknown)
    assert "cannot be read" in found.reason


def test_git_waits_for_a_slow_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is held than so much, and all of it comes, in any pieces."""
    monkeypatch.setattr(ahead, "_MOST", 100_000)
    content = bytes(range(256)) * 8_000
    taken: list[int] = []

    class Counting(BytesIO):
        def read1(self, size: int | None = -1) -> bytes:
            chunk = super().read1(10_000)
            taken.append(len(chunk))
            return chunk

    @contextmanager
    def log() -> Any:
        yield Counting(content)

    told = LogAhead(log(), "mark")
    with told.opened() as out:
        parts = [out.read(1)]
        while part := out.read(77_777):
            assert sum(taken) <= sum(map(len, parts)) + 100_000 + 2 * (1 << 18)
            parts.append(part)
    assert b"".join(parts) == content


def test_an_error_comes_after_what_was_told() -> None:
    """What git told before it failed is read, and then the error."""

    @contextmanager
    def log() -> Any:
        yield BytesIO(b"some")
        raise GitError("it broke")

    read = []
    with pytest.raises(GitError, match="it broke"), LogAhead(log(), "mark").opened() as out:
        read.append(out.read())
    assert read == [b"some"]
