"""Where the symbols are defined that pages name, of those that the named file only imports: from its contents today."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Set
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_oss.errors import GitError
from mkdocs_oss.gather.build import Build
from mkdocs_oss.gather.older import LARGEST, read_older
from mkdocs_oss.model import Source, Unknown
from mkdocs_oss.sources import read_files, repo_path
from mkdocs_oss.sources.files import list_ids
from mkdocs_oss.sources.fingerprint import Fingerprint, stamped
from mkdocs_oss.sources.modules import Origin, Symbol


class _Told(Struct, frozen=True):
    """The answer, and of a worktree the files that were looked for, with what the file system said of them."""

    origins: Mapping[Symbol, Origin | None]
    looked_for: tuple[Path, ...]
    stamp: Fingerprint

    def holds(self) -> bool:
        return stamped(self.looked_for) == self.stamp


def origins_in(build: Build, source: Source, asked: Set[Symbol]) -> Mapping[Symbol, Origin | None]:
    """Where those of `asked` are defined that their module imports from another file of the repo, as it is today; None
    where that cannot be read."""
    if not asked or isinstance(source.commit, Unknown):
        return {}

    from mkdocs_oss.sources.reexports import origins  # with the syntax of Python

    def find() -> _Told:
        looked_for: list[Path] = []
        found = origins(sorted(asked), partial(_read, build, source, looked_for))
        return _Told(found, tuple(looked_for), stamped(looked_for))

    made = build.memory.made("origins", source, (frozenset(asked),), find, holds=_Told.holds)
    return made.origins


def _read(
    build: Build, source: Source, looked_for: list[Path], paths: Set[str]
) -> Mapping[str, bytes | None]:
    if source.root is None:
        there = sorted(paths & source.paths)
        return {**dict.fromkeys(there), **_in_store(build, source, there)}
    looked_for += [source.root / path for path in sorted(paths)]
    # of the handbook's own repo, not every file is among its paths
    beside = [path for path in paths - source.paths if (source.root / path).is_file()]
    own = frozenset(path for path in beside if repo_path(source.root / path, source.root) == path)
    found = read_files(replace(source, paths=source.paths | own), sorted(paths), git=build.git)
    return {path: content if len(content) <= LARGEST else None for path, content in found.items()}


def _in_store(build: Build, source: Source, paths: list[str]) -> Mapping[str, bytes]:
    """What the store has of the paths, and what of them may be fetched."""
    assert source.git_dir is not None
    names = {path: f"{source.commit}:{source.real(path)}" for path in paths}
    found: dict[str, bytes] = {}
    with contextlib.suppress(GitError):  # it may give up at the first that the store lacks
        found = dict(build.git.blobs(source.git_dir, frozenset(names.values()), largest=LARGEST))
    if lacking := set(names.values()) - found.keys():
        with contextlib.suppress(GitError):  # a damaged store is told of where it is read for a page
            ids = list_ids(source.git_dir, str(source.commit), git=build.git)
            blobs = {name: ids[name.partition(":")[2]] for name in lacking}
            read = read_older(source, blobs.values(), git=build.git, bring=build.bring)
            found |= {name: read[blob] for name, blob in blobs.items() if blob in read}
    return {path: found[name] for path, name in names.items() if name in found}
