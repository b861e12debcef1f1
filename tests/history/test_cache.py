"""What was read is kept for the next build, and never decides what a page says."""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import msgspec
import pytest
from conftest import GitRepo
from msgspec.structs import replace

from mkdocs_oss.git import Git
from mkdocs_oss.history import HistoryReader, read_histories
from mkdocs_oss.model import NOT_COMMITTED, Commit, Histories, HistoryRules, PageHistory, Repo
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
    files = options.pop("files", frozenset())
    return HistoryReader(source, git=git or Git(), cache=cache, **options).read(set(paths), files=files)


def ran(repo: GitRepo, *paths: str, cache: Path, **options: Any) -> list[str]:
    git = Counting()
    told = read(repo, *paths, cache=cache, git=git, **options)
    source = open_worktree(Repo("r", path=repo.path), git=Git())
    files = options.pop("files", frozenset())
    uncached = HistoryReader(source, git=Git(), **options)
    assert told == uncached.read(set(paths), files=files)  # the cache has no part in the answer
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


def test_when_each_author_was_last_seen_is_kept(repo: GitRepo, tmp_path: Path) -> None:
    """Any commit counts, whatever it changed and however far it lies back; a program is nobody. Who does not ask for
    that is not told, and reads files of its own."""
    repo.commit({"lib/y.py": "1"}, day="2026-01-04", author="Bo <bo@example.org>")
    repo.commit({"z.md": "1"}, day="2026-01-05", author="up[bot] <up@example.org>")
    days = {("Ana", "ana@example.org"): 2, ("Zoë", "z@example.org"): 3, ("Bo", "bo@example.org"): 4}
    for page in ("z.md", "a.md"):  # the one is younger than all of them
        for asked in ("log", ""):
            git = Counting()
            seen = read(repo, page, cache=tmp_path / page, git=git, with_seen=True).seen
            assert {person: time.day for person, time in seen.items()} == days
            assert ("log" in git.ran) is bool(asked)
    repo.commit({"lib/z.py": "1"}, day="2026-01-06", author="Zoë <z@example.org>")
    seen = read(repo, "a.md", cache=tmp_path / "a.md", with_seen=True).seen
    assert {person: time.day for person, time in seen.items()} == {**days, ("Zoë", "z@example.org"): 6}
    assert read(repo, "a.md", cache=tmp_path / "a.md").seen == {}


def test_a_page_that_one_branch_made_anew_is_as_old_as_on_the_other(
    make_repo: MakeRepo, tmp_path: Path
) -> None:
    """Of two beginnings the older one counts, whether or not it was read before."""
    repo = make_repo("r", {"a.md": "one\ntwo\nthree\n"}, day="2026-01-01")
    ran(repo, "a.md", cache=tmp_path)
    repo.run("checkout", "-q", "-b", "side")
    repo.commit({"a.md": None, "b.md": "one\ntwo\nthree\n"}, day="2026-01-03")
    repo.commit({"a.md": "new\n"}, day="2026-01-04")
    repo.run("checkout", "-q", "main")
    repo.commit({"a.md": "one\ntwo\nthree\nfour\n"}, day="2026-01-02")
    repo.run("merge", "-q", "-s", "ours", "--no-commit", "--no-ff", "side")
    repo.commit({"a.md": "one\nnew\n"}, day="2026-01-05")
    assert "log" in ran(repo, "a.md", cache=tmp_path)
    history = read(repo, "a.md", cache=tmp_path).pages["a.md"]
    assert isinstance(history, PageHistory)
    assert isinstance(history.created, Commit)
    assert history.created.time.day == 1


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


@pytest.mark.parametrize("commit", ["--output={file}", "-h", "", "main"])
def test_a_commit_in_the_cache_is_no_option_of_git(repo: GitRepo, tmp_path: Path, commit: str) -> None:
    """Whoever can write into the cache cannot have git write a file, nor leave a page without its history."""
    file = tmp_path / "overwritten"
    file.write_text("as it was")
    ran(repo, "a.md", cache=tmp_path / "cache")
    [kept_file] = (tmp_path / "cache/history").iterdir()
    told = kept_file.read_bytes()
    _, is_lacking, parts = msgspec.msgpack.decode(told[36:])
    content = msgspec.msgpack.encode((commit.format(file=file), is_lacking, parts))
    kept_file.write_bytes(told[:32] + zlib.crc32(content).to_bytes(4, "big") + content)
    ran(repo, "a.md", cache=tmp_path / "cache")
    assert file.read_text() == "as it was"


