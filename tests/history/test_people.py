"""Who did it: authors and co-authors, after .mailmap, without bots."""

from __future__ import annotations

from collections.abc import Callable

from conftest import GitRepo
from people_of import people_of

from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import HistoryRules, PageHistory, Repo
from mkdocs_oss.sources import open_worktree

MakeRepo = Callable[..., GitRepo]
BO = "Bo <bo@example.org>"


def authors(repo: GitRepo, *, git: Git, rules: HistoryRules = HistoryRules()) -> list[tuple[str, int]]:  # noqa: B008
    source = open_worktree(Repo("r", path=repo.path), git=git)
    history = read_histories(source, {"a.md"}, git=git, rules=rules).pages["a.md"]
    assert isinstance(history, PageHistory)
    return [(author.name, author.commits) for author in history.authors]


def test_co_authors_count(make_repo: MakeRepo, git: Git) -> None:
    """Who is named in a Co-authored-by trailer did it too; nobody counts twice in one commit."""
    repo = make_repo("r", {"a.md": "1"})
    repo.commit({"a.md": "2"}, message=f"Two\n\nCo-authored-by: {BO}\nCo-Authored-By: {BO}\n")
    repo.commit({"a.md": "3"}, author=BO, message=f"Three\n\nCo-authored-by: {BO}")
    assert authors(repo, git=git) == [("Bo", 2), ("Ana", 2)]


def test_co_authors_go_through_the_mailmap(make_repo: MakeRepo, git: Git) -> None:
    """The names of trailers are mapped as those of authors are."""
    repo = make_repo(
        "r",
        {"a.md": "1", ".mailmap": "Bo Lind <bo@example.org>\nBo Lind <bo@example.org> <old@example.org>\n"},
        day="2026-01-01",
    )
    repo.commit({"a.md": "2"}, message="Two\n\nCo-authored-by: bo <old@example.org>")
    repo.commit({"a.md": "3"}, author=BO)
    assert authors(repo, git=git) == [("Bo Lind", 2), ("Ana", 2)]


def test_bots_are_no_authors(make_repo: MakeRepo, git: Git) -> None:
    """Not as co-authors either, whether `[bot]` or the settings say so, before .mailmap or after it."""
    repo = make_repo("r", {"a.md": "1", ".mailmap": "Robot <robot@example.org>\n"})
    trailers = "Co-authored-by: x[bot] <x@example.org>\nCo-authored-by: R2 <robot@example.org>"
    repo.commit({"a.md": "2"}, message=f"Two\n\n{trailers}")
    assert authors(repo, git=git, rules=HistoryRules(bots=frozenset({"Robot"}))) == [("Ana", 2)]


def test_odd_trailers(make_repo: MakeRepo, git: Git) -> None:
    """A trailer that is no name and address does no harm."""
    repo = make_repo("r", {"a.md": "1"})
    odd = "Co-authored-by: <<>>\nCo-authored-by: nobody\nCo-authored-by: %(trailers:x) <y>\nCo-authored-by: a <b> <c>"
    repo.commit({"a.md": "2"}, message=f"Two\n\n{odd}")
    assert authors(repo, git=git)[0] == ("Ana", 2)


def test_two_people_of_one_name(make_repo: MakeRepo, git: Git) -> None:
    """The mail address tells people apart, in any case of its letters."""
    repo = make_repo("r", {"a.md": "1"})
    repo.commit({"a.md": "2"}, author="Ana <other@example.org>")
    repo.commit({"a.md": "3"}, author="Ana Ruiz <ANA@example.org>")
    source = open_worktree(Repo("r", path=repo.path), git=git)
    history = read_histories(source, {"a.md"}, git=git).pages["a.md"]
    assert isinstance(history, PageHistory)
    assert people_of(history) == [
        ("Ana Ruiz", 2, "ANA@example.org", "2026-01-01"),
        ("Ana", 1, "other@example.org", "2026-01-01"),
    ]


def test_names_do_not_depend_on_the_machine(make_repo: MakeRepo, git: Git) -> None:
    """A .mailmap of the user's own has no part in it."""
    repo = make_repo("r", {"a.md": "1"})
    (repo.path / ".git/mine").write_text("Somebody <ana@example.org>\n")
    repo.run("config", "mailmap.file", str(repo.path / ".git/mine"))
    assert authors(repo, git=git) == [("Ana", 1)]


def test_a_mailmap_in_a_broken_encoding(make_repo: MakeRepo, git: Git) -> None:
    """A name that is no UTF-8 is told with the signs that stand for that, of authors and of trailers, and kept."""
    mapped = b"Jos\xe9 <bo@example.org>\nJos\xe9 <ana@example.org>\n"
    repo = make_repo("r", {"a.md": "1", ".mailmap": mapped}, day="2026-01-01")
    repo.commit({"a.md": "2"}, day="2026-01-02", message=f"Two\n\nCo-authored-by: {BO}")
    source = open_worktree(Repo("r", path=repo.path), git=git)
    for _ in range(2):
        told = read_histories(source, {"a.md"}, git=git, cache=repo.path.parent / "cache").pages["a.md"]
        assert isinstance(told, PageHistory)
        assert [author.name for author in told.authors] == ["Jos\ufffd", "Jos\ufffd"]
        assert told.last_touched.author == "Jos\ufffd"
