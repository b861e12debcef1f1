"""Files that pages speak of: what happened to them, also to those that are gone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping

from conftest import GitRepo

from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import Commit, FileHistory, PageHistory, Repo, Unknown
from mkdocs_oss.sources import open_worktree

MakeRepo = Callable[..., GitRepo]


def files(repo: GitRepo, *paths: str, git: Git) -> Mapping[str, FileHistory | Unknown]:
    source = open_worktree(Repo("r", path=repo.path), git=git)
    return read_histories(source, set(), files=set(paths), git=git).files


def one(repo: GitRepo, path: str, *, git: Git) -> FileHistory:
    found = files(repo, path, git=git)[path]
    assert isinstance(found, FileHistory)
    return found


def test_every_change_with_both_contents(make_repo: MakeRepo, git: Git) -> None:
    """Newest first, under the path of that time, with the ids before and after; a move is none of them."""
    repo = make_repo("r", {"old.py": "1"})
    first = repo.run("rev-parse", "HEAD:old.py")
    repo.commit({"old.py": "2"}, message="Two")
    second = repo.run("rev-parse", "HEAD:old.py")
    repo.commit({"old.py": None, "new.py": "2"})
    repo.commit({"new.py": "3"}, message="Three", author="x[bot] <x@example.org>")
    history = one(repo, "new.py", git=git)
    third = repo.run("rev-parse", "HEAD:new.py")
    told = [(change.path, change.old, change.new, change.commit.subject) for change in history.changes]
    assert told == [
        ("new.py", second, third, "Three"),
        ("old.py", first, second, "Two"),
        ("old.py", "", first, "Start"),
    ]
    assert history.changes[0].commit.is_minor
    assert (history.removed, history.moved_to, history.is_whole) == (None, "", True)


def test_a_file_that_is_gone(make_repo: MakeRepo, git: Git) -> None:
    """It says since which commit, and what happened before."""
    repo = make_repo("r", {"a.py": "1"})
    gone = repo.commit({"a.py": None}, message="Remove a")
    repo.commit({"b.py": "2"})
    history = one(repo, "a.py", git=git)
    assert history.removed is not None
    assert (history.removed.sha, history.moved_to, len(history.changes)) == (gone, "", 1)


def test_a_file_that_came_back(make_repo: MakeRepo, git: Git) -> None:
    """The changes of the earlier file are told too, with its removal; what was kept before the return is continued to
    the same answer as one whole reading gives."""
    repo = make_repo("r", {"a.py": "1", "b.md": "b", "c.py": "c"})
    first = repo.run("rev-parse", "HEAD:a.py")
    repo.commit({"a.py": "2", "b.md": None}, message="Two")
    second = repo.run("rev-parse", "HEAD:a.py")
    source = open_worktree(Repo("r", path=repo.path), git=git)
    cache = repo.path.parent / "cache"
    asked = {"a.py", "b.md", "c.py"}
    read_histories(source, {"c.py"}, files=asked, git=git, cache=cache)
    repo.commit({"a.py": None, "c.py": None}, message="Remove")
    repo.commit({"a.py": "3", "b.md": "b again", "c.py": "new"}, message="Back")
    third = repo.run("rev-parse", "HEAD:a.py")
    history = one(repo, "a.py", git=git)
    assert [(change.old, change.new, change.commit.subject) for change in history.changes] == [
        ("", third, "Back"),
        (second, "", "Remove"),
        (first, second, "Two"),
        ("", first, "Start"),
    ]
    assert (history.removed, history.moved_to, history.is_whole) == (None, "", True)
    source = open_worktree(Repo("r", path=repo.path), git=git)
    continued = read_histories(source, {"c.py", "b.md"}, files=asked, git=git, cache=cache)
    assert continued == read_histories(source, {"c.py", "b.md"}, files=asked, git=git)
    page = continued.pages["c.py"]
    assert isinstance(page, PageHistory)
    assert isinstance(page.created, Commit)
    assert (page.created.subject, [author.commits for author in page.authors]) == ("Back", [1])


def test_a_file_that_moved_away(make_repo: MakeRepo, git: Git) -> None:
    """It says where to, with an edit of Markdown too; the file under its new name goes on with its past."""
    text = "".join(f"line {number}\n" for number in range(20))
    repo = make_repo("r", {"a.py": "1", "a.md": text})
    moved = repo.commit({"a.py": None, "lib/a.py": "1", "a.md": None, "b.md": f"{text}more\n"})
    for path, where in (("a.py", "lib/a.py"), ("a.md", "b.md")):
        history = one(repo, path, git=git)
        assert history.removed is not None
        assert (history.removed.sha, history.moved_to) == (moved, where)
    assert len(one(repo, "lib/a.py", git=git).changes) == 1
    assert len(one(repo, "b.md", git=git).changes) == 2


def test_a_file_that_never_was(make_repo: MakeRepo, git: Git) -> None:
    """It is not in the answer."""
    assert files(make_repo("r", {"a.py": "1"}), "never.py", git=git) == {}


def test_a_page_and_a_file_at_once(make_repo: MakeRepo, git: Git) -> None:
    """A page that another page speaks of is told of in both ways."""
    repo = make_repo("r", {"a.md": "1"})
    repo.commit({"a.md": "1\n"})
    source = open_worktree(Repo("r", path=repo.path), git=git)
    found = read_histories(source, {"a.md"}, files={"a.md"}, git=git)
    history = found.files["a.md"]
    assert isinstance(history, FileHistory)
    assert history.changes[0].commit == found.pages["a.md"].last_touched  # type: ignore[union-attr]


def test_a_shallow_clone_says_that_it_ends(make_repo: MakeRepo, git: Git) -> None:
    """What is known is told, and that it is not all; of a path that is in no commit here, nothing is known."""
    repo = make_repo("r", {"a.py": "1", "gone.py": "1"})
    repo.commit({"gone.py": None, "b.py": "1"})
    repo.commit({"a.py": "2"})
    clone = GitRepo(repo.path.with_name("clone"))
    argv = ["git", "clone", "--quiet", "--depth=2", repo.path.as_uri(), str(clone.path)]
    subprocess.run(argv, env={**os.environ, "GIT_ALLOW_PROTOCOL": "file"}, check=True, timeout=60)
    found = files(clone, "a.py", "b.py", "gone.py", git=git)
    a, b = found["a.py"], found["b.py"]
    assert isinstance(a, FileHistory)
    assert isinstance(b, FileHistory)
    assert (len(a.changes), a.is_whole, len(b.changes), b.is_whole) == (1, False, 0, False)
    assert isinstance(found["gone.py"], Unknown)


def test_without_git_nothing_is_known(make_repo: MakeRepo, git: Git) -> None:
    """A repo without commits says so of files too."""
    assert files(make_repo("r"), "a.py", git=git) == {"a.py": Unknown("the repository has no commits yet")}