@pytest.fixture
def moving(make_repo: MakeRepo, tmp_path: Path) -> GitRepo:
    """A repo of sixty pages whose history is in the cache, and whose HEAD has moved since, which is in it as well."""
    repo = make_repo("r", {page: page for page in PAGES}, day="2026-01-01")
    ran(repo, *PAGES, cache=tmp_path)
    repo.commit({"0.md": "2"}, day="2026-01-02")
    ran(repo, *PAGES, cache=tmp_path)
    return repo


PAGES = [f"{number}.md" for number in range(60)]


def kept(cache: Path) -> tuple[Path, Path]:
    """The file of what a whole pass told, and the one of what is new since then."""
    newer, first = sorted((cache / "history").iterdir(), key=lambda file: ".newer." not in file.name)
    return first, newer


def test_only_what_is_new_is_written(moving: GitRepo, tmp_path: Path) -> None:
    """When HEAD moves, the file of the whole pass stays as it is; what is new is small."""
    first, newer = kept(tmp_path)
    content = first.read_bytes()
    moving.commit({"1.md": "2", "2.md": None}, day="2026-01-03")
    pages = [page for page in PAGES if page != "2.md"]
    assert "log" in ran(moving, *pages, cache=tmp_path)
    assert ran(moving, *pages, cache=tmp_path) == []
    assert first.read_bytes() == content
    assert newer.stat().st_size < len(content) / 4
    moving.write({"2.md": "3"})  # what was told of the one that is gone holds no more
    assert ran(moving, *PAGES, cache=tmp_path) == ["ls-tree"]
    assert read(moving, "2.md", cache=tmp_path).pages == {"2.md": NOT_COMMITTED}


def test_head_moves_many_times(moving: GitRepo, tmp_path: Path) -> None:
    """What is new never grows beyond a share of the whole: then both become one file."""
    wholes = set()
    for number in range(3, 15):
        moving.commit({PAGES[number]: "2", PAGES[-number]: f"{number}"}, day=f"2026-02-{number:02}")
        git = Counting()
        told = read(moving, *PAGES, cache=tmp_path, git=git)
        assert git.ran.count("log") == 1
        assert "ls-tree" not in git.ran
        assert told == read(moving, *PAGES, cache=tmp_path / "other")
        sizes = sorted((file.stat().st_size for file in (tmp_path / "history").iterdir()), reverse=True)
        assert sum(sizes[1:]) < sizes[0] / 2
        wholes.add(
            next(file.read_bytes() for file in (tmp_path / "history").iterdir() if "newer" not in file.name)
        )
    assert 1 < len(wholes) < 8


@pytest.mark.parametrize(
    "damage", [lambda content: b"", lambda content: content[:-1], lambda content: b"\xff" * len(content)]
)
def test_what_is_new_is_damaged(moving: GitRepo, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """Then what the whole pass told is gone on from."""
    _, newer = kept(tmp_path)
    newer.write_bytes(damage(newer.read_bytes()))
    again = ran(moving, *PAGES, cache=tmp_path)
    assert "log" in again
    assert "ls-tree" not in again
    assert ran(moving, *PAGES, cache=tmp_path) == []


def test_what_is_new_belongs_to_another_whole(moving: GitRepo, tmp_path: Path) -> None:
    """As after two builds at once, one of which read all anew: it does not count."""
    first, newer = kept(tmp_path)
    content = newer.read_bytes()
    first.unlink()
    moving.run("reset", "--quiet", "--hard", "HEAD~1")
    moving.commit({"0.md": "3"}, day="2026-01-02")
    assert "log" in ran(moving, *PAGES, cache=tmp_path)
    assert not newer.exists()
    newer.write_bytes(content)
    assert ran(moving, *PAGES, cache=tmp_path) == []


def test_two_builds_at_once_after_head_moved(moving: GitRepo, tmp_path: Path) -> None:
    """Each is told the same, and what they leave is whole."""
    moving.commit({"1.md": "2"}, day="2026-01-03")
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(lambda _: read(moving, *PAGES, cache=tmp_path), range(12)))
    assert all(one == told[0] for one in told)
    assert len(list((tmp_path / "history").iterdir())) == 2
    assert ran(moving, *PAGES, cache=tmp_path) == []


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
