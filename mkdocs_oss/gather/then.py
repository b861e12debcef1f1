"""What the files that pages speak of were at the commits that last changed these pages: told by the commits themselves.

A date does not tell it: a commit may be older than a page's and reach its branch only later. Only of files whose
history leaves a doubt is it asked, of all at once, and of folders: a partial clone has those, and not each content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Binding, FileHistory, Source, Unknown

_LARGEST = 1_000_000
"""Bytes of a folder's list of files."""
_FILE, _COMMIT = b"100", b"160"
"""How the modes of files, and of commits of submodules, begin."""


class States(Struct, frozen=True):
    """`then`: commit id → (`repo:path` → the object id that the file had there). `now`: `repo:path` → its id today, of
    files whose history tells of no change."""

    then: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    now: Mapping[str, str] = field(default_factory=dict)

    def and_of(self, other: States) -> States:
        """Both, of different repos."""
        commits = self.then.keys() | other.then.keys()
        then = {each: {**self.then.get(each, {}), **other.then.get(each, {})} for each in commits}
        return States(then, {**self.now, **other.now})


class Submodule(Struct, frozen=True):
    """The repo that lies in a folder of another one, and the name that it is known by."""

    folder: str
    name: str
    source: Source


class _Asked(Struct, frozen=True):
    """A file of which it is asked what it was at a commit, under the paths that it may have had there."""

    commit: str
    name: str
    paths: tuple[str, ...]


def states_then(
    source: Source,
    repo: str,
    bound: Iterable[tuple[str, Sequence[Binding]]],
    files: Mapping[tuple[str, str], FileHistory | Unknown],
    *,
    git: Git,
) -> States:
    """What files of the `source`, which is known as `repo`, were. `bound`: (commit id, what the page speaks of that it
    changed); `files`: (repo, path) → history. What git cannot tell is left out."""
    if source.git_dir is None or isinstance(source.commit, Unknown):
        return States()
    head = source.commit
    asked: dict[tuple[str, str], _Asked] = {}
    for commit, bindings in bound:
        for each in bindings:
            history = files.get((each.repo, each.path))
            if each.repo != repo or not isinstance(history, FileHistory):
                continue
            name = f"{each.repo}:{each.path}"
            if (commit, name) not in asked and _is_doubtful(history, commit):
                former = (change.path for change in history.changes)
                asked[commit, name] = _Asked(commit, name, tuple(dict.fromkeys((each.path, *former))))
            if not history.changes and not history.is_whole:
                asked[head, name] = _Asked(head, name, (each.path,))
    if not asked:
        return States()
    try:
        known = _ids(source.git_dir, list(asked.values()), git)
    except GitError:
        return States()
    then: dict[str, dict[str, str]] = {}
    for one, id_ in known:
        then.setdefault(one.commit, {})[one.name] = id_
    return States(then, then.get(head, {}))


def states_within(
    outer: Source,
    submodule: Submodule,
    bound: Iterable[tuple[str, Sequence[Binding]]],
    files: Mapping[tuple[str, str], FileHistory | Unknown],
    *,
    git: Git,
) -> States:
    """As `states_then`, of files of a submodule at commits of the repo that it is in: each says which commit of the
    submodule it goes with."""
    asked = [
        (commit, bindings)
        for commit, bindings in bound
        if any(each.repo == submodule.name for each in bindings)
    ]
    if outer.git_dir is None or not asked:
        return States()
    parent, _, name = submodule.folder.rpartition("/")
    try:
        folders = _folders(
            outer.git_dir, {f"{commit}:{parent}": None for commit, _ in asked}, git, mode=_COMMIT
        )
    except GitError:
        return States()
    pinned = {
        commit: id_
        for commit, _ in asked
        if (id_ := folders.get(f"{commit}:{parent}", {}).get(name)) is not None
    }
    inner = [(pinned[commit], bindings) for commit, bindings in asked if commit in pinned]
    found = states_then(submodule.source, submodule.name, inner, files, git=git)
    return States({commit: found.then.get(id_, {}) for commit, id_ in pinned.items()}, found.now)


def _is_doubtful(history: FileHistory, commit: str) -> bool:
    """Whether dates may be wrong about what a file was: not where it never changed, or where that commit was the last to."""
    if history.removed is not None or not history.is_whole:
        return True
    return len(history.changes) > 1 and history.changes[0].commit.sha != commit


def _ids(git_dir: Path, asked: Sequence[_Asked], git: Git) -> Iterator[tuple[_Asked, str]]:
    """Each with the id under the first of its paths that the commit has. Raises GitError."""
    names = {f"{one.commit}:{path.rpartition('/')[0]}": None for one in asked for path in one.paths}
    folders = _folders(git_dir, names, git)
    for one in asked:
        for path in one.paths:
            folder, _, file = path.rpartition("/")
            found = folders.get(f"{one.commit}:{folder}", {}).get(file)
            if found is not None:
                yield one, found
                break


def _folders(
    git_dir: Path, names: Iterable[str], git: Git, *, mode: bytes = _FILE
) -> dict[str, Mapping[str, str]]:
    """Name (`<commit>:<folder>`) → the name of each entry of one kind in it → the entry's id. `mode`: as `_entries`
    has it. What is no folder is left out, and what is too large. Raises GitError."""
    found: dict[str, Mapping[str, str]] = {}
    known: dict[bytes, Mapping[str, str]] = {}
    for name, content in git.blobs(git_dir, names, largest=_LARGEST, kind="tree"):
        if content not in known:
            known[content] = dict(_entries(content, len(name.partition(":")[0]) // 2, mode=mode))
        found[name] = known[content]
    return found


def _entries(tree: bytes, length: int, *, mode: bytes) -> Iterator[tuple[str, str]]:
    """The entries of one kind of a folder as git keeps it: `<mode> <name>`, a zero byte, and the id in `length` bytes,
    each. `mode`: its first digits."""
    at = 0
    while at < len(tree):
        end = tree.index(b"\0", at)
        is_of, _, name = tree[at:end].partition(b" ")
        at = end + 1 + length
        if is_of.startswith(mode):
            yield name.decode("utf-8", "surrogateescape"), tree[end + 1 : at].hex()
