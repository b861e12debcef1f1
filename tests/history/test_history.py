"""One pass over `git log` says of each page what git itself says of it, and never more."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import GitRepo
from people_of import people_of

from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import Commit, HistoryRules, PageHistory, Repo, Unknown
from mkdocs_oss.sources import open_worktree

MakeRepo = Callable[..., GitRepo]


def histories(repo: GitRepo, *paths: str, git: Git, **options: object) -> Mapping[str, PageHistory | Unknown]:
    source = open_worktree(Repo("r", path=repo.path), git=git)
    return read_histories(source, set(paths), git=git, **options).pages  # type: ignore[arg-type]


def one(repo: GitRepo, path: str, *, git: Git, **options: object) -> PageHistory:
    found = histories(repo, path, git=git, **options)[path]
    assert isinstance(found, PageHistory), found
    return found


def day(commit: Commit | Unknown) -> str:
    return commit.reason if isinstance(commit, Unknown) else commit.time.date().isoformat()


def days(history: PageHistory) -> tuple[str, str, str]:
    return day(history.created), day(history.last_substantive), day(history.last_touched)


def test_created_and_changed(make_repo: MakeRepo, git: Git) -> None:
    """A page is created by its first commit and changed by its last; other pages' commits do not count."""
    repo = make_repo("r", {"a.md": "1", "b.md": "1"}, day="2026-01-01")
    repo.commit({"a.md": "2"}, day="2026-01-02", message="Second", author="Bo <bo@example.org>")
    repo.commit({"b.md": "2"}, day="2026-01-03")
    history = one(repo, "a.md", git=git)
    assert days(history) == ("2026-01-01", "2026-01-02", "2026-01-02")
    assert isinstance(history.last_substantive, Commit)
    assert (history.last_substantive.author, history.last_substantive.subject) == ("Bo", "Second")
    assert people_of(history) == [
        ("Bo", 1, "bo@example.org", "2026-01-02"),
        ("Ana", 1, "ana@example.org", "2026-01-01"),
    ]
    assert history.blob == repo.run("rev-parse", "HEAD:a.md")


def test_a_pure_move_is_touched_but_not_changed(make_repo: MakeRepo, git: Git) -> None:
    """Over any number of moves, created and last_substantive stay, last_touched is the move."""
    repo = make_repo("r", {"a.md": "text"}, day="2026-01-01")
    repo.commit({"a.md": "text 2"}, day="2026-01-02")
    repo.commit({"a.md": None, "docs/b.md": "text 2"}, day="2026-01-03")
    repo.commit({"docs/b.md": None, "docs/c.md": "text 2"}, day="2026-01-04")
    assert days(one(repo, "docs/c.md", git=git)) == ("2026-01-01", "2026-01-02", "2026-01-04")


def test_a_move_prefers_the_same_name(make_repo: MakeRepo, git: Git) -> None:
    """Of several equal files that went away, the one of the same name is where a page came from."""
    repo = make_repo("r", {"z/one.md": "same"}, day="2026-01-01")
    repo.commit({"a/two.md": "same"}, day="2026-01-02")
    repo.commit(
        {"z/one.md": None, "a/two.md": None, "n/one.md": "same", "n/two.md": "same"}, day="2026-01-03"
    )
    assert day(one(repo, "n/one.md", git=git).created) == "2026-01-01"
    assert day(one(repo, "n/two.md", git=git).created) == "2026-01-02"


def test_one_source_moves_to_one_page_only(make_repo: MakeRepo, git: Git) -> None:
    """Of two copies of a file that went away, one is the move, and the other is new and says so."""
    repo = make_repo("r", {"a.md": "same"}, day="2026-01-01")
    repo.commit({"a.md": None, "b.md": "same", "c.md": "same"}, day="2026-01-02")
    found = histories(repo, "b.md", "c.md", git=git)
    assert sorted(days(h) for h in found.values() if isinstance(h, PageHistory)) == [
        ("2026-01-01", "2026-01-01", "2026-01-02"),
        ("2026-01-02", "2026-01-02", "2026-01-02"),
    ]


