"""Whether words still stand in a repo's code: what cannot be told is taken to stand there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import GitRepo

from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo
from mkdocs_oss.sources import open_worktree
from mkdocs_oss.sources.grep import MOST, words_in_code


@pytest.mark.parametrize("longest", [20_000_000, 40, 1])
def test_words_that_stand_everywhere_hide_no_other(longest: int, make_repo: Callable[..., GitRepo]) -> None:
    """However little of an answer is read: of a word that it has no room for it is not said that it is gone."""
    repo = make_repo("tool")
    repo.commit({"src/a.py": "often\n" * 50 + "once\n", "docs/a.md": "page\n"})
    source = open_worktree(Repo(name="tool", path=repo.path), git=Git())
    words = {"often", "once", "gone", "lost"}
    found = words_in_code(source, words, git=Git(), longest=longest)
    assert found == {"often", "once"}
    assert words_in_code(source, {"page"}, git=Git()) == set()


def test_of_very_many_words_none_is_gone(make_repo: Callable[..., GitRepo]) -> None:
    """A page that quotes a whole file is no list of what is missing."""
    repo = make_repo("tool")
    repo.commit({"src/a.py": "x = 1\n"})
    source = open_worktree(Repo(name="tool", path=repo.path), git=Git())
    words = {f"word_{number}" for number in range(MOST + 1)}
    assert words_in_code(source, words, git=Git()) == words
