"""Repos that are not as most: folders of others, linked worktrees, replaced histories, merges and clocks of all kinds."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import GitRepo

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import Commit, PageHistory, Repo, Unknown
from mkdocs_oss.sources import open_worktree

MakeRepo = Callable[..., GitRepo]
TEXT = "".join(f"line {number} of a page\n" for number in range(20))


def one(path: Path, page: str, *, git: Git) -> PageHistory:
    found = read_histories(open_worktree(Repo("r", path=path), git=git), {page}, git=git).pages[page]
    assert isinstance(found, PageHistory), found
    return found


def days(history: PageHistory) -> tuple[str, str, str]:
    def day(commit: Commit | Unknown) -> str:
        return commit.reason if isinstance(commit, Unknown) else commit.time.date().isoformat()

    return day(history.created), day(history.last_substantive), day(history.last_touched)


def test_a_move_with_an_edit(make_repo: MakeRepo, git: Git) -> None:
    """What is more than half the same goes on under the older name; the commit is a change of it."""
    repo = make_repo("r", {"a.md": TEXT, "b.md": "other\n" * 20}, day="2026-01-01")
    repo.commit({"a.md": None, "d/c.md": f"{TEXT}more\n"}, day="2026-01-02")
    repo.commit({"b.md": None, "e.md": "something else\n"}, day="2026-01-03")
    repo.commit({"d/c.md": None, "d/d.md": f"{TEXT}more and more\n", "x.md": "x"}, day="2026-01-04")
    history = one(repo.path, "d/d.md", git=git)
    assert days(history) == ("2026-01-01", "2026-01-04", "2026-01-04")
    assert [move.path for move in history.moves] == ["d/c.md", "a.md"]
    assert history.authors[0].commits == 3
    assert days(one(repo.path, "e.md", git=git)) == ("2026-01-03",) * 3


def test_moves_in_a_circle(make_repo: MakeRepo, git: Git) -> None:
    """Pages that change places in one commit were edited there; over three commits they were moved."""
    repo = make_repo("r", {"a.md": "1", "b.md": "2", "c.md": "3"}, day="2026-01-01")
    repo.commit({"a.md": "3", "b.md": "1", "c.md": "2"}, day="2026-01-02")
    assert days(one(repo.path, "a.md", git=git)) == ("2026-01-01", "2026-01-02", "2026-01-02")
    for number, (old, new) in enumerate((("a.md", "x.md"), ("b.md", "a.md"), ("x.md", "b.md"))):
        text = (repo.path / old).read_text()
        repo.commit({old: None, new: text}, day=f"2026-01-0{number + 3}")
    assert days(one(repo.path, "a.md", git=git)) == ("2026-01-01", "2026-01-02", "2026-01-04")
    assert days(one(repo.path, "b.md", git=git)) == ("2026-01-01", "2026-01-02", "2026-01-05")


def test_a_branch_whose_change_was_dropped(make_repo: MakeRepo, git: Git) -> None:
    """`merge -s ours` leaves the page as it was, and so its dates."""
    repo = make_repo("r", {"a.md": "1"}, day="2026-01-01")
    repo.run("checkout", "--quiet", "-b", "side")
    repo.commit({"a.md": "2"}, day="2026-01-02")
    repo.run("checkout", "--quiet", "main")
    repo.commit({"b.md": "1"}, day="2026-01-03")
    repo.run("merge", "--quiet", "--strategy=ours", "--no-edit", "side")
    assert days(one(repo.path, "a.md", git=git)) == ("2026-01-01",) * 3


def test_a_merge_that_put_two_changes_together(make_repo: MakeRepo, git: Git) -> None:
    """The page is as the merge made it; those who made the changes are its authors, not who merged them."""
    repo = make_repo("r", {"a.md": TEXT}, day="2026-01-01")
    repo.run("checkout", "--quiet", "-b", "side")
    repo.commit({"a.md": f"first\n{TEXT}"}, day="2026-01-02", author="Bo <bo@example.org>")
    repo.run("checkout", "--quiet", "main")
    repo.commit({"a.md": f"{TEXT}last\n"}, day="2026-01-03")
    repo.run("merge", "--quiet", "--no-commit", "side")
    repo.commit(day="2026-01-04", author="Merger <m@example.org>")
    history = one(repo.path, "a.md", git=git)
    assert days(history) == ("2026-01-01", "2026-01-04", "2026-01-04")
    assert [(author.name, author.commits) for author in history.authors] == [("Ana", 2), ("Bo", 1)]


def test_a_handbook_in_a_folder_of_a_larger_repo(make_repo: MakeRepo, git: Git) -> None:
    """Paths are those of the repo, and moves into the folder are followed."""
    repo = make_repo("r", {"notes/a.md": "1", "src/x.py": "1"}, day="2026-01-01")
    repo.commit({"notes/a.md": None, "team/docs/a.md": "1"}, day="2026-01-02")
    source = open_worktree(Repo("r", path=repo.path), git=git, only=["team"])
    assert source.paths == {"team/docs/a.md"}
    history = read_histories(source, source.paths, git=git).pages["team/docs/a.md"]
    assert isinstance(history, PageHistory)
    assert days(history) == ("2026-01-01", "2026-01-01", "2026-01-02")


def test_a_linked_worktree(make_repo: MakeRepo, git: Git, tmp_path: Path) -> None:
    """A worktree of `git worktree add` has its own HEAD."""
    repo = make_repo("r", {"a.md": "1", ".mailmap": "Ana Ruiz <ana@example.org>\n"}, day="2026-01-01")
    repo.run("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"))
    repo.commit({"a.md": "2"}, day="2026-01-02")
    history = one(tmp_path / "linked", "a.md", git=git)
    assert days(history) == ("2026-01-01",) * 3
    assert history.last_touched.author == "Ana Ruiz"
    assert days(one(repo.path, "a.md", git=git))[2] == "2026-01-02"


def test_a_submodule(make_repo: MakeRepo, git: Git) -> None:
    """A submodule's pages have the submodule's history; to the outer repo it is no page."""
    inner = make_repo("inner", {"a.md": "1"}, day="2026-01-01")
    outer = make_repo("outer", {"b.md": "1"}, day="2026-01-02")
    outer.run("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.path.as_uri(), "sub")
    outer.commit(day="2026-01-03")
    assert days(one(outer.path / "sub", "a.md", git=git)) == ("2026-01-01",) * 3
    assert days(one(outer.path, "b.md", git=git)) == ("2026-01-02",) * 3


def test_a_replaced_commit_is_read_as_it_is(make_repo: MakeRepo, git: Git) -> None:
    """What an id says is the same on every machine: neither `git replace` nor grafts have a part in it."""
    repo = make_repo("r", {"a.md": "1"}, day="2026-01-01")
    repo.commit({"b.md": "1"}, day="2026-01-02")
    head = repo.commit({"a.md": "2"}, day="2026-01-03")
    repo.run("replace", "--graft", head)
    assert days(one(repo.path, "a.md", git=git)) == ("2026-01-01", "2026-01-03", "2026-01-03")
    repo.run("replace", "-d", head)
    (repo.path / ".git/info").mkdir(exist_ok=True)
    (repo.path / ".git/info/grafts").write_text(f"{head}\n")
    assert days(one(repo.path, "a.md", git=git)) == ("2026-01-01", "2026-01-03", "2026-01-03")


@pytest.mark.parametrize(
    "person",
    [
        b"Jos\xe9 <j@example.org> 1767225600 +0000",
        b"A <a> 1767225600 +9999",
        b"A <a> 1767225600 CET",
        b"A <a> 1767225600",
        b"<> 1767225600 +0000",
        b"A <a 1767225600 +0000",
    ],
)
def test_broken_authors(make_repo: MakeRepo, git: Git, person: bytes) -> None:
    """A commit whose author has a broken encoding, zone or address has its date, and a name that can be shown."""
    repo = make_repo("r", {"a.md": "1"}, day="2026-01-01")
    tree = repo.run("rev-parse", "HEAD^{tree}").encode()
    good = b"A <a@example.org> 1767225600 +0000"
    raw = b"tree " + tree + b"\nauthor " + person + b"\ncommitter " + good + b"\n\nx\n"
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        cwd=repo.path, input=raw, capture_output=True, check=True,
    )  # fmt: skip
    repo.run("update-ref", "refs/heads/main", made.stdout.decode().strip())
    history = one(repo.path, "a.md", git=git)
    assert days(history)[2] == "2026-01-01"
    history.last_touched.author.encode()


def test_a_child_that_is_older_than_its_parent(make_repo: MakeRepo, git: Git) -> None:
    """A wrong clock does not turn the order round."""
    repo = make_repo("r", {"a.md": "1"}, day="2026-03-01")
    repo.commit({"a.md": "2"}, day="2020-01-01")
    repo.commit({"b.md": "1"}, day="2026-03-02")
    assert days(one(repo.path, "a.md", git=git)) == ("2026-03-01", "2020-01-01", "2020-01-01")


def test_contents_that_are_not_here(make_repo: MakeRepo, git: Git, tmp_path: Path) -> None:
    """In a partial clone a change counts whose contents are missing, and a move with an edit begins anew."""
    repo = make_repo("r", {"a.md": TEXT, "b.md": TEXT + "b"}, day="2026-01-01")
    repo.commit({"a.md": f"---\nx: 1\n---\n{TEXT}"}, day="2026-01-02")
    repo.commit({"b.md": None, "c.md": f"{TEXT}bc\n"}, day="2026-01-03")
    repo.run("config", "uploadpack.allowFilter", "true")
    argv = ["git", "clone", "--quiet", "--filter=blob:none", repo.path.as_uri(), str(tmp_path / "clone")]
    subprocess.run(argv, env={**os.environ, "GIT_ALLOW_PROTOCOL": "file"}, check=True, timeout=60)
    assert days(one(repo.path, "a.md", git=git)) == ("2026-01-01", "2026-01-01", "2026-01-02")
    assert days(one(tmp_path / "clone", "a.md", git=git)) == ("2026-01-01", "2026-01-02", "2026-01-02")
    assert days(one(repo.path, "c.md", git=git)) == ("2026-01-01", "2026-01-03", "2026-01-03")
    assert days(one(tmp_path / "clone", "c.md", git=git)) == ("2026-01-03",) * 3


@pytest.mark.parametrize("how", ["fails", "repeats"])
def test_an_old_git(
    make_repo: MakeRepo, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """A git that does not know what it is asked for is named as the reason, with the remedy."""
    repo = make_repo("r", {"a.md": "1"})
    source = open_worktree(Repo("r", path=repo.path), git=git)
    real = subprocess.run(["which", "git"], capture_output=True, check=True).stdout.decode().strip()
    answer = "echo usage: git log >&2; exit 129" if how == "fails" else f'exec {real} "$@"'
    tool = tmp_path / "bin/git"
    tool.parent.mkdir()
    tool.write_text(
        '#!/bin/sh\ncase " $* " in *" version "*) echo git version 2.20.1; exit 0;; *" log "*) ;; '
        f'*) exec {real} "$@";; esac\n'
        'for arg do shift; set -- "$@" "$(echo "$arg" | sed "s/%(trailers/%%(trailers/")"; done\n'
        f"{answer}\n"
    )
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}:{os.environ['PATH']}")
    found = read_histories(source, {"a.md"}, git=Git()).pages["a.md"]
    assert found == Unknown("its history cannot be read: git 2.20 is too old; install git 2.31 or newer")


def test_no_git_at_all(
    make_repo: MakeRepo, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That git is missing is said with every page."""
    repo = make_repo("r", {"a.md": "1"})
    source = open_worktree(Repo("r", path=repo.path), git=git)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = read_histories(source, {"a.md"}, git=Git()).pages["a.md"]
    assert found == Unknown("its history cannot be read: git is not installed, or not on PATH")


def test_a_folder_that_is_gone_is_not_taken_for_a_missing_git(git: Git, tmp_path: Path) -> None:
    """The message names what is missing."""
    gone = tmp_path / "gone" / ".git"
    with pytest.raises(GitError, match=r"gone is no folder that can be read"):
        git.read(gone, "version")