def test_a_move_with_an_edit_begins_anew(make_repo: MakeRepo, git: Git) -> None:
    """What changed while it moved is not guessed to be the same page."""
    repo = make_repo("r", {"a.md": "text"}, day="2026-01-01")
    repo.commit({"a.md": None, "b.md": "other text"}, day="2026-01-02")
    assert days(one(repo, "b.md", git=git)) == ("2026-01-02",) * 3


def test_a_page_that_came_back_begins_with_its_return(make_repo: MakeRepo, git: Git) -> None:
    """A deleted and re-added page was created when it was added again."""
    repo = make_repo("r", {"a.md": "1", "x": ""}, day="2026-01-01")
    repo.commit({"a.md": None}, day="2026-01-02")
    repo.commit({"a.md": "1"}, day="2026-01-03")
    assert days(one(repo, "a.md", git=git)) == ("2026-01-03",) * 3


def test_changes_of_merged_branches_count(make_repo: MakeRepo, git: Git) -> None:
    """The merge itself is no change of the page; the commit on the branch is."""
    repo = make_repo("r", {"a.md": "1", "b.md": "1"}, day="2026-01-01")
    repo.run("checkout", "--quiet", "-b", "side")
    repo.commit({"a.md": "2"}, day="2026-01-02")
    repo.run("checkout", "--quiet", "main")
    repo.commit({"b.md": "2"}, day="2026-01-03")
    repo.run("merge", "--quiet", "--no-edit", "side")
    assert days(one(repo, "a.md", git=git)) == ("2026-01-01", "2026-01-02", "2026-01-02")


def test_a_page_that_a_merge_made(make_repo: MakeRepo, git: Git) -> None:
    """A file that came with the merge commit itself has that commit's date, as git says it."""
    repo = make_repo("r", {"a.md": "1"})
    repo.run("checkout", "--quiet", "-b", "side")
    repo.commit({"b.md": "2"})
    repo.run("checkout", "--quiet", "main")
    repo.commit({"a.md": "2"})
    repo.run("merge", "--quiet", "--no-commit", "side")
    repo.commit({"evil.md": "3"}, day="2026-02-02")
    found = histories(repo, "evil.md", "new.md", git=git)
    evil = found["evil.md"]
    assert isinstance(evil, PageHistory)
    assert days(evil) == ("2026-02-02",) * 3
    assert found["new.md"] == Unknown("it is not committed yet")


def test_bots_touch_but_do_not_change(make_repo: MakeRepo, git: Git) -> None:
    """Commits of `…[bot]` and of the bots that settings name are not substantive, and no authors."""
    repo = make_repo("r", {"a.md": "1"}, day="2026-01-01")
    repo.commit({"a.md": "2"}, day="2026-01-02", author="renovate[bot] <r@example.org>")
    repo.commit({"a.md": "3"}, day="2026-01-03", author="Formatter <f@example.org>")
    history = one(repo, "a.md", git=git, rules=HistoryRules(bots=frozenset({"Formatter"})))
    assert days(history) == ("2026-01-01", "2026-01-01", "2026-01-03")
    assert people_of(history) == [("Ana", 1, "ana@example.org", "2026-01-01")]
    assert history.last_touched.is_bot


def test_a_page_of_bots_alone(make_repo: MakeRepo, git: Git) -> None:
    """Where no person has changed a page, that is said."""
    repo = make_repo("r")
    repo.commit({"a.md": "1"}, author="x[bot] <x@example.org>")
    history = one(repo, "a.md", git=git)
    assert history.last_substantive == Unknown(
        "only moves, formatting, bots and ignored commits have touched this page"
    )


