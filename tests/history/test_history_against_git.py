"""Random histories with branches, compared with git itself, with what is true of them, and with themselves."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from random_repo import STEP, RandomRepo, Step
from random_repo import git as run_git

from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import Commit, PageHistory, Repo, Unknown
from mkdocs_oss.sources import open_worktree

CLOCKS = st.sampled_from([(), (), (0, 0, 0, -5000), (0, 9000, 0, 0, -400)])


@settings(max_examples=50, deadline=None)
@given(st.lists(STEP, max_size=40) | st.lists(STEP, min_size=25, max_size=60), CLOCKS)
def test_histories_agree_with_git_and_with_what_is_true(steps: list[Step], clocks: Sequence[int]) -> None:
    """last_touched is what `git log -1 -- PATH` says, through branches, merges and wrong clocks; created,
    last_substantive and the share of authors follow moves, those with an edit too, and merges that put both sides
    together. Bots, ignored commits and changes of form are no substance; commits and merges that are taken back are."""
    made = RandomRepo(clocks)
    made.run(steps)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ids = made.write(folder)
        source = open_worktree(Repo("r", path=folder), git=Git())
        ignore_revs = "".join(f"{ids[number]}\n" for number in made.ignored).encode()
        found = read_histories(source, source.paths, git=Git(), ignore_revs=ignore_revs).pages
        truth = made.branches["main"]
        assert source.paths == truth.keys()
        for path, true in truth.items():
            history = found[path]
            assert isinstance(history, PageHistory), path
            assert history.blob == run_git(folder, "rev-parse", f"HEAD:{path}").strip()
            if true.is_vague:
                continue
            assert history.last_touched.sha == run_git(folder, "log", "-1", "--format=%H", "--", path).strip()
            assert history.last_touched.sha == ids[true.touched], path
            assert isinstance(history.created, Commit)
            assert history.created.sha in {ids[number] for number in true.added or {true.created}}, path
            if true.substantive is None:
                assert isinstance(history.last_substantive, Unknown), path
            else:
                assert isinstance(history.last_substantive, Commit), path
                assert history.last_substantive.sha == ids[true.substantive], path
            assert sum(author.commits for author in history.authors) == len(true.authored), path
            if not true.is_merged:
                assert tuple(move.path for move in history.moves) == true.names, path


@settings(max_examples=40, deadline=None)
@given(st.lists(STEP, min_size=15, max_size=50), CLOCKS, st.lists(st.integers(0, 30), min_size=1, max_size=3))
def test_what_is_continued_is_what_is_read_at_once(
    steps: list[Step], clocks: Sequence[int], stops: list[int]
) -> None:
    """A cache that grew with HEAD, in any number of steps, holds what one pass over the whole history says, of pages
    and of files, those that are gone or never were included."""
    made = RandomRepo(clocks)
    made.run(steps)
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as cache:
        folder = Path(name)
        ids = made.write(folder)
        source = open_worktree(Repo("r", path=folder), git=Git())
        asked: dict[str, Any] = {"files": {"a.md", "b.md", "x.txt", "never"}, "git": Git()}
        asked["ignore_revs"] = "".join(f"{ids[number]}\n" for number in made.ignored).encode()
        for stop in sorted({min(stop, len(made.main) - 1) for stop in stops} | {len(made.main) - 1}):
            at = replace(source, commit=ids[made.main[stop]])
            pages = set(run_git(folder, "ls-tree", "-r", "--name-only", str(at.commit)).split())
            continued = read_histories(at, pages, **asked, cache=Path(cache))
            assert continued == read_histories(at, pages, **asked)
            assert continued == read_histories(at, pages, **asked, cache=Path(cache))
