"""A change counts where a reader could notice it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from conftest import GitRepo
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.history.substance import code_spans, is_noticed
from mkdocs_oss.model import Commit, HistoryRules, PageHistory, Repo, Substance
from mkdocs_oss.sources import open_worktree

MakeRepo = Callable[..., GitRepo]
PAGE = "# Title\n\nSome words that are\nwrapped, and `code`.\n\n- one\n- two\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("text\n", "---\ntitle: T\nreviewed: 2026-01-01\n---\ntext\n"),
        ("---\na: 1\n---\n\ntext\n", "---\na: 2\n...\n\ntext\n"),
        ("\ufefftext\n", "text\n"),
        ("a b\nc\n", "a b\r\nc\r\n"),
        ("one two\nthree\n", "one\ntwo three\n"),
        ("a\n\n\n\nb\n", "a  \n\nb"),
        ("- one\n- two\n", "* one\n+ two\n"),
        ("> - one\n", "> * one\n"),
        ("a *word* and __strong__\n", "a _word_ and **strong**\n"),
        ("a word\n", "a **word**\n"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "|a|b|\n|:-----|-----:|\n|  1  |  2 |\n"),
        ("```sh\nrun  \n```\n", "```sh\nrun\n```\n"),
        ("```sh\nrun\n```\n", "~~~ sh\nrun\n~~~\n"),
    ],
)
def test_what_nobody_notices(old: str, new: str) -> None:
    """Front matter, white space, wrapping, markers and padding are how a page is written, not what it says."""
    for one, other in ((old, new), (new, old)):
        assert not is_noticed(one.encode(), other.encode(), substance="text")
        assert is_noticed(one.encode(), other.encode(), substance="any")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a word\n", "a ward\n"),
        ("run `a *b*`\n", "run `a b`\n"),
        ("snake_case\n", "snakecase\n"),
        ("2 * 3\n", "2 3\n"),
        ("can not\n", "cannot\n"),
        ("```py\nif a:\n    b()\n```\n", "```py\nif a:\nb()\n```\n"),
        ("```py\na\nb\n```\n", "```py\na b\n```\n"),
        ("```py\na = *b\n```\n", "```py\na = b\n```\n"),
        ("```py\na\n```\n", "```sh\na\n```\n"),
        ("| a | b |\n", "| ab |\n"),
        ("text\n", "---\na: 1\n---\nother text\n"),
        ("---\nnever closed\n", "---\nnever ended\n"),
        ("- one\n", "- one -1\n"),
    ],
)
def test_what_a_reader_may_notice(old: str, new: str) -> None:
    """Words, code, and what stands in which cell."""
    for one, other in ((old, new), (new, old)):
        assert is_noticed(one.encode(), other.encode(), substance="text")


CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


@given(st.text("`` ab\n", max_size=60))
def test_code_is_where_the_rule_says(text: str) -> None:
    """From some backticks to the next that are as many: one pass finds what the rule, as an expression, finds."""
    assert list(code_spans(text)) == [found.span() for found in CODE.finditer(text)]


def test_what_is_written_to_take_long_does_not() -> None:
    """Cells with much white space, and backticks of every length: each in one pass."""
    cells = b"a" + b" " * 200_000 + b"b|\n"
    ticks = b" x ".join(b"`" * length for length in range(1, 1500)) + b"\n"
    for text in (cells, ticks):
        assert not is_noticed(text, text.replace(b" ", b"  ", 1), substance="text")


def test_front_matter_counts_where_it_is_told_to() -> None:
    """`substance: front-matter` leaves out only how a page is written."""
    old, new = b"---\na: 1\n---\ntext\n", b"---\na: 2\n---\ntext\n"
    assert is_noticed(old, new, substance="front-matter")
    assert not is_noticed(b"a  b\n", b"a\nb\n", substance="front-matter")


@given(st.text(alphabet=" \n`~*_-|>:#ab1é\u00a0\t\\", max_size=80), st.sampled_from(["text", "front-matter"]))
def test_a_blank_line_at_the_end_is_never_noticed(text: str, substance: Substance) -> None:
    """Whatever the Markdown, but for an open block of code."""
    is_noticed_there = is_noticed(text.encode(), f"{text}\n\n".encode(), substance=substance)
    assert not is_noticed_there or "```" in text or "~~~" in text


def one(repo: GitRepo, path: str, *, git: Git, rules: HistoryRules = HistoryRules()) -> PageHistory:  # noqa: B008
    found = read_histories(open_worktree(Repo("r", path=repo.path), git=git), {path}, git=git, rules=rules)
    history = found.pages[path]
    assert isinstance(history, PageHistory)
    return history


def changed(history: PageHistory) -> str:
    assert isinstance(history.last_substantive, Commit)
    return history.last_substantive.time.date().isoformat()


def test_the_newest_change_that_is_noticed(make_repo: MakeRepo, git: Git) -> None:
    """Over any number of others, last_substantive is the last change of words; last_touched is the last of all."""
    repo = make_repo("r", {"a.md": PAGE}, day="2026-01-01")
    repo.commit({"a.md": PAGE.replace("Some", "Some more")}, day="2026-01-02")
    text = PAGE.replace("Some", "Some more")
    for number in range(9):
        repo.commit({"a.md": f"---\nn: {number}\n---\n{text}"}, day=f"2026-02-0{number + 1}")
    repo.commit({"a.md": f"---\nn: x\n---\n{text.replace('- ', '* ')}"}, day="2026-03-01")
    history = one(repo, "a.md", git=git)
    assert changed(history) == "2026-01-02"
    assert history.last_touched.time.date().isoformat() == "2026-03-01"
    assert changed(one(repo, "a.md", git=git, rules=HistoryRules(substance="front-matter"))) == "2026-03-01"
    assert changed(one(repo, "a.md", git=git, rules=HistoryRules(substance="any"))) == "2026-03-01"


def test_of_other_files_every_change_counts(make_repo: MakeRepo, git: Git) -> None:
    """White space has a meaning in code."""
    repo = make_repo("r", {"a.py": "if a:\n  b()\n"}, day="2026-01-01")
    repo.commit({"a.py": "if a:\n    b()\n"}, day="2026-01-02")
    assert changed(one(repo, "a.py", git=git)) == "2026-01-02"


def test_a_change_of_the_mode_is_no_change_of_the_text(make_repo: MakeRepo, git: Git) -> None:
    """A page that became executable says what it said."""
    repo = make_repo("r", {"a.md": PAGE}, day="2026-01-01")
    (repo.path / "a.md").chmod(0o755)
    repo.commit(day="2026-01-02")
    history = one(repo, "a.md", git=git)
    assert (changed(history), history.last_touched.time.day) == ("2026-01-01", 2)


@pytest.mark.parametrize("message", ["[minor] Typo", "Typo\n\nNothing else. [minor]"])
def test_minor_commits(make_repo: MakeRepo, git: Git, message: str) -> None:
    """A word in the subject or the body makes a commit minor, where the settings name it."""
    repo = make_repo("r", {"a.md": PAGE}, day="2026-01-01")
    repo.commit({"a.md": "other"}, day="2026-01-02", message=message)
    history = one(repo, "a.md", git=git, rules=HistoryRules(minor_commits=("[minor]",)))
    assert (changed(history), history.last_touched.is_minor) == ("2026-01-01", True)
    assert changed(one(repo, "a.md", git=git)) == "2026-01-02"