def test_ignored_revisions_touch_but_do_not_change(make_repo: MakeRepo, git: Git) -> None:
    """.git-blame-ignore-revs holds ids, comments and blank lines; abbreviated ids mean nothing in it."""
    repo = make_repo("r", {"a.md": "1"}, day="2026-01-01")
    kept = repo.commit({"a.md": "2"}, day="2026-01-02")
    first = repo.commit({"a.md": "3"}, day="2026-01-03")
    second = repo.commit({"a.md": "4"}, day="2026-01-04")
    revs = f"# formatting\n\n{first}\r\n  {second.upper()} # reflow\n{kept[:10]}\nnonsense\n".encode()
    assert days(one(repo, "a.md", git=git, ignore_revs=revs)) == ("2026-01-01", "2026-01-02", "2026-01-04")
    assert days(one(repo, "a.md", git=git, ignore_revs=b"\n" * 300_000 + b"\xff")) != ()


def test_names_are_after_the_mailmap(make_repo: MakeRepo, git: Git) -> None:
    """An author under two names is one author."""
    repo = make_repo("r", {"a.md": "1", ".mailmap": "Ana Ruiz <ana@example.org>\n"})
    repo.commit({"a.md": "2"}, author="aruiz <ana@example.org>")
    assert people_of(one(repo, "a.md", git=git)) == [("Ana Ruiz", 2, "ana@example.org", "2026-01-01")]


def test_empty_commits_are_no_changes(make_repo: MakeRepo, git: Git) -> None:
    """A commit without files changes no page."""
    repo = make_repo("r", {"a.md": "1"}, day="2026-01-01")
    repo.commit(day="2026-02-02")
    repo.commit(day="2026-02-03", message=":100644 100644 a b M")
    assert days(one(repo, "a.md", git=git)) == ("2026-01-01",) * 3


def test_a_repo_without_commits_has_no_history(make_repo: MakeRepo, git: Git) -> None:
    """Zero commits: every page says why its history is not known."""
    repo = make_repo("r")
    repo.write({"a.md": "1"})
    assert histories(repo, "a.md", git=git) == {"a.md": Unknown("the repository has no commits yet")}


def test_a_folder_without_git_has_no_history(tmp_path: Path, git: Git) -> None:
    """No repository: every page says why its history is not known."""
    (tmp_path / "a.md").write_text("x")
    source = open_worktree(Repo("r", path=tmp_path), git=git)
    assert read_histories(source, {"a.md"}, git=git).pages["a.md"] == Unknown(
        "the folder is not in a git repository"
    )


def test_what_is_not_committed_is_unknown(make_repo: MakeRepo, git: Git) -> None:
    """Untracked and staged pages have no date; nor has a page that does not exist."""
    repo = make_repo("r", {"a.md": "1"})
    repo.write({"new.md": "1", "staged.md": "1"})
    repo.run("add", "staged.md")
    found = histories(repo, "new.md", "staged.md", "nowhere.md", git=git)
    assert set(found.values()) == {Unknown("it is not committed yet")}


def test_a_broken_history_says_so(make_repo: MakeRepo, git: Git) -> None:
    """Where git cannot read the history, the reason stands with every page."""
    repo = make_repo("r", {"a.md": "1"})
    source = open_worktree(Repo("r", path=repo.path), git=git)
    head = repo.run("rev-parse", "HEAD")
    (repo.path / ".git/objects" / head[:2] / head[2:]).unlink()
    found = read_histories(source, {"a.md"}, git=git).pages["a.md"]
    assert isinstance(found, Unknown)
    assert found.reason.startswith("its history cannot be read: git ls-tree failed")


@pytest.mark.parametrize(
    "name",
    [
        "line\nend.md", "tab\t.md", 'quo"te.md', "emoji-🦉.md", os.fsdecode(b"latin-\xe9.md"), ":colon.md",
        ":100644 100644 a b M.md", "\x01start.md", " spaces .md", "-dash.md", "back\\slash.md", "star*.md", "ünï.md",
    ],
)  # fmt: skip
def test_odd_paths(make_repo: MakeRepo, git: Git, name: str) -> None:
    """Whatever git can hold as a path has its own history."""
    repo = make_repo("r", {"a.md": "1", name: "1"}, day="2026-01-01")
    repo.commit({name: "2"}, day="2026-01-02")
    repo.commit({"a.md": "2"}, day="2026-01-03")
    assert days(one(repo, name, git=git)) == ("2026-01-01", "2026-01-02", "2026-01-02")


