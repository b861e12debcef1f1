"""Contents of the past that comparisons read: as many as can be held, and in the order in which they count."""

from __future__ import annotations

from collections.abc import Callable, Set

import pytest
from conftest import GitRepo

from mkdocs_oss.gather.older import LARGEST, read_older
from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo, Source
from mkdocs_oss.sources import open_worktree

TEXTS = [f"{number}\n".encode() * 500 for number in range(5)]
"""Five contents of a thousand bytes."""


@pytest.fixture
def written(make_repo: Callable[..., GitRepo]) -> tuple[Source, list[str]]:
    """A repo, and the ids of the TEXTS in it."""
    repo = make_repo("tool")
    repo.commit({f"{number}.txt": text.decode() for number, text in enumerate(TEXTS)})
    ids = [repo.run("rev-parse", f"HEAD:{number}.txt") for number in range(len(TEXTS))]
    return open_worktree(Repo(name="tool", path=repo.path), git=Git()), ids


@pytest.mark.parametrize(
    ("most", "count"), [(0, 0), (999, 0), (1_000, 1), (2_999, 2), (5_000, 5), (5_001, 5)]
)
def test_what_is_more_than_can_be_held_is_left_out(
    most: int, count: int, written: tuple[Source, list[str]]
) -> None:
    """What was asked for first stays, to the byte; what comes after the limit is not there, and so is said not to be
    compared."""
    source, ids = written
    order = ids[::-1]
    expected = dict(zip(order, TEXTS[::-1], strict=True))
    assert read_older(source, order, git=Git(), most=most) == dict(list(expected.items())[:count])


def test_what_is_fetched_counts_too(
    written: tuple[Source, list[str]], make_repo: Callable[..., GitRepo]
) -> None:
    """What a store lacks is fetched at once, and of all together no more is held than may be."""
    source, ids = written
    store = make_repo("store")
    store.commit({"0.txt": TEXTS[0].decode()})
    assert source.git_dir is not None
    partial = Source(
        source.repo, None, store.path / ".git", source.commit, source.branch, source.remote, source.forge
    )
    asked: list[Set[str]] = []

    def bring(_: Source, lacking: Set[str]) -> None:
        asked.append(lacking)
        store.run("fetch", "--quiet", str(source.root))

    found = read_older(partial, ids, git=Git(), bring=bring, most=3_500)
    assert found == dict(zip(ids[:3], TEXTS, strict=False))
    assert asked == [set(ids[1:])]


def test_a_content_that_is_too_large_is_left_out_alone(make_repo: Callable[..., GitRepo]) -> None:
    """It costs no other content its place."""
    repo = make_repo("tool")
    repo.commit({"large.txt": "x" * (LARGEST + 1), "small.txt": "y"})
    large, small = (repo.run("rev-parse", f"HEAD:{name}.txt") for name in ("large", "small"))
    source = open_worktree(Repo(name="tool", path=repo.path), git=Git())
    assert read_older(source, [large, small], git=Git(), most=1) == {small: b"y"}