@pytest.mark.parametrize(
    ("author", "shown"),
    [
        ("E\x01ve", "E\x01ve"),
        ("Ünï 🦉", "Ünï 🦉"),
        ("a :100644 b c M", "a :100644 b c M"),
        ("E\tv\x7fe", "E\tv\x7fe"),
    ],
)
def test_odd_authors_and_subjects(make_repo: MakeRepo, git: Git, author: str, shown: str) -> None:
    """Control characters in names and subjects cannot pass for commits or changes."""
    repo = make_repo("r", {"a.md": "1"}, day="2026-01-01")
    repo.commit({"a.md": "2"}, day="2026-01-02", author=f"{author} <e@example.org>", message=f"\x01{author}")
    history = one(repo, "a.md", git=git)
    assert days(history) == ("2026-01-01", "2026-01-02", "2026-01-02")
    assert (history.last_touched.author, history.last_touched.subject) == (shown, f"\x01{author}")


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("4102444800 +1400", "2100-01-01"),
        ("253402300799 +0000", "9999-12-31"),
        ("999999999999999 +0000", "9999-12-31"),
        ("0 +0000", "1970-01-01"),
        ("1 -1200", "1970-01-01"),
        ("-5 +0000", "1970-01-01"),
    ],
)
def test_dates_at_the_edges(make_repo: MakeRepo, git: Git, stamp: str, expected: str) -> None:
    """A commit date of any year is read in UTC without a fault, held within what a calendar has."""
    repo = make_repo("r", {"z.md": "1"})
    blob = repo.run("hash-object", "-w", "z.md")
    tree = subprocess.run(
        ["git", "mktree"], cwd=repo.path, input=f"100644 blob {blob}\ta.md\n".encode(), capture_output=True, check=True
    ).stdout.decode().strip()  # fmt: skip
    raw = f"tree {tree}\nauthor A <a> {stamp}\ncommitter A <a> {stamp}\n\nx\n"
    commit = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        cwd=repo.path, input=raw.encode(), capture_output=True, check=True,
    ).stdout.decode().strip()  # fmt: skip
    repo.run("update-ref", "refs/heads/main", commit)
    assert day(one(repo, "a.md", git=git).last_touched) == expected


def shallow(repo: GitRepo, depth: int) -> GitRepo:
    clone = repo.path.with_name("clone")
    env = {**os.environ, "GIT_ALLOW_PROTOCOL": "file"}
    subprocess.run(
        ["git", "clone", "--quiet", f"--depth={depth}", repo.path.as_uri(), str(clone)],
        env=env,
        check=True,
        timeout=60,
    )
    return GitRepo(clone)


def test_a_shallow_clone_never_yields_a_date_from_its_boundary(make_repo: MakeRepo, git: Git) -> None:
    """Pages last changed at or before the boundary are unknown, with the remedy; later changes are known."""
    repo = make_repo("r", {"old.md": "1", "new.md": "1", "moved.md": "3"}, day="2026-01-01")
    repo.commit({"at.md": "1"}, day="2026-01-02")
    repo.commit({"new.md": "2"}, day="2026-01-03")
    repo.commit({"moved.md": None, "there.md": "3", "born.md": "4"}, day="2026-01-04")
    found = histories(shallow(repo, 3), "old.md", "at.md", "new.md", "there.md", "born.md", git=git)
    for path in ("old.md", "at.md", "there.md"):
        history = found[path]
        assert isinstance(history, Unknown), path
        assert "fetch-depth: 0" in history.reason
    new, born = found["new.md"], found["born.md"]
    assert isinstance(new, PageHistory)
    assert isinstance(new.created, Unknown)
    assert (day(new.last_substantive), day(new.last_touched)) == ("2026-01-03", "2026-01-03")
    assert isinstance(born, PageHistory)
    assert days(born) == ("2026-01-04",) * 3


@pytest.mark.parametrize("depth", [1, 2])
def test_the_last_commit_alone_dates_no_page(make_repo: MakeRepo, git: Git, depth: int) -> None:
    """What CI checks out by default gives no page the date of the newest commit."""
    repo = make_repo("r", {"a.md": "1"}, day="2026-01-01")
    for number in range(3):
        repo.commit({f"{number}.md": "x"}, day=f"2026-02-0{number + 1}")
    assert isinstance(histories(shallow(repo, depth), "a.md", git=git)["a.md"], Unknown)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("log.showRoot", "false"), ("log.follow", "true"), ("log.date", "relative"), ("diff.renames", "copies"),
        ("diff.relative", "true"), ("color.ui", "always"), ("log.diffMerges", "combined"), ("log.decorate", "full"),
        ("format.pretty", "oneline"), ("core.quotePath", "true"), ("i18n.logOutputEncoding", "latin1"),
        ("diff.noprefix", "true"), ("log.showSignature", "true"), ("notes.displayRef", "*"),
        ("log.abbrevCommit", "true"), ("core.abbrev", "4"), ("diff.external", "false"),
    ],
)  # fmt: skip
def test_no_setting_of_git_changes_what_is_read(make_repo: MakeRepo, git: Git, key: str, value: str) -> None:
    """The user's and the repo's own ways of showing a log have no part in the facts."""
    repo = make_repo("r", {"ü/a.md": "1", "b.md": "2"}, day="2026-01-01")
    repo.commit({"b.md": None, "c.md": "2"}, day="2026-01-02")
    repo.run("notes", "add", "-m", "a note")
    repo.run("config", key, value)
    assert days(one(repo, "ü/a.md", git=git)) == ("2026-01-01",) * 3
    assert days(one(repo, "c.md", git=git)) == ("2026-01-01", "2026-01-01", "2026-01-02")


def test_a_repo_with_sha256_ids(tmp_path: Path, git: Git) -> None:
    """Histories do not depend on the length of an id."""
    repo = GitRepo(tmp_path / "r")
    repo.path.mkdir()
    repo.run("init", "--quiet", "--object-format=sha256", "--initial-branch=main")
    repo.commit({"a.md": "1"}, day="2026-01-01")
    repo.commit({"a.md": None, "b.md": "1"}, day="2026-01-02")
    assert days(one(repo, "b.md", git=git)) == ("2026-01-01", "2026-01-01", "2026-01-02")


def test_times_are_utc(make_repo: MakeRepo, git: Git) -> None:
    """A commit late in the evening far in the west is of the next day in UTC."""
    repo = make_repo("r")
    repo.commit({"a.md": "1"}, day="2026-01-01T23:30:00-0800")
    assert one(repo, "a.md", git=git).last_touched.time == datetime(2026, 1, 2, 7, 30, tzinfo=UTC)


def test_a_merge_of_both_sides_is_no_edit(make_repo: Callable[..., GitRepo], git: Git) -> None:
    """After a merge in which both sides changed a page, a clean worktree is clean: what a file is, the tree says."""
    repo = make_repo("r", {"a.md": "1\n2\n3\n4\n5\n6\n7\n"})
    repo.run("checkout", "--quiet", "-b", "side")
    repo.commit({"a.md": "one\n2\n3\n4\n5\n6\n7\n"}, day="2026-01-02")
    repo.run("checkout", "--quiet", "main")
    repo.commit({"a.md": "1\n2\n3\n4\n5\n6\nseven\n"}, day="2026-01-03")
    repo.run("merge", "--quiet", "--no-edit", "side")
    source = open_worktree(Repo("r", path=repo.path), git=git)
    history = read_histories(source, {"a.md"}, git=git).pages["a.md"]
    assert isinstance(history, PageHistory)
    assert history.blob == repo.run("rev-parse", "HEAD:a.md")
